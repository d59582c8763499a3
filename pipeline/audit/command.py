"""What `invoke audit` lists: everything that the rules find in the built sites and between their pages, but for what is excepted."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from model.content_folder import content_of
from model.exceptions import read_exceptions
from model.faults import ContentFaults, Fault, did_you_mean
from model.profile import read_profile
from pipeline.audit import Inspected, inspect, settings_of
from pipeline.audit.together import told_together
from pipeline.findings.finding import Finding, Owners, of_found
from pipeline.rules.book import rule_of
from pipeline.rules.rule import Found, Subject
from plugins.engine.clock import now_in_shanghai

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from model.exceptions import Waiver


def audit_sites(content: Path, output: Path, site: str = "", jobs: int = 0) -> list[Finding]:
    """Return the findings on all built sites, or on the one named, in the order of places.

    What is the same on many pages is told once. Raises `OutputError`, and `ContentFaults` for settings that are wrong and a site that is none. An exception names the page's file below the site's folder in the output: `zwgk/tzgg/a/index.html`.
    """
    read = content_of(content)
    if site and site not in read.sites:
        nearest = did_you_mean(site, read.sites) or "、".join(read.sites)
        raise ContentFaults([Fault(site, 1, "NO_SITE", f"没有“{site}”这个网站", f"网站有：{nearest}")])
    profile, _ = read_profile(content)
    waivers, _ = read_exceptions(read.folder, read.sites, read.people)
    owners, today = Owners(read.sites), now_in_shanghai().date()
    settings = settings_of(read, profile)
    names = [name for name in read.sites if site in {"", name}]
    told = partial(_told, waivers, today)
    found = (each for name in names for each in inspect(output / name, settings[name], jobs=jobs, told=told))
    return [_finding(each, owners) for each in found]


def _told(waivers: Sequence[Waiver], today: dt.date, found: Iterable[Inspected]) -> Iterator[Inspected]:
    """What nobody has allowed, page by page, told together."""
    return told_together(
        each for each in found if not any(waiver.covers(each.rule, each.path, each.fact, today) for waiver in waivers)
    )


def _finding(seen: Inspected, owners: Owners) -> Finding:
    rule = rule_of(seen.rule, Subject.PAGE, Subject.OUTPUT)
    assert rule
    return of_found(rule, Found(seen.line, seen.fact, seen.remedy), seen.path, owners)
