"""What `invoke check` prints: every fault, then what might be better, and an exit code that the latter never changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.check import advice
from tests.conftest import DEPARTMENT, SITE
from tests.plugins.test_chrome import FULL
from tests.test_whole_builds import invoke

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import City

HINT = "提示 portal/site.toml:4: DOMAIN_PINYIN "


def test_advice_is_printed_and_fails_nothing(city: City) -> None:
    city.write({"portal/site.toml": FULL.replace("www.yunchuan", "www.yunchaun")})

    done = invoke("check", "--content", str(city.content))

    assert done.returncode == 0, done.stderr
    hint, last = done.stdout.splitlines()
    assert hint.startswith(HINT)
    assert last == "没有要改的地方"


def test_advice_stands_after_the_faults(city: City) -> None:
    city.write({"portal/site.toml": SITE.replace("www.yunchuan", "www.yunchaun"), "jyj/site.toml": DEPARTMENT})

    done = invoke("check", "--content", str(city.content))

    assert done.returncode == 1
    *faults, last = done.stdout.splitlines()
    assert last.startswith(HINT)
    assert faults
    assert all("SITE_INCOMPLETE" in fault for fault in faults)
    assert done.stderr.strip() == f"共{len(faults)}处要改"


def test_where_there_is_no_content_there_is_no_advice(tmp_path: Path) -> None:
    assert advice(tmp_path / "nowhere") == ()
