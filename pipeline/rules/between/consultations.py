"""After a consultation is over, the site says what came of it. Source: 长治市政府网站管理办法第十三条第二款."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING, NamedTuple

from pipeline.rules.rule import Edited, Example, Found, Severity, content_rule
from pipeline.rules.sources import measures

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pipeline.rules.books import Books

_UNANSWERED = """select d.path, d.title, d.lines, json_extract(d.data, '$.closes.day') as closes from document d
    where d.site = :site and d.kind = 'consultation' and d.state > 0 and d.original is null
    and closes < :today and coalesce(json_extract(d.data, '$.result'), '') = '' order by d.path"""
_ABOUT_IT = """select d.path from link l join document d on d.path = l.source
    where l.target = :path and l.sort = 'link' and d.state > 0 and d.original is null
    and (d.title like '%反馈%' or d.title like '%采纳%' or d.title like '%结果%' or d.title like '%情况%') order by d.path limit 1"""
_BUSES = "portal/hdjl/zjdc/gongjiao.md"
_RESULT = "反馈结果: 共收到有效意见2318条。采纳的意见已落实：开通快线K3，18路末班车延长到22时，12路在东渡街增设2站；提出增设支线的286条意见，因客流和道路条件不足暂不采纳，12月前以预约公交方式试行3处。\n"
_PEOPLE = "portal/hdjl/zjdc/minsheng-2027.md"
_GREEN = "portal/hdjl/zjdc/lvhua-zhengji.md"


class Closed(NamedTuple):
    """A consultation that is over and does not say what came of it."""

    path: str
    title: str
    line: int
    closes: dt.date
    about: str


def closed(books: Books, sites: Iterable[str]) -> Iterator[Closed]:
    """Yield the consultations of some sites that are over without a result, each with the document that tells of it all the same."""
    for site in sites:
        for path, title, lines, closes in books.rows(_UNANSWERED, site=site, today=books.today.isoformat()):
            about = next(books.rows(_ABOUT_IT, path=path), ("",))[0]
            line = json.loads(lines).get("closes", 1)
            yield Closed(path, title, line, dt.date.fromisoformat(closes), about)


@content_rule(
    "CONSULTATION_RESULT",
    title="征集结束没有反馈",
    sources=(measures(13, "第二款"),),
    severity=Severity.ERROR,
    remedy="公布收到的意见、采纳情况和不采纳的理由，写进result（反馈结果）：一段文字，或者结果文件的路径",
    thresholds=("consultation_result_days",),
    breaks=(Example({_BUSES: Edited(_RESULT, "")}),),
    keeps=(
        Example({_PEOPLE: Edited("closes: 2026-12-20", "closes: 2026-11-24")}),
        Example({_BUSES: Edited("截止日期: 2026-09-16", "截止日期: 2026-09-17")}),
    ),
)
def consultation_result(books: Books) -> Iterator[Found]:
    """Nothing stays without a result for longer than the days of the profile, unless another document tells of it."""
    limit = books.threshold("consultation_result_days")
    for each in closed(books, books.content.sites):
        days = (books.today - each.closes).days
        if days > limit and not each.about:
            yield Found(each.line, f"“{each.title}”{each.closes}截止，{days}天没有反馈", path=each.path)


@content_rule(
    "CONSULTATION_DUE",
    title="征集已经结束，等待反馈",
    sources=(measures(13, "第二款"),),
    severity=Severity.HINT,
    remedy="公布收到的意见、采纳情况和不采纳的理由，写进result（反馈结果）",
    thresholds=("consultation_result_days",),
    breaks=(
        Example({_PEOPLE: Edited("closes: 2026-12-20", "closes: 2026-11-20")}),
        Example({_GREEN: Edited("result: lvhua-fankui.md\n", "")}),
    ),
    keeps=(Example({_PEOPLE: Edited("closes: 2026-12-20", "closes: 2026-11-24")}),),
)
def consultation_due(books: Books) -> Iterator[Found]:
    """A consultation that is over lately, or of which another document tells, gets its result."""
    limit = books.threshold("consultation_result_days")
    for each in closed(books, books.content.sites):
        days = (books.today - each.closes).days
        if each.about:
            remedy = f"在result里写结果文件的相对路径：{each.about.rpartition('/')[2]}"
            yield Found(each.line, f"{each.about}说明了结果，征集里没有写result", remedy, each.path)
        elif days <= limit:
            by = each.closes + dt.timedelta(days=limit)
            yield Found(each.line, f"“{each.title}”{each.closes}截止，{by}以前要反馈", path=each.path)
