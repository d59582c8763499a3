"""Months, quarters and years are written in one way each, and the last complete one is meant where nothing is written."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

import pytest

from model.faults import Unreadable
from pipeline.report import period

TODAY = dt.date(2026, 1, 5)


def test_the_last_complete_one_is_meant() -> None:
    found = [read("", TODAY) for read in (period.month, period.quarter, period.year)]

    assert [each.key for each in found] == ["2025-12", "2025Q4", "2025"]
    assert [each.label for each in found] == ["2025年12月", "2025年第四季度", "2025年"]


@pytest.mark.parametrize(
    ("read", "text", "first", "last"),
    [
        (period.month, "2024-02", "2024-02-01", "2024-02-29"),
        (period.month, "2025-12", "2025-12-01", "2025-12-31"),
        (period.quarter, "2025Q1", "2025-01-01", "2025-03-31"),
        (period.quarter, "2025q3", "2025-07-01", "2025-09-30"),
        (period.year, "2025", "2025-01-01", "2025-12-31"),
        (period.month, "2026-01", "2026-01-01", "2026-01-31"),
    ],
)
def test_a_period_has_its_first_and_last_day(read: object, text: str, first: str, last: str) -> None:
    found = read(text, TODAY)  # type: ignore[operator]

    assert (str(found.first), str(found.last)) == (first, last)


@pytest.mark.parametrize(
    ("read", "text"),
    [
        (period.month, "2025-13"), (period.month, "2025"), (period.month, "2025-1"), (period.month, "２０２５-01"),
        (period.quarter, "2025Q5"), (period.quarter, "2025-3"), (period.year, "25"), (period.year, "2025年"),
        (period.month, "2026-02"), (period.quarter, "2026Q2"), (period.year, "2027"),
    ],
)  # fmt: skip
def test_another_text_or_one_to_come_is_no_period(read: object, text: str) -> None:
    with pytest.raises(Unreadable):
        read(text, TODAY)  # type: ignore[operator]


def test_the_months_of_a_year_are_twelve_that_meet() -> None:
    months = list(period.year_of(TODAY).months())

    assert [each.key for each in months] == [f"2026-{number:02}" for number in range(1, 13)]
    assert all(month.after == following.first for month, following in pairwise(months))
