"""What is known outside the content: forced publications without a second review, certificates that end, exceptions with their day."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from model.working_days import WorkingDays
from pipeline.duty.duty import Duty, Kind, spoken, usual
from pipeline.duty.owners import owner
from pipeline.release import shown
from pipeline.rules.sources import application_security, measures

if TYPE_CHECKING:
    from collections.abc import Iterator

    from model.exceptions import Waiver
    from pipeline.patrol.findings import Finding
    from pipeline.records.chain import Line
    from pipeline.rules.books import Books

CERTIFICATES = frozenset({"CERTIFICATE_ENDS", "CERTIFICATE_ENDS_SOON"})
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """What was read of the record, of the patrol, and of the exceptions."""

    reviews: tuple[Line, ...] = ()
    findings: tuple[Finding, ...] = ()
    waivers: tuple[Waiver, ...] = ()


NOTHING = Elsewhere()


def elsewhere(books: Books, known: Elsewhere) -> Iterator[Duty]:
    """Yield the duties that follow from it, of sites that there are."""
    for line in known.reviews:
        yield from _review(books, line)
    for waiver in known.waivers:
        yield _waiver(waiver)
    for finding in known.findings:
        site = books.content.sites.get(finding.place.site)
        if finding.code in CERTIFICATES and site:
            day = _DAY.search(finding.fact)
            due = dt.date.fromisoformat(day[0]) if day else books.today
            what = f"换证书：主机{finding.place.host}的{finding.fact}"
            clause = str(application_security("用安全连接方式访问的要求"))
            yield Duty(due, site.id, Kind.CERTIFICATE, what, site.address, owner(site), clause, finding.place.host)


def _review(books: Books, line: Line) -> Iterator[Duty]:
    """A forced publication is looked at on the next working day, for each site that it showed."""
    at = dt.date.fromisoformat(str(line.entry["at"])[:10])
    due = WorkingDays(books.content.holidays).after(at, 1)
    for name, release in line.entry["releases"].items():
        site = books.content.sites.get(name)
        if site:
            what = f"复核{spoken(at, books.today)}的强制发布（第{line.number}条）：invoke approve --release {shown(str(release))}"
            who = "没有参与的审核人员"
            yield Duty(due, name, Kind.REVIEW, what, shown(str(release)), who, str(measures(27, "第二项")), "复核")


def _waiver(waiver: Waiver) -> Duty:
    site = waiver.file.partition("/")[0] if "/" in waiver.file else ""
    what = f"例外{waiver.rule}（{waiver.path}）到期：改好，或者重新批准"
    clause = usual("例外有期限")
    return Duty(
        waiver.until, site, Kind.EXCEPTION, what, f"{waiver.file}:{waiver.line}", waiver.who, clause, waiver.path
    )
