"""What a round asks for, site by site: front pages, the pages whose turn it is, doors that must be shut, ways to https."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.patrol.contents import DOORS
from pipeline.patrol.expected import INDEX, Expected, address_of
from pipeline.patrol.reach import HOME
from pipeline.patrol.sample import after
from pipeline.patrol.visiting import Errand

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from pipeline.hosts import Front, SiteAddress
    from pipeline.patrol.targets import Targets

#: So many pages at which something was found are asked again every round, besides those whose turn it is.
_AGAIN = 50


@dataclass(slots=True)
class Watched:
    """A site with what its visitors should get, as far as is known by now, and where it is asked."""

    site: SiteAddress
    expected: Expected
    targets: Targets

    def errand(self, front: Front, path: str, file: str = "") -> Errand:
        """Return the errand of asking a front for a path."""
        return Errand(self.site.name, self.site.domain, front, path, file)

    def homes(self) -> list[Errand]:
        """The front page, wherever the site is served."""
        return [self.errand(front, HOME, INDEX) for front in self.targets.serving]

    def pages(self, files: Iterable[str], fronts: Collection[Front]) -> list[Errand]:
        """Some files, at each of the fronts."""
        return [self.errand(front, address_of(file), file) for file in files for front in fronts]

    def doors(self, fronts: Iterable[Front]) -> list[Errand]:
        """What must not be there, once on each host; what the site itself has at such an address is none."""
        first = {front.host: front for front in reversed(list(fronts))}
        own = {address_of(file).rstrip("/") for file in self.expected.pages()}
        return [self.errand(front, door) for door in DOORS if door.rstrip("/") not in own for front in first.values()]

    def ways(self) -> list[Errand]:
        """The front page by http, where visitors are to be sent on to https."""
        name, domain = self.site.name, self.site.domain
        return [Errand(name, domain, front, HOME, shown=f"http://{domain}/") for front in self.targets.leading]

    def in_turn(self, last: str, count: int, again: Collection[str]) -> tuple[tuple[str, ...], str]:
        """Return the files to sample, those at the addresses `again` first, and the file whose turn was last."""
        files = [file for file in self.expected.pages() if file != INDEX]
        turn = after(files, last, count)
        found = [file for file in files if address_of(file) in again][:_AGAIN] if again else []
        return tuple(dict.fromkeys([*found, *turn])), turn[-1] if turn else last
