"""Chinese working days: weekends, the State Council's holidays with their make-up days, and a city's own arrangements.

The holidays of past years and of the current one are those of the library `chinesecalendar`; `holidays.toml` of the content folder
goes before them. A year that neither knows is estimated: weekends, and the statutory holidays that have a fixed date.
Source: 全国年节及纪念日放假办法（国务院令第795号）第二条, and the yearly notices of 国务院办公厅.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from chinese_calendar import constants

from model import values
from model.faults import Fault, Unreadable
from model.front_matter import SourceFaults
from model.given import Many, Pairs
from model.record import optional, read_record, required
from model.toml_file import read_toml

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from model.given import Given, Text

HOLIDAYS_FILE = "holidays.toml"
_OFF, _MADE_UP = frozenset(constants.holidays), frozenset(constants.workdays)
_KNOWN_YEARS = range(min(_OFF).year, max(_OFF).year + 1)
#: Month and day of the statutory holidays that do not follow the moon or the sun: 元旦, 劳动节, 国庆节.
_FIXED = frozenset({(1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3)})
_LONGEST = 31
#: The most working days that a holiday takes; in a year that nobody has arranged yet so many are allowed besides.
LONGEST_HOLIDAY = 8
_WRITE = "一次安排写一个[[arrangements]]，下面写source、off、work，见编写说明“政策文件”"


@dataclass(frozen=True, slots=True)
class Holidays:
    """A city's own days off and days of work, and the years whose whole arrangement is written down here."""

    off: frozenset[dt.date] = frozenset()
    work: frozenset[dt.date] = frozenset()
    years: frozenset[int] = frozenset()


def _days(text: str) -> tuple[dt.date, ...]:
    """A day, or the days from one to another: 2027-02-05至2027-02-12."""
    first, _, last = (part.strip() for part in text.partition("至"))
    begin, end = values.day(first), values.day(last or first)
    if not 0 <= (end - begin).days < _LONGEST:
        raise Unreadable("ORDER", f"“{text}”不是一段放假的日子", f"先写早的一天，一段不超过{_LONGEST}天")
    return tuple(dt.date.fromordinal(day) for day in range(begin.toordinal(), end.toordinal() + 1))


@dataclass(frozen=True, slots=True)
class Arrangement:
    """One notice about days off; `off` and `work` hold runs of days."""

    source: str = required("依据", values.line, "写发布安排的文件")
    off: tuple[tuple[dt.date, ...], ...] = optional("放假", _days, "放假的日子，一段写成“…至…”", (), many=True)
    work: tuple[tuple[dt.date, ...], ...] = optional("上班", _days, "调休上班的日子", (), many=True)
    year: int | None = optional("全年", values.year, "这一年的安排全部在此，才写", None)


def read_holidays(folder: Path) -> tuple[Holidays, list[Fault]]:
    """Return the city's own arrangements from `holidays.toml` in `folder`, and its faults; without the file there are none.

    A faulty arrangement is left out.
    """
    file = folder / HOLIDAYS_FILE
    if not file.is_symlink() and not file.is_file():
        return Holidays(), []
    try:
        given = read_toml(file, HOLIDAYS_FILE)
    except SourceFaults as error:
        return Holidays(), list(error.faults)
    found, faults = [], []
    for name, value in given.entries:
        arrangements, wrong = _read_arrangements(name, value)
        found += arrangements
        faults += wrong
    return _joined(found), faults


def _read_arrangements(name: Text, value: Given) -> tuple[list[Arrangement], list[Fault]]:
    items = value.items if isinstance(value, Many) else ()
    tables = [each for each in items if isinstance(each, Pairs)]
    if name.text != "arrangements" or not tables or len(tables) != len(items):
        return [], [Fault(HOLIDAYS_FILE, name.line, "SHAPE", f"“{name.text}”在这里不能用", _WRITE)]
    arrangements, faults = [], []
    for table in tables:
        found, _, wrong = read_record(Arrangement, table, HOLIDAYS_FILE)
        arrangement = None if wrong else Arrangement(**found)  # type: ignore[arg-type]
        faults += wrong
        if arrangement and (why := _why_wrong(arrangement)):
            faults.append(Fault(HOLIDAYS_FILE, table.line, "HOLIDAYS", why, "核对依据的文件后改正"))
        elif arrangement:
            arrangements.append(arrangement)
    return arrangements, faults


def _why_wrong(arrangement: Arrangement) -> str:
    off, work = set().union(*arrangement.off), set().union(*arrangement.work)
    if not off and not work:
        return "这次安排没有放假的日子，也没有上班的日子"
    both = sorted(off & work)
    return f"{both[0]}又是放假又是上班" if both else ""


def _joined(arrangements: list[Arrangement]) -> Holidays:
    """A later arrangement goes before an earlier one."""
    off: set[dt.date] = set()
    work: set[dt.date] = set()
    for each in arrangements:
        own_off, own_work = set().union(*each.off), set().union(*each.work)
        off, work = (off | own_off) - own_work, (work | own_work) - own_off
    years = frozenset(each.year for each in arrangements if each.year is not None)
    return Holidays(frozenset(off), frozenset(work), years)


@dataclass(frozen=True, slots=True)
class WorkingDays:
    """Counts working days. The day of receipt does not count, the last day does."""

    holidays: Holidays = Holidays()

    def is_working(self, day: dt.date) -> bool:
        """Say whether people work on a day."""
        own = self.holidays
        if day in own.work or day in own.off:
            return day in own.work
        if day.year in own.years:
            return day.weekday() < 5
        if day.year in _KNOWN_YEARS:
            return day in _MADE_UP or (day.weekday() < 5 and day not in _OFF)
        return day.weekday() < 5 and (day.month, day.day) not in _FIXED

    def is_estimate(self, year: int) -> bool:
        """Say whether nobody has told yet how a year is arranged: what is counted in it may be a few days too early."""
        return year not in _KNOWN_YEARS and year not in self.holidays.years

    def after(self, start: dt.date, number: int) -> dt.date:
        """Return the `number`-th working day after `start`; `start` itself for 0, the last of all days where there is none."""
        day, left = start, number
        for day in self._days_after(start, dt.date.max) if number > 0 else ():
            left -= self.is_working(day)
            if left == 0:
                break
        return day

    def between(self, start: dt.date, end: dt.date) -> int:
        """Return how many working days lie after `start`, up to and including `end`; 0 where `end` is not later."""
        return sum(map(self.is_working, self._days_after(start, end)))

    @staticmethod
    def _days_after(start: dt.date, end: dt.date) -> Iterator[dt.date]:
        return map(dt.date.fromordinal, range(start.toordinal() + 1, end.toordinal() + 1))
