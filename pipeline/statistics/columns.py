"""Put visits down to the columns of a site: pages in every variant and language, documents and lists."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote

from model.variants import VARIANTS, root_of

if TYPE_CHECKING:
    from collections.abc import Container

    from model.site import Site
    from pipeline.statistics.visits import Visits

#: Before each of the other prefixes, so that `zh-Hant/care/` is not taken for a page of `zh-Hant/`.
_PREFIXES = sorted((f"{name}/" for name in VARIANTS), key=len, reverse=True)


class ColumnVisits(NamedTuple):
    """A column's path, and how often pages of it were asked for, those of columns below it not counted.

    The empty path is for all else: home pages, the site map, what no column has.
    """

    column: str
    hits: int


def of_columns(visits: Visits, site: Site) -> tuple[ColumnVisits, ...]:
    """Return the visits of every column of a site in its main language, in the site's order, and last of all else.

    A page in another language counts for the column of which it is the counterpart, where there is one.
    """
    found = dict.fromkeys((*(column.path for column in site.columns), ""), 0)
    for page in visits.pages:
        found[column_of(page.name, site.roots, found)] += page.hits
    return tuple(ColumnVisits(column, hits) for column, hits in found.items())


def column_of(address: str, roots: tuple[str, ...], columns: Container[str]) -> str:
    """Return the narrowest of the columns that an address of a log lies in; the empty path for none."""
    path = _standard(address, roots)
    while path:
        path = path.rpartition("/")[0]
        if path in columns:
            return path
    return ""


def _standard(address: str, roots: tuple[str, ...]) -> str:
    """The path of the standard page in the main language: `zwgk/zcwj/a/` for `/en/care/zwgk/zcwj/a/?from=x`."""
    if not address.startswith("/"):
        return ""
    path = unquote(address.partition("?")[0].partition("#")[0]).lstrip("/")
    path = path.removeprefix(root_of(path, roots))
    return next((path[len(each) :] for each in _PREFIXES if path.startswith(each)), path)
