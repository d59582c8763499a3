"""Judge what is in the memo: which links lead nowhere, or to pages that only send on, and all findings on a site."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from model.faults import Fault
from pipeline.audit.page import Finding, broken, through

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

_JUDGE = """update place set
    broken = not exists (
        select 1 from page where page.site = place.site and page.file = place.file and (place.fragment = ''
            or exists (select 1 from json_each(page.ids) where json_each.value = place.fragment))),
    sends = exists (select 1 from page where page.site = place.site and page.file = place.file and page.sends)
    where site = ? and broken is null"""
_WRONG_LINKS = """select page.file, part.line + link.line, place.address, place.broken, place.sends and not page.sends
    from place join link on link.place = place.id join part on part.block = link.block join page on page.id = part.page
    where place.site = ? and (place.broken or place.sends)"""
_WRONG_PAGES = "select file, findings from page where site = ? and findings != '[]'"


def judge(memo: sqlite3.Connection, site: str) -> None:
    """Look up what the links in doubt lead to: new ones, and those to files that came, went, or have other anchors."""
    memo.execute(_JUDGE, (site,))


def findings(memo: sqlite3.Connection, site: str) -> Iterator[Fault]:
    """Yield every finding on a site whose links are judged, in no order."""
    spared = _spared(memo, site)
    for file, text in memo.execute(_WRONG_PAGES, (site,)):
        found = (Finding(*each) for each in json.loads(text))
        yield from (each.at(f"{site}/{file}") for each in found if each.item not in spared)
    for file, line, address, is_broken, sends in memo.execute(_WRONG_LINKS, (site,)):
        if is_broken:
            yield broken(line, address).at(f"{site}/{file}")
        if sends:
            yield through(line, address).at(f"{site}/{file}")


def _spared(memo: sqlite3.Connection, site: str) -> frozenset[str]:
    """What the pages of a site need not show, as its front page says."""
    rows = memo.execute("select spares from page where site = ? and file = 'index.html'", (site,)).fetchall()
    return frozenset(item for (text,) in rows for item in json.loads(text))
