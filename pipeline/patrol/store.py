"""The patrol's record: every visit, every finding with when it began and ended, whose turn it is. It cannot be made anew."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Collection, Iterable, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.patrol.answered import Unreached, Visit
from pipeline.patrol.findings import Finding, Place, Severity
from pipeline.patrol.record import RecordDamaged, connection, reported, set_aside
from pipeline.release import BEIJING

if TYPE_CHECKING:
    from collections.abc import Iterator

_OPEN = "select code, severity, site, host, family, path, fact, remedy, clause from finding where ended is null"
_END = """update finding set ended = ?
where code = ? and site = ? and host = ? and family = ? and path = ? and ended is null"""
_TELL = """update finding set told = 1
where code = ? and site = ? and host = ? and family = ? and path = ? and ended is null"""
#: Visits are in the order of time, so that only those that are deleted are read.
_FORGET = """delete from visit where id < coalesce(
    (select id from visit where at >= ? order by id limit 1), (select max(id) + 1 from visit))"""


@dataclass(frozen=True, slots=True)
class Settled:
    """How the findings that are open changed."""

    new: tuple[Finding, ...]
    ended: tuple[Finding, ...]


class Store:
    """An open record. What happens in a `with store.writing()` is kept as a whole or not at all."""

    def __init__(self, file: Path) -> None:
        self.file = file
        with reported(file):
            file.parent.mkdir(parents=True, exist_ok=True)
            self._database = connection(file)

    def close(self) -> None:
        """Close the file."""
        with suppress(sqlite3.Error):
            self._database.close()

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Keep what the block writes; raise `RecordDamaged`, and `ReleaseError` where the disk or a lock refuses."""
        with reported(self.file), self._database:
            self._database.execute("begin immediate")
            yield

    def forget_before(self, moment: dt.datetime) -> None:
        """Delete visits before a moment and findings that ended before it."""
        self._database.execute(_FORGET, (_text(moment),))
        self._database.execute("delete from finding where ended < ?", (_text(moment),))

    def add(self, visits: Iterable[tuple[Visit, str]]) -> None:
        """Record visits, each with why it counts as failed where it does."""
        self._database.executemany(
            "insert into visit (at, site, host, family, path, status, seconds, bytes, failure)"
            " values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (_row(visit, failure) for visit, failure in visits),
        )

    def failed_since(self, site: str, moment: dt.datetime) -> tuple[int, int]:
        """Return how often the front pages of a site were visited since a moment, and how many of those visits failed."""
        found = self._database.execute(
            "select count(*), coalesce(sum(failure != ''), 0) from visit"
            " where path = '/' and host != '' and site = ? and at >= ? and (failure != '' or status is not null)",
            (site, _text(moment)),
        )
        [(visits, failed)] = found.fetchall()
        return int(visits), int(failed)

    def open_findings(self) -> tuple[Finding, ...]:
        """Return what was found and has not ended, oldest first."""
        return tuple(map(_finding, self._database.execute(f"{_OPEN} order by id")))

    def settle(self, found: Sequence[Finding], gone: Collection[tuple[str, Place]], at: dt.datetime) -> Settled:
        """Record what was found at a moment, and that the keys in `gone` are no more; return what is new and what has ended."""
        known = {finding.key: finding for finding in self.open_findings()}
        for finding in found:
            self._keep(finding, _text(at))
        ended = [finding for key, finding in known.items() if key in gone]
        for finding in ended:
            self._database.execute(_END, (_text(at), *_key(finding)))
        new = {finding.key: finding for finding in found if finding.key not in known}
        return Settled(tuple(new.values()), tuple(ended))

    def untold(self, sites: Collection[str]) -> tuple[Finding, ...]:
        """Return the open alarms of some sites for which the operator's command was not yet run with success."""
        query = f"{_OPEN} and told = 0 and severity = ? order by id"
        found = map(_finding, self._database.execute(query, (Severity.ALARM,)))
        return tuple(finding for finding in found if finding.place.site in sites)

    def tell(self, findings: Iterable[Finding]) -> None:
        """Record that the operator's command was run for these."""
        self._database.executemany(_TELL, map(_key, findings))

    def last_page(self, site: str) -> str:
        """Return the page of a site that was sampled last, empty before the first."""
        row = self._database.execute("select page from turn where site = ?", (site,)).fetchone()
        return str(row[0]) if row else ""

    def turn_to(self, site: str, page: str) -> None:
        """Record the page that was sampled last."""
        self._database.execute("insert or replace into turn values (?, ?)", (site, page))

    def see_links(self, site: str, page: str, urls: Iterable[str]) -> None:
        """Record the outgoing links that a page has now; those that only it had are forgotten."""
        kept = set(urls)
        known = self._database.execute("select url from link where site = ? and page = ?", (site, page)).fetchall()
        lost = [(site, url) for (url,) in known if url not in kept]
        self._database.executemany("delete from link where site = ? and url = ?", lost)
        rows = ((site, url, page) for url in kept)
        add = "insert into link values (?, ?, ?, '', 0) on conflict do update set page = excluded.page"
        self._database.executemany(add, rows)

    def links_in_turn(self, site: str) -> list[str]:
        """Return a site's outgoing links: those that failed once first, then those that were asked longest ago."""
        query = "select url from link where site = ? order by failures != 1, asked, url"
        return [str(url) for (url,) in self._database.execute(query, (site,))]

    def has_link(self, site: str, url: str) -> bool:
        """Say whether a page of the site, as far as it was sampled, has an outgoing link."""
        found = self._database.execute("select 1 from link where site = ? and url = ?", (site, url))
        return found.fetchone() is not None

    def link_asked(self, site: str, url: str, at: dt.datetime, *, dead: bool) -> int:
        """Record that a link was asked, and return how many times in turn nothing was there."""
        count = "update link set asked = ?, failures = iif(?, failures + 1, 0) where site = ? and url = ?"
        self._database.execute(count, (_text(at), dead, site, url))
        row = self._database.execute("select failures from link where site = ? and url = ?", (site, url)).fetchone()
        return int(row[0]) if row else 0

    def _keep(self, finding: Finding, at: str) -> None:
        what = (finding.fact, finding.remedy, finding.clause)
        self._database.execute(
            "insert into finding (code, severity, site, host, family, path, fact, remedy, clause, began, seen, told)"
            " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0)"
            " on conflict (code, site, host, family, path) where ended is null"
            " do update set fact = excluded.fact, seen = excluded.seen",
            (finding.code, finding.severity, *_key(finding)[1:], *what, at, at),
        )


def opened(file: Path, now: dt.datetime) -> tuple[Store, str]:
    """Open the record, or set a damaged one aside and begin another; return it and what is to be said of that.

    Raise `ReleaseError` where the file cannot be opened for another reason.
    """
    try:
        return Store(file), ""
    except RecordDamaged:
        return begun_anew(file, now)


def begun_anew(file: Path, now: dt.datetime) -> tuple[Store, str]:
    """Set a damaged record aside and begin another; return it and what is to be said of that. Raise `ReleaseError`."""
    aside = set_aside(file, now)
    return Store(file), f"巡查记录损坏了，或者不是这一版本的：已经改名为{aside.name}，另外开始记录；改名的文件请留着查"


def _key(finding: Finding) -> tuple[str, ...]:
    place = finding.place
    return finding.code, place.site, place.host, place.family, place.path


def _finding(row: tuple[str, ...]) -> Finding:
    code, severity, site, host, family, path, fact, remedy, clause = row
    if severity not in set(Severity):
        raise RecordDamaged
    return Finding(code, Severity(severity), Place(site, host, family, path), fact, remedy, clause)


def _row(visit: Visit, failure: str) -> tuple[object, ...]:
    who = (_text(visit.at), visit.site, visit.host, visit.family, visit.path)
    if isinstance(visit.answer, Unreached):
        return (*who, None, None, None, failure)
    return (*who, visit.answer.status, round(visit.answer.seconds, 3), visit.answer.size, failure)


def _text(moment: dt.datetime) -> str:
    return moment.astimezone(BEIJING).strftime("%Y-%m-%d %H:%M:%S")
