"""Rules on the registers of messages, on the demonstration city with messages of the test's own."""

from __future__ import annotations

import dataclasses
import datetime as dt
import os
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from model.content_folder import read_content
from model.messages import Registered, messages_of, read_messages
from model.profile import read_profile
from model.reading import read_document
from pipeline.rules.between import messages as rules
from pipeline.rules.between.registers import register
from pipeline.rules.books import Books
from pipeline.rules.rule import Edited, Example, Rule
from plugins.engine import registers as remembered
from plugins.engine.ledger import Ledger
from plugins.engine.reader import Body
from plugins.engine.taking import document_row

CONTENT = Path(__file__).parents[2] / "content"
NOW = dt.datetime(2026, 11, 24, 9, 0)
BOOK = {each.code: each for each in vars(rules).values() if isinstance(each, Rule)}
EXAMPLES = [(rule, each) for rule in BOOK.values() for each in (*rule.breaks, *rule.keeps)]


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Books]:
    """The demonstration city with the documents of its letters' columns in the ledger."""
    ledger = Ledger(tmp_path_factory.mktemp("ledger") / "ledger.sqlite")
    content = read_content(CONTENT)
    files = [*CONTENT.glob("portal/hdjl/ldxx/*.md"), *CONTENT.glob("*/hdjl/*.md")]
    texts = {each.relative_to(CONTENT).as_posix(): each.read_bytes() for each in files if each.name.count(".") == 1}
    ludeng = texts["portal/hdjl/ldxx/ludeng.md"].decode()
    texts["portal/hdjl/ldxx/caogao.md"] = ludeng.replace("标题:", "草稿: 是\n标题:", 1).encode()
    texts["portal/hdjl/ldxx/chexia.md"] = ludeng.replace("标题:", "下线时间: 2026-11-24 09:00\n标题:", 1).encode()
    for path, data in texts.items():
        site = content.sites[path.partition("/")[0]]
        column = site.column(path.partition("/")[2].rpartition("/")[0])
        assert column
        reading = read_document(path, data, site.id, column)
        assert reading.document, reading.faults
        ledger.insert("document", [document_row(reading, Body("", (), (), "", (), (), ()), "", NOW, "")])
    profile, _ = read_profile(CONTENT)
    yield Books(ledger.database, content, profile, NOW)
    ledger.close()


def changed(city: Books, folder: Path, files: Mapping[str, object]) -> Books:
    """The city with the registers of the demonstration and other files in them."""
    for file in CONTENT.glob("*/messages/*.toml"):
        place = folder / file.relative_to(CONTENT)
        place.parent.mkdir(parents=True)
        place.write_bytes(file.read_bytes())
    for path, change in files.items():
        text = change
        if isinstance(change, Edited):
            text = (CONTENT / path).read_text().replace(change.old, change.new, 1)
            assert change.old in (CONTENT / path).read_text()
        assert isinstance(text, str)
        (folder / path).write_text(text)
    return dataclasses.replace(city, content=dataclasses.replace(city.content, folder=folder))


def fired(books: Books) -> list[str]:
    return [code for code, rule in BOOK.items() if rule.find for _ in rule.find(books)]


def test_the_demonstration_city_keeps_its_registers(city: Books) -> None:
    assert fired(city) == []


@pytest.mark.parametrize(("rule", "example"), EXAMPLES, ids=lambda each: getattr(each, "code", ""))
def test_an_example_fires_its_rule_alone_and_the_others_none(
    city: Books, tmp_path: Path, rule: Rule, example: Example
) -> None:
    expected = [rule.code] if example in rule.breaks else []

    assert fired(changed(city, tmp_path, example.files)) == expected


def one(*more: str, channel: str = "领导信箱", received: str = "2026-11-16") -> dict[str, str]:
    head = ["[[messages]]", 'id = "a"', f'channel = "{channel}"', 'subject = "路灯"', f"received = {received}"]
    return {"portal/messages/a.toml": "\n".join([*head, *more])}


LIKE_LUDENG = ("accepted = 2026-10-19", "answered = 2026-10-23", 'by = "云川市城市管理局"')
ANSWERED = ("answered = 2026-11-20", 'by = "云川市城市管理局"')


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        (one(received="2026-08-26"), ["MESSAGE_WAITING"]),  # ninety days to the day
        (one(received="2026-08-25"), ["MESSAGE_UNANSWERED"]),
        (one(channel="找错", received="2026-09-10"), ["MESSAGE_LATE"]),  # past both, told once
        (one("due = 2027-01-31", channel="找错", received="2026-09-10"), ["MESSAGE_WAITING"]),
        (one("due = 2026-11-22"), ["MESSAGE_LATE"]),  # a Sunday, yesterday was a working day
        (one("due = 2026-11-23"), ["MESSAGE_LATE"]),
        (one("due = 2026-11-24"), []),
        (one(channel="找错", received="2026-12-01"), []),  # has not come yet
        (one("answered = 2026-12-01", 'by = "市民政局"', channel="找错"), ["MESSAGE_LATE"]),  # not answered yet
        (one(*ANSWERED, 'published = "../../../etc/a.md"'), ["MESSAGE_RECORD"]),
        (one(*ANSWERED, 'published = "hdjl/ldxx/ludeng.md"'), []),  # one reply to two letters, of which one agrees
        (one(*ANSWERED, 'published = "hdjl/ldxx/zhaocuo-2026-10.md"'), []),  # no reply of the usual form
        (one(*LIKE_LUDENG, 'published = "hdjl/ldxx/caogao.md"', received="2026-10-18"), ["MESSAGE_UNPUBLISHED"]),
        (one(*LIKE_LUDENG, 'published = "hdjl/ldxx/chexia.md"', received="2026-10-18"), []),
        (one(*ANSWERED, 'published = "https://www.yunchuan.gov.cn/a"'), []),
    ],
)
def test_a_message_is_told_of_once_or_not_at_all(
    city: Books, tmp_path: Path, files: dict[str, str], expected: list[str]
) -> None:
    assert fired(changed(city, tmp_path, files)) == expected


def test_a_fact_names_the_message_the_term_and_the_working_days(city: Books, tmp_path: Path) -> None:
    books = changed(city, tmp_path, one(channel="找错", received="2026-11-13"))
    assert rules.message_late.find

    [found] = rules.message_late.find(books)

    assert (found.path, found.line) == ("portal/messages/a.toml", 1)
    assert found.fact == "留言a“路灯”应当在2026-11-17以前答复，已经超过5个工作日"


def test_a_register_that_changed_is_read_again(city: Books, tmp_path: Path) -> None:
    books = changed(city, tmp_path, one(received="2026-11-23"))
    assert fired(books) == []

    (tmp_path / "portal/messages/a.toml").write_text(one(received="2026-01-23")["portal/messages/a.toml"])

    assert fired(books) == ["MESSAGE_UNANSWERED"]


def test_a_file_of_a_register_is_read_once_however_many_rules_and_checks_ask(
    city: Books, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []

    def reading(path: str, data: bytes) -> Registered:
        read.append(path)
        return messages_of(path, data)

    monkeypatch.setattr(remembered, "messages_of", reading)
    books = changed(city, tmp_path, one(received="2026-11-23"))
    others = {each.relative_to(CONTENT).as_posix() for each in CONTENT.glob("*/messages/*.toml")}
    fired(books)
    first, again = set(read), tmp_path / "portal/messages/a.toml"

    read.clear()
    again.touch()
    os.utime(again, ns=(1, 1))  # another time, the same bytes
    fired(books)

    assert first <= {"portal/messages/a.toml", *others}
    assert "portal/messages/a.toml" in first
    assert read == []


def test_what_was_remembered_of_a_register_is_what_its_files_say(city: Books, tmp_path: Path) -> None:
    wrong = one("answered = 2026-11-10", "due = 2026-11-20")["portal/messages/a.toml"]
    books = changed(city, tmp_path, {"portal/messages/a.toml": wrong})
    messages, faults = register(books, "portal")

    os.utime(tmp_path / "portal/messages/2026.toml", ns=(1, 1))
    again = register(books, "portal")

    assert (
        again
        == (messages, faults)
        == (read_messages(tmp_path / "portal")[0], tuple(read_messages(tmp_path / "portal")[1]))
    )
    assert len(messages) == 12
    assert faults


def test_a_file_that_is_gone_is_forgotten(city: Books, tmp_path: Path) -> None:
    books = changed(city, tmp_path, one(received="2026-11-23"))
    register(books, "portal")

    (tmp_path / "portal/messages/a.toml").unlink()
    register(books, "portal")

    paths = [path for (path,) in books.rows("select path from register where path like 'portal/%'")]
    assert paths == ["portal/messages/2026.toml"]
