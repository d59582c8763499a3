"""What a page asks of many documents: the newest, the numbered, the neighbours, the years."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from model.vocabulary import IN_FORCE, REPEALED
from plugins.engine.questions import PUBLIC, Questions
from plugins.engine.values import Item, Link

if TYPE_CHECKING:
    from model.document import Document

#: A public document in force repeals this one.
_REPEALED = """exists (select 1 from link l join document r on r.path = l.source
  where l.sort = 'repeals' and l.target in (d.path, d.number) and r.draft = 0 and r.appears <= :now
  and (r.leaves is null or r.leaves > :now) and (r.effective is null or r.effective <= :today))"""
_ITEM = f"d.title, d.site, d.url, d.date, d.kind, d.note, d.status, d.summary, d.number is not null and {_REPEALED}"


class Lists(Questions):
    """The questions whose answers are lists; each leaves the tag of its column, or of the site's year."""

    __slots__ = ()

    def newest(self, columns: tuple[str, ...], limit: int) -> tuple[Item, ...]:
        """Return the newest current documents of columns of this site, newest first."""
        return self._items(columns, "order by d.date desc, d.path desc limit :limit", archived=False, limit=limit)

    def of_kind(self, columns: tuple[str, ...], kind: str, limit: int) -> list[tuple[str, Item]]:
        """Return the newest current documents of one kind, with their paths."""
        return self._found(
            columns,
            "and d.kind = :kind order by d.date desc, d.path desc limit :limit",
            archived=False,
            kind=kind,
            limit=limit,
        )

    def illustrated(self, columns: tuple[str, ...], limit: int) -> list[tuple[str, Item]]:
        """Return the newest current documents that have a picture of their own, with their paths."""
        rest = "and d.illustrated = 1 order by d.date desc, d.path desc limit :limit"
        return self._found(columns, rest, archived=False, limit=limit)

    def placed(self, column: str, limit: int) -> tuple[Item, ...]:
        """Return the current documents of a column in the order that they give themselves."""
        return self._items((column,), "order by d.place, d.path limit :limit", archived=False, limit=limit)

    def numbered(self, column: str, page: int, size: int, *, archived: bool) -> tuple[Item, ...]:
        """Return page `page` (from 1) of a column's documents counted from the oldest, newest first."""
        items = self._items(
            (column,),
            "order by d.date, d.path limit :limit offset :offset",
            archived=archived,
            limit=size,
            offset=(page - 1) * size,
        )
        return items[::-1]

    def count(self, column: str, *, archived: bool) -> int:
        """Return how many documents a column holds."""
        self.tags.add(f"column:{self.site.id}/{column}")
        query = f"select count(*) from document d where d.site = :site and d.column_path = :column and {PUBLIC} and {_archived(archived)}"
        return int(self._rows(query, site=self.site.id, column=column)[0][0])

    def items(self, paths: tuple[str, ...]) -> tuple[Item, ...]:
        """Return public documents by path, in the order given."""
        found = {}
        for path in paths:
            self.tags.add(f"title:{path}")
            for row in self._rows(f"select {_ITEM} from document d where d.path = :path and {PUBLIC}", path=path):
                found[path] = self._item(row)
        return tuple(found[path] for path in paths if path in found)

    def _items(self, columns: tuple[str, ...], rest: str, *, archived: bool, **values: object) -> tuple[Item, ...]:
        return tuple(item for _, item in self._found(columns, rest, archived=archived, **values))

    def _found(
        self, columns: tuple[str, ...], rest: str, *, archived: bool, **values: object
    ) -> list[tuple[str, Item]]:
        self.tags.update(f"column:{self.site.id}/{column}" for column in columns)
        names = {f"column{number}": column for number, column in enumerate(columns)}
        within = f"d.column_path in ({', '.join(f':{name}' for name in names)})"
        query = f"select d.path, {_ITEM} from document d where d.site = :site and {within} and {PUBLIC} and {_archived(archived)} {rest}"
        rows = self._rows(query, site=self.site.id, **names, **values)
        self.tags.update(f"title:{row[0]}" for row in rows)
        return [(row[0], self._item(row[1:])) for row in rows]

    def _item(self, row: tuple) -> Item:  # type: ignore[type-arg]
        title, site, url, date, kind, note, status, summary, repealed = row
        shown = REPEALED if repealed else status
        other = "" if site == self.site.id else self.content.sites[site].settings.name
        shown = "" if shown in (None, IN_FORCE) else shown
        return Item(title, self.address(site, url), dt.datetime.fromisoformat(date), kind, note, shown, summary, other)

    def beside(self, document: Document, *, newer: bool) -> Link | None:
        """Return the current document before or after this one in its column."""
        self.tags.add(f"column:{document.site}/{document.column}")
        sign, order = (">", "asc") if newer else ("<", "desc")
        rows = self._rows(
            f"select d.title, d.url from document d where d.site = :site and d.column_path = :column and (d.date, d.path) {sign} (:date, :path) "
            f"and {PUBLIC} and {_archived(False)} order by d.date {order}, d.path {order} limit 1",
            site=document.site,
            column=document.column,
            date=document.date.isoformat(),
            path=document.path,
        )
        return Link(*rows[0]) if rows else None

    def years(self) -> list[str]:
        """Return the years in which public documents of the site are dated, oldest first."""
        self.tags.add(f"years:{self.site.id}")
        query = f"select distinct substr(d.date, 1, 4) from document d where d.site = :site and {PUBLIC} order by 1"
        return [year for (year,) in self._rows(query, site=self.site.id)]

    def of_year(self, year: str) -> list[tuple[str, str]]:
        """Return address and day of the site's public documents dated in a year, oldest first."""
        self.tags.add(f"year:{self.site.id}/{year}")
        query = (
            "select d.url, substr(d.date, 1, 10) from document d where d.site = :site and d.date between :year and :year || '~' "
            f"and {PUBLIC} order by d.date, d.path"
        )
        return self._rows(query, site=self.site.id, year=year)


def _archived(archived: bool) -> str:
    return (
        "(d.archived is not null and d.archived <= :today)"
        if archived
        else "(d.archived is null or d.archived > :today)"
    )
