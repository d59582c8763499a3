"""A build that is killed at any of its writes leaves nothing that the next one does not put right."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import settings

from model.redirects import HEAD
from tests import life
from tests.conftest import DEPARTMENT, SITE, City, document, policy

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parent.parent
#: At how many of its writes a build is killed; at all of them with the profile "nightly".
POINTS = 1_000_000 if settings.get_current_profile_name() == "nightly" else 8


def begun(folder: Path) -> City:
    """A city of two sites in which documents name one another."""
    return City(folder).write(
        {
            "jyj/site.toml": DEPARTMENT,
            "jyj/zcjd/b.md": document("解读", "interprets: 云政发〔2026〕1号"),
            "portal/zcwj/a.md": policy("云政发〔2026〕1号", body="第一条　甲。\n\n第二条　乙。"),
            "portal/yaowen/a.md": document("要闻甲", body="见[办法](../zcwj/a.md)。"),
            "portal/yaowen/b.md": document("要闻乙", "attachments: [b.csv]"),
            "portal/yaowen/b.csv": "甲,乙\n",
        }
    )


def edit_a_body(city: City) -> None:
    city.write({"portal/yaowen/a.md": document("要闻甲", body="改了，见[办法](../zcwj/a.md)。")})


def edit_much(city: City) -> None:
    city.write(
        {
            "portal/zcwj/a.md": policy("云政发〔2026〕1号", "新办法", "slug: new", body="第一条　丙。"),
            "portal/yaowen/c.md": document("要闻丙", date="2025-03-01 10:00"),
            "portal/site.toml": SITE.replace('name = "政务要闻"', 'name = "要闻"'),
            "jyj/zcwj/x.md": policy("云教发〔2026〕1号"),
        }
    )
    (city.content / "portal/yaowen/b.md").unlink()
    (city.content / "portal/yaowen/b.csv").unlink()


def close_a_site(city: City) -> None:
    shutil.rmtree(city.content / "jyj")


def put_a_site_to_rest(city: City) -> None:
    city.write({"portal/lifecycle.toml": life.ONLINE + life.offline("2026-11-20", "2026-11-30")})


def change_old_addresses(city: City) -> None:
    rows = ("/old/1.html,portal/zcwj/a.md", "/old/2/,,,撤下了,/yaowen/", "/old/3/,https://jyj.yunchuan.gov.cn/zcjd/")
    city.write({"portal/redirects.csv": "\n".join([HEAD, *rows, ""]), "jyj/redirects.csv": f"{HEAD}\n/x/,/zcwj/\n"})


def crash(edit: Callable[[City], None] | None, folder: Path, jobs: int, trusting: bool) -> Any:
    """Kill the build of an edit at its writes (of the first build, without one); return how many there were and what went wrong."""
    before, after = begun(folder / "a").content, begun(folder / "b")
    if edit:
        edit(after)
    place = folder / "work"
    place.mkdir()
    edited = after.content.rename(folder / "edited")
    arguments = [str(before) if edit else "-", str(edited), str(place), str(jobs), str(int(trusting)), str(POINTS)]
    done = subprocess.run(
        [sys.executable, "-m", "tests.crash", *arguments], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.parametrize("trusting", [False, True])
@pytest.mark.parametrize("edit", [edit_a_body, edit_much, close_a_site, put_a_site_to_rest, change_old_addresses])
def test_an_edit_whose_build_was_killed_is_built_by_the_next_and_so_is_its_withdrawal(
    edit: Callable[[City], None], trusting: bool, tmp_path: Path
) -> None:
    found = crash(edit, tmp_path, 1, trusting)

    assert found["wrong"] == []
    assert found["writes"] > 30


def test_a_first_build_that_was_killed_is_done_by_the_next(tmp_path: Path) -> None:
    found = crash(None, tmp_path, 1, trusting=True)

    assert found["wrong"] == []
    assert found["writes"] > 200


def test_a_build_in_several_processes_may_be_killed_as_well(tmp_path: Path) -> None:
    found = crash(edit_much, tmp_path, 2, trusting=True)

    assert found["wrong"] == []
    assert found["writes"] > 100
