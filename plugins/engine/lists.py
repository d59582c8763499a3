"""What a page asks of many documents: the newest, the numbered, the neighbours, the years."""

from __future__ import annotations

import datetime as dt
import heapq
from itertools import islice
from typing import TYPE_CHECKING

from model.vocabulary import IN_FORCE, REPEALED
from plugins.engine import tags
from plugins.engine.questions import PUBLIC, Questions
from plugins.engine.tags import ARCHIVED, CURRENT
from plugins.engine.values import Item, Link

if TYPE_CHECKING:
    from collections.abc import Iterator

    from model.document import Document

#: A public document in force repeals this one.
_REPEALED = """exists (select 1 from link l join document r on r.path = l.source
  where l.sort = 'repeals' and l.target in (d.path, d.number, d.original) and r.state > 0
  and (r.effective is null or r.effective <= :today))"""
_ITEM = f"d.path, d.title, d.site, d.url, d.date, d.kind, d.note, d.status, d.summary, d.number is not null and {_REPEALED}, d.lang"
_IN_COLUMN = "d.site = :site and d.column_path = :column and d.state = :state"
_IN_YEAR = "d.date between :year and :year || '~'"
#: A path as rows have it, with what a list shows of the document.
Listed = tuple[str, Item]


class Lists(Questions):
    """The questions whose answers are lists; each leaves the tag of its column, or of the site's year."""

    __slots__ = ()

    def newest(self, columns: tuple[str, ...], limit: int) -> tuple[Item, ...]:
        """Return the newest current documents of columns of this site, newest first."""
        return tuple(item for _, item in self._newest(columns, "", limit))

    def of_kind(self, columns: tuple[str, ...], kind: str, limit: int) -> list[Listed]:
        """Return the newest current documents of one kind, with their paths."""
        return self._newest(columns, "and d.kind = :kind", limit, kind=kind)

    def illustrated(self, columns: tuple[str, ...], limit: int) -> list[Listed]:
        """Return the newest current documents that have a picture of their own, with their paths."""
        return self._newest(columns, "and d.illustrated = 1", limit)

    def _newest(self, columns: tuple[str, ...], which: str, limit: int, **values: object) -> list[Listed]:
        """Each column gives its newest in order, and the newest of those are taken: no column is gone through."""
        rest = f"{which} order by d.date desc, d.path desc limit :limit"
        lists = [self._listed(column, CURRENT, rest, limit=limit, **values) for column in columns]
        merged = heapq.merge(*lists, key=lambda row: (row[4], row[0]), reverse=True)
        return self._items([row for row, _ in zip(merged, range(limit), strict=False)])

    def placed(self, column: str, limit: int) -> tuple[Item, ...]:
        """Return the current documents of a column in the order that they give themselves."""
        rows = self._listed(column, CURRENT, "order by d.place, d.path limit :limit", limit=limit)
        return tuple(item for _, item in self._items(rows))

    def _listed(self, column: str, state: int, rest: str, **values: object) -> list[tuple]:  # type: ignore[type-arg]
        self.asked.add(tags.members(self.site.id, column, state))
        return self._in_column(column, state, rest, **values)

    def _in_column(self, column: str, state: int, rest: str, **values: object) -> list[tuple]:  # type: ignore[type-arg]
        query = f"select {_ITEM} from document d where {_IN_COLUMN} {rest}"
        today = f"{self.now.date().isoformat()}T00:00:00"
        return self._rows(query, site=self.site.id, column=column, state=state, today=today, **values)

    def numbered(self, column: str, page: int, size: int, *, archived: bool) -> tuple[tuple[Item, ...], bool]:
        """Return page `page` (from 1) of a column's documents counted from the oldest, newest first; and whether more follow."""
        state, begin = ARCHIVED if archived else CURRENT, (page - 1) * size
        blocks = range(begin // tags.BLOCK, (begin + size) // tags.BLOCK + 1)
        self.asked.update(tags.block(self.site.id, column, state, number) for number in blocks)
        rest = "order by d.date, d.path limit :limit offset :begin"
        rows = self._in_column(column, state, rest, limit=size + 1, begin=begin)
        return tuple(item for _, item in self._items(rows[:size]))[::-1], len(rows) > size

    def count(self, column: str, *, archived: bool) -> int:
        """Return how many documents a column holds."""
        state = ARCHIVED if archived else CURRENT
        self.asked.add(tags.members(self.site.id, column, state))
        query = f"select count(*) from document d where {_IN_COLUMN}"
        return int(self._rows(query, site=self.site.id, column=column, state=state)[0][0])

    def items(self, paths: tuple[str, ...]) -> tuple[Item, ...]:
        """Return public documents by path, in the order given."""
        query = f"select {_ITEM} from document d where d.path = :path and {PUBLIC}"
        today = f"{self.now.date().isoformat()}T00:00:00"
        rows = [row for path in paths for row in self._followed(query, path, today=today)]
        return tuple(item for _, item in self._items(rows))

    def _items(self, rows: list[tuple]) -> list[Listed]:  # type: ignore[type-arg]
        self.asked.update(tags.title(row[0]) for row in rows)
        return [(row[0], self._item(*row[1:])) for row in rows]

    def _item(
        self,
        title: str,
        site: str,
        url: str,
        date: str,
        kind: str,
        note: str,
        status: str | None,
        summary: str,
        repealed: int,
        lang: str,
    ) -> Item:
        shown = REPEALED if repealed else status
        shown = "" if shown in (None, IN_FORCE) else str(shown)
        other = "" if site == self.site.id else self.content.sites[site].settings.name
        day = dt.datetime.fromisoformat(date)
        return Item(title, self.address(site, url), day, kind, note, shown, summary, other, self.foreign(lang))

    def beside(self, document: Document, *, newer: bool) -> Link | None:
        """Return the current document before or after this one in its column."""
        self.asked.add(tags.beside(document.path))
        sign, order = (">", "asc") if newer else ("<", "desc")
        rows = self._rows(
            f"select d.title, d.url, d.path from document d where {_IN_COLUMN} and (d.date, d.path) {sign} (:date, :path) "
            f"order by d.date {order}, d.path {order} limit 1",
            site=document.site,
            column=document.column,
            state=CURRENT,
            date=document.date.isoformat(),
            path=document.path,
        )
        self.asked.update(tags.title(path) for _, _, path in rows)
        return Link(*rows[0][:2]) if rows else None

    def years(self) -> list[str]:
        """Return the years in which public documents of the site are dated, oldest first."""
        self.asked.add(tags.years(self.site.id, self.site.lang))
        return sorted({year for state in (CURRENT, ARCHIVED) for year in self._years(state)})

    def _years(self, state: int) -> Iterator[str]:
        """Leap from a year's first document to the first of a later one, along the index."""
        query = "select substr(min(d.date), 1, 4) from document d where d.site = :site and d.lang = :lang and d.state = :state and d.date > :after"
        year = ""
        while True:
            [(found,)] = self._rows(
                query, site=self.site.id, lang=self.site.lang, state=state, after=f"{year}~" if year else ""
            )
            if found is None:
                return
            year = found
            yield year

    def count_of_year(self, year: str) -> int:
        """Return how many public documents of the site are dated in a year."""
        self.asked.add(tags.years(self.site.id, self.site.lang))
        query = f"select count(*) from document d where d.site = :site and d.lang = :lang and d.state in ({CURRENT}, {ARCHIVED}) and {_IN_YEAR}"
        return int(self._rows(query, site=self.site.id, lang=self.site.lang, year=year)[0][0])

    def of_year(self, year: str, begin: int, limit: int) -> list[tuple[str, str]]:
        """Return address and day of the site's public documents dated in a year, oldest first, `limit` from rank `begin` (0) on."""
        self.asked.add(tags.year(self.site.id, self.site.lang, year))
        query = (
            "select d.url, substr(d.date, 1, 10), d.date, d.path from document d where d.site = :site and d.lang = :lang and d.state = :state "
            f"and {_IN_YEAR} order by d.date, d.path"
        )
        here = {"site": self.site.id, "lang": self.site.lang, "year": year}
        lists = [self._rows(query, **here, state=state) for state in (CURRENT, ARCHIVED)]
        ordered = heapq.merge(*lists, key=lambda row: row[2:])
        return [row[:2] for row in islice(ordered, begin, begin + limit)]
