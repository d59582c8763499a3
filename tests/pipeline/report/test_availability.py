"""The patrol's record is read as it is: shares by month and by week, and no conclusion from too few visits."""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import TYPE_CHECKING

import pytest

from model.content_folder import read_content
from model.profile import read_profile
from pipeline.patrol.record import RECORD, connection
from pipeline.report.availability import Availability, Visits, availability
from pipeline.report.period import month_of, year_of
from pipeline.report.vetoes import verdicts
from pipeline.rules.books import Books
from tests.pipeline.report.cities import NOW, write

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import City

FIRST, UNTIL = dt.date(2026, 10, 1), dt.datetime(2026, 10, 31, 23, 59)


def record(output: Path, *visits: tuple[str, str, str, str]) -> None:
    """Record visits: when, of which path, the host, why it failed."""
    output.mkdir(exist_ok=True)
    database = connection(output / RECORD)
    database.executemany(
        "insert into visit (at, site, host, family, path, status, seconds, bytes, failure)"
        " values (?, 'portal', ?, 'IPv4', ?, 200, 0.1, 100, ?)",
        [(at, host, path, failure) for at, path, host, failure in visits],
    )
    database.close()


def day(each: int, visits: int = 20, failed: int = 0) -> list[tuple[str, str, str, str]]:
    return [
        (f"2026-10-{each:02} {hour:02}:00:00", "/", "甲", "超时" if hour < failed else "") for hour in range(visits)
    ]


def conclusion(found: Availability, city: City) -> str:
    profile, _ = read_profile(city.content)
    books = Books(None, read_content(write(city).content), profile, NOW)  # type: ignore[arg-type]
    return next(each.conclusion for each in verdicts([], found, books) if each.veto.number == "二")


def test_only_visits_of_the_front_page_in_the_period_count(tmp_path: Path) -> None:
    record(
        tmp_path,
        ("2026-09-30 23:59:59", "/", "甲", "超时"),
        ("2026-10-01 00:00:00", "/", "甲", ""),
        ("2026-10-31 23:59:59", "/", "甲", "超时"),
        ("2026-10-02 00:00:00", "/yaowen/", "甲", "超时"),
        ("2026-10-02 00:00:00", "https://example.com/", "", "超时"),
        ("2026-11-01 00:00:00", "/", "甲", "超时"),
    )

    found = availability(tmp_path, "portal", FIRST, UNTIL)

    assert found.within(FIRST, UNTIL.date()) == Visits(2, 1)
    assert found.within(FIRST, UNTIL.date()).percent == 50
    assert found.by_month(month_of(FIRST).months()) == [("10月", Visits(2, 1))]
    assert availability(tmp_path, "jyj", FIRST, UNTIL).note


def test_months_without_visits_have_no_share(tmp_path: Path) -> None:
    record(tmp_path, *day(1))

    found = availability(tmp_path, "portal", dt.date(2026, 1, 1), UNTIL).by_month(year_of(FIRST).months())

    assert [name for name, visits in found if visits.percent is not None] == ["10月"]


@pytest.mark.parametrize("data", [b"", b"not a database", b"SQLite format 3\0" + b"x" * 5000])
def test_a_damaged_record_is_told_and_left_as_it_is(tmp_path: Path, data: bytes) -> None:
    (tmp_path / RECORD).write_bytes(data)

    assert availability(tmp_path, "portal", FIRST, UNTIL).note == "巡查记录打不开，或者损坏了"
    assert (tmp_path / RECORD).read_bytes() == data


def test_reading_changes_nothing(tmp_path: Path) -> None:
    record(tmp_path, *day(1))
    before = hashlib.sha256((tmp_path / RECORD).read_bytes()).digest()

    availability(tmp_path, "portal", FIRST, UNTIL)

    assert hashlib.sha256((tmp_path / RECORD).read_bytes()).digest() == before


@pytest.mark.parametrize(
    ("days", "wanted"),
    [
        ([day(each) for each in range(1, 8)], "合格"),
        ([day(each, failed=1) for each in range(1, 8)], "不合格"),  # 5 %
        ([day(each, failed=each == 1) for each in range(1, 8)], "合格"),  # 1 in 140
        ([day(each) for each in range(1, 7)], "巡查次数不够，不作结论"),
        ([day(each, visits=19 if each == 4 else 24, failed=9) for each in range(1, 8)], "巡查次数不够，不作结论"),
        ([day(each, failed=20 if each == 9 else 0) for each in range(1, 15)], "不合格"),
        ([], "巡查次数不够，不作结论"),
    ],
)
def test_a_week_counts_that_was_watched_enough(
    tmp_path: Path, city: City, days: list[list[tuple[str, str, str, str]]], wanted: str
) -> None:
    record(tmp_path, *(visit for each in days for visit in each))

    assert conclusion(availability(tmp_path, "portal", FIRST, UNTIL), city) == wanted
