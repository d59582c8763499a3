"""Rules on what an article and a list show: when, from whom, where they stand."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from model.patterns import pattern
from pipeline.audit.markup import is_inside, line_of, text_of
from pipeline.audit.rules import clauses
from pipeline.audit.rules.examples import DISCLOSURE, LIST, added, page_edit
from pipeline.audit.trail import Moment, head_of, times_of, trail_of
from pipeline.rules.rule import Found, Severity, page_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

    from pipeline.audit.page import Page

_SPACE = pattern(r"\s+")
_SOURCE = pattern(r"(?<![料据片])来\s*源\s*[:：]\s*([^\s|｜【\[（(]{2,40})")
_DAY = pattern(r"(?:19|20)\d{2}\s*[-年./]\s*\d{1,2}\s*[-月./]\s*\d{1,2}|\b\d{1,2}[-/]\d{1,2}\b|\d{1,2}月\d{1,2}日")
_FEW_ENTRIES = 4
_MOST = 0.6
_HALF_A_DAY = 12
#: Columns of what is published day by day, and how long the titles there are.
_NEWS = pattern("动态|要闻|新闻|公告|公示|通知")
_TITLE = 10
_CHINESE = pattern(r"[\u4e00-\u9fa5]")
#: The four fixed parts of 政府信息公开, in their order.
_PARTS = ("政府信息公开指南", "政府信息公开制度", "法定主动公开内容", "政府信息公开年报")
_PART_SIGNS = (
    pattern("公开指南"),
    pattern("公开制度"),
    pattern("法定主动公开"),
    pattern("公开(?:工作)?年(?:度)?报"),
)
_TIME = '<time datetime="2026-07-08T15:20+08:00">2026-07-08 15:20</time>'
_ENTRY = '<time datetime="2026-11-23T09:20+08:00">2026-11-23</time>'


@page_rule(
    "PUBLISH_TIME",
    title="没有写明几点几分发布",
    sources=(clauses.PUBLISH_TIME,),
    severity=Severity.WARNING,
    remedy="标题下面写发布时间，如“2026-07-08 15:20”",
    breaks=(page_edit(_TIME, '<time datetime="2026-07-08">2026-07-08</time>'),),
    keeps=(page_edit(_TIME, "2026年7月8日15时20分"),),
)
def publish_time(page: Page) -> Iterator[Found]:
    """An article that says when it was published says it to the minute."""
    if page.article is None or not page.meta("PubDate"):
        return
    if page.meta("PubDate")[:16] in page.text:
        return
    times = page.shared(times_of)
    days = [each for each in times.published if not each.minute]
    if days and not any(each.minute for each in (*times.published, *times.others)):
        yield Found(times.line, f"发布时间只写了“{days[0]}”，没有写几点几分")


@page_rule(
    "PUB_DATE",
    title="PubDate与页面上的发布时间不一致",
    sources=(clauses.TAGS, clauses.PUBLISH_TIME),
    severity=Severity.ERROR,
    remedy="PubDate与页面上写的发布时间用同一个时间",
    breaks=(
        page_edit('name="PubDate" content="2026-07-08 15:20"', 'name="PubDate" content="2026-07-09 15:20"'),
        page_edit('name="PubDate" content="2026-07-08 15:20"', 'name="PubDate" content="2026-07-08 03:20"'),
    ),
    keeps=(page_edit(_TIME, "2026年7月8日　15：20"),),
)
def pub_date(page: Page) -> Iterator[Found]:
    """The day, and where both say it the minute, are the same; nothing is said where no time is shown."""
    said = page.meta("PubDate")
    if page.article is None or len(said) < len("2026-07-08") or said[:16] in page.text:
        return
    day, minute = said[:10], said[11:16]
    shown = page.shared(times_of)
    if not shown.published:
        return
    moments = (*shown.published, *shown.others)
    alike = [each for each in shown.published if each.day == day] or [each for each in moments if each.day == day]
    same = any(each == Moment(day, minute) for each in moments)
    wrong = not alike or (minute and not same and all(each.minute and each.minute != minute for each in alike))
    wrong = wrong or (
        minute and not same and any(_is_half_a_day_off(minute, each.minute) for each in moments if each.day == day)
    )
    if wrong and re.fullmatch(r"\d{4}-\d{2}-\d{2}", day):
        yield Found(page.line_of_meta("PubDate"), f"PubDate是{said[:16]}，页面上写的是{shown.published[0]}")


def _is_half_a_day_off(minute: str, shown: str) -> bool:
    """Whether a minute is the shown one on a clock of twelve hours."""
    hour, shown_hour = minute[:2], shown[:2]
    return (
        minute[2:] == shown[2:]
        and hour.isdigit()
        and shown_hour.isdigit()
        and abs(int(hour) - int(shown_hour)) == _HALF_A_DAY
    )


@page_rule(
    "CONTENT_SOURCE",
    title="ContentSource与页面上的来源不一致",
    sources=(clauses.TAGS,),
    severity=Severity.ERROR,
    remedy="ContentSource写页面上的来源",
    breaks=(page_edit('name="ContentSource" content="云川市政务信息中心"', 'name="ContentSource" content="云川日报"'),),
    keeps=(page_edit("来源：云川市政务信息中心", "信息来源：云川市政务信息中心网站"),),
)
def content_source(page: Page) -> Iterator[Found]:
    """The source of the tag is the one that is shown; nothing is said where none is shown."""
    said = _SPACE.sub("", page.meta("ContentSource"))
    if page.article is None or not said or said in page.text:
        return
    shown = [found.rstrip("。；;，,") for found in _SOURCE.findall(page.shared(head_of))]
    if shown and not any(_alike(said, each) for each in shown) and said not in _SPACE.sub("", page.text):
        yield Found(page.line_of_meta("ContentSource"), f"ContentSource是“{said}”，页面上写的来源是“{shown[0]}”")


def _alike(said: str, shown: str) -> bool:
    return said in shown or shown in said


@page_rule(
    "LIST_DATE",
    title="列表里有条目没有日期",
    sources=(clauses.DATED,),
    severity=Severity.WARNING,
    remedy="每一条都写上发布日期，没有日期的按没有更新算",
    breaks=(page_edit(_ENTRY, "", LIST),),
    keeps=(page_edit(_ENTRY, "<span>[11-23]</span>", LIST),),
)
def list_date(page: Page) -> Iterator[Found]:
    """Where most entries of a list have a date, all have."""
    if not page.is_list:
        return
    lists = list(_lists(page))
    undated = max((each for each in lists if _is_of_news(each, page)), key=len, default=[])
    if undated and not _DAY.search(page.text):
        yield Found(line_of(undated[0]), f"列表里的{len(undated)}条都没有日期，如“{_name(undated[0])}”")
    for entries in lists:
        bare = [item for item in entries if not _DAY.search(text_of(item))]
        if bare and len(entries) - len(bare) >= len(entries) * _MOST:
            yield Found(line_of(bare[0]), f"{len(entries)}条里有{len(bare)}条没有日期，如“{_name(bare[0])}”")


def _lists(page: Page) -> Iterator[list[etree._Element]]:
    """The entries of each list that stands in the middle of a page."""
    for each in page.tags["ul"]:
        entries = [item for item in each if item.tag == "li" and next(item.iter("a"), None) is not None]
        if len(entries) >= _FEW_ENTRIES and not is_inside(each, "nav", "header", "footer", "aside"):
            yield entries


def _is_of_news(entries: list[etree._Element], page: Page) -> bool:
    """Whether entries are what is published day by day: of a column of that kind, and most as long as titles, in Chinese."""
    kind = page.meta("ColumnType") + page.meta("ColumnName")
    titles = sum(len(_CHINESE.findall(text_of(item))) >= _TITLE for item in entries)
    return bool(_NEWS.search(kind)) and titles >= len(entries) * _MOST


def _name(entry: etree._Element) -> str:
    return text_of(entry)[:30]


@page_rule(
    "BREADCRUMB",
    title="没有当前位置",
    sources=(clauses.BREADCRUMB,),
    severity=Severity.HINT,
    remedy="栏目页和内容页写上当前位置，可以一层一层回到首页",
    breaks=(
        page_edit(
            '<li><a href="/">首页</a></li>\n<li><a href="/zwdt/">政务动态</a></li>\n<li><a href="/zwdt/yaowen/">政务要闻</a></li>\n</ol>',
            "<li>政务要闻</li></ol>",
        ),
    ),
    keeps=(
        page_edit(
            '<li><a href="/zwdt/">政务动态</a></li>\n<li><a href="/zwdt/yaowen/">政务要闻</a></li>\n</ol>',
            '<li><a href="/zwdt/yaowen/">政务要闻</a></li></ol>',
        ),
    ),
)
def breadcrumb(page: Page) -> Iterator[Found]:
    """An article and a list say where they stand, with the way back."""
    if page.article is None and not page.is_list:
        return
    shown = page.shared(trail_of)
    if not shown.links:
        yield Found(page.line, "页面没有“当前位置”，或者不能从那里回到上一层")


@page_rule(
    "DISCLOSURE_ENTRIES",
    title="政府信息公开的固定内容不全",
    sources=(clauses.DISCLOSURE,),
    severity=Severity.HINT,
    remedy=f"依次设{'、'.join(_PARTS)}",
    breaks=(
        added(
            '<ul><li><a href="/">政府信息公开指南</a></li><li><a href="/">政府信息公开制度</a></li><li><a href="/">政府信息公开年报</a></li></ul>',
            DISCLOSURE,
        ),
    ),
    keeps=(
        added(
            "".join(f'<p><a href="/">{part}</a></p>' for part in _PARTS),
            DISCLOSURE,
        ),
    ),
)
def disclosure_parts(page: Page) -> Iterator[Found]:
    """Where three of the four fixed parts are linked, the fourth is too."""
    if page.is_home or "信息公开" not in page.title + page.meta("ColumnName") + page.heading:
        return
    texts = [text.replace(" ", "") for text, _ in page.link_texts]
    if sum("公开" in text for text in texts) < len(_PARTS) - 1:
        return
    places = [next((at for at, text in enumerate(texts) if sign.search(text)), -1) for sign in _PART_SIGNS]
    there = [at for at in places if at >= 0]
    if len(there) == len(_PARTS) - 1 and _PART_SIGNS[1].search(" ".join(texts)):
        yield Found(page.line, f"政府信息公开没有{_PARTS[places.index(-1)]}")
