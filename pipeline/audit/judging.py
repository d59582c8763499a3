"""Judge what is in the memo: which links lead nowhere, or to pages that only send on, and all findings on a site."""

from __future__ import annotations

import json
from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING

from pipeline.audit.seeing import Finding, broken, through

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

_JUDGE = """update place set
    broken = not exists (
        select 1 from page where page.site = place.site and page.file = place.file and (place.fragment = ''
            or exists (select 1 from json_each(page.ids) where json_each.value = place.fragment))),
    sends = exists (select 1 from page where page.site = place.site and page.file = place.file and page.sends)
    where site = ? and broken is null"""
_WRONG_LINKS = """select page.file, part.line + link.line, place.address, place.file, place.broken,
        place.sends and not page.sends
    from place join link on link.place = place.id join part on part.block = link.block join page on page.id = part.page
    where place.site = ? and (place.broken or place.sends)"""
#: The front pages of folders on other systems.
_FRONT = ("index.htm", "index.shtml", "default.html", "default.htm")
_OTHER_FRONT = f"select 1 from page where site = ? and file in ({', '.join('?' * len(_FRONT))}) limit 1"  # noqa: S608 no value
_FAILING = "select file, failing from page where site = ? and failing != '[]'"
_ADVICE = "select file, advice from page where site = ? and advice != '[]'"


def judge(memo: sqlite3.Connection, site: str) -> None:
    """Look up what the links in doubt lead to: new ones, and those to files that came, went, or have other anchors."""
    memo.execute(_JUDGE, (site,))


def findings(memo: sqlite3.Connection, site: str, *, failing_only: bool) -> Iterator[tuple[str, Finding]]:
    """Yield the findings on the pages of a site whose links are judged, each with its page's file, in no order; all, or those that fail."""
    spared, queries = _spared(memo, site), (_FAILING,) if failing_only else (_FAILING, _ADVICE)
    for file, text in chain.from_iterable(memo.execute(query, (site,)) for query in queries):
        yield from ((file, each) for each in _findings(text) if each.fact not in spared)
    for file, line, address, place, is_broken, sends in memo.execute(_WRONG_LINKS, (site,)):
        if is_broken and not _has_other_front(memo, site, place):
            yield file, broken(line, address)
        if sends:
            yield file, through(line, address)


def _has_other_front(memo: sqlite3.Connection, site: str, file: str) -> bool:
    """Whether the folder whose front page is missing has one of another name."""
    folder, slash, name = file.rpartition("/")
    if name != "index.html":
        return False
    return memo.execute(_OTHER_FRONT, (site, *(f"{folder}{slash}{front}" for front in _FRONT))).fetchone() is not None


@lru_cache(1 << 8)
def _findings(text: str) -> tuple[Finding, ...]:
    """The findings that the memo has as one text: on many pages it is the same."""
    return tuple(Finding(*each) for each in json.loads(text))


def _spared(memo: sqlite3.Connection, site: str) -> frozenset[str]:
    """What is no fault of the pages of a site, as its front page says."""
    rows = memo.execute("select spares from page where site = ? and file = 'index.html'", (site,)).fetchall()
    return frozenset(fact for (text,) in rows for fact in json.loads(text))
