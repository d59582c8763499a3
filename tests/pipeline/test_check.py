"""What `invoke check` prints: every fault, then what might be better, and an exit code that the latter never changes."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from pipeline.check import check
from tests import life
from tests.conftest import DEPARTMENT, document
from tests.model_faults import model_faults
from tests.photos import photo
from tests.test_whole_builds import invoke

if TYPE_CHECKING:
    from tests.conftest import City

ROOT = Path(__file__).parents[2]


@pytest.fixture
def demonstration(tmp_path: Path) -> Path:
    """The demonstration city with a domain that is not spelt as its unit's name."""
    content = Path(shutil.copytree(ROOT / "content", tmp_path / "content"))
    settings = content / "jyj/site.toml"
    settings.write_text(settings.read_text(encoding="utf-8").replace('"jyj.', '"wjq.'), encoding="utf-8")
    return content


def lines(content: Path, code: int, *more: str) -> list[str]:
    """What the command prints as of a day on which all else is in order."""
    place = ("--content", str(content), "--output", str(content.parent / "output"))
    done = invoke("check", *place, "--as-of", "2026-11-24 09:00", *more)
    assert done.returncode == code, done.stdout + done.stderr
    return done.stdout.splitlines()


def test_advice_is_printed_and_fails_nothing(demonstration: Path) -> None:
    printed = lines(demonstration, 0)

    assert any(re.match(r"提示 jyj/site.toml:\d+: DOMAIN_PINYIN ", line) for line in printed)
    assert printed[-1] == "没有要改的地方"


def test_advice_stands_after_the_faults_of_its_owner(demonstration: Path) -> None:
    settings = demonstration / "jyj/site.toml"
    settings.write_text(re.sub(r"^icp = .*\n", "", settings.read_text(encoding="utf-8"), flags=re.M), encoding="utf-8")

    printed = lines(demonstration, 1)

    ours = printed[next(n for n, line in enumerate(printed) if line.startswith("【云川市教育局")) :]
    assert [line.partition(" ")[0] for line in ours[1:3]] == ["错误", "提示"]
    assert "SITE_INCOMPLETE" in ours[1]


def test_a_form_that_is_none_is_said(demonstration: Path) -> None:
    assert lines(demonstration, 2, "--format", "xml") == []


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

    found = [hint.path for hint in check(city.content).advice if hint.code == "PHOTO_PLACE"]

    assert found == ["portal/yaowen/here.jpg"]


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
    assert "jyj/site.toml" not in {fault.path for fault in model_faults(check(city.content))}

    city.write({"jyj/lifecycle.toml": closed})
    assert "jyj/site.toml" not in {fault.path for fault in model_faults(check(city.content))}

    city.write({"jyj/lifecycle.toml": life.ONLINE})
    assert "jyj/site.toml" in {fault.path for fault in model_faults(check(city.content))}
