"""What checks over all documents ask the ledger, after reading and before anything is written."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from model.lifecycle import Mode
from plugins.engine.codec import decode
from plugins.engine.questions import PUBLIC, followed

if TYPE_CHECKING:
    import sqlite3

    from model.content_folder import Content


@dataclass(frozen=True, slots=True)
class MentionRow:
    """A public document refers to another: where, what for, by path or number."""

    source: str
    line: int
    sort: str
    target: str
    fragment: str
    url: str


@dataclass(frozen=True, slots=True)
class Bearer:
    """A public policy that bears a number."""

    path: str
    line: int
    number: str
    status: str


class Row(NamedTuple):
    """A row of a site's table of old addresses."""

    site: str
    line: int
    file: str
    old: str
    new: str
    instead: str
    holds: int
    to_site: str
    to_file: str


_ROW = ", ".join(Row._fields)


@dataclass(frozen=True, slots=True)
class Touched:
    """The documents that are not as they were in the last build, which had no fault; and the numbers they bear or bore.

    `rows` are the old addresses (site and file) whose rows are not as they were, `dropped` the files that are pages no more,
    `sites` those whose hosts show something else.
    """

    paths: frozenset[str]
    numbers: frozenset[str]
    rows: frozenset[tuple[str, str]] = frozenset()
    dropped: frozenset[tuple[str, str]] = frozenset()
    sites: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Inquiry:
    """All documents as of `now`; `broken` are the files that could not be read, `claimed` the numbers that these bear.

    Only what was touched is asked about, unless that is nothing known: what was right in the last build still is.
    """

    database: sqlite3.Connection
    content: Content
    now: dt.datetime
    broken: frozenset[str]
    claimed: frozenset[str]
    touched: Touched | None = None
    _known: dict[str, str] = field(default_factory=dict)

    def _rows(self, query: str, **values: object) -> Iterator[tuple]:  # type: ignore[type-arg]
        yield from self.database.execute(query, values)

    def mentions(self, *sorts: str) -> Iterator[MentionRow]:
        """Yield what public documents refer to for these purposes, where either of the two was touched."""
        for condition, values in self._ends():
            names = {f"sort{number}": sort for number, sort in enumerate(sorts)}
            within = ", ".join(f":{name}" for name in names)
            query = (
                "select l.source, l.line, l.sort, l.target, l.fragment, l.url from link l join document d on d.path = l.source "
                f"where {condition} l.sort in ({within}) and {PUBLIC} order by l.source, l.line"
            )
            yield from (MentionRow(*row) for row in self._rows(query, **names, **values))

    def _ends(self) -> Iterator[tuple[str, dict[str, str]]]:
        """The conditions under which a mention is looked at; one that meets two of them is looked at twice."""
        if self.touched is None:
            yield "", {}
            return
        yield from (("l.source = :end and", {"end": path}) for path in sorted(self.touched.paths))
        ends = self.touched.paths | self.touched.numbers | self._moved_to(self.touched.paths)
        yield from (("l.target = :end and", {"end": end}) for end in sorted(ends))

    def _moved_to(self, paths: Iterable[str]) -> set[str]:
        """The old addresses of withdrawn documents lead to these: who links to the one, links to the other."""
        query = (
            "select d.path from redirect r cross join document d indexed by document_gone on d.site = r.site and d.state < 1 "
            "and d.url = '/' || substr(r.file, 1, length(r.file) - 10) where r.new = :path"
        )
        return {each for path in paths for (each,) in self._rows(query, path=path)}

    def rows_to_check(self) -> Iterator[Row]:
        """Yield the rows of the tables of old addresses that were touched, or whose targets were."""
        if self.touched is None:
            yield from (Row(*row) for row in self._rows(f"select {_ROW} from redirect order by site, line"))
            return
        found: dict[Row, None] = {}
        for condition, places in (
            ("site = :one and file = :two", self.touched.rows),
            ("to_site = :one and to_file = :two", self.touched.dropped),
            ("to_site = :one and :two", ((site, "1") for site in self.touched.sites)),
            ("site = :one and :two", ((site, "1") for site in self.touched.sites)),
            ("new = :one and :two", ((path, "1") for path in self.touched.paths)),
            ("instead = :one and instead != '' and :two", ((path, "1") for path in self.touched.paths)),
        ):
            query = f"select {_ROW} from redirect where {condition}"
            for one, two in sorted(places):
                found |= {Row(*row): None for row in self._rows(query, one=one, two=two)}
        yield from sorted(found)

    def rests(self, site: str) -> bool:
        """Say whether a site rests, so that none of its pages is there for the time being."""
        return self.content.mode(site, self.now.date()) is Mode.RESTING

    def page_at(self, site: str, file: str) -> str:
        """Return the view of the page that a site has at a file; nothing where it has none."""
        rows = list(
            self._rows("select view from page where site = :site and folded = :file", site=site, file=file.lower())
        )
        return str(rows[0][0]) if rows else ""

    def row_at(self, site: str, file: str) -> Row | None:
        """Return the row of a site's table for a file."""
        query = f"select {_ROW} from redirect where site = :site and file = :file"
        return next((Row(*row) for row in self._rows(query, site=site, file=file)), None)

    def is_document(self, path: str) -> bool:
        """Say whether there is a document of that path, public or not, or a broken file."""
        return path in self.broken or any(self._rows("select 1 from document where path = :path", path=path))

    def left_behind(self, site: str) -> list[str]:
        """Return a few public documents of a site, by path."""
        query = "select path from document where site = :site and state > 0 order by path limit 5"
        return [path for (path,) in self._rows(query, site=site)]

    def why_not_public(self, path: str) -> str:
        """Say in Chinese why a document is not on its site; the empty text where it is, or where its file is at fault.

        A withdrawn one whose old address leads to another document is where that one is.
        """
        if path not in self._known:
            self._known[path] = self._why_not_public(path)
        return self._known[path]

    def _why_not_public(self, path: str) -> str:
        *_, path = followed(self.database, path)
        rows = list(self._rows("select state, data from document where path = :path", path=path))
        if not rows:
            return "" if path in self.broken else self._why_missing(path)
        state, data = rows[0]
        if state:
            return ""
        document = decode(data)
        if document.draft:
            return "是草稿"
        if document.appears > self.now:
            return f"要到{document.appears:%Y-%m-%d %H:%M}才上线"
        return "已经下线"

    def _why_missing(self, path: str) -> str:
        """There is no such file; where its old address leads to another document, that is where it went."""
        site, _, rest = path.partition("/")
        row = self.row_at(site, f"{rest.removesuffix('.md')}/index.html")
        return f"不存在，已经移到“{row.new}”" if row and row.new.endswith(".md") else "不存在"

    def anchors(self, path: str) -> frozenset[str]:
        """Return the anchors of a document's text."""
        rows = list(self._rows("select anchors from body where path = :path", path=path))
        return frozenset(json.loads(rows[0][0])) if rows else frozenset()

    def bearers(self, number: str) -> list[Bearer]:
        """Return the public policies that bear a number."""
        query = f"select d.path, d.lines, d.number, d.status from document d where d.number = :number and d.original is null and {PUBLIC} order by d.path"
        return [_bearer(row) for row in self._rows(query, number=number)]

    def rival_translations(self) -> Iterator[tuple[str, str, str]]:
        """Yield the touched public translations of which there is another of the same original in the same language: path, other, lines.

        The one whose path comes later is the one too many.
        """
        query = (
            "select t.path, o.path, t.lines from document t join document o on o.original = t.original and o.lang = t.lang and o.state > 0 "
            "where {} and t.original is not null and t.state > 0 and t.path > o.path order by t.path, o.path"
        )
        if self.touched is None:
            yield from self._rows(query.format("1"))
            return
        for path in sorted(self.touched.paths):
            for end in ("t.path", "o.path"):
                yield from self._rows(query.format(f"{end} = :path"), path=path)

    def shared_numbers(self) -> list[str]:
        """Return the touched numbers that more than one public policy bears."""
        if self.touched is None:
            query = f"select d.number from document d where d.number is not null and d.original is null and {PUBLIC} group by d.number having count(*) > 1 order by 1"
            return [number for (number,) in self._rows(query)]
        return [number for number in sorted(self.touched.numbers) if len(self.bearers(number)) > 1]


def _bearer(row: tuple) -> Bearer:  # type: ignore[type-arg]
    path, lines, number, status = row
    return Bearer(path, json.loads(lines).get("document_number", 1), number, status)
