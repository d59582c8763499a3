"""Ask for what a release says, and look twice: a page that is not as published may have been published this very moment."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pipeline.patrol.answered import Reply, Visit
from pipeline.patrol.contents import difference
from pipeline.patrol.expected import Expected
from pipeline.patrol.visiting import Errand, visit_all

if TYPE_CHECKING:
    import datetime as dt

    from pipeline.patrol.plan import Watched

#: Says what visitors of a site, by its name, should get now.
Published = Callable[[str], Expected]
Asked = list[tuple[Errand, Visit]]


@dataclass(slots=True)
class Looking:
    """A round's questions: what was published, for whom it is asked, and the visits that count."""

    published: Published
    at: dt.datetime
    seconds: float
    sites: dict[str, Watched]
    visits: list[Visit] = field(default_factory=list)

    def look(self, errands: Sequence[Errand]) -> Asked:
        """Ask, and ask once more where a file is not as published, by what is published now; return the visits that count."""
        asked = dict(zip(errands, visit_all(errands, self.at, self.seconds), strict=True))
        other = [errand for errand, visit in asked.items() if self._differs(errand, visit)]
        for name in sorted({errand.site for errand in other}):
            self.sites[name].expected = self.published(name)
        asked |= zip(other, visit_all(other, self.at, self.seconds), strict=True)
        self.visits += asked.values()
        return list(asked.items())

    def _differs(self, errand: Errand, visit: Visit) -> bool:
        expected = self.sites[errand.site].expected
        if errand.file not in expected.digests or not isinstance(visit.answer, Reply):
            return False
        return bool(difference(visit.answer, expected.wanted(errand.file)))
