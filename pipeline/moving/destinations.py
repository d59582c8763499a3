"""Where each address of a site leads when the site has moved: the rows by which its table of old addresses grows."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING
from urllib.parse import quote

from model.faults import Fault
from pipeline.moving.moves import few

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.moving.eve import Eve
    from pipeline.moving.mapping import Mapping, MapRow
    from pipeline.moving.moves import Moves
    from pipeline.sources.addresses import Address

#: The views whose addresses need a line of the mapping, and what each is called; all others go where one of these goes.
_OWN = {"document": "文件", "column": "栏目", "home": "首页"}
_HOME = "/"


@dataclass(frozen=True, slots=True)
class Leads:
    """An old address and where it leads, as the table of old addresses has it; where that is empty, `note` says why."""

    old: str
    new: str
    note: str


@dataclass(frozen=True)
class Destinations:
    """The mapping applied to every address that the site has."""

    eve: Eve
    mapping: Mapping
    moves: Moves

    def faults(self) -> Iterator[Fault]:
        """Yield what the mapping lacks, what it has in excess, and where it leads nowhere."""
        own = [each for each in self.eve.addresses.values() if each.view in _OWN]
        yield from few([self._unmapped(each) for each in own if self.mapping.row(each.url) is None])
        yield from self.mapping.unused(self.eve.addresses)
        yield from few(list(self._nowhere()))

    def _unmapped(self, address: Address) -> Fault:
        fact = f"{_OWN[address.view]}“{address.url}”没有写搬到哪里"
        return Fault(self.mapping.path, 1, "MAP_MISSING", fact, "加一行写新网址；不保留的写说明，不写新网址")

    def _nowhere(self) -> Iterator[Fault]:
        """The new addresses of what is no document, which the other site will not have."""
        for each in self.eve.addresses.values():
            row = None if each.view == "document" else self._row(each)
            if row and row.new and not self._existing(row.leads(each.url)):
                fact = f"“{each.url}”的新网址“{row.leads(each.url)}”，搬迁以后网站“{self.eve.target.id}”没有这个网页"
                yield Fault(self.mapping.path, row.line, "MAP_TARGET", fact, "改为搬迁以后有的网址，如栏目的网址")

    def _row(self, address: Address) -> MapRow | None:
        """The row that speaks of the address itself; what a pattern says of the others is meant for what they belong to."""
        return self.mapping.row(address.url, exact=address.view not in _OWN)

    def _existing(self, new: str) -> str:
        """The address as the other site will have it, whether or not it was written with its slash; nothing where it will not."""
        written = (new, f"{new.rstrip('/')}/") if new else ()
        return next((each for each in written if each in self._there), "")

    @cached_property
    def _there(self) -> frozenset[str]:
        """What the other site will have on the day of moving: what it has, what comes, and the first list of what is archived."""
        coming = {move.url for move in self.moves.kept.values()}
        lists = {f"{move.column.url}archive/1/" for move in self.moves.kept.values()}
        return self.eve.there | coming | lists

    # Where everything leads

    def leads(self) -> Iterator[Leads]:
        """Yield each old address with where it leads; only where there is no fault.

        The home page is not among them: it stays, and says where everything went.
        """
        for each in self.eve.addresses.values():
            if each.url != _HOME:
                yield Leads(quote(each.url), *self._place(each))

    def _place(self, address: Address) -> tuple[str, str]:
        """Where an address leads, and what is said of it."""
        row = self._row(address)
        if address.owner and (row is None or address.view == "document"):
            return self._with_document(address)
        if row:
            return self._written(self._existing(row.leads(address.url)), row)
        return self._with_column(address)

    def _with_document(self, address: Address) -> tuple[str, str]:
        """The document itself, its own old addresses, its files."""
        if address.owner in self.moves.gone:
            return "", self.moves.gone[address.owner].note
        move = self.moves.kept[address.owner]
        if address.view == "files":
            return f"{self.eve.target.address}{move.url}{quote(address.url.rpartition('/')[2])}", ""
        return move.path, ""

    def _with_column(self, address: Address) -> tuple[str, str]:
        """Lists go to the front page of their column, feeds to the feed that it has there; what is the site's, to the site's."""
        front = self._front(address.url)
        row = self.mapping.row(front)
        assert row  # a front page has one
        new = self._existing(row.leads(front))
        same = address.url if front == _HOME else f"{new}{address.url.rpartition('/')[2]}"
        return self._written(same if new and same in self.eve.there else new, row)

    def _front(self, url: str) -> str:
        """The front page that an address belongs to: its nearest column's, else the site's."""
        while url != _HOME:
            url = f"{url.rstrip('/').rpartition('/')[0]}/"
            if url in self.eve.addresses and self.eve.addresses[url].view == "column":
                return url
        return _HOME

    def _written(self, new: str, row: MapRow) -> tuple[str, str]:
        return f"{self.eve.target.address}{quote(new)}" if new else "", row.note
