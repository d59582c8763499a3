"""Tell what is the same on many pages of a site once: thousands of lines of one fact hide all others, and are mended in one place."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pipeline.audit import Inspected

#: From how many pages on a fact is that of the template, and not of the pages.
MANY = 30


def told_together(several: Iterable[Inspected]) -> list[Inspected]:
    """Return the findings on one site in the order of places, each fact that stands on `MANY` pages or more once.

    It is told at the page that is the fewest folders down, with the number of all.
    """
    alike: dict[tuple[str, str], list[Inspected]] = {}
    for each in several:
        alike.setdefault((each.rule, each.fact), []).append(each)
    return sorted(each for same in alike.values() for each in _told(same))


def _told(same: list[Inspected]) -> list[Inspected]:
    pages = {each.path for each in same}
    if len(pages) < MANY:
        return same
    first = min(same, key=lambda each: (each.path.count("/"), each))
    return [first._replace(fact=f"{first.fact}（{len(pages)}个网页都是这样）")]
