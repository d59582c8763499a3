from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model import values, vocabulary
from model.faults import Unreadable


def refusal(read: Callable[[str], object], text: str) -> tuple[str, str]:
    """The code and the remedy with which a text is refused."""
    with pytest.raises(Unreadable) as caught:
        read(text)
    return caught.value.code, caught.value.remedy


def test_a_line_is_any_text_in_one_line() -> None:
    assert values.line("云川市人民政府") == "云川市人民政府"
    assert values.line("甲\n乙") == "甲 乙"
    assert values.line("字" * 300) == "字" * 300


def test_a_line_is_neither_empty_nor_too_long() -> None:
    assert refusal(values.line, "")[0] == "EMPTY"
    assert refusal(values.line, "字" * 301)[0] == "TOO_LONG"
    assert refusal(values.paragraph, "")[0] == "EMPTY"


def test_a_paragraph_may_be_long() -> None:
    assert values.paragraph("字\n" * 300) == "字\n" * 300


def test_a_moment_is_read_to_the_minute() -> None:
    assert values.moment("2026-05-18 10:19") == dt.datetime(2026, 5, 18, 10, 19)
    assert values.moment("2024-02-29 00:00") == dt.datetime(2024, 2, 29)


@pytest.mark.parametrize(
    ("text", "offered"),
    [
        ("2026/5/8 9:05", "2026-05-08 09:05"),
        ("2026.5.8", "2026-05-08 00:00"),
        ("2026年5月8日 9:05", "2026-05-08 09:05"),
        ("2026-05-08T09:05:30", "2026-05-08 09:05"),
        ("2026-05-08 09：05", "2026-05-08 09:05"),
        ("２０２６-０５-０８ ０９:０５", "2026-05-08 09:05"),
        ("2026/13/45", "2026-05-18 10:19"),
        ("昨天", "2026-05-18 10:19"),
        ("", "2026-05-18 10:19"),
    ],
)
def test_a_loose_moment_is_offered_in_its_right_form(text: str, offered: str) -> None:
    assert refusal(values.moment, text) == ("DATE", f"写成“{offered}”")


@pytest.mark.parametrize("text", ["2026-02-29 10:00", "2026-04-31 10:00", "2026-05-18 24:00", "2026-05-18 10:60"])
def test_a_moment_that_no_calendar_has_is_refused(text: str) -> None:
    assert refusal(values.moment, text)[0] == "DATE"


def test_a_day_is_read_and_a_loose_one_offered_in_its_right_form() -> None:
    assert values.day("2026-05-18") == dt.date(2026, 5, 18)
    assert refusal(values.day, "2026年5月8日") == ("DATE", "写成“2026-05-08”")
    assert refusal(values.day, "2026-05-18 10:19") == ("DATE", "写成“2026-05-18”")
    assert refusal(values.day, "2026-02-30")[0] == "DATE"


@given(st.datetimes(dt.datetime(1000, 1, 1)), st.sampled_from(["{0}/{1}/{2} {3}:{4}", "{0}年{1}月{2}日 {3}：{4}"]))
def test_what_is_offered_for_a_loose_moment_is_that_moment(moment: dt.datetime, form: str) -> None:
    text = form.format(moment.year, moment.month, moment.day, moment.hour, f"{moment.minute:02}")

    _, remedy = refusal(values.moment, text)

    assert values.moment(remedy.split("“")[1].split("”")[0]) == moment.replace(second=0, microsecond=0)


@given(st.text(max_size=30))
def test_any_text_is_a_value_or_unreadable(text: str) -> None:
    readers = (values.moment, values.day, values.yes_or_no, values.whole_number, values.year, values.slug)
    for read in (*readers, values.old_path, values.address, values.file_path, values.document_path, values.language):
        with contextlib.suppress(Unreadable):
            read(text)


@pytest.mark.parametrize(("text", "answer"), [("是", True), ("true", True), ("否", False), ("false", False)])
def test_yes_and_no_have_two_words_each(text: str, answer: bool) -> None:
    assert values.yes_or_no(text) is answer


def test_another_word_is_neither_yes_nor_no() -> None:
    assert refusal(values.yes_or_no, "yes") == ("YES_OR_NO", "写“是”或“否”")


def test_numbers_and_years_are_digits() -> None:
    assert values.whole_number("010") == 10
    assert values.year("2026") == 2026
    assert refusal(values.whole_number, "-1")[0] == "NUMBER"
    assert refusal(values.whole_number, "1000000")[0] == "NUMBER"
    assert refusal(values.year, "3026")[0] == "YEAR"


@pytest.mark.parametrize("text", ["a", "2026-05-banfa", "a.b_c", "x" * 100])
def test_a_slug_is_lower_case_ascii(text: str) -> None:
    assert values.slug(text) == text


@pytest.mark.parametrize(
    "text",
    ["", "A", "a b", "办法", "a/b", "..", "a..b", "-a", "a-", ".a", "x" * 101, "index", "a.html", "a.xml", "a.md"],
)
def test_another_slug_is_refused(text: str) -> None:
    assert refusal(values.slug, text)[0] == "SLUG"


@pytest.mark.parametrize("text", ["/old/2019/0312.html", "/a/", "/%E6%94%BF%E7%AD%96.html", "/~a/b-c_d"])
def test_an_old_path_begins_at_the_root(text: str) -> None:
    assert values.old_path(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "/",
        "old",
        "//host/a",
        "/a//b",
        "/../a",
        "/a/%2e%2e/b",
        "/a%00",
        "/a%5Cb",
        "/a?b",
        "/a#b",
        "/政策",
        "/a%FF",
        "/.git/config",
        "https://a.cn/b",
        "/a b",
        "/a//",
        "/" + "x" * 201,
    ],
)
def test_an_old_path_that_leads_elsewhere_is_refused(text: str) -> None:
    assert refusal(values.old_path, text)[0] == "ALIAS"


@pytest.mark.parametrize("text", ["https://www.gov.cn/", "http://a.cn:8080/b?c=d#e", "https://云川市.政务/"])
def test_an_address_is_absolute(text: str) -> None:
    assert values.address(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "www.gov.cn",
        "//www.gov.cn/",
        "ftp://a.cn/",
        "javascript:alert(1)",
        "https://",
        "https:///a",
        "https://[a",
        "https://a.cn/ b",
        "https://user@a.cn/",
        "https://:word@a.cn/",
        "https://@a.cn/",
    ],
)
def test_what_is_no_address_is_refused(text: str) -> None:
    assert refusal(values.address, text)[0] == "ADDRESS"


@pytest.mark.parametrize("text", ["a.pdf", "pictures/荷花 一.png"])
def test_a_file_is_named_by_a_relative_path(text: str) -> None:
    assert values.file_path(text) == text


@pytest.mark.parametrize(
    "text", ["", "/etc/passwd", "../a.pdf", "a/../../b", "a\\b", "C:/a", "./a", "a//b", "a/", ".a", "a/.b", "a\0b"]
)
def test_a_file_elsewhere_is_refused(text: str) -> None:
    assert refusal(values.file_path, text)[0] == "FILE_PATH"


def test_another_document_is_named_by_a_path_that_may_climb() -> None:
    assert values.document_path("../zcwj/banfa.md") == "../zcwj/banfa.md"
    for text in ("/zcwj/banfa.md", "banfa", "banfa.html", "a\\b.md", "https://a.cn/b.md"):
        assert refusal(values.document_path, text)[0] == "DOCUMENT_PATH"


def test_a_language_is_a_tag_in_its_usual_case() -> None:
    for text in ("zh", "zh-Hant", "en", "en-GB", "mn-Mong", "es-419", "zh-Hant-HK"):
        assert values.language(text) == text
    for text in ("", "ZH", "zh-hant", "中文", "english", "en_GB"):
        assert refusal(values.language, text)[0] == "LANGUAGE"


def test_a_controlled_list_offers_its_nearest_word() -> None:
    cycle = values.OneOf("CYCLE", "每月", "每季度")

    assert cycle("每月") == "每月"
    assert refusal(cycle, "每季") == ("CYCLE", "改为“每季度”；可选：每月、每季度")
    assert refusal(cycle, "年") == ("CYCLE", "可选：每月、每季度")


def test_a_subject_may_have_a_second_level() -> None:
    assert vocabulary.subject("综合政务\\政务公开") == "综合政务\\政务公开"
    assert refusal(vocabulary.subject, "综合事务") == ("SUBJECT", "改为“综合政务”")


def test_a_kind_has_an_english_and_a_chinese_name() -> None:
    for chinese, english in vocabulary.KIND_ALIASES.items():
        assert vocabulary.kind(chinese) == vocabulary.kind(english) == english
    assert refusal(vocabulary.kind, "polcy")[0] == "KIND"
