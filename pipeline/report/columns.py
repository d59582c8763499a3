"""The state of each column at the end of a period, in the words that inspections use: 正常、超期、空白."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from pipeline.report.counts import newest_by_column
from pipeline.rules.between.branches import is_here

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from model.site import Column, Site
    from pipeline.rules.books import Books

NORMAL, LATE, BLANK = "正常", "超期", "空白"
#: Of a day before the site came onto the platform: what was in its columns then, nobody knows here.
NOT_HERE = "未启用"


class ColumnState(NamedTuple):
    """A column with the day of its newest public document (nothing where there is none), and its state."""

    column: Column
    newest: dt.date | None
    state: str


def states(books: Books, site: Site, until: dt.datetime) -> list[ColumnState]:
    """Return the columns in their order; one without a term is never late."""
    newest = newest_by_column(books, site, until)
    found = [_state(column, newest.get(column.path), until) for column in site.columns]
    return found if is_here(site, until.date()) else [each._replace(state=NOT_HERE) for each in found]


def number_in(columns: Iterable[ColumnState], state: str) -> int | None:
    """Return how many columns are in a state; nothing of a day before the site came onto the platform."""
    found = [each.state for each in columns]
    return None if NOT_HERE in found else found.count(state)


def _state(column: Column, newest: dt.datetime | None, until: dt.datetime) -> ColumnState:
    if newest is None:
        return ColumnState(column, None, BLANK)
    late = column.update_days and (until.date() - newest.date()).days > column.update_days
    return ColumnState(column, newest.date(), LATE if late else NORMAL)
