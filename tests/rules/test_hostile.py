"""Every input is hostile: no rule on a document breaks, or takes long, whatever stands in it; and what it finds has a place in it."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.rules.book import rules_on
from pipeline.rules.rule import Subject
from tests.rules.written import news, written

if TYPE_CHECKING:
    from pipeline.rules.rule import Rule
    from pipeline.rules.written import Written

_RULES = rules_on(Subject.DOCUMENT)
#: Pieces that patterns look for, to be put together as no author would.
_PIECES = st.sampled_from(
    [
        *("138", "00000000", "*", "x", "１", "身份证号", "|", "\n", "\n\n", "| 姓名 | 电话 |\n|---|---|\n", "机密", "★", "1年", "《", "》", "〔2026〕"),
        *("（", "）", "第", "条", "自", "发布之日起", "30日后施行", "有效期", "3年", "同时废止", "、", "，", "。", ",", "%", "号", "省", "市", "小区", "单元"),
        *("http://a.example/", "@", "qq.com", "地图", "审图号", "GS（2026）1号", "合计", "12", "3.5", "-", "<table><tr><td>", "</td></tr></table>", "`", "```\n", "# "),
        *("\u3000", " ", "\u200b", "😀", "𠮷", "é", "&amp;", "布署", "附件"),
    ]
)  # fmt: skip
_SECONDS = 5


@settings(max_examples=60)
@given(body=st.lists(_PIECES, max_size=60).map("".join))
def test_no_text_breaks_a_rule_and_every_finding_lies_in_the_text(body: str) -> None:
    seen = written(news(body.replace("<", "＜") if "<" in body else body))
    for rule in _RULES:
        assert_in_place(rule, seen)


def assert_in_place(rule: Rule, seen: Written) -> None:
    """Run a rule; what it finds names a line of the file, and what it would write fits there."""
    lines = dict(seen.body_lines())
    last = max(lines)
    assert rule.find
    for found in rule.find(seen):
        assert 1 <= found.line <= last, (rule.code, found)
        assert found.fact, rule.code
        if found.replacement and found.line in lines:
            start, end, text = found.replacement
            assert 0 <= start <= end <= len(lines[found.line]), (rule.code, found)
            assert "\n" not in text, (rule.code, found)


_LONG = {
    "digits": "1" * 60_000,
    "masked": r"1\*" * 20_000,
    "brackets": "《" * 20_000,
    "pairs": "（一）" * 20_000,
    "places": "云川市" * 20_000,
    "stops": "。，" * 20_000,
    "spaces": " " * 20_000 + "机密",
    "half a table": "| 1 " * 20_000,
    "mail": "a@" * 20_000,
    "points": "a." * 20_000,
    "years": "2026年" * 12_000,
    "ideographic spaces": "机\u3000" * 20_000,
    "quotes": "“" * 20_000 + "”",
}


@pytest.mark.parametrize("name", _LONG)
def test_no_long_line_has_a_rule_think_for_long(name: str) -> None:
    """A pattern that tries every way of reading a line would take hours here."""
    seen = written(news(f"市政府召开会议。{_LONG[name]}"))
    for rule in _RULES:
        begun = time.monotonic()
        assert rule.find
        list(rule.find(seen))
        assert time.monotonic() - begun < _SECONDS, rule.code
