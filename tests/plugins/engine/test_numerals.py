from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.engine.numerals import anchor_of, number

DIGITS = "零一二三四五六七八九"


def in_chinese(value: int) -> str:
    """A number from 1 to 9999 as it is written in regulations: 一百零二, 十二, 一千零一十."""
    text = ""
    for unit, size in (("千", 1000), ("百", 100), ("十", 10), ("", 1)):
        digit = value // size % 10
        if digit:
            text += DIGITS[digit] + unit
        elif text and value % size and not text.endswith("零"):
            text += "零"
    return text.removeprefix("一") if text.startswith("一十") else text


@given(st.integers(1, 9999))
def test_a_chinese_numeral_is_read_back(value: int) -> None:
    assert number(in_chinese(value)) == value


@given(st.integers(1, 9999), st.sampled_from([("编", "part"), ("章", "chap"), ("节", "sec"), ("条", "art")]))
def test_a_part_of_a_regulation_has_the_anchor_of_its_number(value: int, unit: tuple[str, str]) -> None:
    chinese, english = unit

    for numeral in (in_chinese(value), str(value)):
        assert anchor_of(f"第{numeral}{chinese}　正文") == f"{english}-{value}"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("一百零二", 102),
        ("二〇二六", 2026),
        ("一〇〇", 100),
        ("两百", 200),
        ("十", 10),
        ("〇五", 5),
        ("１２", 12),
        ("012", 12),
    ],
)
def test_a_numeral_may_be_written_in_other_ways(text: str, value: int) -> None:
    assert number(text) == value


@given(st.text("第〇零一二三十百千两条章节编 12３４", max_size=12))
def test_any_text_has_an_anchor_or_none(text: str) -> None:
    assert anchor_of(text) == "" or anchor_of(text).split("-")[0] in {"part", "chap", "sec", "art"}


@pytest.mark.parametrize("text", ["", "总则", "按第三条", "第三条规定", "第三条的", "第三条款", "第条", "第三"])
def test_a_text_that_begins_no_part_has_no_anchor(text: str) -> None:
    assert anchor_of(text) == ""
