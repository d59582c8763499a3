"""Columns and home pages: until when each must have something new (国办秘函〔2019〕19号单项否决三、四)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from pipeline.duty.duty import Duty, Kind, spoken, usual
from pipeline.duty.owners import owner
from pipeline.rules.between.branches import ages, online
from pipeline.rules.between.freshness import class_limit, home_age
from pipeline.rules.sources import indicators

if TYPE_CHECKING:
    from collections.abc import Iterator

    from model.site import Column, Site
    from pipeline.rules.between.branches import Age
    from pipeline.rules.books import Books

_CLASS = str(indicators("单项否决四"))
_OWN = usual("栏目自己的更新期限（update_days）")


def columns(books: Books, site: Site) -> Iterator[Duty]:
    """Yield for the home page, and for each column with a limit, the last day on which its newest item is not too old."""
    if all(each.id != site.id for each in online(books)):
        return
    home = home_age(books, site)
    if home:
        limit = books.profile["home_silent_days"]
        yield _duty(books.today, home, None, "首页", limit.value, limit.clause)
    for age in ages(books, site):
        limits = ((class_limit(books, age.column), _CLASS), (age.column.update_days, _OWN))
        days, clause = min((each for each in limits if each[0]), default=(0, ""))
        if days:
            yield _duty(books.today, age, age.column, f"“{age.column.name}”", days, clause)


def _duty(today: dt.date, age: Age, column: Column | None, name: str, limit: int, clause: str) -> Duty:
    what = f"更新{name}：最新一条是{spoken(age.day, today)}的，{limit}天之内要有新的"
    place = f"{age.site.id}/{column.path if column else ''}"
    due = age.day + dt.timedelta(days=limit)
    return Duty(due, age.site.id, Kind.COLUMN, what, place, owner(age.site, column), clause)
