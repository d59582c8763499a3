"""How a page asks the ledger: each question leaves a tag, so that the page is made again when the answer may change.

`Ask` is for one page; what is not asked through it cannot reach a template.
"""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import quote

from model.vocabulary import IN_FORCE, REPEALED
from plugins.engine.codec import decode
from plugins.engine.values import Heading, Item, Link, Picture

if TYPE_CHECKING:
    import sqlite3

    from model.content_folder import Content
    from model.document import Document
    from model.kinds import Policy
    from model.site import Site

#: A document is on its site: it is no draft, its minute has come, and it has not been withdrawn.
PUBLIC = "(d.draft = 0 and d.appears <= :now and (d.leaves is null or d.leaves > :now))"
#: A public document in force repeals this one.
_REPEALED = """exists (select 1 from link l join document r on r.path = l.source
  where l.sort = 'repeals' and l.target in (d.path, d.number) and r.draft = 0 and r.appears <= :now
  and (r.leaves is null or r.leaves > :now) and (r.effective is null or r.effective <= :today))"""
_ITEM = f"d.title, d.site, d.url, d.date, d.kind, d.note, d.status, d.summary, d.number is not null and {_REPEALED}"


@dataclass(frozen=True, slots=True)
class Text:
    """A document's body as stored; links to other documents are still named by path."""

    html: str
    contents: tuple[Heading, ...]


@dataclass(frozen=True, slots=True)
class OwnedFile:
    """A file of a document as pages use it; sizes are in bytes and pixels."""

    path: str
    name: str
    label: str
    size: int
    width: int
    height: int
    attached: bool


@dataclass(frozen=True, slots=True)
class Paired:
    """A document that another names; `url` is empty where it is only named."""

    text: str
    url: str
    number: str
    note: str


@dataclass(slots=True)
class Ask:
    """The questions of one page of `site` as of `now` (Asia/Shanghai, without zone)."""

    database: sqlite3.Connection
    content: Content
    site: Site
    now: dt.datetime
    tags: set[str] = field(default_factory=set)
    due: set[str] = field(default_factory=set)

    def _rows(self, query: str, **values: object) -> list[tuple]:  # type: ignore[type-arg]
        now = {"now": self.now.isoformat(), "today": self.now.date().isoformat()}
        return self.database.execute(query, {**now, **values}).fetchall()

    # Documents

    def documents(self) -> list[tuple[str, str, str]]:
        """Return path, address and kind of every public document of the site."""
        self.tags.add(f"site:{self.site.id}")
        return self._rows(
            f"select d.path, d.url, d.kind from document d where d.site = :site and {PUBLIC} order by d.path",
            site=self.site.id,
        )

    def document(self, path: str) -> Document:
        """Return a document."""
        self.tags.add(f"document:{path}")
        [(data,)] = self._rows("select data from document where path = :path", path=path)
        return decode(data)

    def text(self, path: str) -> Text:
        """Return a document's body."""
        self.tags.add(f"document:{path}")
        [(html, contents)] = self._rows("select html, contents from body where path = :path", path=path)
        return Text(html, tuple(Heading(*each) for each in json.loads(contents)))

    def files(self, path: str) -> tuple[OwnedFile, ...]:
        """Return the files that a document owns, attachments in the order they are listed."""
        self.tags.add(f"document:{path}")
        rows = self._rows(
            "select path, name, label, size, width, height, attached from file where document = :path order by path",
            path=path,
        )
        return tuple(OwnedFile(*row) for row in rows)

    def picture(self, document: Document, alt: str) -> Picture | None:
        """Return the picture that a document names as its own."""
        if not document.image:
            return None
        path = f"{document.folder}/{document.image}"
        found = next(file for file in self.files(document.path) if file.path == path)
        return Picture(
            self.address(document.site, f"{document.url}{quote(found.name)}"), alt, found.width, found.height
        )

    def file_digest(self, document: str, path: str) -> str:
        """Return the digest of a file that a document owns."""
        self.tags.add(f"document:{document}")
        [(digest,)] = self._rows(
            "select digest from file where document = :document and path = :path", document=document, path=path
        )
        return str(digest)

    def status(self, policy: Policy) -> str:
        """Return whether a policy is in force: what it says of itself, or 废止 where a document in force repeals it."""
        return REPEALED if self.naming(policy.path, policy.document_number, "repeals") else policy.status

    def line_of(self, path: str, key: str) -> int:
        """Return the line of a front-matter key, 1 where it is not written."""
        [(lines,)] = self._rows("select lines from document where path = :path", path=path)
        return int(json.loads(lines).get(key, 1))

    # Addresses

    def address(self, site: str, url: str) -> str:
        """Return how this page links to `url` of a site: from the root on its own, in full on another."""
        return url if site == self.site.id else f"{self.content.sites[site].address}{url}"

    def link(self, path: str) -> Link | None:
        """Return title and address of a public document, or nothing."""
        self.tags.add(f"title:{path}")
        rows = self._rows(f"select d.title, d.site, d.url from document d where d.path = :path and {PUBLIC}", path=path)
        return Link(rows[0][0], self.address(rows[0][1], rows[0][2])) if rows else None

    # Lists

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

    def aliases(self, path: str) -> tuple[tuple[str, int], ...]:
        """Return the old addresses of a document, with the line that lists them."""
        self.tags.add(f"document:{path}")
        [(data, lines)] = self._rows("select data, lines from document where path = :path", path=path)
        if '"aliases"' not in data:
            return ()
        line_of = json.loads(lines)
        return tuple(
            (alias, line_of.get(f"aliases.{n}", line_of["aliases"])) for n, alias in enumerate(decode(data).aliases)
        )

    # Pairs

    def named_by(self, path: str, sort: str) -> tuple[Paired, ...]:
        """Return the documents that a document names for a purpose (`interprets`, `repeals`), as its page shows them."""
        rows = self._rows(
            "select target, title, url from link where source = :path and sort = :sort order by rowid",
            path=path,
            sort=sort,
        )
        return tuple(paired for row in rows for paired in self._named(*row))

    def _named(self, target: str, title: str, url: str) -> list[Paired]:
        self.tags.add(f"named:{target}")
        if url:
            return [Paired(title or target, url, target, "")]
        found = self._rows(
            f"select d.title, d.site, d.url, d.number, '' from document d where (d.path = :target or d.number = :target) and {PUBLIC} order by d.path",
            target=target,
        )
        return [self._paired(row) for row in found] or [Paired(title or target, "", target, "")]

    def naming(self, path: str, number: str, sort: str) -> tuple[Paired, ...]:
        """Return the public documents that name this one, by path or by number, for a purpose."""
        self.tags.add(f"naming:{sort}:{path}")
        if number:
            self.tags.add(f"naming:{sort}:{number}")
        rows = self._rows(
            f"select distinct d.title, d.site, d.url, d.number, d.note, d.date, d.path, d.effective from link l join document d on d.path = l.source "
            f"where l.sort = :sort and l.target in (:path, :number) and {PUBLIC} order by d.date, d.path",
            sort=sort,
            path=path,
            number=number or path,
        )
        return tuple(self._paired(row) for row in rows if sort != "repeals" or self._in_force(row[7]))

    def _paired(self, row: tuple) -> Paired:  # type: ignore[type-arg]
        return Paired(row[0], self.address(row[1], row[2]), row[3] or "", row[4])

    def _in_force(self, effective: str | None) -> bool:
        return effective is None or self.reached(dt.date.fromisoformat(effective))

    # The calendar

    def reached(self, day: dt.date) -> bool:
        """Say whether a day has come; the page falls due when it does."""
        come = day <= self.now.date()
        if not come:
            self.due.add(dt.datetime(day.year, day.month, day.day).isoformat())
        return come


def _archived(archived: bool) -> str:
    return (
        "(d.archived is not null and d.archived <= :today)"
        if archived
        else "(d.archived is null or d.archived > :today)"
    )
