"""The spans of days that reports are about: a month, a quarter, a year; written as `2026-10`, `2026Q3`, `2026`."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from model.faults import Unreadable

if TYPE_CHECKING:
    from collections.abc import Iterator

_MONTH = re.compile(r"(20\d\d)-(0[1-9]|1[0-2])", re.ASCII)
_QUARTER = re.compile(r"(20\d\d)[Qq]([1-4])", re.ASCII)
_YEAR = re.compile(r"20\d\d", re.ASCII)
_NUMERALS = "一二三四"


@dataclass(frozen=True, slots=True)
class Period:
    """Days from `first` to `last`, both included; `key` is how it is written in names of files, `label` in sentences."""

    key: str
    label: str
    first: dt.date
    last: dt.date

    @property
    def after(self) -> dt.date:
        """The day after the last."""
        return self.last + dt.timedelta(1)

    def until(self, now: dt.datetime) -> dt.datetime:
        """Return the minute up to which figures can be had at `now`: the end of the period, or `now` within it."""
        return min(now, dt.datetime.combine(self.last, dt.time(23, 59)))

    def months(self) -> Iterator[Period]:
        """Yield the months in it."""
        first = self.first
        while first <= self.last:
            yield month_of(first)
            first = month_of(first).after


def month_of(day: dt.date) -> Period:
    """Return the month that a day is in."""
    first = day.replace(day=1)
    last = (first + dt.timedelta(31)).replace(day=1) - dt.timedelta(1)
    return Period(f"{day:%Y-%m}", f"{day.year}年{day.month}月", first, last)


def quarter_of(day: dt.date) -> Period:
    """Return the quarter that a day is in."""
    number = (day.month + 2) // 3
    first = day.replace(month=3 * number - 2, day=1)
    last = month_of(day.replace(month=3 * number, day=1)).last
    return Period(f"{day.year}Q{number}", f"{day.year}年第{_NUMERALS[number - 1]}季度", first, last)


def year_of(day: dt.date) -> Period:
    """Return the year that a day is in."""
    return Period(str(day.year), f"{day.year}年", dt.date(day.year, 1, 1), dt.date(day.year, 12, 31))


def month(text: str, today: dt.date) -> Period:
    """Return the month that is written as `2026-10`, or the last complete one; raise `Unreadable`, also for one to come."""
    if not text:
        return month_of(month_of(today).first - dt.timedelta(1))
    found = _MONTH.fullmatch(text)
    if not found:
        raise Unreadable("DATE", f"“{text}”不是月份", "写成“2026-10”")
    return _begun(month_of(dt.date(int(found[1]), int(found[2]), 1)), today)


def quarter(text: str, today: dt.date) -> Period:
    """Return the quarter that is written as `2026Q3`, or the last complete one; raise `Unreadable`, also for one to come."""
    if not text:
        return quarter_of(quarter_of(today).first - dt.timedelta(1))
    found = _QUARTER.fullmatch(text)
    if not found:
        raise Unreadable("DATE", f"“{text}”不是季度", "写成“2026Q3”")
    return _begun(quarter_of(dt.date(int(found[1]), 3 * int(found[2]), 1)), today)


def year(text: str, today: dt.date) -> Period:
    """Return the year that is written as `2026`, or the last complete one; raise `Unreadable`, also for one to come."""
    if not text:
        return year_of(year_of(today).first - dt.timedelta(1))
    if not _YEAR.fullmatch(text):
        raise Unreadable("DATE", f"“{text}”不是年份", "写成“2026”")
    return _begun(year_of(dt.date(int(text), 1, 1)), today)


def _begun(period: Period, today: dt.date) -> Period:
    if period.first > today:
        raise Unreadable("DATE", f"{period.label}还没有开始", "写已经开始的，或者用--as-of")
    return period
