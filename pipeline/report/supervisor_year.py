"""政府网站监管年度报表 of the supervising office (国办函〔2018〕12号 一、二): checks, openings and closings, messages, impostors, training."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from model.yearly_form import ErrorReports
from pipeline.report.figure import UNKNOWN, Figure, Origin, Part, Table, Written, counted, filled, share
from pipeline.report.ground import kind_of, sponsor_of
from pipeline.report.messages import corrections
from pipeline.report.sources import minute, source_of_form

if TYPE_CHECKING:
    from model.yearly_form import QuarterCheck, SupervisorYear
    from pipeline.report.ground import Ground

FORM = "政府网站监管年度报表"
_QUARTERS = ("第一季度", "第二季度", "第三季度", "第四季度")
_CHECKS = ("checked", "failed", "units", "persons")
_ACTS = {"open": "开设", "migrate": "整合迁移", "close": "关停", "offline": "临时下线", "emergency": "紧急关停"}


def title(ground: Ground) -> str:
    """Return what the form of a year is called."""
    area = "市" if ground.portal.settings.level == "city" else "县"
    return f"{sponsor_of(ground.portal)}{ground.period.key}年度全{area}政府网站监管报表"


def year_of_supervisor(ground: Ground, form: SupervisorYear, file: str) -> Written:
    """Return the yearly form of the supervising office; `file` is what was filled in."""
    security, impostors, training = form.security, form.impostors, form.training
    blocks: tuple[tuple[str, tuple[str | Table | tuple[Figure, ...], ...]], ...] = (
        ("网站概况", (_sites(ground),)),
        ("常态化监管", (_checks(form.quarters),)),
        (
            "安全检查",
            (
                (
                    filled("安全检查次数", security.checks, "次"),
                    filled("发现问题数量", security.found, "个"),
                    filled("问题整改数量", security.mended, "个", within=True),
                    share("整改率", security.mended, security.found),
                ),
            ),
        ),
        ("网民找错", (_corrections(ground, form.reports),)),
        (
            "假冒网站",
            ((filled("发现数量", impostors.found, "个"), filled("处置数量", impostors.closed, "个", within=True)),),
        ),
        ("培训", ((filled("培训期数", training.sessions, "期"), filled("培训人次", training.people, "人次")),)),
        ("填报", (_filling(form),)),
        *((("说明", form.notes),) if form.notes else ()),
        ("数据来源", (f"网站记录：各网站的lifecycle.toml，截至{minute(ground.until)}。", source_of_form(file))),
    )
    return Written(
        title(ground),
        (("填报单位", sponsor_of(ground.portal)), ("统计期限", ground.span)),
        tuple(Part(heading, content) for heading, content in blocks),
        description=f"{ground.period.label}政府网站检查、安全、开设关停、网民找错、假冒网站和培训的数据。",
        keywords=("政府网站", "监管", "年度报表"),
    )


def _sites(ground: Ground) -> tuple[Figure, ...]:
    kinds = Counter(kind_of(site) for site in ground.sites)
    acts = Counter(
        act.act
        for life in ground.books.content.lives.values()
        for act in life.acts
        if ground.period.first <= act.effective <= ground.until.date()
    )
    return (
        Figure("期末运行的网站", str(len(ground.sites)), Origin.LIFE, "个"),
        *(Figure(kind, str(number), Origin.LIFE, "个", within=True) for kind, number in sorted(kinds.items())),
        *(Figure(f"{name}", str(acts[act]), Origin.LIFE, "次") for act, name in _ACTS.items()),
    )


def _corrections(ground: Ground, typed: ErrorReports) -> tuple[Figure, ...]:
    """As the office filled them in, else out of the sites' registers."""
    register = corrections(ground, ground.sites) if typed == ErrorReports() else None
    name, done = "收到“我为政府网站找错”有效留言", "按期办结数量"
    if register:
        figures = (
            counted(name, register.received, "条", origin=Origin.MESSAGES),
            counted(done, register.in_time, "条", within=True, origin=Origin.MESSAGES),
        )
        return (*figures, share("按期办结率", register.in_time, register.received))
    figures = (filled(name, typed.received, "条"), filled(done, typed.closed, "条", within=True))
    return (*figures, share("按期办结率", typed.closed, typed.received))


def _checks(quarters: tuple[QuarterCheck, ...]) -> Table:
    by_number = {each.quarter: each for each in quarters}
    rows = []
    for number, name in enumerate(_QUARTERS, 1):
        values = [getattr(by_number.get(number), key, None) for key in _CHECKS]
        rows.append((name, *(UNKNOWN if each is None else str(each) for each in values)))
    sums = [_sum([row[place] for row in rows]) for place in range(1, len(_CHECKS) + 1)]
    head = ("季度", "抽查网站（个次）", "不合格网站（个次）", "问责单位（个）", "问责人数（人次）")
    return Table(head, (*rows, ("合计", *sums)), frozenset(range(1, 5)), "各季度检查和问责情况")


def _sum(cells: list[str]) -> str:
    return UNKNOWN if UNKNOWN in cells else str(sum(map(int, cells)))


def _filling(form: SupervisorYear) -> tuple[Figure, ...]:
    filling = form.filling
    return (
        filled("单位负责人", filling.head),
        filled("审核人", filling.reviewer),
        filled("填报人", filling.filler),
        filled("联系电话", filling.phone),
    )
