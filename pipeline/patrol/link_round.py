"""The part of a round that is about outgoing links: which there are, whose turn it is, and what became of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import TYPE_CHECKING

from pipeline.patrol.answered import Reply, Unreached, Visit
from pipeline.patrol.contents import difference
from pipeline.patrol.findings import LINKS, Finding, Place, warning
from pipeline.patrol.links import Followed, domain_of, follow, link, outgoing
from pipeline.patrol.sample import spread
from pipeline.patrol.visiting import Errand, in_lanes

if TYPE_CHECKING:
    import datetime as dt

    from pipeline.patrol.plan import Watched
    from pipeline.patrol.store import Store
    from pipeline.patrol.targets import LookUp

_SECONDS = 10.0
_A_DOMAIN = 2
#: So many links at which something was found are asked again every round.
_AGAIN = 50
#: Of so few links all may be dead.
_FEW = 2


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


def cut_off(followed: Collection[Followed]) -> bool:
    """Say whether this machine seems to have no way to the outside: of several links not one was answered."""
    return len(followed) > _FEW and all(isinstance(each.answer, Unreached) for each in followed)


def judged(store: Store, site: str, followed: Collection[Followed], at: dt.datetime) -> Iterator[Finding]:
    """Record what became of a site's links, and judge it; where this machine is cut off, that is all that is said."""
    if cut_off(followed):
        fact, remedy = f"{len(followed)}个外部链接一个也没有回答", "看巡查的机器能不能访问互联网，能不能解析域名"
        yield warning("LINKS_UNASKED", Place(site), fact, remedy, LINKS)
        return
    for each in followed:
        failures = store.link_asked(site, each.urls[0], at, dead=each.dead)
        yield from link(site, each, failures)


def visit_of(site: str, followed: Followed, at: dt.datetime) -> Visit:
    """Return the visit that following a link was."""
    answer = followed.answer
    family = answer.family if isinstance(answer, Reply) else ""
    return Visit(at, site, "", family, followed.urls[0], answer)
