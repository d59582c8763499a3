"""Choose what a round asks for, in turn: every page of a site comes up, and after the last one the first again."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence


def after(pages: Sequence[str], last: str, count: int) -> tuple[str, ...]:
    """Return the next `count` of the sorted `pages` after `last`, from the beginning again after the end, each once."""
    start = bisect_right(pages, last)
    return tuple([*pages[start:], *pages[:start]][:count]) if count < len(pages) else tuple(pages)


def spread(urls: Iterable[str], domain_of: Callable[[str], str], most: int, a_domain: int) -> tuple[str, ...]:
    """Return the first `most` addresses of which no domain has more than `a_domain`; the others wait for their turn."""
    taken: Counter[str] = Counter()
    chosen: list[str] = []
    for url in urls:
        domain = domain_of(url)
        if len(chosen) < most and taken[domain] < a_domain:
            taken[domain] += 1
            chosen.append(url)
    return tuple(chosen)
