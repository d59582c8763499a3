"""So many neglected columns fail a site, whatever else is good about it.

Source: 国办秘函〔2019〕19号单项否决四. One step before, a reminder.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from model.site import Column, Site
from pipeline.rules.between.added import with_columns
from pipeline.rules.between.blank import blank_columns
from pipeline.rules.between.branches import Age, file_of, online
from pipeline.rules.between.freshness import overdue, stale
from pipeline.rules.books import Books
from pipeline.rules.rule import Found, Severity, content_rule
from pipeline.rules.sources import indicators, other

_VETO = indicators("单项否决四")
_MONITORS = other("网站监测服务的通行做法", "：提前一步提醒")
_REMEDY = "逐个更新；长期没有内容的并入别的栏目，不再更新的写停更日期（frozen）"
_SOON = "再多一个就不合格：尽快逐个更新，或者并入别的栏目"


#: The columns of a site that count, each with how long it has been neglected, or nothing.
_Counted = list[tuple[Column, str]]


def _told(ages: list[Age]) -> _Counted:
    return [(age.column, f"{age.days}天") for age in ages]


def _stale(books: Books, site: Site) -> _Counted:
    return _told(stale(books, site))


def _overdue(books: Books, site: Site) -> _Counted:
    return _told(overdue(books, site))


def _blank(books: Books, site: Site) -> _Counted:
    return [(column, "") for column in blank_columns(books, site)]


def _failed(books: Books, of: Callable[[Books, Site], _Counted], threshold: str, what: str) -> Iterator[Found]:
    """The sites with as many as fail them."""
    most = books.threshold(threshold)
    for site, counted in ((site, of(books, site)) for site in online(books)):
        if len(counted) >= most:
            yield _found(site, counted, what, f"达到{most}个即不合格")


def _nearly(books: Books, of: Callable[[Books, Site], _Counted], threshold: str, what: str) -> Iterator[Found]:
    """The sites with one less than fails them."""
    most = books.threshold(threshold)
    for site, counted in ((site, of(books, site)) for site in online(books)):
        if len(counted) == most - 1 and counted:
            yield _found(site, counted, what, f"达到{most}个即不合格")


def _found(site: Site, counted: _Counted, what: str, limit: str) -> Found:
    """One finding, the sponsor's; each column stands in it with its keeper, who is told of it too."""
    named = "、".join(_named(site, column, age) for column, age in counted)
    fact = f"{site.settings.name}有{len(counted)}个{what}，{limit}：{named}"
    columns = tuple(column.path for column, _ in counted)
    return Found(site.lines.get("name", 1), fact, path=file_of(site), columns=columns)


def _named(site: Site, column: Column, age: str) -> str:
    known = "，".join(filter(None, (age, site.keeper(column.path))))
    return f"{column.name}（{known}）" if known else column.name


@content_rule(
    "SITE_STALE_COLUMNS",
    title="动态、公告、政策类栏目超期太多",
    sources=(_VETO,),
    severity=Severity.VETO,
    remedy=_REMEDY,
    thresholds=("stale_columns", "news_silent_days", "notice_silent_days"),
    breaks=(with_columns(5, "notice", "信息公开目录"),),
    keeps=(with_columns(5, "notice", "信息公开目录", "frozen = 2026-06-01"),),
)
def site_stale_columns(books: Books) -> Iterator[Found]:
    """Five columns of news, notices or policies that were not updated in time."""
    yield from _failed(books, _stale, "stale_columns", "动态、公告、政策类栏目超期没有更新")


@content_rule(
    "SITE_STALE_COLUMNS_SOON",
    title="动态、公告、政策类栏目超期快要太多",
    sources=(_VETO, _MONITORS),
    severity=Severity.WARNING,
    remedy=_SOON,
    thresholds=("stale_columns",),
    breaks=(with_columns(4, "notice", "信息公开目录"),),
    keeps=(with_columns(4, "notice", "信息公开目录", "frozen = 2026-06-01"),),
)
def site_stale_columns_soon(books: Books) -> Iterator[Found]:
    """Four of them."""
    yield from _nearly(books, _stale, "stale_columns", "动态、公告、政策类栏目超期没有更新")


@content_rule(
    "SITE_OVERDUE_COLUMNS",
    title="应更新而长期没有更新的栏目太多",
    sources=(_VETO,),
    severity=Severity.VETO,
    remedy=_REMEDY,
    thresholds=("overdue_columns",),
    breaks=(with_columns(10, "page", "概况信息", "update_days = 90"),),
    keeps=(with_columns(10, "page", "概况信息", "update_days = 365"),),
)
def site_overdue_columns(books: Books) -> Iterator[Found]:
    """Ten columns that are not updated in the time that they have."""
    yield from _failed(books, _overdue, "overdue_columns", "栏目应更新而长期没有更新")


@content_rule(
    "SITE_OVERDUE_COLUMNS_SOON",
    title="应更新而长期没有更新的栏目快要太多",
    sources=(_VETO, _MONITORS),
    severity=Severity.WARNING,
    remedy=_SOON,
    thresholds=("overdue_columns",),
    breaks=(with_columns(9, "page", "概况信息", "update_days = 90"),),
    keeps=(with_columns(9, "page", "概况信息", "update_days = 365"),),
)
def site_overdue_columns_soon(books: Books) -> Iterator[Found]:
    """Nine of them."""
    yield from _nearly(books, _overdue, "overdue_columns", "栏目应更新而长期没有更新")


@content_rule(
    "SITE_BLANK_COLUMNS",
    title="空白栏目太多",
    sources=(_VETO,),
    severity=Severity.VETO,
    remedy="发布内容；暂时没有内容的栏目先不开设",
    thresholds=("blank_columns",),
    breaks=(with_columns(5, "page", "概况信息", blank=True),),
    keeps=(with_columns(5, "page", "概况信息"),),
)
def site_blank_columns(books: Books) -> Iterator[Found]:
    """Five columns that never had anything."""
    yield from _failed(books, _blank, "blank_columns", "空白栏目")


@content_rule(
    "SITE_BLANK_COLUMNS_SOON",
    title="空白栏目快要太多",
    sources=(_VETO, _MONITORS),
    severity=Severity.ERROR,
    remedy="发布内容；暂时没有内容的栏目先不开设",
    thresholds=("blank_columns",),
    breaks=(with_columns(4, "page", "概况信息", blank=True),),
    keeps=(with_columns(4, "page", "概况信息"),),
)
def site_blank_columns_soon(books: Books) -> Iterator[Found]:
    """Four of them."""
    yield from _nearly(books, _blank, "blank_columns", "空白栏目")
