"""全市政府网站月度检查汇总: one line a site, for the supervising office (办法第二十六条第一项)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.life.notice_text import chinese_day
from pipeline.report.columns import BLANK, LATE, NOT_HERE, number_in, states
from pipeline.report.counts import count_published
from pipeline.report.figure import UNKNOWN, Part, Table, Written
from pipeline.report.ground import sponsor_of
from pipeline.report.sources import minute, sources_of
from pipeline.report.vetoes import FAILS, by_kind, verdicts

if TYPE_CHECKING:
    from model.site import Site
    from pipeline.report.ground import Ground

_HEAD = ("网站", "发布信息（条）", "超期栏目（个）", "空白栏目（个）", "发现问题（处）", "首页访问失败", "单项否决")


def overview(ground: Ground) -> Written:
    """Return the overview of a month over all sites."""
    area = "市" if ground.portal.settings.level == "city" else "县"
    rows = tuple(_row(ground, site) for site in ground.sites)
    sums = (_sum([row[place] for row in rows]) for place in range(1, 5))
    table = Table(_HEAD, (*rows, ("合计", *sums, "—", "—")), frozenset(range(1, 6)), "各网站情况")
    chart = tuple((row[0], row[4]) for row in rows)
    kinds = by_kind([each for site in ground.sites for each in ground.findings_of(site)])
    problems = tuple((each.name, each.severity.label, str(each.number), each.clause) for each in kinds)
    found = (
        Table(("问题", "级别", "处数", "依据"), problems, frozenset({2}), "各类问题") if problems else "没有发现问题。"
    )
    return Written(
        f"{ground.period.label}全{area}政府网站检查汇总",
        (("填报单位", sponsor_of(ground.portal)), ("统计期限", ground.span)),
        (
            Part(
                "各网站情况",
                (table, Table(("网站", "处数"), chart, frozenset({1}), "各网站发现的问题（处）", drawn=True)),
            ),
            Part("各类问题", (found,)),
            Part(
                "数据来源",
                (*sources_of(ground, None, ""), f"发现的问题：invoke check，截至{minute(ground.books.now)}。"),
            ),
        ),
        signed=(sponsor_of(ground.portal), chinese_day(ground.books.today)),
    )


def _sum(numbers: list[str]) -> str:
    """The sum of a column; not known where one of its numbers is not."""
    return str(sum(map(int, numbers))) if NOT_HERE not in numbers else UNKNOWN


def _row(ground: Ground, site: Site) -> tuple[str, ...]:
    published = count_published(ground.books, site, ground.period)
    columns = states(ground.books, site, ground.until)
    found, visits = ground.findings_of(site), ground.availability(site)
    share = visits.within(ground.period.first, ground.until.date()).percent
    failed = [each.veto.name for each in verdicts(found, visits, ground.books) if each.conclusion == FAILS]
    late, blank = (NOT_HERE if (number := number_in(columns, state)) is None else number for state in (LATE, BLANK))
    shown = "没有巡查" if share is None else f"{share:.2f}%"
    return (
        site.settings.name,
        *map(str, (published.total, late, blank, len(found))),
        shown,
        "、".join(failed) or "没有发现",
    )
