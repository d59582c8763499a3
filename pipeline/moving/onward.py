"""The rows of all tables of old addresses that lead to a site that moves: they lead on, so that nobody is sent on twice.

Source: 长治市政府网站管理办法第八条第四项.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import unquote

from model.faults import Fault
from model.redirects import REDIRECTS_FILE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.moving.destinations import Destinations
    from pipeline.moving.eve import Eve
    from plugins.engine.inquiry import Row

_REMEDY = "先改掉这一行，或者让那个网址也搬走"


@dataclass(frozen=True, slots=True)
class Onward:
    """A row that leads on: the table's site, its line, and where it leads from now on."""

    site: str
    line: int
    new: str


def rows_onward(eve: Eve, destinations: Destinations) -> Iterator[Onward | Fault]:
    """Yield what becomes of the rows that lead to the site that moves, or what is wrong with one."""
    leads = {unquote(each.old): each.new for each in destinations.leads()}
    for row in eve.rows:
        if row.site == eve.site.id and not row.holds and f"/{row.file.removesuffix('index.html')}" in eve.addresses:
            fact = f"旧网址“{row.old}”在搬迁那天还有网页，这一行到那天还不管用"
            yield _fault(row, "SAME_URL", fact, "删去这一行，搬到哪里写在对照表里")
        for path in (row.new, row.instead):
            if path in destinations.moves.gone:
                yield _fault(row, "MAP_GONE", f"“{row.old}”转到的“{path}”不迁移", _REMEDY)
        if row.to_site == eve.site.id:
            yield from _of_address(eve, destinations, leads, row)


def _of_address(eve: Eve, destinations: Destinations, leads: dict[str, str], row: Row) -> Iterator[Onward | Fault]:
    """What becomes of a row that leads to an address; that of a document leads to the document, wherever that is."""
    url = f"/{row.to_file.removesuffix('index.html')}"
    address = eve.addresses.get(url)
    if address is None or url == "/":  # the home page stays, and says where everything went
        return
    owner = address.owner if address.owner in destinations.moves.kept else ""
    new = owner or leads[url]
    there = owner or new.removeprefix(eve.target.address) in eve.there
    if new and there:
        yield Onward(row.site, row.line, new)
    elif new:
        fact = f"“{row.old}”转到的“{row.new}”搬到“{new}”，要到搬迁那天才有"
        yield _fault(row, "REDIRECT_CHAIN", fact, _REMEDY)
    else:
        yield _fault(row, "MAP_GONE", f"“{row.old}”转到的“{row.new}”不迁移", _REMEDY)


def _fault(row: Row, code: str, fact: str, remedy: str) -> Fault:
    return Fault(f"{row.site}/{REDIRECTS_FILE}", row.line, code, fact, remedy)
