from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.content_folder import read_content
from model.working_days import Holidays, WorkingDays, read_holidays

KNOWN = WorkingDays()
days = st.dates(dt.date(2019, 1, 1), dt.date(2032, 12, 31))


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def write(folder: Path, text: str) -> Path:
    (folder / "holidays.toml").write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize("text", ["2024-02-04", "2024-02-18", "2025-01-26", "2025-02-08", "2026-02-14", "2026-02-28"])
def test_people_work_on_the_weekends_around_the_spring_festival(text: str) -> None:
    assert day(text).weekday() >= 5
    assert KNOWN.is_working(day(text))


@pytest.mark.parametrize(
    "text", ["2024-02-12", "2024-10-07", "2025-01-28", "2025-10-08", "2026-02-16", "2026-02-23", "2026-10-07"]
)
def test_nobody_works_on_the_weekdays_of_a_long_holiday(text: str) -> None:
    assert day(text).weekday() < 5
    assert not KNOWN.is_working(day(text))


@pytest.mark.parametrize(
    ("start", "number", "end"),
    [
        ("2026-11-20", 1, "2026-11-23"),
        ("2026-11-20", 3, "2026-11-25"),
        ("2026-11-21", 1, "2026-11-23"),
        ("2026-11-20", 0, "2026-11-20"),
        ("2026-02-13", 1, "2026-02-14"),
        ("2026-02-14", 1, "2026-02-24"),
        ("2026-09-30", 3, "2026-10-10"),
        ("2025-12-31", 1, "2026-01-04"),
        ("2024-12-31", 1, "2025-01-02"),
        ("2023-12-29", 1, "2024-01-02"),
        ("2026-12-31", 1, "2027-01-04"),
    ],
)
def test_the_day_of_receipt_does_not_count(start: str, number: int, end: str) -> None:
    assert KNOWN.after(day(start), number) == day(end)
    assert KNOWN.between(day(start), day(end)) == number


def test_a_year_that_nobody_knows_is_estimated() -> None:
    assert not KNOWN.is_estimate(2026)
    assert KNOWN.is_estimate(2031)
    assert not KNOWN.is_working(day("2031-10-01"))
    assert KNOWN.is_working(day("2031-10-08"))
    assert not KNOWN.is_working(day("2031-10-04"))


def test_counting_ends_with_the_calendar() -> None:
    assert KNOWN.after(dt.date(9999, 12, 30), 5) == dt.date.max


@given(days, st.integers(1, 60))
def test_as_many_days_as_were_counted_lie_between(start: dt.date, number: int) -> None:
    end = KNOWN.after(start, number)

    assert KNOWN.is_working(end)
    assert KNOWN.between(start, end) == number


@given(days, days, days)
def test_counts_add_up(one: dt.date, two: dt.date, three: dt.date) -> None:
    first, middle, last = sorted((one, two, three))

    assert KNOWN.between(first, last) == KNOWN.between(first, middle) + KNOWN.between(middle, last)


def test_a_city_without_the_file_has_no_days_of_its_own(tmp_path: Path) -> None:
    assert read_holidays(tmp_path) == (Holidays(), [])


def test_a_citys_own_days_go_before_those_of_the_country(tmp_path: Path) -> None:
    write(
        tmp_path,
        '[[arrangements]]\nsource = "云政发〔2026〕9号"\noff = ["2026-11-23至2026-11-24"]\nwork = ["2026-11-22"]\n',
    )

    holidays, faults = read_holidays(tmp_path)

    assert faults == []
    assert WorkingDays(holidays).after(day("2026-11-20"), 2) == day("2026-11-25")


def test_a_year_that_is_written_down_is_no_estimate(tmp_path: Path) -> None:
    write(tmp_path, '[[arrangements]]\n"依据" = "通知"\n"全年" = 2031\n"放假" = ["2031-10-01至2031-10-07"]\n')

    holidays, faults = read_holidays(tmp_path)

    assert faults == []
    assert not WorkingDays(holidays).is_estimate(2031)
    assert WorkingDays(holidays).after(day("2031-09-30"), 1) == day("2031-10-08")


def test_a_later_arrangement_goes_before_an_earlier_one(tmp_path: Path) -> None:
    one = '[[arrangements]]\nsource = "甲"\noff = ["2026-11-23"]\n'
    two = '[[arrangements]]\nsource = "乙"\nwork = ["2026-11-23"]\n'

    assert read_holidays(write(tmp_path, one + two))[0] == Holidays(work=frozenset({day("2026-11-23")}))


def test_the_last_of_all_days_may_be_off(tmp_path: Path) -> None:
    write(tmp_path, '[[arrangements]]\nsource = "甲"\noff = [9999-12-31]\n')

    assert read_holidays(tmp_path) == (Holidays(off=frozenset({dt.date.max})), [])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('[[arrangements]]\noff = ["2026-11-23"]\n', (1, "MISSING_KEY")),
        ('[[arrangements]]\nsource = "甲"\n', (1, "HOLIDAYS")),
        ('[[arrangements]]\nsource = "甲"\noff = ["2026-11-23"]\nwork = ["2026-11-23"]\n', (1, "HOLIDAYS")),
        ('[[arrangements]]\nsource = "甲"\noff = ["2026-11-31"]\n', (3, "DATE")),
        ('[[arrangements]]\nsource = "甲"\noff = ["2026-11-23至2026-11-20"]\n', (3, "ORDER")),
        ('[[arrangements]]\nsource = "甲"\noff = ["2026-01-01至2027-11-20"]\n', (3, "ORDER")),
        ('[arrangements]\nsource = "甲"\n', (1, "SHAPE")),
        ('\narrangements = ["甲"]\n', (2, "SHAPE")),
        ('[["2026"]]\nsource = "甲"\n', (1, "SHAPE")),
        ('[[arrangements]]\nsource = "甲\n', (2, "TOML")),
    ],
)
def test_a_wrong_arrangement_is_named_with_its_line_and_left_out(
    tmp_path: Path, text: str, expected: tuple[int, str]
) -> None:
    holidays, [fault] = read_holidays(write(tmp_path, text))

    assert holidays == Holidays()
    assert (fault.line, fault.code) == expected
    assert fault.path == "holidays.toml"


def test_a_link_in_the_files_place_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / "holidays.toml").symlink_to(tmp_path / "elsewhere.toml")

    assert [fault.code for fault in read_holidays(tmp_path)[1]] == ["SYMLINK"]


def test_the_example_for_editors_is_read(tmp_path: Path) -> None:
    page = Path(__file__).parent.parent.parent / "docs" / "editors" / "policies.md"
    text = page.read_text(encoding="utf-8")

    holidays, faults = read_holidays(write(tmp_path, text.split("```toml\n")[1].split("```")[0]))

    assert faults == []
    assert holidays.years == {2027}
    assert day("2027-02-11") in holidays.off


def test_a_wrong_arrangement_is_a_fault_of_the_content(tmp_path: Path) -> None:
    write(tmp_path, '[[arrangements]]\nsource = "甲"\n')

    assert "HOLIDAYS" in {fault.code for fault in read_content(tmp_path).faults}
