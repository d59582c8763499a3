"""One round of a patrol: ask every host for what each site should show, a part of it each time, judge, and record."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.patrol import link_round, reach
from pipeline.patrol.answered import Reply, Visit
from pipeline.patrol.asking import host_name
from pipeline.patrol.findings import Finding, Place
from pipeline.patrol.judging import failure_of, judged
from pipeline.patrol.links import Followed, answer_text
from pipeline.patrol.looking import Asked, Looking, Published
from pipeline.patrol.plan import Watched
from pipeline.patrol.settling import gone
from pipeline.patrol.targets import LookUp, on_the_internet, resolved, targets
from pipeline.patrol.visiting import Errand

if TYPE_CHECKING:
    from model.profile import Profile
    from pipeline.hosts import Front, SiteAddress
    from pipeline.patrol.store import Store

_WEEK = dt.timedelta(7)


@dataclass(frozen=True, slots=True)
class Scope:
    """How much a round asks: pages and outgoing links of each site, and whether by the domain's own addresses as well.

    `look_up` finds the addresses of names, `look_up_links` those of outgoing links.
    """

    pages: int = 10
    links: int = 10
    public: bool = False
    look_up: LookUp = resolved
    look_up_links: LookUp = on_the_internet


@dataclass(frozen=True, slots=True)
class Round:
    """What a round found and asked; which findings are new, which of those before have ended, which are open after it."""

    findings: tuple[Finding, ...]
    visits: tuple[Visit, ...]
    new: tuple[Finding, ...]
    ended: tuple[Finding, ...]
    open: tuple[Finding, ...]


def one_round(
    sites: Sequence[SiteAddress],
    fronts: Sequence[Front],
    published: Published,
    store: Store,
    profile: Profile,
    now: dt.datetime,
    scope: Scope | None = None,
) -> Round:
    """Ask for every site at every front, record all visits, and return what was found.

    Records older than the profile's `log_days` are deleted first. Raise `RecordDamaged` and `ReleaseError` as the record
    does, and what `published` raises.
    """
    scope = scope or Scope()
    with store.writing():
        store.forget_before(now - dt.timedelta(profile["log_days"].value))
        before = store.open_findings()
        turns = {site.name: store.last_page(site.name) for site in sites}
    seconds = float(profile["response_seconds"].value)
    watched = {}
    for site in sites:
        where = targets(fronts, site.domain, public=scope.public, timeout=seconds, look_up=scope.look_up)
        watched[site.name] = Watched(site, published(site.name), where)
    return _Work(Looking(published, now, seconds, watched), store, profile, scope, before, turns).done()


@dataclass(slots=True)
class _Work:
    looking: Looking
    store: Store
    profile: Profile
    scope: Scope
    before: tuple[Finding, ...]
    turns: dict[str, str]

    def done(self) -> Round:
        asked = self._asked()
        followed = self._followed(asked)
        now, sites = self.looking.at, self.looking.sites
        with self.store.writing():
            self._record(followed)
            found = [each for name in sites for each in self._found(name, asked, followed[name])]
            ended = {key for name in sites for key in self._ended(name, found, asked, followed[name])}
            settled = self.store.settle(found, ended, now)
            still = tuple(finding for finding in self.store.open_findings() if finding.place.site in sites)
        return Round(tuple(found), tuple(self.looking.visits), settled.new, settled.ended, still)

    def _asked(self) -> Asked:
        """Ask for the front pages, then for the rest where there was an answer."""
        sites = self.looking.sites
        homes = self.looking.look([errand for each in sites.values() for errand in each.homes()])
        up = {(errand.site, errand.front) for errand, visit in homes if isinstance(visit.answer, Reply)}
        errands: list[Errand] = []
        for name, watched in sites.items():
            fronts = [front for front in watched.targets.serving if (name, front) in up]
            if fronts:
                files, self.turns[name] = watched.in_turn(self.turns[name], self.scope.pages, self._again(name))
                errands += [*watched.pages(files, fronts), *watched.doors(fronts)]
            errands += watched.ways()
        return [*homes, *self.looking.look(errands)]

    def _followed(self, asked: Asked) -> dict[str, list[Followed]]:
        """Record the links of the pages that were asked, and follow those whose turn it is, by site."""
        sites = self.looking.sites
        own = {host_name(domain) for each in sites.values() for domain in _domains(each.site)}
        with self.store.writing():
            for each in sites.values():
                link_round.record_links(self.store, each, asked, own)
            chosen = {
                name: link_round.links_to_ask(self.store, name, self._again(name), self.scope.links) for name in sites
            }
        every = link_round.follow_all([url for urls in chosen.values() for url in urls], self.scope.look_up_links)
        return {name: [every[url] for url in urls] for name, urls in chosen.items()}

    def _again(self, site: str) -> list[str]:
        """The paths and addresses at which something was found before and has not ended."""
        return [finding.place.path for finding in self.before if finding.place.site == site]

    def _record(self, followed: Mapping[str, Sequence[Followed]]) -> None:
        looking = self.looking
        self.store.add((each, failure_of(looking.sites[each.site], each, self.profile)) for each in looking.visits)
        for site, links in followed.items():
            visits = [link_round.visit_of(site, each, looking.at) for each in links]
            looking.visits += visits
            failures = [answer_text(each.answer) if each.dead else "" for each in links]
            self.store.add(zip(visits, failures, strict=True))
        for site, page in self.turns.items():
            self.store.turn_to(site, page)

    def _found(self, site: str, asked: Asked, followed: Sequence[Followed]) -> Iterable[Finding]:
        own = [(errand, visit) for errand, visit in asked if errand.site == site]
        now = self.looking.at
        visits, failed = self.store.failed_since(site, now - _WEEK)
        found = [
            *judged(self.looking.sites[site], own, now, self.profile),
            *reach.share(site, visits, failed, self.profile),
            *link_round.judged(self.store, site, followed, now),
        ]
        return {finding.key: finding for finding in found}.values()

    def _ended(
        self, site: str, found: Sequence[Finding], asked: Asked, followed: Sequence[Followed]
    ) -> set[tuple[str, Place]]:
        counted = () if link_round.cut_off(followed) else followed
        links = [link_round.visit_of(site, each, self.looking.at) for each in counted]
        visits = [*(visit for _, visit in asked), *links]
        watched = self.looking.sites[site]
        return gone(self.before, found, watched, visits, lambda url: self.store.has_link(site, url))


def _domains(site: SiteAddress) -> tuple[str, ...]:
    return site.domain, *filter(None, (site.chinese_domain,)), *site.former
