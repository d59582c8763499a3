"""Every address that the sites of a content folder have at a moment, found by planning a build and writing none of it."""

from __future__ import annotations

import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from model.faults import ContentFaults
from pipeline.build import SETTINGS, theme_of
from pipeline.pelican_run import declared
from plugins.engine.ledger import opened
from plugins.engine.survey import survey
from plugins.engine.taking_in import take_in
from plugins.engine.variants import VIEWS

if TYPE_CHECKING:
    import datetime as dt
    import sqlite3
    from collections.abc import Collection, Iterator

    from plugins.engine.survey import Survey

#: Views whose files are no pages that anybody keeps the address of, and variants, which go where their pages go.
_NOT_PAGES = ("assets", "host_answers", "robots", "not_found", "sitemap", "sitemap_year", "leave", *VIEWS)


@dataclass(frozen=True, slots=True)
class Document:
    """What a comparison needs of a public document."""

    path: str
    url: str
    title: str
    date: str
    digest: str
    number: str


@dataclass(frozen=True, slots=True)
class Address:
    """An address of a site: from the root, a folder's without `index.html`; its view, and the document that owns it or nothing."""

    url: str
    view: str
    owner: str


@dataclass(frozen=True, slots=True)
class SiteAddresses:
    """The addresses of a site by URL, and its public documents by path."""

    addresses: dict[str, Address]
    documents: dict[str, Document]


def addresses(content: Path, now: dt.datetime, *, whatever: bool = False) -> dict[str, SiteAddresses]:
    """Return the addresses of each site as of `now`.

    Raises `ContentFaults` where the content has faults, unless its state is to be taken `whatever` they are.
    """
    with planned(content, now, whatever=whatever) as (database, seen):
        return {site: of_site(database, site) for site in seen.content.sites}


@contextmanager
def planned(
    content: Path, now: dt.datetime, *, whatever: bool = False, forgiven: Collection[str] = ()
) -> Iterator[tuple[sqlite3.Connection, Survey]]:
    """Give the ledger of a build as of `now` that is planned and not made, with the content that it is of.

    Raises as above; faults of the codes `forgiven` do not count.
    """
    with tempfile.TemporaryDirectory() as scratch, opened(Path(scratch) / "ledger.sqlite") as ledger:
        registry = declared(SETTINGS)
        seen = survey(content.resolve(), ledger, now, theme_of(SETTINGS), SETTINGS)
        try:
            take_in(seen, ledger, registry)
        except ContentFaults as error:
            if not whatever and (faults := [each for each in error.faults if each.code not in forgiven]):
                raise ContentFaults(faults) from None
        yield ledger.database, seen


def of_site(database: sqlite3.Connection, site: str) -> SiteAddresses:
    """Return the addresses of a site that a planned build is to have."""
    pages = database.execute("select file, view, owner from page where site = ? order by file", (site,)).fetchall()
    found = (Address(url_of(file), view, owner) for file, view, owner in pages if view not in _NOT_PAGES)
    query = "select path, url, title, date, digest, coalesce(number, '') from document where site = ? and state > 0 order by path"
    documents = (Document(*row) for row in database.execute(query, (site,)).fetchall())
    return SiteAddresses({each.url: each for each in found}, {each.path: each for each in documents})


def url_of(file: str) -> str:
    """Return the address at which a host serves a file of the output."""
    return f"/{file.removesuffix('index.html')}" if f"/{file}".endswith("/index.html") else f"/{file}"
