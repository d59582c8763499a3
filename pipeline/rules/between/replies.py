"""Letters are answered in time. Source: 长治市政府网站管理办法第二十六条第三项; 国办秘函〔2019〕19号单项否决五."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING, NamedTuple

from pipeline.rules.between.deadlines import days_late
from pipeline.rules.between.registers import registers
from pipeline.rules.rule import Example, Found, Severity, content_rule
from pipeline.rules.sources import convention, indicators

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.rules.books import Books

_SLOW = """select d.path, d.title, d.lines, json_extract(d.data, '$.received.day') as received,
    json_extract(d.data, '$.replied.day') as replied from document d
    where d.site = :site and d.kind = 'reply' and d.state > 0 and d.original is null
    and julianday(replied) - julianday(received) > :limit order by d.path"""
_YEAR = dt.timedelta(days=365)
_LETTER = "portal/hdjl/ldxx/example.md"


def _letter(received: str) -> str:
    """The text of a letter that was answered on 2026-11-17."""
    head = ["---", "title: 关于青石路公交站台座椅的来信", "date: 2026-11-18 10:00", "source: 云川市人民政府办公室"]
    facts = [
        "question: 青石路公交站台没有座椅，老年人等车不方便，希望加装。",
        f"received: {received}",
        "replied: 2026-11-17",
    ]
    text = (
        "青石路东段两处站台已经加装座椅，西段因人行道过窄不具备条件，已安排在2027年道路整修时一并解决。感谢您的建议。"
    )
    return "\n".join([*head, *facts, "replier: 云川市交通运输局", "category: 建议", "---", text, ""])


class Slow(NamedTuple):
    """A letter that was answered after more days than were asked about."""

    path: str
    title: str
    line: int
    received: dt.date
    replied: dt.date


def _slow(books: Books, limit: int) -> Iterator[Slow]:
    for site in books.content.sites:
        for path, title, lines, received, replied in books.rows(_SLOW, site=site, limit=limit):
            days = dt.date.fromisoformat(received), dt.date.fromisoformat(replied)
            yield Slow(path, title, json.loads(lines).get("replied", 1), *days)


def _with_own_term(books: Books) -> frozenset[str]:
    """The replies to messages for which a register says until when: those are late, or not, by that term."""
    messages = (each for several, _ in registers(books) for each in several)
    return frozenset(f"{each.site}/{each.published}" for each in messages if each.published and each.has_own_term)


@content_rule(
    "REPLY_UNANSWERED",
    title="来信超过三个月才答复",
    sources=(indicators("单项否决五"),),
    severity=Severity.VETO,
    remedy="核对受理和答复日期；确实晚了的，向主管单位说明，以后到期先答复",
    thresholds=("reply_days",),
    breaks=(Example({_LETTER: _letter("2026-08-10")}),),
    keeps=(Example({_LETTER: _letter("2026-10-28")}),),
)
def reply_unanswered(books: Books) -> Iterator[Found]:
    """Within the last year, no letter waited longer for its answer than the days of the profile."""
    limit = books.threshold("reply_days")
    for each in _slow(books, limit):
        if each.replied > books.today - _YEAR:
            days = (each.replied - each.received).days
            yield Found(each.line, f"来信“{each.title}”{days}天才答复，超过{limit}天", path=each.path)


@content_rule(
    "REPLY_LATE",
    title="来信答复晚了",
    sources=(convention("来信在规定时限内答复，办法第二十六条第三项没有写明天数"),),
    severity=Severity.HINT,
    remedy="这一封已经晚了；情况复杂的，先答复进展",
    thresholds=("reply_working_days", "reply_days"),
    breaks=(Example({_LETTER: _letter("2026-10-10")}),),
    keeps=(Example({_LETTER: _letter("2026-10-28")}),),
)
def reply_late(books: Books) -> Iterator[Found]:
    """A letter is answered within the working days of the profile; of much longer ones, another rule speaks."""
    limit, longest = books.threshold("reply_working_days"), books.threshold("reply_days")
    registered = _with_own_term(books)
    for each in (slow for slow in _slow(books, limit) if slow.path not in registered):
        days = days_late(books, each.received, each.replied, limit)
        told = (each.replied - each.received).days > longest and each.replied > books.today - _YEAR
        if days and not told:
            yield Found(each.line, f"来信“{each.title}”{days}个工作日才答复，超过{limit}个", path=each.path)
