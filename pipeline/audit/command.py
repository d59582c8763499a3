"""What `invoke audit` lists: everything that the rules find in the built sites and between their pages, but for what is excepted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from model.content_folder import read_content
from model.exceptions import read_exceptions
from model.faults import ContentFaults, Fault, did_you_mean
from model.profile import read_profile
from pipeline.audit import Inspected, inspect, settings_of
from pipeline.check.excepted import is_excepted
from pipeline.findings.finding import Finding, Owners, of_found
from pipeline.rules.book import book
from pipeline.rules.rule import Found
from plugins.engine.clock import now_in_shanghai

if TYPE_CHECKING:
    from pathlib import Path


def audit_sites(content: Path, output: Path, site: str = "", jobs: int = 0) -> list[Finding]:
    """Return the findings on all built sites, or on the one named, in the order of places.

    Raises `OutputError`, and `ContentFaults` for a site that is none. An exception names the page's file below the site's folder in the output: `zwgk/tzgg/a/index.html`.
    """
    read = read_content(content)
    if site and site not in read.sites:
        nearest = did_you_mean(site, read.sites) or "、".join(read.sites)
        raise ContentFaults([Fault(site, 1, "NO_SITE", f"没有“{site}”这个网站", f"网站有：{nearest}")])
    profile, _ = read_profile(content)
    waivers, _ = read_exceptions(read.folder, read.sites, read.people)
    owners, today = Owners(read.sites), now_in_shanghai().date()
    settings = settings_of(read, profile)
    names = [name for name in read.sites if site in {"", name}]
    found = [each for name in names for each in inspect(output / name, settings[name], jobs=jobs)]
    several = [_finding(each, owners) for each in found]
    return [each for each in several if not is_excepted(each, waivers, today)]


def _finding(seen: Inspected, owners: Owners) -> Finding:
    return of_found(book()[seen.rule], Found(seen.line, seen.fact, seen.remedy), seen.path, owners)
