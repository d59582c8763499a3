"""Say which findings have ended: those whose place was asked again in this round and was well, and those whose place is no more.

What was not asked again stays open: nobody has seen it mended.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from pipeline.patrol.answered import Reply, family_of
from pipeline.patrol.contents import DOORS
from pipeline.patrol.expected import address_of
from pipeline.patrol.findings import Place
from pipeline.patrol.reach import HOME

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from pipeline.patrol.answered import Visit
    from pipeline.patrol.findings import Finding
    from pipeline.patrol.plan import Watched


def gone(
    before: Iterable[Finding],
    found: Iterable[Finding],
    watched: Watched,
    visits: Iterable[Visit],
    has_link: Callable[[str], bool],
) -> set[tuple[str, Place]]:
    """Return the keys of a site's findings of `before` that have ended, by what this round found and the visits that count."""
    still = {finding.key for finding in found}
    open_before = [
        finding for finding in before if finding.key not in still and finding.place.site == watched.site.name
    ]
    ended = _Ended(watched, [visit for visit in visits if visit.site == watched.site.name], has_link)
    return {finding.key for finding in open_before if ended.at(finding.place)}


class _Ended:
    def __init__(self, watched: Watched, visits: list[Visit], has_link: Callable[[str], bool]) -> None:
        fronts = watched.targets.serving + watched.targets.leading
        self._has_link = has_link
        self._hosts = {front.host for front in fronts}
        self._families = {(front.host, family_of(front.address)) for front in fronts}
        self._serving = len(watched.targets.serving)
        self._paths = {HOME, *DOORS, *map(address_of, watched.expected.digests)}
        self._way = f"http://{watched.site.domain}/"
        answered = [visit for visit in visits if isinstance(visit.answer, Reply) or visit.path == self._way]
        self._answered = {(visit.host, visit.family, visit.path) for visit in answered}
        self._doors = {(visit.host, visit.path) for visit in answered}
        self._everywhere = Counter(visit.path for visit in answered)
        self._links = {visit.path for visit in visits if not visit.host}

    def at(self, place: Place) -> bool:
        """Whether a place was asked again, or is no more, or is judged in every round."""
        if not place.path:
            return True
        if not place.host:
            return self._of_all_hosts(place.path)
        if place.host not in self._hosts or (place.path not in self._paths and place.path != self._way):
            return True
        if not place.family:
            return (place.host, place.path) in self._doors
        key = (place.host, place.family)
        return key not in self._families or (*key, place.path) in self._answered

    def _of_all_hosts(self, path: str) -> bool:
        if not path.startswith("/"):
            return path in self._links or not self._has_link(path)
        return path not in self._paths or self._everywhere[path] >= self._serving > 0
