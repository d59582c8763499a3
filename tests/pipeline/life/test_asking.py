from __future__ import annotations

import io
import sys
from collections.abc import Mapping
from typing import Any

import pytest

from model.lifecycle import IDENTIFIERS
from pipeline.life.asking import at_terminal
from tests.pipeline.life.office import DEPARTMENT, GOOD, NOW, Office

EMPTY: dict[str, Any] = dict.fromkeys(
    ("site", "date", "applicant", "application", "begins", "ends", "reason", "contact", "test", "name", "kind"), ""
) | {"domain": "", "sponsor": "", "approval": (), "filing": (), "changed": ()}


class Person:
    """Answers by the first words of a question, and remembers what was asked."""

    def __init__(self, answers: Mapping[str, str]) -> None:
        self._answers = answers
        self.asked: list[str] = []

    def __call__(self, question: str) -> str:
        self.asked.append(question)
        return next((answer for words, answer in self._answers.items() if question.startswith(words)), "")


def test_what_is_missing_is_asked_for(office: Office) -> None:
    office.online()
    person = Person(
        {
            "网站的文件夹名": "tyj",
            "申请单位": "云川市体育局",
            "书面申请的文号": "云体〔2026〕8号",
            "原因": "机房搬迁",
            "联系渠道": "电话0355-0120101",
            "起始日期": "2026-07-01",
            "结束日期": "2026-07-20",
            "市政府办公室": "2026-06-05 云政办函〔2026〕3号",
            "省政府办公厅": "2026-06-09 晋政办函〔2026〕12号",
        }
    )

    office.do("offline", ask=person, **EMPTY)

    act = office.life().acts[-1]
    assert (act.reason, act.ends, [each.level for each in act.approvals]) == (
        "机房搬迁", NOW.date().replace(day=20), ["市政府办公室", "省政府办公厅"],
    )  # fmt: skip
    assert len(person.asked) == 9
    assert all(question.endswith("：") for question in person.asked)


def test_what_is_given_is_not_asked_for(office: Office) -> None:
    office.online()
    person = Person({})

    office.do("offline", ask=person)
    assert person.asked == []

    office.do("online", ask=person, date="2026-07-02", filing=(), test="")
    assert person.asked == []


def test_an_empty_answer_leaves_it_missing_and_the_rules_say_so(office: Office) -> None:
    office.online()
    person = Person({"网站的文件夹名": "tyj"})

    codes = {code for _, code in office.codes("offline", ask=person, **EMPTY)}

    assert codes == {"LIFE_SAYS", "LIFE_APPROVAL"}


def test_nothing_is_asked_where_nobody_sits(office: Office) -> None:
    office.online()

    assert {code for _, code in office.codes("offline", **{**EMPTY, "site": "tyj"})} == {"LIFE_SAYS", "LIFE_APPROVAL"}
    assert office.codes("offline", **EMPTY) == [("--site", "NO_SITE")]


def test_a_new_site_is_asked_for_in_full(office: Office) -> None:
    answers = {
        "网站的文件夹名": "tyj",
        "网站名称": "云川市体育局",
        "网站类型": "department",
        "英文域名": "tyj.yunchuan.gov.cn",
        "主办单位": "云川市体育局",
        "申请单位": "云川市体育局",
        "书面申请": "云体〔2026〕8号",
        **dict.fromkeys(("主要负责人", "市政府办公室", "省政府办公厅"), "2026-03-05 1号"),
    }

    office.do("open", ask=Person(answers), **EMPTY)

    assert office.life().acts[0].application == "云体〔2026〕8号"


def test_a_prepared_site_is_not_asked_what_it_is(office: Office) -> None:
    office.write({"tyj/site.toml": DEPARTMENT})
    person = Person({})

    office.codes("open", ask=person, **{**EMPTY, "site": "tyj"})

    assert [question[:4] for question in person.asked] == ["申请单位", "书面申请", "主要负责", "市政府办", "省政府办"]


def test_going_online_asks_for_the_numbers_that_the_settings_lack(office: Office) -> None:
    office.approved().write({"tyj/site.toml": 'icp = "晋ICP备05000001号-4"\n' + DEPARTMENT})
    answers = dict.fromkeys(IDENTIFIERS, "1号 2026-05-20") | {"安全检测": "2026-05-20 晋测1号 通过"}
    person = Person(answers)

    office.do("online", ask=person, filing=(), test="")

    assert len(office.life().acts[-1].filings) == 5
    assert not any(question.startswith("ICP备案") for question in person.asked)


def test_the_citys_portal_is_not_asked_for_the_citys_approval(office: Office) -> None:
    person = Person({})

    office.codes("open", ask=person, **{**EMPTY, "site": "portal"})

    assert not any(question.startswith("市政府办公室") for question in person.asked)


def test_a_change_of_domain_says_what_changed(office: Office) -> None:
    office.online()
    person = Person({})

    office.do("change", ask=person, **{**GOOD["change"], "changed": (), "domain": "tiyu.yunchuan.gov.cn"})

    assert person.asked == []


def test_a_closed_input_is_an_empty_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setattr(sys, "stdin", Terminal(" 云川 \n"))
    monkeypatch.setattr(sys, "stdout", Terminal())
    ask = at_terminal()

    assert ask
    assert [ask("问："), ask("再问：")] == ["云川", ""]


def test_where_no_terminal_is_nobody_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("tyj\n"))

    assert at_terminal() is None
