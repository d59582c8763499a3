"""The part of a round that is about outgoing links: which there are, whose turn it is, and what became of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import TYPE_CHECKING

from pipeline.patrol.answered import Reply, Visit
from pipeline.patrol.contents import difference
from pipeline.patrol.links import Followed, domain_of, follow, link, outgoing
from pipeline.patrol.sample import spread
from pipeline.patrol.visiting import Errand, in_lanes

if TYPE_CHECKING:
    import datetime as dt

    from pipeline.patrol.findings import Finding
    from pipeline.patrol.plan import Watched
    from pipeline.patrol.store import Store
    from pipeline.patrol.targets import LookUp

_SECONDS = 10.0
_A_DOMAIN = 2
#: So many links at which something was found are asked again every round.
_AGAIN = 50


def record_links(store: Store, watched: Watched, asked: Iterable[tuple[Errand, Visit]], own: Collection[str]) -> None:
    """Record the outgoing links of the site's own pages among what was asked; pages that are not as published have none."""
    seen: set[str] = set()
    for errand, visit in asked:
        if errand.site != watched.site.name or errand.file in seen or not errand.file.endswith(".html"):
            continue
        answer = visit.answer
        if isinstance(answer, Reply) and answer.body and not difference(answer, watched.expected.wanted(errand.file)):
            seen.add(errand.file)
            url = f"https://{watched.site.domain}{errand.path}"
            store.see_links(errand.site, errand.file, outgoing(answer.body, url, own))


def links_to_ask(store: Store, site: str, again: Iterable[str], most: int) -> list[str]:
    """Return the links of a site to ask: those at which something was found before, then those whose turn it is."""
    found = [url for url in again if store.has_link(site, url)][:_AGAIN]
    turn = spread(store.links_in_turn(site), domain_of, most, _A_DOMAIN)
    return list(dict.fromkeys([*found, *turn]))


def follow_all(urls: Collection[str], look_up: LookUp) -> dict[str, Followed]:
    """Ask where links lead, each domain's one after the other."""
    every = list(dict.fromkeys(urls))
    return dict(zip(every, in_lanes(every, domain_of, 1, lambda url: follow(url, _SECONDS, look_up)), strict=True))


def judged(store: Store, site: str, followed: Iterable[Followed], at: dt.datetime) -> Iterator[Finding]:
    """Record what became of a site's links, and judge it."""
    for each in followed:
        failures = store.link_asked(site, each.urls[0], at, dead=each.dead)
        yield from link(site, each, failures)


def visit_of(site: str, followed: Followed, at: dt.datetime) -> Visit:
    """Return the visit that following a link was."""
    answer = followed.answer
    family = answer.family if isinstance(answer, Reply) else ""
    return Visit(at, site, "", family, followed.urls[0], answer)
