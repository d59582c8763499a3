"""Spot checks that can be done again: which sites and documents are looked at follows from a seed that is printed.

Every site and document is ordered by the digest of the seed and its name; the first are the sample. A sample does not change when a
document is added that is not in it.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, NamedTuple

from model.language import MAIN_LANGUAGE

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from model.site import Site
    from pipeline.rules.books import Books

#: How many sites (of every so many, one) and how many documents of each are looked at.
ONE_SITE_IN, DOCUMENTS = 3, 10
_PUBLIC = f"""select path, url, title from document
    where site = :site and lang = '{MAIN_LANGUAGE}' and appears <= :until and (leaves is null or leaves > :until)
    and not coalesce(json_extract(data, '$.draft'), 0)"""  # noqa: S608 (a constant)


class Looked(NamedTuple):
    """A document of the sample."""

    path: str
    url: str
    title: str


def sample_of_sites(sites: Iterable[Site], seed: str) -> list[Site]:
    """Return a third of the sites, rounded up."""
    ordered = sorted(sites, key=lambda site: _place(seed, site.id))
    return ordered[: -(-len(ordered) // ONE_SITE_IN)]


def sample_of_documents(books: Books, site: Site, until: dt.datetime, seed: str) -> list[Looked]:
    """Return some of the documents that were public on a site at a moment."""
    rows = (Looked(*row) for row in books.rows(_PUBLIC, site=site.id, until=until.isoformat()))
    return sorted(rows, key=lambda each: _place(seed, each.path))[:DOCUMENTS]


def _place(seed: str, name: str) -> bytes:
    return hashlib.blake2b(f"{seed}\n{name}".encode(), digest_size=16).digest()
