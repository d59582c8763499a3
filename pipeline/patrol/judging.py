"""Judge all that a round asked for on the hosts of one site."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.patrol import contents, headers, reach
from pipeline.patrol.answered import Reply, Unreached, Visit
from pipeline.patrol.expected import INDEX
from pipeline.patrol.findings import Finding, Place

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from model.profile import Profile
    from pipeline.patrol.looking import Asked
    from pipeline.patrol.plan import Watched
    from pipeline.patrol.visiting import Errand


def judged(watched: Watched, asked: Asked, now: dt.datetime, profile: Profile) -> Iterator[Finding]:
    """Yield what is wrong with the answers that count, and with the site's addresses."""
    site = watched.site.name
    yield from reach.addresses(site, watched.targets)
    for front in watched.targets.serving:
        yield from reach.plain_http(site, front)
    for errand, visit in asked:
        if errand.front in watched.targets.leading:
            yield from reach.sends_on(visit, watched.site.domain)
        elif errand.file == INDEX:
            yield from _home(watched, errand, visit, now, profile)
        elif not errand.file:
            yield from contents.door(visit, rests=watched.expected.rests)
        elif errand.file in watched.expected.digests:
            yield from contents.page(visit, watched.expected.wanted(errand.file))
    served = [visit for errand, visit in asked if errand.file in watched.expected.digests]
    yield from contents.alike(served)


def failure_of(watched: Watched, visit: Visit, profile: Profile) -> str:
    """Return why a visit of one of the site's hosts failed, as the record keeps it; empty where it did not."""
    if visit.path == reach.HOME:
        return reach.home_failure(visit, watched.expected.wanted(INDEX).status, profile)
    return visit.answer.text if isinstance(visit.answer, Unreached) else ""


def _home(watched: Watched, errand: Errand, visit: Visit, now: dt.datetime, profile: Profile) -> Iterator[Finding]:
    wanted = watched.expected.wanted(INDEX)
    troubles = list(reach.reachable(visit, wanted.status, profile))
    yield from troubles
    yield from reach.certificate(visit, now, profile)
    if isinstance(visit.answer, Reply) and not troubles:
        place = Place(visit.site, visit.host, visit.family, visit.path)
        yield from contents.page(visit, wanted)
        yield from headers.headers(place, visit.answer.headers, secure=errand.front.scheme == "https")
