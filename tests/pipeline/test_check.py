"""What `invoke check` prints: every fault, then what might be better, and an exit code that the latter never changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PIL import Image

from pipeline.check import check
from tests import life
from tests.conftest import DEPARTMENT, SITE, document
from tests.photos import photo
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


def test_a_photo_that_says_where_it_was_taken_is_pointed_out(city: City) -> None:
    exif = Image.Exif()
    exif[0x8825] = {1: "N", 2: (36.0, 11.0, 0.0), 3: "E", 4: (113.0, 7.0, 0.0)}
    city.write(
        {
            "portal/yaowen/a.md": document(body="![甲](here.jpg)\n\n![乙](somewhere.jpg)"),
            "portal/yaowen/here.jpg": photo(exif=exif),
            "portal/yaowen/somewhere.jpg": photo(),
            "portal/yaowen/not-published.jpg": photo(exif=exif),
        }
    )

    found = [(hint.path, hint.code) for hint in check(city.content).advice]

    assert found == [("portal/yaowen/here.jpg", "PHOTO_PLACE")]


def test_where_there_is_no_content_there_is_no_advice(tmp_path: Path) -> None:
    assert check(tmp_path / "nowhere").advice == ()


def test_a_citys_own_forms_are_checked_before_an_act_needs_them(city: City) -> None:
    city.write(
        {"forms/xiaxian.md": "# ${网站}下线\n\n${原困}\n", "forms/x.txt": "甲", "forms/guanting.md": "# 关停\n\n甲。\n"}
    )

    faults = [
        (fault.path, fault.line, fault.code) for fault in check(city.content).faults if fault.path.startswith("forms/")
    ]

    assert faults == [("forms/x.txt", 1, "LIFE_FORM"), ("forms/xiaxian.md", 3, "LIFE_FORM")]


def test_a_site_that_is_approved_or_closed_need_not_have_what_a_published_one_must(city: City) -> None:
    closed = life.ONLINE + life.migrate("2021-01-01", "2021-02-01") + life.close("2021-02-02", "2021-04-01")
    city.write({"jyj/site.toml": DEPARTMENT, "jyj/lifecycle.toml": life.opened()})
    assert "jyj/site.toml" not in {fault.path for fault in check(city.content).faults}

    city.write({"jyj/lifecycle.toml": closed})
    assert "jyj/site.toml" not in {fault.path for fault in check(city.content).faults}

    city.write({"jyj/lifecycle.toml": life.ONLINE})
    assert "jyj/site.toml" in {fault.path for fault in check(city.content).faults}
