"""The register of citizens' messages: what is read, what is refused, and that nothing of it is published."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.messages import Message, arrival, read_messages

GOOD = """[[messages]]
id = "2026-0101"
channel = "领导信箱"
subject = "建议延长末班车"
received = 2026-11-20
"""


def register(folder: Path, text: str | bytes, name: str = "2026.toml") -> Path:
    """Write a file of a site's register and return the site's folder."""
    place = folder / "portal/messages" / name
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(text.encode() if isinstance(text, str) else text)
    return folder / "portal"


def codes(folder: Path, text: str | bytes) -> list[str]:
    return [fault.code for fault in read_messages(register(folder, text))[1]]


def message(folder: Path, more: str) -> Message:
    [found], faults = read_messages(register(folder, GOOD + more))
    assert not faults
    return found


def test_a_site_without_a_register_has_no_messages(tmp_path: Path) -> None:
    assert read_messages(tmp_path) == ((), [])


def test_english_keys_and_chinese_ones_say_the_same(tmp_path: Path) -> None:
    chinese = '[[留言]]\n编号 = "a"\n渠道 = "找错"\n摘要 = "错别字"\n收到 = "2026-11-20 10:05"\n答复 = 2026-11-23\n'
    text = chinese.replace("编号", '"编号"').replace("渠道", '"渠道"').replace("摘要", '"摘要"')
    text = (
        text.replace("收到", '"收到"').replace("答复", '"答复"').replace("留言", '"留言"')
        + '"办理单位" = "市政府办公室"\n'
    )

    [found], faults = read_messages(register(tmp_path, text))

    assert not faults
    assert (found.id, found.received, found.answered) == ("a", dt.datetime(2026, 11, 20, 10, 5), dt.date(2026, 11, 23))
    assert found.is_error_report
    assert not found.is_open
    assert (found.site, found.path, found.line) == ("portal", "portal/messages/2026.toml", 1)


@pytest.mark.parametrize("text", ["2026-11-20 10:05", "2026-11-20T10:05:00", "2026-11-20 10:05:59"])
def test_an_arrival_is_a_minute(text: str) -> None:
    assert arrival(text) == dt.datetime(2026, 11, 20, 10, 5)


def test_an_arrival_without_a_minute_is_the_day(tmp_path: Path) -> None:
    assert message(tmp_path, "").received == dt.datetime(2026, 11, 20)


def test_what_is_not_valid_waits_for_nothing(tmp_path: Path) -> None:
    assert message(tmp_path, "").is_open
    assert not message(tmp_path, 'valid = false\ninvalid = "重复"').is_open


def test_a_message_waits_from_its_coming_to_its_answer(tmp_path: Path) -> None:
    found = message(tmp_path, 'answered = 2026-11-24\nby = "市交通运输局"\npublished = "hdjl/ldxx/a.md"')

    waits = [found.waits(dt.date(2026, 11, day)) for day in (19, 20, 23, 24)]

    assert waits == [False, True, True, False]


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ("answered = 2026-11-24", "MISSING_KEY"),
        ('answered = 2026-11-19\nby = "市教育局"', "MESSAGE_DATES"),
        ("accepted = 2026-11-19", "MESSAGE_DATES"),
        ("due = 2026-11-01", "MESSAGE_DATES"),
        ("valid = false", "MESSAGE_VALID"),
        ('invalid = "重复"', "MESSAGE_VALID"),
        ('published = "hdjl/a.md"\nwithheld = "涉及隐私"', "MESSAGE_PUBLIC"),
        ('published = "../jyj/a.md"', "FILE_PATH"),
        ('published = "/etc/passwd"', "REPLY_PLACE"),
        ('published = "javascript://a"', "ADDRESS"),
        ('page = "/zwgk/"', "ADDRESS"),
        ('by = ""', "EMPTY"),
        ('category = "表扬"', "CATEGORY"),
        ('weird = "a"', "UNKNOWN_KEY"),
        ("by = { a = 1 }", "SHAPE"),
        ("received = 2026-11-20", "TOML"),
    ],
)
def test_a_faulty_message_is_named_and_left_out(tmp_path: Path, more: str, code: str) -> None:
    found, faults = read_messages(register(tmp_path, GOOD + more + "\n"))

    assert not found
    assert [fault.code for fault in faults] == [code]


def test_a_message_of_another_century_is_a_slip(tmp_path: Path) -> None:
    assert codes(tmp_path, GOOD.replace("2026-11-20", "0206-11-20")) == ["MESSAGE_DATES"]


@pytest.mark.parametrize(
    "subject", ["请回电1" + "3800138000", "证号140400" + "19900101" + "0010", "写信给zhang" + "@example.com"]
)
def test_personal_data_are_refused(tmp_path: Path, subject: str) -> None:
    assert codes(tmp_path, GOOD.replace("建议延长末班车", subject)) == ["PERSONAL_DATA"]


@pytest.mark.parametrize(
    "subject", ["电话0355-0120085没有人接", "统一社会信用代码911404000000000012", "订单号20261120123456789"]
)
def test_other_numbers_are_no_personal_data(tmp_path: Path, subject: str) -> None:
    assert codes(tmp_path, GOOD.replace("建议延长末班车", subject)) == []


def test_one_number_is_of_one_message_whatever_the_file(tmp_path: Path) -> None:
    register(tmp_path, GOOD, "2026-11.toml")

    found, [fault] = read_messages(register(tmp_path, GOOD, "2026-12.toml"))

    assert len(found) == 1
    assert (fault.path, fault.code) == ("portal/messages/2026-12.toml", "SAME_MESSAGE")
    assert "2026-11.toml" in fault.message


def test_a_file_of_another_sort_a_link_and_a_folder_are_refused(tmp_path: Path) -> None:
    site = register(tmp_path, "刘某", "notes.txt")
    (site / "messages/a.toml").symlink_to("/etc/passwd")
    (site / "messages/b.toml").mkdir()

    _, faults = read_messages(site)

    assert [fault.code for fault in faults] == ["SYMLINK", "MESSAGE_FILE", "MESSAGE_FILE"]


@pytest.mark.parametrize("text", ["messages = 1", "messages = [1]", "[other]\na = 1", "id = 'a'"])
def test_another_shape_is_refused(tmp_path: Path, text: str) -> None:
    assert codes(tmp_path, text) == ["SHAPE"]


@given(st.binary(max_size=200))
def test_no_bytes_break_the_reader(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    read_messages(register(tmp_path_factory.mktemp("city"), data))
