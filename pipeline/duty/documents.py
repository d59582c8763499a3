"""Documents: what appears, leaves or expires by itself, and what must follow it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from model.kinds import Consultation, Policy
from model.vocabulary import IN_FORCE
from model.working_days import WorkingDays
from pipeline.duty.duty import Duty, Kind, quoted, spoken, usual
from pipeline.duty.owners import owner
from pipeline.rules.between.consultations import closed
from pipeline.rules.between.interpretations import wanting
from pipeline.rules.sources import measures
from plugins.engine.codec import decode

if TYPE_CHECKING:
    from collections.abc import Iterator

    from model.document import Document
    from model.site import Site
    from pipeline.rules.books import Books

#: A minute that comes: `appears`, `leaves`; drafts have them, too.
_COMING = "select data from document where {minute} > :now and {minute} <= :last and site = :site and original is null"
_OF_KIND = "select data from document where site = :site and kind = :kind and state = 1 order by path"
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
        yield from _term(each)
    yield from _interpretations(books, site)
    for each in _of_kind(books, site, "consultation"):
        yield from _closing(books, each)
    yield from _results(books, site)


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


def _term(policy: Document) -> Iterator[Duty]:
    """The end of a policy's term."""
    if isinstance(policy, Policy) and policy.expires and policy.status == IN_FORCE and not policy.original:
        what = f"{quoted(policy.title)}有效期届满：评估后延续、修改，或者把有效性改为“失效”"
        clause = str(measures(10))
        yield Duty(policy.expires, policy.site, Kind.POLICY, what, policy.path, policy.issuer, clause, "失效")


def _interpretations(books: Books, site: Site) -> Iterator[Duty]:
    """New policies that must be interpreted; those that nobody has interpreted for long are the check's to tell of."""
    limit, clause = books.profile["interpretation_days"], measures(11)
    for each in wanting(books, [site.id]):
        if (books.today - each.published).days <= _INTERPRETATION_DAYS:
            due = WorkingDays(books.content.holidays).after(each.published, limit.value)
            what = f"发布{quoted(each.title)}的解读"
            yield Duty(due, site.id, Kind.POLICY, what, each.path, each.issuer, f"{clause}；{limit.clause}", "解读")


def _closing(books: Books, consultation: Document) -> Iterator[Duty]:
    """The last day of a consultation."""
    if not isinstance(consultation, Consultation) or consultation.original or consultation.closes < books.today:
        return
    what = f"{quoted(consultation.title)}征集截止：整理意见"
    place, who = consultation.path, consultation.source
    yield Duty(consultation.closes, consultation.site, Kind.CONSULTATION, what, place, who, str(measures(13)), "截止")


def _results(books: Books, site: Site) -> Iterator[Duty]:
    """What must be published of consultations that are over."""
    limit = books.profile["consultation_result_days"]
    for each in closed(books, [site.id]):
        if not each.about:
            due = each.closes + dt.timedelta(days=limit.value)
            what = f"公布{quoted(each.title)}的结果（{spoken(each.closes, books.today)}截止）"
            document = books.document(each.path)
            who = document.source if document else owner(site)
            yield Duty(due, site.id, Kind.CONSULTATION, what, each.path, who, limit.clause, "结果")
