"""Tell what is the same on many pages of a site once: thousands of lines of one fact hide all others, and are mended in one place."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pipeline.audit import Inspected

#: From how many pages on a fact is that of the template, and not of the pages.
MANY = 30


@dataclass(slots=True)
class _Alike:
    """The findings of one fact; of what stands on many pages only their names, and the finding to be told."""

    first: Inspected
    several: list[Inspected] = field(default_factory=list)
    pages: set[str] = field(default_factory=set)

    def take(self, found: Inspected) -> None:
        self.first = min(self.first, found, key=lambda each: (each.path.count("/"), each))
        self.pages.add(found.path)
        if len(self.pages) < MANY:
            self.several.append(found)

    def told(self) -> list[Inspected]:
        if len(self.pages) < MANY:
            return self.several
        return [self.first._replace(fact=f"{self.first.fact}（{len(self.pages)}个网页都是这样）")]


def told_together(several: Iterable[Inspected]) -> Iterator[Inspected]:
    """Yield the findings on one site in no order, each fact that stands on `MANY` pages or more once.

    It is told at the page that is the fewest folders down, with the number of all.
    """
    alike: dict[tuple[str, str], _Alike] = {}
    for each in several:
        key = each.rule, each.fact
        if key not in alike:
            alike[key] = _Alike(each)
        alike[key].take(each)
    for same in alike.values():
        yield from same.told()
