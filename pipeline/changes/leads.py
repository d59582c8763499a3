"""Where old addresses lead at last, across all sites: so that no row of a table makes a chain or a loop.

Source: 长治市政府网站管理办法第八条第四项.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from model.lifecycle import Mode
from model.redirects import REDIRECTS_FILE, Redirect
from pipeline.changes.old_addresses import Admission, Old, follow
from pipeline.changes.snapshots import written_place

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Mapping

    from pipeline.changes.old_addresses import Pair
    from pipeline.changes.snapshots import Snapshot


@dataclass(frozen=True, slots=True)
class Correction:
    """A row of a table whose new address is an old one by now, and where it should lead instead."""

    row: Redirect
    new: str


class Leads:
    """What leads where on the platform: its sites now, and those of them that were compared, by name."""

    def __init__(self, sites: Mapping[str, Snapshot], pairs: Mapping[str, Pair], day: dt.date) -> None:
        self._sites = sites
        self._pairs = pairs
        self._day = day
        self._lost = {name: dict(_lost(pair, day)) for name, pair in pairs.items() if not pair.rests}
        self._documents = {path: new for pair in pairs.values() for path, new in pair.renames.documents.items()}
        self._domains: dict[str, str] = {pair.before.site.settings.domain: name for name, pair in pairs.items()}
        self._domains |= {each.site.settings.domain: name for name, each in sites.items()}

    def old_addresses(self, name: str) -> Iterator[Old]:
        """Yield what a site had and has no more, rows that were taken out of its table included."""
        pair, lost = self._pairs[name], self._lost.get(name)
        if lost is None:
            return
        rows = (
            row for place, row in pair.before.table.items() if place not in lost and self._taken_out(pair, place, row)
        )
        found = (*lost.values(), *(self._again(name, row) for row in rows))
        yield from map(Admission(pair.after).admitted, found)

    def _taken_out(self, pair: Pair, place: str, row: Redirect) -> bool:
        return row.holds(self._day) and not pair.after.is_there(place, self._day)

    def _again(self, name: str, row: Redirect) -> Old:
        """A row that was taken out, as it should be put in again."""
        new = self.final(name, row.new)
        return Old(row.old, new, "" if new else f"原来{REDIRECTS_FILE}里有这一行，现在没有了，补上")

    def rows(self, name: str) -> Iterator[Correction | Old]:
        """Yield the rows of a site's table that lead to an old address: corrected, or as an address that is lost."""
        site = self._sites[name]
        admission = Admission(site)
        for place, row in site.table.items() if name in self._lost else ():
            new = self._corrected(name, place, row) if row.new and place not in site.pages else row.new
            if not row.new or new == row.new:
                continue
            clash = admission.clash(new) if new else "打不开了"
            if clash:
                yield Old(row.old, why=f"{REDIRECTS_FILE}第{row.line}行转到“{row.new}”，{clash}")
            else:
                yield Correction(row, new)

    def _corrected(self, name: str, place: str, row: Redirect) -> str:
        """Where a row leads at last; where that is nowhere, where the earlier site says that its old address went."""
        found = self.final(name, row.new)
        pair = self._pairs.get(name)
        if found or not pair:
            return found
        address = pair.before.pages.get(place) or pair.before.aliases.get(place)
        return self.final(name, follow(pair, address).new) if address else ""

    def final(self, name: str, target: str) -> str:
        """Return where a target in a site's table leads at last, as a table writes it; nothing where it leads nowhere or round."""
        seen: set[str] = set()
        while target and target not in seen:
            seen.add(target)
            onward = self._onward(name, target)
            if onward == target:
                return target
            target = onward
        return ""

    def _onward(self, name: str, target: str) -> str:
        """One step on from a target; the target itself where it is at its end."""
        if not target.startswith("/") and "://" not in target:
            known = any(target in site.documents for site in self._sites.values())
            return target if known else self._documents.get(target, "")
        if target.startswith("/"):
            return self._from_address(name, target, target)
        parts = urlsplit(target)
        other = self._domains.get(parts.hostname or "", "")
        if not other:
            return target
        site = self._sites[other].site
        here = target if parts.hostname == site.settings.domain else site.address + target.partition(parts.netloc)[2]
        onward = self._from_address(other, parts.path, here)
        return site.address + onward if onward.startswith("/") else onward

    def _from_address(self, name: str, target: str, itself: str) -> str:
        """One step on from an address of a site; an address that the site never had is not judged."""
        place, site, pair = written_place(target), self._sites[name], self._pairs.get(name)
        if place in site.pages or site.mode is Mode.RESTING:
            return itself
        if place in site.aliases:
            return site.aliases[place].owner
        row = site.table.get(place) or (pair and pair.before.table.get(place))
        if row:
            return row.new
        lost = self._lost[name].get(place) if name in self._lost else None
        return lost.new if lost else itself


def _lost(pair: Pair, day: dt.date) -> Iterator[tuple[str, Old]]:
    """Every address that the earlier site had and the later one has not, by place."""
    for places in (pair.before.pages, pair.before.aliases):
        for place, address in places.items():
            if not pair.after.is_there(place, day):
                yield place, follow(pair, address)
