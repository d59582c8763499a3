"""Reports with a day in the calendar: the month's, and the two of the year (办法第二十六条第一项, 国办函〔2018〕12号)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from model.lifecycle import State
from pipeline.duty.duty import Duty, Kind
from pipeline.duty.owners import owner
from pipeline.rules.between.yearly import DISCLOSURE, WEBSITE, due_day, is_there
from pipeline.rules.sources import measures, other

if TYPE_CHECKING:
    from collections.abc import Iterator

    from model.site import Site
    from pipeline.rules.books import Books

_DISCLOSURE_COLUMN = "信息公开年报"
_CLAUSE = str(measures(26, "第一项"))
_DISCLOSURE_CLAUSE = str(other("《中华人民共和国政府信息公开条例》", "第四十九条"))
#: How long a yearly report that is not there is told of after its day.
_TOLD_UNTIL = (6, 30)


def reports(books: Books, site: Site, last: dt.date) -> Iterator[Duty]:
    """Yield the reports of a site that is online, up to a day; a yearly one that is published is not told of."""
    if books.content.lives[site.id].state(books.today) is State.ONLINE:
        yield from _monthly(books.today, site, last)
        yield from _yearly(books, site)


def _monthly(today: dt.date, site: Site, last: dt.date) -> Iterator[Duty]:
    """The fifth of each month, for the month before."""
    day = today.replace(day=5)
    while day <= last:
        if day >= today:
            before = day.replace(day=1) - dt.timedelta(days=1)
            what = f"报送{before.year}年{before.month}月的月度自查报告和月度报表"
            yield _report(site, day, what, _CLAUSE, f"{before:%Y-%m}")
        day = (day.replace(day=1) + dt.timedelta(days=32)).replace(day=5)


def _yearly(books: Books, site: Site) -> Iterator[Duty]:
    """What is due after each year at whose end the site was online; of the year that runs, too, since a list may look so far."""
    life = books.content.lives[site.id]
    for year in (books.today.year - 1, books.today.year):
        over = books.today > dt.date(year + 1, *_TOLD_UNTIL)
        if over or life.state(dt.date(year, 12, 31)) not in {State.ONLINE, State.MIGRATING}:
            continue
        if not is_there(books, site, WEBSITE, year):
            yield from _of_the_website(books.today, site, year)
        has_column = any(column.type == _DISCLOSURE_COLUMN for column in site.columns)
        if has_column and not is_there(books, site, DISCLOSURE, year):
            what = f"公布{year}年度《{DISCLOSURE}》"
            yield _report(site, due_day(site, DISCLOSURE, year), what, _DISCLOSURE_CLAUSE, f"{year} 公开年报")


def _of_the_website(today: dt.date, site: Site, year: int) -> Iterator[Duty]:
    """The figures are handed in by the sixth; whether they were, nobody writes down here, and so nobody is told of it later."""
    if today <= dt.date(year + 1, 1, 6):
        what = f"在全国政府网站信息报送系统填报{year}年度工作报表"
        yield _report(site, dt.date(year + 1, 1, 6), what, _CLAUSE, f"{year} 填报")
    yield _report(site, due_day(site, WEBSITE, year), f"公布{year}年度《{WEBSITE}》", _CLAUSE, f"{year} 网站报表")


def _report(site: Site, day: dt.date, what: str, clause: str, name: str) -> Duty:
    return Duty(day, site.id, Kind.REPORT, what, f"{site.id}/", owner(site), clause, name)
