"""What a site published in a span of days, counted from the ledger.

A document counts once, on the day from which it is public (its date, or `publish_at` where that is later), whatever became of it
since: one that was archived or withdrawn later was published all the same, so that a report made again gives the same figures. Drafts,
what is not yet public, and translations do not count. What was deleted from the content folder cannot be known here.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from model.kinds import Consultation, Interpretation, Interview, Reply, Topic
from model.language import MAIN_LANGUAGE
from plugins.engine.codec import decode

if TYPE_CHECKING:
    from collections.abc import Iterable

    from model.document import Document
    from model.site import Column, Site
    from pipeline.report.period import Period
    from pipeline.rules.books import Books

#: The three sorts of 信息发布 in the yearly form (国办函〔2018〕12号), by 栏目类型.
OVERVIEW, NEWS, CATALOGUE = "概况类", "政务动态", "信息公开目录"
_SORTS = {
    **dict.fromkeys(("概况信息", "机构职能", "负责人信息"), OVERVIEW),
    "工作动态": NEWS,
    **dict.fromkeys(
        ("政策文件", "信息公开指南", "信息公开目录", "信息公开年报", "依法申请公开", "数据发布"), CATALOGUE
    ),
}
RESPONSES = "回应关切"
_IN_WORDS = "文字"
_PUBLISHED = f"""select data from document
    where site = :site and lang = '{MAIN_LANGUAGE}' and appears >= :first and appears <= :until
    and not coalesce(json_extract(data, '$.draft'), 0) order by appears, path"""  # noqa: S608 (a constant)
_NEWEST = f"""select column_path, max(appears) from document
    where site = :site and lang = '{MAIN_LANGUAGE}' and appears <= :until and (leaves is null or leaves > :until)
    and not coalesce(json_extract(data, '$.draft'), 0) group by column_path"""  # noqa: S608 (a constant)


def published(books: Books, site: Site, first: dt.date, until: dt.datetime) -> list[Document]:
    """Return the documents that became public on a site from the day `first` to the minute `until`, in that order."""
    span: dict[str, Any] = {"site": site.id, "first": first.isoformat(), "until": until.isoformat()}
    return [decode(data) for (data,) in books.rows(_PUBLISHED, **span)]


@dataclass(frozen=True, slots=True)
class Published:
    """What a site published, sorted as the yearly form sorts it."""

    site: Site
    documents: tuple[Document, ...]

    def of_sort(self, sort: str) -> int:
        """Return how many there are of one of the three sorts of 信息发布."""
        return sum(self._sort(each) == sort for each in self.documents)

    @property
    def total(self) -> int:
        """信息发布总数: the three sorts together."""
        return sum(self._sort(each) != "" for each in self.documents)

    def by_month(self, months: Iterable[Period]) -> list[tuple[str, int]]:
        """Return, a month, how much of 信息发布 there was."""
        count = Counter(f"{each.appears:%Y-%m}" for each in self.documents if self._sort(each))
        return [(f"{month.first.month}月", count[month.key]) for month in months]

    def by_column(self) -> list[tuple[Column, int]]:
        """Return how much there is in each column, in the order of columns."""
        count = Counter(each.column for each in self.documents)
        return [(column, count[column.path]) for column in self.site.columns]

    def interpretations(self, *, in_words: bool) -> int:
        """Return how many interpretations are texts (解读材料), or have another form (解读产品)."""
        return sum(isinstance(each, Interpretation) and (each.form == _IN_WORDS) == in_words for each in self.documents)

    @property
    def responses(self) -> int:
        """回应公众关注热点: what stands in columns for it."""
        return sum(self._type(each) == RESPONSES for each in self.documents)

    def count(self, kind: type[Document]) -> int:
        """Return how many documents there are of a kind."""
        return sum(isinstance(each, kind) for each in self.documents)

    @property
    def replies(self) -> list[Reply]:
        """The public replies."""
        return [each for each in self.documents if isinstance(each, Reply)]

    @property
    def interviews(self) -> int:
        """在线访谈期数."""
        return self.count(Interview)

    @property
    def surveys(self) -> int:
        """征集调查期数."""
        return self.count(Consultation)

    @property
    def topics(self) -> int:
        """专栏专题 that were opened."""
        return self.count(Topic)

    def _sort(self, document: Document) -> str:
        return _SORTS.get(self._type(document), "")

    def _type(self, document: Document) -> str:
        column = self.site.column(document.column)
        return column.type if column else ""


def count_published(books: Books, site: Site, period: Period) -> Published:
    """Return what a site published in a period, as far as it has gone by."""
    return Published(site, tuple(published(books, site, period.first, period.until(books.now))))


def topics_kept(books: Books, site: Site, until: dt.datetime) -> int:
    """Return how many 专栏专题 were public and not archived at a moment."""
    every = (each for each in published(books, site, dt.date.min, until) if isinstance(each, Topic))
    return sum(each.is_public(until) and not each.is_archived(until) for each in every)


def results_published(books: Books, site: Site, period: Period) -> int:
    """Return of how many surveys the result became public in a period.

    A result that is a document counts on its day; one that is a sentence in the survey itself, on the survey's last day.
    """
    until = period.until(books.now)
    days = (_day_of_result(books, each) for each in published(books, site, dt.date.min, until))
    return sum(day is not None and period.first <= day <= until.date() for day in days)


def _day_of_result(books: Books, document: Document) -> dt.date | None:
    if not isinstance(document, Consultation) or not document.result:
        return None
    if not document.result.endswith(".md"):
        return document.closes
    query = "select target from link where source = :path and sort = 'result'"
    found = [books.document(target) for (target,) in books.rows(query, path=document.path)]
    return next((each.appears.date() for each in found if each and not each.draft), None)


def newest_by_column(books: Books, site: Site, until: dt.datetime) -> dict[str, dt.datetime]:
    """Return when each column's newest document became public of those that were public at a moment; what is below counts too."""
    newest: dict[str, dt.datetime] = {}
    for path, text in books.rows(_NEWEST, site=site.id, until=until.isoformat()):
        moment = dt.datetime.fromisoformat(text)
        for column in site.trail(path):
            newest[column.path] = max(moment, newest.get(column.path, moment))
    return newest
