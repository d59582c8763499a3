"""政府网站月度自查报告, with the figures of 政府网站工作月度报表 in it (办法第二十六条第一项); it is sent in, not published."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.life.notice_text import chinese_day, site_called
from pipeline.report.columns import BLANK, LATE, NORMAL, NOT_HERE, ColumnState, number_in, states
from pipeline.report.counts import Published, count_published, results_published
from pipeline.report.figure import UNKNOWN, Figure, Origin, Part, Table, Written, counted, filled
from pipeline.report.found import families, problems
from pipeline.report.ground import Ground, identity, sponsor_of
from pipeline.report.leaders import leaders
from pipeline.report.messages import Handled, handled
from pipeline.report.period import year_of
from pipeline.report.sources import minute, source_of_patrol, sources_of
from pipeline.report.vetoes import FAILS, verdicts
from pipeline.report.visits import Logged, logged

if TYPE_CHECKING:
    from collections.abc import Sequence

    from model.kinds import Reply
    from model.site import Site
    from pipeline.findings.finding import Finding
    from pipeline.report.period import Period

#: Days from arrival to reply, as the chart has them: up to so many, and what is longer.
_SPANS = (5, 10, 20)
#: What the footer of each page shows, as a monitoring tool looks for it.
_FOOTER = {
    "sponsor": "主办单位",
    "phone": "联系方式",
    "code": "网站标识码",
    "icp": "ICP备案号",
    "police": "公安机关备案标识",
    "mark": "党政机关标识",
}


@dataclass(frozen=True, slots=True)
class MonthOfSite:
    """All that the report of a site's month is made from."""

    ground: Ground
    site: Site
    handled: Handled | None
    published: Published
    findings: Sequence[Finding]
    columns: Sequence[ColumnState]
    logged: Logged

    def in_state(self, state: str) -> int | None:
        """Return how many columns are in a state, as far as that is known."""
        return number_in(self.columns, state)


def title(site: Site, label: str) -> str:
    """Return what the report of a month is called."""
    return f"{site_called(site)}{label}自查报告"


def month_of_site(ground: Ground, site: Site) -> Written:
    """Return the report of a site's month. Raises `ContentFaults` of its register, `OutputError` of the report on its visits."""
    month = MonthOfSite(
        ground,
        site,
        handled(ground, site),
        count_published(ground.books, site, ground.period),
        ground.findings_of(site),
        states(ground.books, site, ground.until),
        logged(ground, site),
    )
    people, read = leaders(ground, site), month.logged.tables()
    return Written(
        title(site, ground.period.label),
        (*identity(site), ("统计期限", ground.span)),
        (
            Part("单项否决指标", (_vetoes(month),)),
            Part("月度报表", (_figures(month),)),
            Part("信息更新", (_updates(month), _states(month))),
            Part("留言办理", _replies(month)),
            *((Part("访问量", read),) if read else ()),
            Part("网站可用性", _availability(month)),
            Part("底部要素", (_footer(month),)),
            *((Part("负责人信息", people),) if people else ()),
            Part("监测项目", (families(ground, site, month.findings),)),
            Part("发现的问题", problems(month.findings)),
            Part("数据来源", (*sources_of(ground, site, ""), month.logged.source, _source_of_findings(month))),
        ),
        opening=(_opening(month),),
        signed=(sponsor_of(site), chinese_day(ground.books.today)),
        description=f"{site_called(site)}{ground.period.label}的自查情况和报表。",
        keywords=("政府网站", "月度自查"),
    )


def _opening(month: MonthOfSite) -> str:
    late, blank = map(month.in_state, (LATE, BLANK))
    columns = f"{len(month.columns)}个栏目"
    kept = f"{columns}{NOT_HERE}" if late is None else f"{columns}中，超期未更新{late}个，空白{blank}个"
    return (
        f"{month.ground.period.label}，{site_called(month.site)}发布信息{month.published.total}条；"
        f"{kept}；检查发现问题{len(month.findings)}处。"
    )


def _vetoes(month: MonthOfSite) -> Table:
    visits = month.ground.availability(month.site)
    rows = verdicts(month.findings, visits, month.ground.books)
    return Table(
        ("指标", "依据", "发现", "结论"),
        tuple((each.veto.name, each.clause, each.found, each.conclusion) for each in rows),
    )


def has_failed(ground: Ground, site: Site) -> bool:
    """Say whether one of the indicators fails a site."""
    found = verdicts(ground.findings_of(site), ground.availability(site), ground.books)
    return any(each.conclusion == FAILS for each in found)


def _figures(month: MonthOfSite) -> tuple[Figure, ...]:
    published = month.published
    results = results_published(month.ground.books, month.site, month.ground.period)
    return (
        *month.logged.figures(),
        counted("信息发布总数", published.total, "条"),
        counted("解读材料数量", published.interpretations(in_words=True), "条"),
        counted("解读产品数量", published.interpretations(in_words=False), "条"),
        counted("回应公众关注热点或者重大舆情数量", published.responses, "次"),
        *_messages(month.handled),
        counted("公开答复数量", len(published.replies), "条"),
        counted("征集调查期数", published.surveys, "期"),
        counted("公布调查结果期数", results, "期"),
        counted("在线访谈期数", published.interviews, "期"),
        counted("新开设专栏专题数量", published.topics, "个"),
        counted("栏目数量", len(month.columns), "个"),
        *(_in_state(month, name) for name in (NORMAL, LATE, BLANK)),
    )


def _in_state(month: MonthOfSite, name: str) -> Figure:
    number = month.in_state(name)
    return filled(name, None, "个", within=True) if number is None else counted(name, number, "个", within=True)


def _messages(register: Handled | None) -> tuple[Figure, ...]:
    """What came in the month, as it stood at its end; nothing is known where there is no register."""
    figures = (
        ("收到留言数量", "条", register and register.received),
        ("其中：办结留言数量", "条", register and register.answered),
        ("办结以后公开的", "条", register and register.published),
        ("过期没有办结的", "条", register and register.overdue),
        ("平均办理时间", "个工作日", register and register.days),
    )
    origin = Origin.MESSAGES if register else Origin.NONE
    return tuple(Figure(name, "" if value is None else str(value), origin, unit) for name, unit, value in figures)


def _updates(month: MonthOfSite) -> Table:
    """The columns in which something became public; of all columns where it was nowhere."""
    rows = month.published.by_column()
    shown = [(column.name, str(number)) for column, number in rows if number]
    total = ("合计", str(len(month.published.documents)))
    caption = f"各栏目{month.ground.period.label}新增文件（篇）"
    return Table(("栏目", "数量"), (*shown, total), frozenset({1}), caption, drawn=bool(shown))


def _states(month: MonthOfSite) -> Table:
    rows = tuple(
        (each.column.name, str(each.column.update_days or "不定期"), str(each.newest or "—"), each.state)
        for each in month.columns
    )
    return Table(("栏目", "更新期限（天）", "最近更新", "状态"), rows, frozenset(), "栏目状态")


def _replies(month: MonthOfSite) -> tuple[str | Table, ...]:
    replies = month.published.replies
    if not replies:
        return ("这个月没有公开答复。",)
    spans = Counter(_span((each.replied - each.received).days) for each in replies)
    names = [*(f"{each}天以内" for each in _SPANS), f"{_SPANS[-1]}天以上"]
    rows = tuple((name, str(spans[number])) for number, name in enumerate(names))
    return (
        Table(("办理时间", "件数"), rows, frozenset({1}), "公开答复的来信从受理到答复的天数（件）", drawn=True),
        _mean(replies),
    )


def _span(days: int) -> int:
    return sum(days > each for each in _SPANS)


def _mean(replies: Sequence[Reply]) -> str:
    days = [(each.replied - each.received).days for each in replies]
    return f"公开答复{len(days)}件，平均{sum(days) / len(days):.1f}天，最长{max(days)}天。"


def _availability(month: MonthOfSite) -> tuple[str | Table, ...]:
    """By month, from the beginning of the year."""
    ground = month.ground
    year = Ground(ground.books, year_of(ground.period.first), ground.output)
    visits = ground.availability(month.site)
    rows = [
        (name, str(found.visits), str(found.failed), f"{found.percent:.2f}%")
        for name, found in year.availability(month.site).by_month(_months_until(ground))
        if found.percent is not None
    ]
    source = source_of_patrol(ground, visits.note)
    if not rows:
        return (source,)
    chart = tuple((name, share) for name, _, _, share in rows)
    return (
        Table(("月份", "访问次数", "失败次数", "失败的比率"), tuple(rows), frozenset({1, 2, 3}), "首页访问情况"),
        Table(("月份", "失败的比率"), chart, frozenset({1}), "首页访问失败的比率", drawn=True),
        source,
    )


def _months_until(ground: Ground) -> list[Period]:
    return [each for each in year_of(ground.period.first).months() if each.first <= ground.period.first]


def _footer(month: MonthOfSite) -> Table:
    settings = month.site.settings
    rows = tuple((name, getattr(settings, key) or UNKNOWN) for key, name in _FOOTER.items())
    return Table(("要素", "内容"), rows)


def _source_of_findings(month: MonthOfSite) -> str:
    return f"发现的问题：invoke check，截至{minute(month.ground.books.now)}。"
