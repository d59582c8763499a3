"""How many documents each column of a site published in each month."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, NamedTuple

from plugins.engine.tags import ARCHIVED, CURRENT

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

_NEXT_COLUMN = "select min(column_path) from document where site = ? and column_path > ?"
_BY_MONTH = """select substr(date, 1, 7), count(*) from document indexed by document_by_column
    where site = ? and column_path = ? and state = ? and date >= ? and date < ? group by 1"""


class Update(NamedTuple):
    """A column's path (`zwgk/zcwj`, in other languages `en/zwgk/zcwj`), a month (`2026-11`), how many documents are dated in it."""

    column: str
    month: str
    documents: int


def updates(database: sqlite3.Connection, site: str, first: dt.date, last: dt.date) -> list[Update]:
    """Return what a site published from one day to another, both included, by column and month; a month without has no row.

    `database` is a ledger of a build. What is on the site counts, archived or not, by its date of publication; what is withdrawn,
    or a draft, does not. Nothing but rows of the period is looked at, along the index.
    """
    end = (last + dt.timedelta(days=1)).isoformat() if last < dt.date.max else "9999-12-32"
    found: dict[tuple[str, str], int] = {}
    for column in _columns(database, site):
        for state in (CURRENT, ARCHIVED):
            for month, count in database.execute(_BY_MONTH, (site, column, state, first.isoformat(), end)):
                found[column, month] = found.get((column, month), 0) + count
    return [Update(column, month, count) for (column, month), count in sorted(found.items())]


def _columns(database: sqlite3.Connection, site: str) -> Iterator[str]:
    """Leap from a column to the next along the index."""
    column = ""
    while True:
        [column] = database.execute(_NEXT_COLUMN, (site, column)).fetchone()
        if column is None:
            return
        yield column
