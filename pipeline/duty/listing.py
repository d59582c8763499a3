"""From a content folder to its duty list: everything that is due of some sites as of a minute and for some days to come."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import TYPE_CHECKING

from model.exceptions import read_exceptions
from model.faults import ContentFaults
from model.profile import read_profile
from model.working_days import WorkingDays
from pipeline.attempt import record_file
from pipeline.check.taking_in import LedgerUnusable, taken_in
from pipeline.duty.columns import columns
from pipeline.duty.documents import documents
from pipeline.duty.duty import Duty, DutyList
from pipeline.duty.elsewhere import NOTHING, Elsewhere, elsewhere
from pipeline.duty.letters import letters
from pipeline.duty.sites import terms_of_site
from pipeline.duty.statutory import reports
from pipeline.patrol.record import RECORD, RecordDamaged
from pipeline.patrol.store import Store
from pipeline.records.chain import read
from pipeline.records.past import pending_reviews
from pipeline.rules.books import Books

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from pipeline.check.taking_in import TakenIn
    from pipeline.hosts_file import Hosts
    from pipeline.patrol.findings import Finding


def duties(books: Books, sites: Sequence[str], days: int, known: Elsewhere = NOTHING) -> tuple[Duty, ...]:
    """Return what is overdue, due on the day of the books, or due in the `days` after it, of some sites and of the whole city."""
    last = books.today + dt.timedelta(days=days)
    calendar, wanted = WorkingDays(books.content.holidays), {*sites, ""}
    found = (each for each in _all(books, sites, last, known) if each.site in wanted and each.due <= last)
    return tuple(
        sorted(dataclasses.replace(each, overdue=calendar.between(each.due, books.today)) for each in set(found))
    )


def _all(books: Books, sites: Sequence[str], last: dt.date, known: Elsewhere) -> Iterator[Duty]:
    for name in sites:
        site = books.content.sites[name]
        yield from letters(books, site)
        yield from columns(books, site)
        yield from documents(books, site, last)
        yield from terms_of_site(books, site)
        yield from reports(books, site, last)
    yield from elsewhere(books, known)


def duty_list(content: Path, output: Path, hosts: Hosts, now: dt.datetime, site: str = "", days: int = 14) -> DutyList:
    """Return the duty list of a content folder, of all sites or of one; raise `ContentFaults` and `ReleaseError`.

    Files that cannot be read are not in it, and it says so.
    """
    try:
        with taken_in(content, now, output) as taken:
            return _listed(taken, output, hosts, now, site, days)
    except LedgerUnusable:
        with taken_in(content, now, None) as taken:
            return _listed(taken, output, hosts, now, site, days)


def _listed(taken: TakenIn, output: Path, hosts: Hosts, now: dt.datetime, site: str, days: int) -> DutyList:
    content = taken.seen.content
    profile, wrong = read_profile(content.folder)
    if wrong or not content.sites:
        raise ContentFaults(wrong or taken.faults)
    sites = tuple(name for name in content.sites if site in {"", name})
    waivers, _ = read_exceptions(content.folder, content.sites, content.people)
    findings, note = _of_the_patrol(output)
    known = Elsewhere(pending_reviews(read(record_file(output, hosts))), findings, waivers)
    found = duties(Books(taken.ledger.database, content, profile, now), sites, days, known)
    names = {name: each.settings.name for name, each in content.sites.items()}
    notes = (note, _unread(taken), _estimated(found, WorkingDays(content.holidays)))
    return DutyList(now.date(), days, names, found, tuple(filter(None, notes)))


def _of_the_patrol(output: Path) -> tuple[tuple[Finding, ...], str]:
    """What the patrol found and has not ended, and what is to be said where its record cannot be read."""
    if not (output / RECORD).is_file():
        return (), ""
    try:
        store = Store(output / RECORD)
        try:
            return store.open_findings(), ""
        finally:
            store.close()
    except RecordDamaged:
        return (), "巡查记录读不了，证书的期限不在清单里；下一次invoke patrol会另外开始记录"


def _unread(taken: TakenIn) -> str:
    if not taken.faults:
        return ""
    return f"内容有{len(taken.faults)}处写错，写错的文件可能不在清单里；用invoke check列出"


def _estimated(found: Sequence[Duty], calendar: WorkingDays) -> str:
    years = sorted({each.due.year for each in found if calendar.is_estimate(each.due.year)})
    if not years:
        return ""
    return f"{'、'.join(map(str, years))}年的放假安排还没有公布，工作日按周末和日期固定的节日估算"
