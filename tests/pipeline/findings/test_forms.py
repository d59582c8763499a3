"""The forms of findings are what other programs read: each is taken apart again, with hostile words in it."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model.content_folder import read_content
from model.faults import Fault
from model.shown import is_shown, shown
from pipeline.findings.finding import Finding, Owners, of_fault
from pipeline.findings.forms import FORMS
from pipeline.rules.rule import Replacement, Severity

_HOSTILE = '“甲”%,:\n::error::乙 <b>&"'
_FOUND = [
    Finding("portal/a.md", 3, "ONE", _HOSTILE, "改", Severity.VETO, "办法第十条", "甲局", Replacement(2, 5, "*")),
    Finding("portal/a.md", 9, "ONE", _HOSTILE, "改", Severity.VETO, "办法第十条", "甲局"),
    Finding("portal/图 表.md", 1, "DOMAIN_PINYIN", "乙", "改乙", Severity.HINT, "", "乙局"),
]


def render(form: str, findings: list[Finding]) -> str:
    return FORMS[form](findings, "content/")


def test_people_read_findings_by_owner_the_gravest_first() -> None:
    text = render("text", [_FOUND[2], Finding("b", 1, "B", "丙", "改"), _FOUND[0]])

    assert [line for line in text.split("\n") if line.startswith("【")] == [
        "【全平台】错误1处",
        "【乙局】提示1处",
        "【甲局】单项否决1处",
    ]
    assert "提示 portal/图 表.md:1: DOMAIN_PINYIN 乙（改乙）" in text


def test_a_sum_of_columns_is_the_sponsors_and_told_to_every_keeper() -> None:
    found = [replace(_FOUND[0], owner="甲局", keepers=("甲局（乙科）", "甲局（丙科）"))]

    headings = [line for line in render("text", found).split("\n") if line.startswith("【")]
    suites = [suite.get("name") for suite in ET.fromstring(render("junit", found))]

    assert headings == [f"【{each}】单项否决1处" for each in ("甲局", "甲局（丙科）", "甲局（乙科）")]
    assert suites == ["甲局", "甲局（丙科）", "甲局（乙科）"]
    assert json.loads(render("json", found))["findings"][0]["keepers"] == ["甲局（乙科）", "甲局（丙科）"]
    assert len(json.loads(render("gitlab", found))) == len(render("github", found).split("\n")) == 1


def test_json_has_every_finding_with_its_clause_and_what_is_to_be_written() -> None:
    first, *_ = json.loads(render("json", _FOUND))["findings"]

    assert (first["path"], first["line"], first["rule"], first["severity"]) == ("content/portal/a.md", 3, "ONE", "veto")
    assert first["clause"] == "办法第十条"
    assert first["replacement"] == {"start": 2, "end": 5, "text": "*"}


def test_sarif_names_rules_places_and_fixes() -> None:
    run = json.loads(render("sarif", _FOUND))["runs"][0]
    rules, results = run["tool"]["driver"]["rules"], run["results"]

    assert [rules[each["ruleIndex"]]["id"] for each in results] == ["ONE", "ONE", "DOMAIN_PINYIN"]
    assert [each["level"] for each in results] == ["error", "error", "note"]
    place = results[2]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert place == "content/portal/%E5%9B%BE%20%E8%A1%A8.md"
    fix = results[0]["fixes"][0]["artifactChanges"][0]["replacements"][0]
    assert fix["deletedRegion"] == {"startLine": 3, "startColumn": 3, "endColumn": 6}
    assert rules[0]["shortDescription"]["text"] == "域名不是拼音"


def test_a_finding_cannot_smuggle_a_second_command_into_githubs_log() -> None:
    lines = render("github", _FOUND).split("\n")

    assert len(lines) == len(_FOUND)
    assert lines[0].startswith("::error file=content/portal/a.md,line=3,title=单项否决 ONE::“甲”%25,:%0A::error")
    assert lines[2].startswith("::notice file=")


def test_gitlab_tells_two_findings_of_the_same_words_apart() -> None:
    issues = json.loads(render("gitlab", _FOUND))

    assert len({each["fingerprint"] for each in issues}) == len(_FOUND)
    assert [each["severity"] for each in issues] == ["blocker", "blocker", "info"]


def test_junit_fails_the_cases_that_fail_the_command() -> None:
    report = ET.fromstring(render("junit", _FOUND))

    suites = {suite.get("name"): (suite.get("tests"), suite.get("failures")) for suite in report}
    assert suites == {"甲局": ("1", "1"), "乙局": ("1", "0")}
    failure = report.find("testsuite[@name='甲局']/testcase/failure")
    assert failure is not None
    assert failure.text
    assert failure.text.count("::error::乙") == 2


_ANY = st.text(st.characters(codec="utf-8"), max_size=40)
_FINDINGS = st.builds(
    Finding, _ANY, st.integers(1, 9), st.just("ONE"), _ANY, _ANY, st.sampled_from(Severity), owner=_ANY
)


@settings(max_examples=40)
@given(st.lists(_FINDINGS, max_size=3))
def test_whatever_is_written_in_a_finding_every_form_is_still_whole(found: list[Finding]) -> None:
    cases = ET.fromstring(render("junit", found)).findall("testsuite/testcase")
    lines = render("text", found).split("\n") if found else []

    assert len(json.loads(render("json", found))["findings"]) == len(json.loads(render("gitlab", found))) == len(found)
    assert len(json.loads(render("sarif", found))["runs"][0]["results"]) == len(found)
    assert sum(line.startswith("::") for line in render("github", found).split("\n")) == len(found)
    assert len(cases) == max(1, len({shown(each.owner) or "全平台" for each in found}))
    assert len(lines) == len(found) + len({each.owner for each in found})
    assert all(is_shown(each) for line in lines for each in line)


def test_a_name_that_leads_a_terminal_astray_is_shown_as_it_is_written() -> None:
    fault = Fault("a\x1b[31m\n.md", 1, "FILE_NAME", "甲\u2028乙", "改名")

    assert str(fault) == "a\\x1b[31m\\n.md:1: FILE_NAME 甲\\u2028乙（改名）"
    assert str(of_fault(fault, Owners({}))) == str(fault)


@pytest.mark.parametrize("form", FORMS)
def test_where_nothing_is_found_every_form_is_still_whole(form: str) -> None:
    text = render(form, [])

    if form in {"json", "sarif", "gitlab"}:
        json.loads(text)
    if form == "junit":
        assert ET.fromstring(text).find("testsuite/testcase") is not None


def test_a_finding_is_its_columns_keepers_and_else_the_sponsors() -> None:
    of = Owners(read_content(Path(__file__).parents[3] / "content").sites).of

    assert of("portal/zwdt/yaowen/a.md") == "云川市人民政府办公室（市政务信息中心编辑部主任）"
    assert of("portal/zwdt/yaowen/a/index.html") == of("portal/zwdt/yaowen/a.md")
    assert of("portal/site.toml") == "云川市人民政府办公室"
    assert of("platform.toml") == ""


def test_a_finding_on_one_column_is_its_keepers_and_one_on_several_the_sponsors() -> None:
    of = Owners(read_content(Path(__file__).parents[3] / "content").sites).of_columns
    office = "云川市人民政府办公室"

    assert of("portal/site.toml", ()) == (office, ())
    assert of("portal/site.toml", ("zwdt/yaowen",)) == (f"{office}（市政务信息中心编辑部主任）", ())
    assert of("portal/site.toml", ("zwdt/yaowen", "zwdt/yaowen")) == (
        office,
        (f"{office}（市政务信息中心编辑部主任）",),
    )
    assert of("platform.toml", ("zwdt",)) == ("", ())
