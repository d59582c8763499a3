"""Policies and their interpretations: there is one, in time, and it says more than the policy. Source: 长治市政府网站管理办法第十一条."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING, NamedTuple

from model.patterns import pattern
from pipeline.rules.between.deadlines import days_late, is_over
from pipeline.rules.between.normative import must_be_interpreted
from pipeline.rules.rule import Edited, Example, Found, Severity, content_rule
from pipeline.rules.sources import measures, other
from plugins.engine.plain_words import words_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pipeline.rules.books import Books

#: The day from which the clause is in force (2022-01-18 and 30 days); older policies were published under other rules.
_SINCE = "2022-02-17"
_WANTING = """select d.path, d.title, d.number, d.date, d.lines, json_extract(d.data, '$.issuer') from document d
    where d.site = :site and d.kind = 'policy' and d.state = 1 and d.original is null and d.date >= :since
    and coalesce(d.status, '') not in ('废止', '失效') and json_extract(d.data, '$.repost_url') is null
    and coalesce(json_extract(d.data, '$.expires.day'), :today) >= :today
    and not exists (select 1 from link l join document i on i.path = l.source
        where l.target in (d.number, d.path) and i.state > 0
        and (l.sort = 'interprets' or (l.sort = 'link' and i.kind = 'interpretation')))
    order by d.path"""
_PAIRS = """select i.path, i.appears, i.lines, p.path, p.appears, p.title, p.status from document i
    join link l on l.source = i.path and l.sort = 'interprets'
    join document p on p.{key} = l.target
    where i.site = :site and i.kind = 'interpretation' and i.state > 0 and i.original is null
    and p.kind = 'policy' and p.state > 0 and p.original is null"""
_HIGHER = pattern("^(?:国务院|中共中央|国家|中华人民共和国|[\u4e00-\u9fa5]{2,7}(?:省|自治区)(?!.*市))")
_MEASURES = "portal/zwgk/zcjd/zxqy-jd.md"
_SPLIT = pattern("[。；;：:！!？?，,、]")
_LEAST, _PART, _FEW = 200, 6, 12
_NEW = "portal/zwgk/zcwj/example.md"


class Pair(NamedTuple):
    """An interpretation and a policy that it interprets; moments are those from which they are public."""

    interpretation: str
    came: dt.datetime
    lines: str
    policy: str
    published: dt.datetime
    title: str
    status: str


class Wanting(NamedTuple):
    """A policy that must be interpreted and is not."""

    path: str
    title: str
    line: int
    published: dt.date
    issuer: str


def wanting(books: Books, sites: Iterable[str]) -> Iterator[Wanting]:
    """Yield the policies of some sites that want an interpretation, be it late or not yet."""
    for site in sites:
        rows = books.rows(_WANTING, site=site, since=_SINCE, today=books.today.isoformat())
        for path, title, number, date, lines, issuer in rows:
            if must_be_interpreted(title, number or "") and not _HIGHER.match(issuer):
                published = dt.datetime.fromisoformat(date).date()
                yield Wanting(path, title, json.loads(lines).get("title", 1), published, issuer)


def _pairs(books: Books) -> Iterator[Pair]:
    for site in books.content.sites:
        for key in ("number", "path"):
            for path, came, lines, policy, published, title, status in books.rows(_PAIRS.format(key=key), site=site):
                moments = dt.datetime.fromisoformat(came), dt.datetime.fromisoformat(published)
                yield Pair(path, moments[0], lines, policy, moments[1], title, status)


def _policy(title: str, number: int) -> str:
    head = ["---", f"title: {title}", "date: 2026-11-10 10:00", "source: 云川市人民政府办公室"]
    table = [
        f"document_number: 云政办发〔2026〕{number}号",
        "issuer: 云川市人民政府办公室",
        "issued: 2026-11-09",
        f"index_number: 11140400000000123Q/2026-000{number}",
        "subject: 城乡建设、环境保护\\城市建设",
        "effective: 2026-12-01",
    ]
    text = "为保障冬季道路通行安全，沿街单位应当在降雪停止后及时清扫门前积雪，清扫的积雪堆放在树池和绿地以外的地方，不得倒入下水道。"
    return "\n".join([*head, *table, "---", text, "", "自2026年12月1日起施行。", ""])


@content_rule(
    "INTERPRETATION_MISSING",
    title="政策文件没有解读",
    sources=(measures(11, "第一款"), other("辽政办〔2022〕43号", "第一条")),
    severity=Severity.WARNING,
    remedy="请制发机关、牵头或者起草部门提供解读，在解读的interprets里写这份文件的文号",
    thresholds=("interpretation_days",),
    breaks=(Example({_NEW: _policy("云川市城市清雪管理办法", 41)}),),
    keeps=(
        Example({_NEW: _policy("云川市人民政府办公室关于做好2026年冬季清雪工作的通知", 41)}),
        Example({_NEW: _policy("云川市城市清雪管理办法", 41).replace("2026-11-10", "2026-11-20")}),
    ),
)
def interpretation_missing(books: Books) -> Iterator[Found]:
    """A policy that binds the public has an interpretation when the working days for it are over."""
    limit = books.threshold("interpretation_days")
    for each in wanting(books, books.content.sites):
        if is_over(books, each.published, books.today, limit):
            yield Found(each.line, f"“{each.title}”{each.published}发布，还没有解读", path=each.path)


@content_rule(
    "INTERPRETATION_LATE",
    title="解读晚于政策文件",
    sources=(measures(11, "第一款"), other("郑州市2016年、广州市2018年的政策解读规定", "（最迟三个工作日）")),
    severity=Severity.WARNING,
    remedy="这一篇已经晚了；以后解读和文件一起起草、一起发布",
    thresholds=("interpretation_days",),
    breaks=(Example({_MEASURES: Edited("date: 2026-04-27 09:30", "date: 2026-05-11 09:30")}),),
    keeps=(Example({_MEASURES: Edited("date: 2026-04-27 09:30", "date: 2026-04-29 18:00")}),),
)
def interpretation_late(books: Books) -> Iterator[Found]:
    """The first interpretation of a policy came within the working days; one of several policies counts for the newest of them."""
    pairs = list(_pairs(books))
    newest: dict[str, dt.datetime] = {}
    first: dict[str, dt.datetime] = {}
    for each in pairs:
        newest[each.interpretation] = max(each.published, newest.get(each.interpretation, each.published))
        first[each.policy] = min(each.came, first.get(each.policy, each.came))
    for each in sorted(set(pairs)):
        own = each.published == newest[each.interpretation] and each.came == first[each.policy]
        if own and each.published.isoformat() >= _SINCE:
            yield from _late(books, each)


def _late(books: Books, pair: Pair) -> Iterator[Found]:
    limit = books.threshold("interpretation_days")
    days = days_late(books, pair.published.date(), pair.came.date(), limit)
    if days:
        fact = f"文件“{pair.title}”{pair.published.date()}发布，{days}个工作日以后才解读，超过{limit}个"
        yield Found(json.loads(pair.lines).get("date", 1), fact, path=pair.interpretation)


@content_rule(
    "INTERPRETATION_COPY",
    title="解读照抄文件",
    sources=(other("安顺市、甘肃省的政策解读规定", "（不得简单摘抄原文）"), measures(11, "第一款")),
    severity=Severity.WARNING,
    remedy="写清背景、要解决的问题、和原来有什么不同、怎样办理，不摘抄原文",
    thresholds=("interpretation_copy_percent",),
    breaks=(
        Example(
            {
                _NEW: _policy("云川市城市清雪管理办法", 41).replace(
                    "不得倒入下水道。",
                    "不得倒入下水道。"
                    + "".join(
                        f"{road}由{unit}负责清扫，每天清扫到{hour}点为止。"
                        for road, unit, hour in (
                            ("沿河步行道路", "园林养护单位", 9),
                            ("公交站台两侧", "公交运营企业", 8),
                            ("学校门前道路", "学校后勤部门", 7),
                            ("医院门前道路", "医院后勤部门", 6),
                            ("小区内部道路", "物业服务企业", 5),
                            ("城区主干道路", "环卫作业单位", 4),
                        )
                    ),
                ),
                "portal/zwgk/zcjd/example.md": "---\ntitle: 城市清雪管理办法解读\ndate: 2026-11-10 11:00\nsource: 云川市城市管理局\n"
                "interprets: [云政办发〔2026〕41号]\n---\n"
                "为保障冬季道路通行安全，沿街单位应当在降雪停止后及时清扫门前积雪，清扫的积雪堆放在树池和绿地以外的地方，不得倒入下水道。"
                "沿河步行道路由园林养护单位负责清扫，每天清扫到9点为止。公交站台两侧由公交运营企业负责清扫，每天清扫到8点为止。"
                "学校门前道路由学校后勤部门负责清扫，每天清扫到7点为止。医院门前道路由医院后勤部门负责清扫，每天清扫到6点为止。"
                "小区内部道路由物业服务企业负责清扫，每天清扫到5点为止。城区主干道路由环卫作业单位负责清扫，每天清扫到4点为止。\n",
            }
        ),
    ),
    keeps=(Example({_MEASURES: Edited("## 哪些企业适用", "## 哪些企业能够享受")}),),
)
def interpretation_copy(books: Books) -> Iterator[Found]:
    """An interpretation is not for the most part made of its policies' own clauses."""
    limit = books.threshold("interpretation_copy_percent")
    policies: dict[str, list[str]] = {}
    lines: dict[str, str] = {}
    for each in _pairs(books):
        policies.setdefault(each.interpretation, []).append(each.policy)
        lines[each.interpretation] = each.lines
    for path, several in sorted(policies.items()):
        text = _words(_html_of(books, path))
        originals = [_html_of(books, each) for each in several]
        percent = copied_percent(text, "".join(map(_words, originals))) if _may_be_copied(text, originals) else 0
        if percent >= limit:
            fact = f"解读有{percent}%的文字和文件一字不差"
            yield Found(json.loads(lines[path]).get("title", 1), fact, path=path)


def copied_percent(text: str, original: str) -> int:
    """Return how much of a text are clauses that stand in the original word by word, in percent; 0 for a short text."""
    clauses = [each for each in _SPLIT.split(text) if len(each) >= _PART]
    total = sum(map(len, clauses))
    if total < _LEAST:
        return 0
    return 100 * sum(len(each) for each in clauses if each in original) // total


def _may_be_copied(text: str, originals: list[str]) -> bool:
    """Whether of a few clauses of a text enough stand in an original; nearly all texts need not be looked at further."""
    clauses = [each for each in _SPLIT.split(text) if len(each) >= _PART]
    few = clauses[:: max(1, len(clauses) // _FEW)]
    return sum(any(each in html for html in originals) for each in few) * 3 >= len(few)


def _html_of(books: Books, path: str) -> str:
    row = next(books.rows("select html from body where path = :path", path=path), None)
    return str(row[0]) if row else ""


def _words(html: str) -> str:
    """What people read of a text, without spaces."""
    return "".join(words_of(html).split())
