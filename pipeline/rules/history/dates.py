"""A document's time of publication is when it was published, and stays so.

Source: 国办秘函〔2019〕19号单项否决一 (发布时间造假). A machine only sees a gap: it says so, and people judge.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from pipeline.rules.history.annals import Annals, Arrival
from pipeline.rules.history.blobs import as_moment
from pipeline.rules.rule import Edited, Example, Found, Severity, Subject, history_rule, standing_rule
from pipeline.rules.sources import convention, indicators, measures

_HONEST = "按实际发布的时间改；以前在别处发布过的，写原网址（moved_from）或者归档日期（archived）"
_FORGED = indicators("单项否决一（发布时间造假）")
#: For the examples: the city's records have begun.
_BEGUN = {"platform.toml": Edited("2026-11-28 00:00", "2026-11-18 00:00")}


def _news(date: str, *more: str) -> str:
    lines = ["---", "title: 全市冬季道路养护物资储备到位", f"date: {date}", "source: 云川市交通运输局", *more, "---"]
    body = "市交通运输局在全市设立12个冬季养护物资储备点，备好融雪剂和防滑料，遇到降雪时按路段分工清扫。"
    return "\n".join([*lines, body, ""])


def _example(date: str, committed: str, *more: str) -> Example:
    return Example({**_BEGUN, "portal/zwdt/bumen/2026-11-23-yanghu.md": _news(date, *more)}, committed=committed)


def _span(gap: dt.timedelta) -> str:
    hours = gap // dt.timedelta(hours=1)
    return f"{hours // 24}天" if hours >= 48 else f"{hours}小时"


def _hours(annals: Annals, name: str) -> dt.timedelta:
    return dt.timedelta(hours=annals.books.threshold(name))


def _earlier(annals: Annals, each: Arrival) -> Found:
    fact = (
        f"发布时间写的是{each.date:%Y-%m-%d %H:%M}，文件{each.arrived:%Y-%m-%d %H:%M}才提交入库，早了{_span(each.gap)}"
    )
    return Found(annals.books.line_of(each.path, "date"), fact, path=each.path)


@history_rule(
    "DATE_BACKDATED",
    title="发布时间比文件入库早得多",
    sources=(_FORGED,),
    severity=Severity.ERROR,
    remedy=_HONEST,
    thresholds=("date_forged_hours",),
    breaks=(_example("2026-11-20 10:00", "2026-11-23 15:00"),),
    keeps=(
        _example("2026-11-23 14:30", "2026-11-23 15:00"),
        _example("2026-11-20 10:00", "2026-11-23 15:00", "moved_from: https://jtj.yunchuan.gov.cn/dt/20261120.html"),
    ),
)
def backdated(annals: Annals) -> Iterator[Found]:
    """A document that says that it was published days before anybody had it."""
    for each in annals.arrivals(_hours(annals, "date_forged_hours")):
        yield _earlier(annals, each)


@history_rule(
    "DATE_EARLY",
    title="发布时间比文件入库早",
    sources=(_FORGED,),
    severity=Severity.WARNING,
    remedy="提交以前核对发布时间，按实际发布的时间改",
    thresholds=("date_tolerance_hours", "date_forged_hours"),
    breaks=(_example("2026-11-22 20:30", "2026-11-23 15:00"),),
    keeps=(_example("2026-11-23 09:00", "2026-11-23 15:00"),),
)
def early(annals: Annals) -> Iterator[Found]:
    """A document that was dated in the evening and committed on the next day."""
    for each in annals.arrivals(_hours(annals, "date_tolerance_hours"), _hours(annals, "date_forged_hours")):
        yield _earlier(annals, each)


@history_rule(
    "DATE_CHANGED",
    title="发布以后改了发布时间",
    sources=(_FORGED, measures(10)),
    severity=Severity.ERROR,
    remedy="改回第一次发布的时间；内容有更新的，在正文里注明更新时间",
    breaks=(
        Example(
            {**_BEGUN, "portal/zwdt/yaowen/2026-11-16-gongnuan.md": Edited("2026-11-16 11:00", "2026-11-18 11:00")},
            committed="2026-11-23 15:00",
        ),
    ),
    keeps=(
        Example(
            {**_BEGUN, "portal/zwdt/yaowen/2026-11-16-gongnuan.md": Edited("截至当日18时", "截至当日19时")},
            committed="2026-11-23 15:00",
        ),
    ),
)
def changed(annals: Annals) -> Iterator[Found]:
    """A document that was public under another time; one that was changed back is as it was."""
    for path, change in annals.changed():
        when = f"{as_moment(change.at):%Y-%m-%d %H:%M}"
        fact = f"第一次发布的时间是{as_moment(change.old):%Y-%m-%d %H:%M}，{when}改成了别的时间"
        yield Found(annals.books.line_of(path, "date"), fact, path=path)


HISTORY_PARTIAL = standing_rule(
    "HISTORY_PARTIAL",
    Subject.HISTORY,
    title="只有一部分提交历史",
    sources=(convention("发布时间与提交历史核对，要有完整的历史"),),
    severity=Severity.HINT,
    remedy="取全历史：git fetch --unshallow；持续集成里取代码的深度写0",
)


def partial(annals: Annals) -> Iterator[Found]:
    """Say that the repository is shallow: what came before its first commit is not known, and not judged."""
    if annals.state and annals.state.shallow:
        yield Found(1, "git仓库只取了一部分历史，更早入库的文件没有核对发布时间", path=".")
