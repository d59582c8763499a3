"""Bring the ledger up to the content: documents, the pages that are to be made, and what is wrong with them all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from model.faults import ContentFaults
from plugins.engine.ask import Ask
from plugins.engine.inquiry import Inquiry, Touched
from plugins.engine.intake import Intake
from plugins.engine.old_addresses import names_of
from plugins.engine.plan import Plan

if TYPE_CHECKING:
    from model.faults import Fault
    from model.site import Site
    from plugins.engine.ledger import Ledger
    from plugins.engine.picture_cache import PictureCache
    from plugins.engine.registry import Registry
    from plugins.engine.survey import Survey


def take_in(
    seen: Survey, ledger: Ledger, registry: Registry, jobs: int = 1, pictures: PictureCache | None = None
) -> Intake:
    """Bring documents and plan up to the content, within the running transaction; raise `ContentFaults` with every fault.

    Without a cache of pictures it is only said what is wrong with them.
    """
    modes = {site: seen.content.mode(site, seen.now.date()) for site in seen.content.sites}
    plan = Plan(ledger, registry, seen.first, modes, seen.content.sites)
    intake = Intake(seen, ledger, plan, pictures)
    intake.take(jobs)
    faults: list[Fault] = [*seen.faults, *intake.faults]
    for site in seen.content.sites.values():
        if _may_have_other_pages(site, intake):
            plan.of_site(Ask(ledger.database, seen.content, site, seen.now))
    for name in sorted(seen.before.keys() - seen.facts.keys()):
        if name.startswith("site:"):
            plan.without(name.removeprefix("site:"))
    faults += plan.settle(seen.content, seen.now)
    inquiry = Inquiry(
        ledger.database, seen.content, seen.now, frozenset(intake.broken), frozenset(intake.claimed), _touched(intake)
    )
    for check in registry.checks:
        faults += check(inquiry)
    if faults:
        raise ContentFaults(faults)
    return intake


def _may_have_other_pages(site: Site, intake: Intake) -> bool:
    """A site's own pages hang on its settings, the theme, the code, and on how many documents its lists and years have."""
    if intake.seen.changed & {"static", f"site:{site.id}", f"life:{site.id}"}:
        return True
    changes = ((old, new) for old, new in intake.changes if (old or new).site == site.id)  # type: ignore[union-attr]
    return any((old and old.rank) != (new and new.rank) for old, new in changes)


def _touched(intake: Intake) -> Touched | None:
    """What a check looks at; everything where it is not known what was right before."""
    if intake.seen.first:
        return None
    facets = [facet for change in intake.changes for facet in change if facet]
    numbers = {facet.number for facet in facets if facet.number} | intake.claimed
    turned = intake.old_addresses.turned
    paths = {facet.path for facet in facets} | intake.broken | names_of(intake.ledger, turned)
    rows = frozenset((each.site, each.file) for each in turned)
    dropped, sites = frozenset(intake.plan.dropped), frozenset(intake.otherwise())
    return Touched(frozenset(paths), frozenset(numbers), rows, dropped, sites)
