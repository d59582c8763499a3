"""How often a site was read in a period, from GoAccess's report on the access log (办法第二十四条, 国办函〔2018〕12号 一)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.life.notice_text import chinese_day
from pipeline.release import shown
from pipeline.report.figure import Figure, Origin, Table
from pipeline.statistics import VisitsError, of_columns, read_visits
from plugins.engine.output import OutputError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from model.site import Site
    from pipeline.report.ground import Ground
    from pipeline.statistics import Visits

_OTHERS = "首页和其他网页"


@dataclass(frozen=True, slots=True)
class Logged:
    """What the log says of a site in a period, and where that is from; None where it does not say.

    A visitor is counted once a day. A view is a page that was asked for; of `columns` they are in the order of the site, and last all else.
    """

    source: str
    unique: int | None = None
    views: int | None = None
    columns: tuple[tuple[str, int], ...] = ()
    months: tuple[tuple[str, int], ...] = ()

    def figures(self) -> tuple[Figure, ...]:
        """Return the two figures of the forms."""
        return (_figure("独立用户访问总量", self.unique, "个"), _figure("网站总访问量", self.views, "次"))

    def tables(self) -> tuple[Table, ...]:
        """Return the tables by column, and by month where there are several."""
        tables = []
        if len(self.months) > 1:
            rows = tuple((name, str(number)) for name, number in self.months)
            tables.append(Table(("月份", "个数"), rows, frozenset({1}), "各月独立用户（个）", drawn=True))
        if self.columns:
            rows = tuple((name, str(number)) for name, number in self.columns)
            total = ("合计", str(sum(number for _, number in self.columns)))
            tables.append(Table(("栏目", "次数"), (*rows, total), frozenset({1}), "各栏目访问量（次）", drawn=True))
        return tuple(tables)


def _figure(name: str, value: int | None, unit: str) -> Figure:
    return Figure(name, "", Origin.NONE, unit) if value is None else Figure(name, str(value), Origin.LOGS, unit)


def logged(ground: Ground, site: Site) -> Logged:
    """Return what the log says of a site in the period of the report; raise `OutputError` where the report cannot be read."""
    file = _file_of(ground.visits, site)
    if file is None:
        return Logged("访问日志：没有给出访问报告（--visits）。")
    if ground.visits != file and not file.is_file():
        return Logged(f"访问日志：没有{shown(file.name)}。")
    try:
        visits = read_visits(file)
    except VisitsError as error:
        raise OutputError(str(error)) from None
    return _within(visits, site, ground, shown(file.name))


def _file_of(given: Path | None, site: Site) -> Path | None:
    return given / f"{site.id}.json" if given and given.is_dir() else given


def refuse_one_for_several(given: Path | None, sites: Sequence[Site]) -> None:
    """Raise `OutputError` where one report is given for several sites."""
    if given and len(sites) > 1 and not given.is_dir():
        remedy = "用--site写一个网站；或者写一个文件夹，里面一个网站一份，如“portal.json”"
        raise OutputError(f"--visits：几个网站不能用同一份访问报告（{remedy}）")


def _within(visits: Visits, site: Site, ground: Ground, name: str) -> Logged:
    first, last = ground.period.first.isoformat(), ground.until.date().isoformat()
    days = [each for each in visits.days if first <= each.name <= last]
    if not days:
        return Logged(f"访问日志：{name}里没有这段时间。")
    alone = len(days) == len(visits.days)
    source = (
        f"访问日志：{name}，{_span(days[0].name, days[-1].name)}；{_said(visits, len(days), ground, alone=alone)}。"
    )
    months = [
        (month.label.partition("年")[2], sum(each.visitors for each in days if each.name.startswith(month.key)))
        for month in ground.period.months()
        if month.first <= ground.until.date()
    ]
    unique = sum(each.visitors for each in days)
    if not alone:
        return Logged(source, unique, months=tuple(months))
    names = {column.path: column.name for column in site.columns}
    columns = ((names.get(each.column, _OTHERS), each.hits) for each in of_columns(visits, site) if each.hits)
    return Logged(source, unique, visits.views, tuple(columns), tuple(months))


def _said(visits: Visits, days: int, ground: Ground, *, alone: bool) -> str:
    """How it was counted, and what is not in it."""
    said = ["独立用户按天计，一个人来两天算两个"]
    missing = (ground.until.date() - ground.period.first).days + 1 - days
    if missing:
        said.append(f"有{missing}天没有记录")
    if not alone:
        said.append("报告里还有别的日子，访问量分不开，没有填，一段时间写一份报告")
    else:
        said.append("访问量是打开网页的次数，不算图片、样式、附件")
        if visits.left_out:
            said.append(f"报告少列了{visits.left_out}个网址，访问量偏低")
    return "；".join(said)


def _span(first: str, last: str) -> str:
    begin, end = (chinese_day(dt.date.fromisoformat(each)) for each in (first, last))
    return begin if begin == end else f"{begin}至{end.partition('年')[2]}"
