"""Look at a site from outside right after it was switched: whether every host answers with what was published."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from pipeline.patrol.answered import IPV6, Failure, Unreached
from pipeline.patrol.contents import difference
from pipeline.patrol.expected import INDEX, Expected, is_served
from pipeline.patrol.plan import Watched
from pipeline.patrol.targets import targets
from pipeline.patrol.visiting import visit_all
from pipeline.release import BEIJING, shown

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pipeline.host_answers import HostAnswers
    from pipeline.hosts import Front, SiteAddress
    from pipeline.patrol.answered import Visit
    from pipeline.patrol.expected import Wanted

_SECONDS = 15.0


def seen_from_outside(
    fronts: Sequence[Front],
    site: SiteAddress,
    expected: Mapping[str, str],
    sample: int,
    changed: Sequence[str],
    answers: HostAnswers | None = None,
    timeout: float = _SECONDS,
) -> tuple[str, ...]:
    """Return in Chinese what the fronts answer otherwise than was published; nothing where all is as it should be.

    Asked are the front page and `sample` other files: those of `changed` first, then others, which the digests choose. `expected`
    is the SHA-256 of every file; `answers` are what the release says of its addresses: a site at rest must answer 503, a
    page that moved 301, one that is gone 410. IPv6 is left out where this machine has none.
    """
    release = Expected(expected, answers) if answers else Expected(expected)
    watched = Watched(site, release, targets(fronts, site.domain, public=False, timeout=timeout))
    problems = [f"{front.host}：“{shown(front.address)}”查不到地址" for front in watched.targets.nameless]
    homes = watched.homes()
    visits = visit_all(homes, dt.datetime.now(BEIJING), timeout)
    up = [errand.front for errand, visit in zip(homes, visits, strict=True) if not isinstance(visit.answer, Unreached)]
    errands = watched.pages(_chosen(release, sample, changed), up)
    visits += visit_all(errands, dt.datetime.now(BEIJING), timeout)
    for errand, visit in zip([*homes, *errands], visits, strict=True):
        if fault := _fault(visit, release.wanted(errand.file)):
            problems.append(f"{visit.host}（{visit.family}）{shown(visit.path)}：{fault}")
    return tuple(problems)


def _chosen(release: Expected, sample: int, changed: Sequence[str]) -> tuple[str, ...]:
    """The changed files, then others in the order of their digests, which is as good as chance and the same each time."""
    own = [file for file in changed if file in release.digests and is_served(file)]
    others = sorted(release.pages(), key=lambda file: (release.digests[file], file))
    return tuple(file for file in dict.fromkeys([*own, *others]) if file != INDEX)[:sample]


def _fault(visit: Visit, wanted: Wanted) -> str:
    if isinstance(visit.answer, Unreached):
        ours = visit.answer.kind is Failure.NO_ROUTE and visit.family == IPV6
        return "" if ours or visit.answer.kind is Failure.TOO_LARGE else visit.answer.text
    return difference(visit.answer, wanted)
