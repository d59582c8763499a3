"""Documents: what appears, leaves or expires by itself, and what must follow it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from model.kinds import Consultation, Policy
from model.vocabulary import IN_FORCE
from model.working_days import WorkingDays
from pipeline.duty.duty import Duty, Kind, quoted, spoken, usual
from pipeline.duty.owners import owner
from pipeline.rules.sources import measures
from plugins.engine.codec import decode

if TYPE_CHECKING:
    from collections.abc import Iterator

    from model.document import Document
    from model.site import Site
    from pipeline.rules.books import Books

#: A minute that comes: `appears`, `leaves`; drafts have them, too.
_COMING = "select data from document where {minute} > :now and {minute} <= :last and site = :site"
_OF_KIND = "select data from document where site = :site and kind = :kind and state = 1 order by path"
_INTERPRETED = """select 1 from link where sort = 'interprets' and target in (:path, :number)
and exists (select 1 from document where path = source and state > 0)"""
#: For how long a policy without an interpretation is told of; after that it is the check's.
_INTERPRETATION_DAYS = 60


def documents(books: Books, site: Site, last: dt.date) -> Iterator[Duty]:
    """Yield what concerns the documents of a site up to a day."""
    for minute, duty in (("appears", _appearing), ("leaves", _leaving)):
        end = dt.datetime.combine(last, dt.time.max).isoformat()
        query = _COMING.format(minute=minute)
        found = (decode(data) for (data,) in books.rows(query, now=books.now.isoformat(), last=end, site=site.id))
        yield from (duty(site, each) for each in found if not each.draft)
    for each in _of_kind(books, site, "policy"):
        if isinstance(each, Policy):
            yield from _policy(books, each)
    for each in _of_kind(books, site, "consultation"):
        if isinstance(each, Consultation):
            yield from _consultation(books, each)


def _of_kind(books: Books, site: Site, kind: str) -> Iterator[Document]:
    yield from (decode(data) for (data,) in books.rows(_OF_KIND, site=site.id, kind=kind))


def _appearing(site: Site, document: Document) -> Duty:
    what = f"{quoted(document.title)}{document.appears:%H:%M}自动上线，到时看一看"
    clause = usual("定时上线的到时看一看")
    return _of(document, document.appears.date(), what, document.author or owner(site), clause, "上线")


def _leaving(site: Site, document: Document) -> Duty:
    assert document.expires_at
    what = f"{quoted(document.title)}{document.expires_at:%H:%M}自动撤下，还要留的改下线时间"
    clause = usual("定时撤下的事先看一看")
    return _of(document, document.expires_at.date(), what, document.author or owner(site), clause, "下线")


def _of(document: Document, day: dt.date, what: str, who: str, clause: str, name: str) -> Duty:
    return Duty(day, document.site, Kind.DOCUMENT, what, document.path, who, clause, name)


def _policy(books: Books, policy: Policy) -> Iterator[Duty]:
    """The end of its term, and the interpretation of a new one that takes effect on a day of its own."""
    if policy.expires and policy.status == IN_FORCE and not policy.original:
        what = f"{quoted(policy.title)}有效期届满：评估后延续、修改，或者把有效性改为“失效”"
        yield Duty(
            policy.expires, policy.site, Kind.POLICY, what, policy.path, policy.issuer, str(measures(10)), "失效"
        )
    published = policy.appears.date()
    recent = (books.today - published).days <= _INTERPRETATION_DAYS
    if recent and policy.effective and not policy.original and not _is_interpreted(books, policy):
        due = WorkingDays(books.content.holidays).after(published, books.threshold("interpretation_days"))
        what = f"发布{quoted(policy.title)}的解读"
        clause = f"{measures(11)}；{books.profile['interpretation_days'].clause}"
        yield Duty(due, policy.site, Kind.POLICY, what, policy.path, policy.issuer, clause, "解读")


def _is_interpreted(books: Books, policy: Policy) -> bool:
    return any(books.rows(_INTERPRETED, path=policy.path, number=policy.document_number))


def _consultation(books: Books, consultation: Consultation) -> Iterator[Duty]:
    """Its last day, and after it the result."""
    if consultation.result or consultation.original:
        return
    clause, title = measures(13), consultation.title
    if consultation.closes >= books.today:
        day, what, name = consultation.closes, f"{quoted(title)}征集截止：整理意见", "截止"
    else:
        limit = books.threshold("consultation_result_days")
        day = WorkingDays(books.content.holidays).after(consultation.closes, limit)
        what, name = f"公布{quoted(title)}的结果（{spoken(consultation.closes, books.today)}截止）", "结果"
    path, who = consultation.path, consultation.source
    yield Duty(day, consultation.site, Kind.CONSULTATION, what, path, who, str(clause), name)
