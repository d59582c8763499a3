from __future__ import annotations

import datetime as dt
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from pipeline.patrol.answered import Failure, Reply, Unreached, Visit
from pipeline.patrol.findings import Finding, Place, Severity, alarm
from pipeline.patrol.record import RecordDamaged
from pipeline.patrol.store import Store, opened
from pipeline.release import BEIJING, ReleaseError
from tests.pipeline.patrol.servers import reply

NOW = dt.datetime(2026, 11, 24, 9, 0, tzinfo=BEIJING)
HOUR = dt.timedelta(hours=1)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = Store(tmp_path / "output" / ".patrol.sqlite")
    yield store
    store.close()


def visit(at: dt.datetime, answer: Reply | Failure, path: str = "/", family: str = "IPv4") -> Visit:
    said = Unreached(answer) if isinstance(answer, Failure) else answer
    return Visit(at, "portal", "qianduan-1", family, path, said)


def finding(code: str, path: str = "/a.html", severity: Severity = Severity.ALARM, fact: str = "事实") -> Finding:
    return Finding(code, severity, Place("portal", "qianduan-1", "IPv4", path), fact, "办法", "条款")


def rows(store: Store, query: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(store.file)) as database:
        return database.execute(query).fetchall()


def test_every_visit_is_kept_with_what_came_of_it(store: Store) -> None:
    with store.writing():
        store.add([(visit(NOW, reply(200, b"abc")), ""), (visit(NOW, Failure.RESET, "/a.html"), "连接被对方断开")])

    assert rows(store, "select * from visit") == [
        (1, "2026-11-24 09:00:00", "portal", "qianduan-1", "IPv4", "/", 200, 0.1, 3, ""),
        (2, "2026-11-24 09:00:00", "portal", "qianduan-1", "IPv4", "/a.html", None, None, None, "连接被对方断开"),
    ]


def test_the_share_counts_front_pages_that_were_asked_for(store: Store) -> None:
    with store.writing():
        store.add(
            [
                (visit(NOW - 2 * HOUR, Failure.RESET), "断开"),
                (visit(NOW - HOUR, reply()), ""),
                (visit(NOW, Failure.RESET), "断开"),
                (visit(NOW, Failure.RESET, "/a.html"), "断开"),
                (visit(NOW, Failure.NO_ROUTE, family="IPv6"), ""),
            ]
        )

        assert store.failed_since("portal", NOW - HOUR) == (2, 1)
        assert store.failed_since("jyj", NOW - HOUR) == (0, 0)


def test_the_weeks_share_is_a_range_of_an_index(store: Store) -> None:
    query = (
        "explain query plan select count(*), sum(failure != '') from visit where path = '/' and host != '' and"
        " site = 'portal' and at >= '2026' and (failure != '' or status is not null)"
    )

    [plan] = rows(store, query)
    assert "USING COVERING INDEX visit_failed (site=? AND at>?)" in str(plan[3])


def test_old_visits_and_what_ended_long_ago_are_forgotten(store: Store) -> None:
    with store.writing():
        store.add([(visit(NOW - 2 * HOUR, reply()), ""), (visit(NOW, reply()), "")])
        store.settle([finding("A"), finding("B")], [], NOW - 3 * HOUR)
        store.settle([], [finding("A").key], NOW - 2 * HOUR)
        store.forget_before(NOW - HOUR)

    assert rows(store, "select id from visit") == [(2,)]
    assert rows(store, "select code from finding") == [("B",)]
    with store.writing():
        store.forget_before(NOW + HOUR)
    assert rows(store, "select id from visit") == []


def test_a_finding_is_new_once_and_ends_once(store: Store) -> None:
    first, second = finding("A"), finding("A", fact="还是")
    with store.writing():
        begun = store.settle([first], [], NOW)
        lasting = store.settle([second], [], NOW + HOUR)
        ended = store.settle([], [first.key], NOW + 2 * HOUR)
        again = store.settle([first], [], NOW + 3 * HOUR)

    assert (begun.new, lasting.new, lasting.ended, again.new) == ((first,), (), (), (first,))
    assert ended.ended == (second,)
    assert rows(store, "select fact, began, seen, ended from finding") == [
        ("还是", "2026-11-24 09:00:00", "2026-11-24 10:00:00", "2026-11-24 11:00:00"),
        ("事实", "2026-11-24 12:00:00", "2026-11-24 12:00:00", None),
    ]


def test_alarms_are_told_once(store: Store) -> None:
    with store.writing():
        store.settle([finding("A"), finding("B", severity=Severity.WARNING)], [], NOW)
        assert store.untold({"portal"}) == (finding("A"),)
        assert store.untold({"jyj"}) == ()
        store.tell([finding("A")])
        assert store.untold({"portal"}) == ()


def test_links_come_up_in_turn_those_that_failed_once_first(store: Store) -> None:
    with store.writing():
        store.see_links("portal", "a.html", ["https://a.cn/", "https://b.cn/", "https://c.cn/"])
        store.link_asked("portal", "https://a.cn/", NOW, dead=False)
        assert store.link_asked("portal", "https://b.cn/", NOW, dead=True) == 1
        assert store.links_in_turn("portal") == ["https://b.cn/", "https://c.cn/", "https://a.cn/"]
        assert store.link_asked("portal", "https://b.cn/", NOW, dead=True) == 2
        assert store.link_asked("portal", "https://b.cn/", NOW, dead=False) == 0


def test_a_link_that_its_page_has_no_more_is_forgotten(store: Store) -> None:
    with store.writing():
        store.see_links("portal", "a.html", ["https://a.cn/", "https://b.cn/"])
        store.see_links("portal", "b.html", ["https://b.cn/"])
        store.see_links("portal", "a.html", [])

        assert store.links_in_turn("portal") == ["https://b.cn/"]


def test_what_fails_half_way_leaves_nothing(store: Store) -> None:
    def interrupted() -> None:
        with store.writing():
            store.turn_to("portal", "a.html")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()

    with store.writing():
        assert store.last_page("portal") == ""


def damaged(file: Path, kind: str) -> None:
    file.parent.mkdir(exist_ok=True)
    with closing(sqlite3.connect(file)) as database:
        match kind:
            case "no database":
                file.write_bytes(b"not a database" * 99)
            case "another version":
                database.execute("pragma user_version = 99")
            case "no table":
                database.execute("drop table finding")
            case "another word":
                database.execute("insert into finding values (1,'A','x','','','','','','','','','',null,0)")
                database.commit()
            case "torn":
                database.execute("pragma wal_checkpoint(truncate)")
                with file.open("r+b") as raw:
                    raw.seek(4096)
                    raw.write(os.urandom(file.stat().st_size - 4096))


@pytest.mark.parametrize("kind", ["no database", "another version", "no table", "torn"])
def test_a_damaged_record_is_set_aside_and_said(tmp_path: Path, kind: str) -> None:
    file = tmp_path / ".patrol.sqlite"
    Store(file).close()
    damaged(file, kind)
    before = file.read_bytes()

    store, note = opened(file, NOW)
    with store.writing():
        store.turn_to("portal", "a.html")
    store.close()

    aside = tmp_path / ".patrol.sqlite.damaged-20261124T090000"
    assert aside.read_bytes() == before
    assert aside.name in note
    damaged(file, kind)
    again, _ = opened(file, NOW)
    again.close()
    assert aside.read_bytes() == before
    assert aside.with_name(f"{aside.name}-1").exists()


def test_damage_that_shows_later_is_no_traceback_of_sqlites(tmp_path: Path) -> None:
    store = Store(tmp_path / ".patrol.sqlite")
    damaged(store.file, "another word")

    with pytest.raises(RecordDamaged), store.writing():
        store.open_findings()
    store.close()


def test_what_is_no_fault_of_the_file_is_said_and_the_file_left(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").write_text("")

    for file in (tmp_path / "folder", tmp_path / "file" / ".patrol.sqlite"):
        with pytest.raises(ReleaseError, match="巡查记录用不了"):
            opened(file, NOW)


def test_two_patrols_may_begin_at_once(tmp_path: Path) -> None:
    first, second = (Store(tmp_path / ".patrol.sqlite") for _ in range(2))
    for number, store in enumerate((first, second)):
        with store.writing():
            store.settle([alarm(f"A{number}", Place("portal"), "事实", "办法", "条款")], [], NOW)
    with first.writing():
        assert len(first.open_findings()) == 2
    first.close()
    second.close()
