"""What is due every year: reports, surveys, a plan of interviews.

Source: 国办函〔2018〕12号, 政府信息公开条例第四十九条, 长治市政府网站管理办法第十三条、第二十六条.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import NamedTuple

from model.lifecycle import State
from model.site import Column, Site
from pipeline.rules.between.branches import file_of, found_at, online
from pipeline.rules.between.sites import has
from pipeline.rules.books import Books
from pipeline.rules.rule import Edited, Example, Found, Severity, Source, Standing, content_rule
from pipeline.rules.sources import measures, other
from plugins.engine.codec import decode

WEBSITE, DISCLOSURE = "政府网站工作年度报表", "政府信息公开工作年度报告"
_REGULATION = other("《中华人民共和国政府信息公开条例》", "第四十九条")
_WEBSITES = other("国办函〔2018〕12号", "第二条", Standing.CONFIRMED)
_DUE = measures(26, "第一项")
_REMEDY = "编制后在“信息公开年报”类的栏目发布，首页放在显著位置；部门的可以在门户网站集中发布"


class _Missing(NamedTuple):
    site: Site
    column: Column | None
    report: str
    year: int

    @property
    def due(self) -> dt.date:
        """The day by which it is public."""
        return due_day(self.site, self.report, self.year)


def due_day(site: Site, report: str, year: int) -> dt.date:
    """Return by which day a report of a year is public: at the end of January, a government's own on disclosure two months later."""
    later = report == DISCLOSURE and site.settings.kind == "portal"
    return dt.date(year + 1, 3, 31) if later else dt.date(year + 1, 1, 31)


def is_there(books: Books, site: Site, report: str, year: int) -> bool:
    """Whether a site has a report of a year, on itself or, with its name in the title, on the portal."""
    portal = books.content.platform.portal
    query = "select site, title, data from document where site in (:site, :portal) and kind = 'report' and state > 0"
    names = [other.settings.name for other in books.content.sites.values() if other.id != site.id]
    for where, title, data in books.rows(query, site=site.id, portal=portal):
        document = decode(data)
        ours = site.settings.name in title or (where == site.id and not any(name in title for name in names))
        if ours and (getattr(document, "report_type", ""), getattr(document, "year", 0)) == (report, year):
            return True
    return False


def _missing(books: Books) -> Iterator[_Missing]:
    """The reports of the last year that are not there, of the sites that were online when it ended.

    Every site has a report of its own; of disclosure report those that have a column for it.
    """
    year = books.today.year - 1
    for site in online(books):
        life = books.content.lives[site.id]
        if not life.acts or life.state(dt.date(year, 12, 31)) not in {State.ONLINE, State.MIGRATING}:
            continue
        column = next((each for each in site.columns if each.kind == "report" or each.type == "信息公开年报"), None)
        for report in (WEBSITE, DISCLOSURE) if column else (WEBSITE,):
            if not is_there(books, site, report, year):
                yield _Missing(site, column, report, year)


def _found(books: Books, each: _Missing, must: str) -> Found:
    day = f"{each.due.year}年{each.due.month}月{each.due.day}日以前{must}"
    fact = f"{each.site.settings.name}没有{each.year}年度的{each.report}，{day}"
    if each.column:
        return found_at(books, each.site, each.column, fact)
    return Found(each.site.lines.get("name", 1), fact, path=file_of(each.site))


_OF_COUNTY = "xiuxi/zwgk/nb/wzbb-2025.md"
_OTHER_YEAR = Edited("year: 2025", "year: 2024")


def _column_of(type_: str) -> Example:
    """In January, the education bureau with another type for one of its columns."""
    return Example({"jyj/site.toml": Edited('type = "信息公开目录"', f'type = "{type_}"')}, as_of="2027-01-29 09:00")


@content_rule(
    "REPORT_OVERDUE",
    title="年度报告过了期限没有发布",
    sources=(_DUE, _WEBSITES, _REGULATION),
    severity=Severity.ERROR,
    remedy=_REMEDY,
    breaks=(Example({_OF_COUNTY: _OTHER_YEAR}),),
    keeps=(Example({_OF_COUNTY: Edited("　其中：政务动态信息更新量", "　其中：政务动态更新量")}),),
)
def report_overdue(books: Books) -> Iterator[Found]:
    """Once its day is over: the reports of the year before."""
    for each in _missing(books):
        if books.today > each.due:
            yield _found(books, each, "应当发布")


@content_rule(
    "REPORT_DUE",
    title="年度报告快要到期",
    sources=(_DUE, _WEBSITES),
    severity=Severity.WARNING,
    remedy=_REMEDY,
    breaks=(_column_of("信息公开年报"),),
    keeps=(_column_of("信息公开指南"),),
)
def report_due(books: Books) -> Iterator[Found]:
    """From 6 January, when the figures have been handed in, to its day."""
    for each in _missing(books):
        if dt.date(books.today.year, 1, 6) <= books.today <= each.due:
            yield _found(books, each, "要发布")


_SURVEY = (
    "---\ntitle: 云川市2026年民生实事项目建议征集\ndate: 2025-11-10 09:00\nsource: 云川市人民政府办公室\nopens: 2025-11-10\ncloses: 2025-12-10\n"
    "channel: 寄到云川市临水区市府路1号市政府办公室，或者拨打12345\n"
    "result: 共收到建议2108条，采纳164条，列入2026年民生实事12项，没有采纳的已经逐条说明理由。\n---\n"
    "为把群众最需要的事办好，现公开征集2026年民生实事项目建议，欢迎从教育、医疗、养老、交通等方面提出。\n"
)


@content_rule(
    "SURVEYS_PER_YEAR",
    title="一年的征集调查偏少",
    sources=(Source("国办秘函〔2019〕19号", "第二部分 互动交流", Standing.RECALLED),),
    severity=Severity.HINT,
    remedy="围绕重大民生事项开展征集调查，结束后公布结果",
    thresholds=("surveys_per_year",),
    breaks=(Example({"portal/hdjl/zjdc/minsheng-2026.md": _SURVEY}),),
    keeps=(Example({"portal/hdjl/zjdc/minsheng-2026.md": _SURVEY.replace("2025-11", "2026-09").replace("2025-12", "2026-10")}),),
)  # fmt: skip
def surveys_per_year(books: Books) -> Iterator[Found]:
    """A portal's surveys of the last year, if it has any; in December also those of the year that ends."""
    least = books.threshold("surveys_per_year")
    for site in online(books):
        for year in (books.today.year - 1, books.today.year) if site.settings.kind == "portal" else ():
            query = (
                "select count(*) from document where site = :site and kind = 'consultation' and original is null "
                "and state > 0 and date >= :since and date < :until"
            )
            [(number,)] = books.rows(query, site=site.id, since=f"{year}-", until=f"{year + 1}-")
            over = year < books.today.year or books.today.month == 12
            if over and 0 < number < least:
                fact = f"{site.settings.name}{year}年开展征集调查{number}期，不到{least}期"
                yield Found(site.lines.get("name", 1), fact, path=file_of(site))


@content_rule(
    "INTERVIEW_PLAN",
    title="没有在线访谈计划",
    sources=(measures(13),),
    severity=Severity.WARNING,
    remedy="制定当年的在线访谈计划，写明时间、主题和参加的部门负责人，在“在线访谈”栏目发布",
    breaks=(Example({"portal/hdjl/zxft/jihua-2026.md": Edited("2026年下半年在线访谈计划", "2026年下半年在线访谈主题")}),),
    keeps=(Example({"portal/hdjl/zxft/jihua-2026.md": Edited("2026年下半年在线访谈计划", "2026年第二批在线访谈安排")}),),
)  # fmt: skip
def interview_plan(books: Books) -> Iterator[Found]:
    """A portal with interviews says, by the end of March, which it will hold in the year."""
    year = books.today.year
    for site in online(books):
        if site.settings.kind != "portal" or not has(site, "在线访谈") or books.today < dt.date(year, 4, 1):
            continue
        query = (
            "select title, date from document where site = :site and lang = 'zh' and state in (1, 2) and date >= :since "
            "and title like '%访谈%' and (title like '%计划%' or title like '%安排%')"
        )
        found = books.rows(query, site=site.id, since=f"{year - 1}-11-01")
        if not any(date >= f"{year}-" or str(year) in title for title, date in found):
            fact = f"{site.settings.name}有在线访谈栏目，没有{year}年的访谈计划"
            yield Found(site.lines.get("name", 1), fact, path=file_of(site))
