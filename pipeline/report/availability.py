"""How often a site could be opened, from the patrol's record: by month, and week by week as 国办秘函〔2019〕19号单项否决二 counts.

The record is only read; a missing or damaged one is told, and never counts as a site that was always there.
"""

from __future__ import annotations

import datetime as dt
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.patrol.record import RECORD

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from pipeline.report.period import Period

_WEEK = 7
_DAYS = """select substr(at, 1, 10) as day, count(*), coalesce(sum(failure != ''), 0) from visit
    where path = '/' and host != '' and site = ? and at >= ? and at <= ? and (failure != '' or status is not null)
    group by day order by day"""


@dataclass(frozen=True, slots=True)
class Visits:
    """Visits of the front page, and how many of them failed."""

    visits: int
    failed: int

    @property
    def percent(self) -> float | None:
        """The share of those that failed, in percent; None where there were none."""
        return 100 * self.failed / self.visits if self.visits else None


@dataclass(frozen=True, slots=True)
class Availability:
    """The visits of a site, by day; `note` says why there are none."""

    days: Mapping[dt.date, Visits]
    note: str = ""

    def within(self, first: dt.date, last: dt.date) -> Visits:
        """Return the visits of some days together."""
        found = [visits for day, visits in self.days.items() if first <= day <= last]
        return Visits(sum(each.visits for each in found), sum(each.failed for each in found))

    def by_month(self, months: Iterable[Period]) -> list[tuple[str, Visits]]:
        """Return the visits of months."""
        return [(f"{month.first.month}月", self.within(month.first, month.last)) for month in months]

    def weeks(self, least: int) -> Sequence[Visits]:
        """Return the seven days that begin with each day, where every one of them had at least so many visits."""
        found = []
        for first in self.days:
            span = [first + dt.timedelta(each) for each in range(_WEEK)]
            if all(day in self.days and self.days[day].visits >= least for day in span):
                found.append(self.within(first, span[-1]))
        return found


def availability(output: Path, site: str, first: dt.date, until: dt.datetime) -> Availability:
    """Return the visits that the patrol recorded of a site from a day to a minute."""
    file = output / RECORD
    if not file.is_file():
        return Availability({}, "没有巡查记录")
    try:
        with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as database:
            rows = database.execute(_DAYS, (site, first.isoformat(), f"{until:%Y-%m-%d %H:%M:59}")).fetchall()
            found = {dt.date.fromisoformat(day): Visits(int(visits), int(failed)) for day, visits, failed in rows}
    except (sqlite3.Error, ValueError, TypeError, UnicodeDecodeError):
        return Availability({}, "巡查记录打不开，或者损坏了")
    return Availability(found, "" if found else "巡查记录里没有这段时间")
