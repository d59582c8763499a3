"""Exceptions: what is let be, until when, and what is wrong with them."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from model.exceptions import Waiver, read_exceptions
from model.people import People, Person
from pipeline.check.excepted import faults_of_rules, without_excepted
from pipeline.findings.finding import Finding

if TYPE_CHECKING:
    from pathlib import Path

TODAY = dt.date(2026, 11, 24)
FOUND = Finding("portal/yaowen/a.md", 3, "DOMAIN_PINYIN", "甲的电话", "改")


def waiver(**given: object) -> Waiver:
    known = {"rule": "DOMAIN_PINYIN", "path": "yaowen/a.md", "reason": "依法公开", "who": "审核甲", "until": TODAY}
    return Waiver(**{**known, **given}, file="portal/exceptions.toml", line=1)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("given", "left"),
    [
        ({}, False),
        ({"path": "yaowen/"}, False),
        ({"text": "电话"}, False),
        ({"text": "住址"}, True),
        ({"path": "yaowen/b.md"}, True),
        ({"path": "yaowen/a"}, True),
        ({"rule": "ONE_UNIT"}, True),
        ({"until": TODAY - dt.timedelta(days=1)}, True),
    ],
)
def test_an_exception_lets_be_what_it_names_until_its_day(given: dict[str, object], *, left: bool) -> None:
    found, _ = without_excepted([FOUND], [waiver(**given)], TODAY)

    assert found == ([FOUND] if left else [])


def test_one_that_has_run_out_and_one_of_no_use_are_found() -> None:
    several = [waiver(until=TODAY - dt.timedelta(days=1)), waiver(path="nope.md"), waiver()]

    _, about = without_excepted([FOUND], several, TODAY)

    assert [rule.code for rule, _ in about] == ["EXCEPTION_EXPIRED", "EXCEPTION_UNUSED"]


def test_only_a_rule_can_have_exceptions_and_none_that_stops_a_build() -> None:
    faults = [*faults_of_rules([waiver(rule="DOMAIN_PINYN"), waiver()])]

    assert [(each.code, each.remedy) for each in faults] == [("EXCEPTION_RULE", "是不是“DOMAIN_PINYIN”？")]


def test_the_files_of_the_platform_and_of_a_site_are_read_each_below_its_folder(tmp_path: Path) -> None:
    (tmp_path / "portal").mkdir()
    text = '[[exceptions]]\nrule = "A_B"\npath = "{}"\nreason = "依法"\nwho = "审核甲"\nuntil = "2026-12-31"\n'
    (tmp_path / "exceptions.toml").write_text(text.format("portal/"), encoding="utf-8")
    (tmp_path / "portal/exceptions.toml").write_text(text.format("yaowen/a.md"), encoding="utf-8")

    waivers, faults = read_exceptions(tmp_path, ["portal"], People())

    assert faults == []
    assert all(each.covers("A_B", "portal/yaowen/a.md", "", TODAY) for each in waivers)
    assert len(waivers) == 2


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ('path = "../b.md"', "EXCEPTION_PATH"),
        ('path = "/etc/passwd"', "EXCEPTION_PATH"),
        ('rule = "personal"', "EXCEPTION_RULE"),
        ('who = "路人"', "EXCEPTION_WHO"),
        ('until = "明年"', "DATE"),
        ('whoo = "甲"', "UNKNOWN_KEY"),
    ],
)
def test_a_faulty_exception_is_a_fault_and_lets_nothing_be(tmp_path: Path, text: str, code: str) -> None:
    right = ['rule = "A_B"', 'path = "a.md"', 'reason = "依法"', 'who = "审核甲"', 'until = "2026-12-31"']
    lines = [text if text.split(" ")[0] == each.split(" ")[0] else each for each in right]
    lines += [] if text in lines else [text]
    (tmp_path / "exceptions.toml").write_text("\n".join(["[[exceptions]]", *lines]), encoding="utf-8")

    waivers, faults = read_exceptions(tmp_path, [], People((Person(name="审核甲", email="a@yunchuan.gov.cn"),)))

    assert waivers == ()
    assert [fault.code for fault in faults] == [code]
