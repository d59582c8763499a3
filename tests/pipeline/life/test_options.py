from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.lifecycle import Act, Approval, Filing, SecurityTest
from pipeline.life.options import APPROVAL, FILING, TEST, options_of, read_act

TODAY = dt.date(2026, 7, 1)


def read(act: str = "offline", **given: Any) -> tuple[Act, list[tuple[str, int, str]]]:
    found, faults = read_act(options_of(act, **given), TODAY)
    return found, [(fault.path, fault.line, fault.code) for fault in faults]


def test_an_act_is_of_today_where_no_date_is_given() -> None:
    assert read() == (Act(act="offline", date=TODAY), [])
    assert read(date="2026-06-30")[0].date == dt.date(2026, 6, 30)


def test_the_words_of_an_option_are_the_fields_of_a_record() -> None:
    act, faults = read(approval=[APPROVAL], filing=[FILING], test=TEST)

    assert faults == []
    assert act.approvals == (Approval(level="省政府办公厅", date=dt.date(2026, 3, 5), number="晋政办函〔2026〕12号"),)
    assert act.filings == (Filing(kind="ICP备案", number="晋ICP备05000001号-4", date=dt.date(2026, 5, 1)),)
    assert act.security_test == SecurityTest(date=dt.date(2026, 5, 20), number="晋测〔2026〕88号", result="通过")


@pytest.mark.parametrize(
    ("name", "text", "number"),
    [
        ("approval", "省政府办公厅  2026-03-05\u3000晋政办函 第 12号", "晋政办函 第 12号"),
        ("filing", " ICP备案 晋ICP备 1号 2026-05-01 ", "晋ICP备 1号"),
        ("test", "2026-05-20 晋测 88号 通过", "晋测 88号"),
    ],
)
def test_a_number_may_have_spaces_within(name: str, text: str, number: str) -> None:
    given: dict[str, Any] = {name: text if name == "test" else [text]}

    act, faults = read(**given)

    tests = [act.security_test.number] if act.security_test else []
    assert faults == []
    assert [*(each.number for each in act.approvals), *(each.number for each in act.filings), *tests] == [number]


@pytest.mark.parametrize(
    ("given", "fault"),
    [
        ({"date": "昨天"}, ("--date", 1, "DATE")),
        ({"begins": "2026-02-30"}, ("--begins", 1, "DATE")),
        ({"ends": "2026.7.1"}, ("--ends", 1, "DATE")),
        ({"applicant": "单" * 301}, ("--applicant", 1, "TOO_LONG")),
        ({"approval": [APPROVAL, "省政府办公厅"]}, ("--approval", 2, "LIFE_OPTION")),
        ({"approval": ["省政府 2026-03-05 1号"]}, ("--approval", 1, "LEVEL")),
        ({"approval": ["省政府办公厅 3月5日 1号"]}, ("--approval", 1, "DATE")),
        ({"filing": ["ICP 1号 2026-05-01"]}, ("--filing", 1, "FILING")),
        ({"filing": ["ICP备案 2026-05-01"]}, ("--filing", 1, "LIFE_OPTION")),
        ({"test": "2026-05-20 1号 合格"}, ("--test", 1, "TEST_RESULT")),
        ({"changed": ["一", "二" * 301]}, ("--changed", 2, "TOO_LONG")),
    ],
)
def test_what_cannot_be_read_is_a_fault_of_its_option(given: dict[str, Any], fault: tuple[str, int, str]) -> None:
    assert read(**given)[1] == [fault]


def test_everything_that_cannot_be_read_is_reported() -> None:
    _, faults = read(date="昨天", begins="今天", ends="明天", approval=["甲", "乙"], filing=["丙"], test="丁")

    assert [place for place, _, _ in faults] == [
        "--date", "--begins", "--ends", "--approval", "--approval", "--filing", "--test",
    ]  # fmt: skip


def test_an_option_of_three_words_says_how_it_is_written() -> None:
    [fault] = read_act(options_of("offline", approval=["省政府办公厅"]), TODAY)[1]

    assert str(fault) == (
        "--approval:1: LIFE_OPTION “省政府办公厅”不是三项"
        "（依次写“层级 日期 文号”，用空格隔开，如“省政府办公厅 2026-03-05 晋政办函〔2026〕12号”）"
    )


def test_bytes_that_are_no_text_are_a_fault_of_their_option() -> None:
    _, faults = read(reason="a\udcff", approval=[APPROVAL, f"{APPROVAL}\udcff"], site="\udcff")

    assert faults == [("--site", 1, "ENCODING"), ("--approval", 2, "ENCODING"), ("--reason", 1, "ENCODING")]


def test_white_space_is_nothing_given() -> None:
    assert read(reason="  \n", approval=[" "], applicant="\u3000")[0] == Act(act="offline", date=TODAY)


@given(st.text(), st.lists(st.text()), st.lists(st.text()), st.text(), st.text())
def test_any_text_is_read_or_has_a_fault(
    day: str, approval: list[str], filing: list[str], test: str, reason: str
) -> None:
    read("change", date=day, begins=day, ends=day, approval=approval, filing=filing, test=test, reason=reason)
