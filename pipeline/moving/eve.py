"""What a site that moves, and the site that takes it in, have in the last minute before the day of moving."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from model.faults import Fault
from pipeline.sources.addresses import of_site, planned
from plugins.engine.codec import decode
from plugins.engine.inquiry import Row

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from pathlib import Path

    from model.document import Document
    from model.site import Site
    from pipeline.sources.addresses import Address

#: Every reference from a public document to one of a site's documents: by path, and by a number that no other document bears.
_NAMED = """select l.source, l.line, d.path from document d join link l on l.target = d.path
    join document s on s.path = l.source and s.state > 0 where d.site = :site and d.state > 0
    union select l.source, l.line, d.path from document d
    join link l on l.target = d.number and l.sort = 'interprets' and l.url = ''
    join document s on s.path = l.source and s.state > 0 where d.site = :site and d.state > 0 and d.number is not null
    and not exists (select 1 from document o where o.number = d.number and o.path != d.path and o.state > 0)
    order by 1, 2, 3"""
_LEAVING = "select url from document where site = ? and state > 0 and leaves <= ?"
_ROWS = f"select {', '.join(Row._fields)} from redirect order by site, line"  # noqa: S608
#: What may be wrong on a day to come and is set right by then.
_OF_THE_FUTURE = frozenset({"LIFE_OVERDUE"})
#: The views of pages at addresses of which a table says already where they lead.
_OF_TABLE = frozenset({"moved", "gone"})


@dataclass(frozen=True, slots=True)
class Named:
    """A public document refers to one of the site that moves: where, and to which."""

    source: str
    line: int
    target: str


@dataclass(frozen=True, slots=True)
class Eve:
    """The two sites. `addresses` and `documents` are those of the site that moves, as its visitors see it.

    `hidden` are its documents that nobody sees, `late` what is wrong with those that are to appear when it has moved, `named` all
    references to its documents. `known` are the documents of all sites, `rows` all that the tables of old addresses say. `taken` are
    the addresses that the other site has, or will have by a document's date; `there` those that it has on the day of moving.
    """

    site: Site
    target: Site
    addresses: dict[str, Address]
    documents: dict[str, Document]
    hidden: tuple[Document, ...]
    late: tuple[Fault, ...]
    named: tuple[Named, ...]
    known: frozenset[str]
    rows: tuple[Row, ...]
    taken: frozenset[str]
    there: frozenset[str]


def look(content: Path, site: str, target: str, day: dt.date) -> Eve:
    """Return what the sites have before `day`; raise `ContentFaults` where the content has faults then.

    A site that rests now and has no day of its return yet is none.
    """
    moving = dt.datetime.combine(day, dt.time())
    with planned(content, moving - dt.timedelta(minutes=1), forgiven=_OF_THE_FUTURE) as (database, seen):
        everything = [(decode(data), state) for data, state in _documents(database, "data, state", site)]
        pages = frozenset(of_site(database, target).addresses)
        leaving = {url for (url,) in database.execute(_LEAVING, (target, moving.isoformat()))}
        return Eve(
            site=seen.content.sites[site],
            target=seen.content.sites[target],
            addresses=_own(of_site(database, site).addresses),
            documents={document.path: document for document, state in everything if state},
            hidden=tuple(document for document, state in everything if not state),
            late=tuple(_late(database, site, moving)),
            named=tuple(Named(*row) for row in database.execute(_NAMED, {"site": site})),
            known=frozenset(path for (path,) in database.execute("select path from document")),
            rows=tuple(Row(*row) for row in database.execute(_ROWS)),
            taken=pages | {url for (url,) in _documents(database, "url", target)},
            there=pages - leaving,
        )


def _documents(database: sqlite3.Connection, columns: str, site: str) -> list[tuple]:  # type: ignore[type-arg]
    return database.execute(f"select {columns} from document where site = ? order by path", (site,)).fetchall()  # noqa: S608


def _own(addresses: dict[str, Address]) -> dict[str, Address]:
    """The addresses of a site but for those of its table, which says already where they lead."""
    return {url: address for url, address in addresses.items() if address.view not in _OF_TABLE}


def _late(database: sqlite3.Connection, site: str, moving: dt.datetime) -> Iterator[Fault]:
    """The documents that are to appear on a site from which everything has gone by then."""
    for path, data, lines in _documents(database, "path, data, lines", site):
        document, at = decode(data), json.loads(lines)
        if not document.draft and document.appears >= moving:
            fact = f"这篇要到{document.appears:%Y-%m-%d %H:%M}才上线，网站{moving:%Y-%m-%d}就搬走了"
            remedy = "提前上线，改为草稿，或者放到迁往的网站"
            yield Fault(path, at.get("publish_at", at["date"]), "MAP_LATE", fact, remedy)
