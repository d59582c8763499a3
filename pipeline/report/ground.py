"""What a report stands on: the ledger as of a moment, the period, the patrol's record, and which sites there are."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from model.lifecycle import State
from pipeline.life.notice_text import chinese_day
from pipeline.report.availability import Availability, availability
from pipeline.rules.rule import Severity

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from model.site import Site
    from pipeline.findings.finding import Finding
    from pipeline.report.period import Period
    from pipeline.rules.books import Books

_NOT_YET = frozenset({State.PLANNED, State.APPROVED})


@dataclass(frozen=True, slots=True)
class Ground:
    """The ledger, the period, the folder with the patrol's record, and what the check found at the moment of the ledger.

    `visits` is GoAccess's report on the log of one site, or a folder with one a site.
    """

    books: Books
    period: Period
    output: Path
    findings: Sequence[Finding] = ()
    visits: Path | None = None

    @property
    def until(self) -> dt.datetime:
        """The minute up to which the period has gone by."""
        return self.period.until(self.books.now)

    @property
    def span(self) -> str:
        """The days that figures are of: 2025年1月1日至12月31日."""
        first, last = self.period.first, self.until.date()
        shown = chinese_day(last) if last.year != first.year else chinese_day(last).partition("年")[2]
        return f"{chinese_day(first)}至{shown}"

    def availability(self, site: Site) -> Availability:
        """Return what the patrol recorded of a site in the period."""
        return availability(self.output, site.id, self.period.first, self.until)

    def findings_of(self, site: Site) -> list[Finding]:
        """Return what was found in the files of a site; hints are no faults of an office, and left out."""
        found = (each for each in self.findings if each.severity is not Severity.HINT)
        return [each for each in found if each.path.partition("/")[0] == site.id]

    @property
    def sites(self) -> list[Site]:
        """The sites that were open at the end of the period; one without a record is."""
        return [site for site in self.books.content.sites.values() if self._is_open(site)]

    def _is_open(self, site: Site) -> bool:
        life = self.books.content.lives[site.id]
        return not life.acts or life.state(self.until.date()) not in {*_NOT_YET, State.CLOSED}

    @property
    def portal(self) -> Site:
        """The city's portal, whose sponsor supervises all sites; the first site where none is said to be."""
        content = self.books.content
        return content.sites.get(content.platform.portal) or next(iter(content.sites.values()))


def sponsor_of(site: Site) -> str:
    """Return who answers for a site."""
    return site.settings.sponsor or site.settings.name


def kind_of(site: Site) -> str:
    """Return what sort of site it is: 政府门户网站, 部门网站."""
    return "政府门户网站" if site.settings.kind == "portal" else "部门网站"


def identity(site: Site) -> tuple[tuple[str, str], ...]:
    """Return the head of every form of a site: whose it is, and under which numbers it is registered."""
    settings = site.settings
    return (
        ("填报单位", sponsor_of(site)),
        ("网站名称", settings.name),
        ("首页网址", str(settings.domain)),
        ("主办单位", settings.sponsor),
        ("网站类型", kind_of(site)),
        ("网站标识码", settings.code),
        ("ICP备案号", settings.icp),
        ("公安机关备案号", settings.police),
    )
