"""A policy whose term is over says so. Source: 政府网站发展指引 (失效的文件应当标明); 长治市政府网站管理办法第三十条 has a term."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING

from model.patterns import pattern
from pipeline.rules.documents.plain_lines import Paragraph
from pipeline.rules.documents.stated import Span, statements
from pipeline.rules.rule import Edited, Example, Found, Severity, content_rule
from pipeline.rules.sources import guidelines, measures
from plugins.engine.plain_words import words_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.rules.books import Books

#: A policy that another one repeals is shown as 废止, whatever it says of itself.
_IN_FORCE = """d.site = :site and d.kind = 'policy' and d.state > 0 and d.original is null and d.status in ('现行有效', '已修改')
    and not exists (select 1 from link l join document r on r.path = l.source
        where l.target in (d.number, d.path) and l.sort = 'repeals' and r.state > 0)"""
_EXPIRED = f"""select d.path, d.title, d.status, d.lines, json_extract(d.data, '$.expires.day') as expires from document d
    where {_IN_FORCE} and expires < :today order by d.path"""  # noqa: S608 (our own words)
_WITHOUT_TERM = f"""select d.path, d.title, d.status, d.lines, json_extract(d.data, '$.issued.day'), d.date, b.html from document d
    join body b on b.path = d.path
    where {_IN_FORCE} and json_extract(d.data, '$.expires') is null and instr(b.html, '有效期') order by d.path"""  # noqa: S608 (our own words)
_BREAK = pattern(r"</(?:p|li|td|h\d)>|<br[^>]*>")
_MEASURES = "portal/zwgk/zcwj/zxqy-2026.md"
_ENTERPRISES = "portal/zwgk/zcwj/zxqy-2025.md"


@content_rule(
    "POLICY_EXPIRED",
    title="过了有效期的文件还标现行有效",
    sources=(guidelines("（修改、废止、失效的文件应当标明）"), measures(10)),
    severity=Severity.ERROR,
    remedy="没有延期的，status改为“失效”；延期了的，改expires（失效日期）",
    breaks=(Example({_ENTERPRISES: Edited("status: 失效\n", "status: 现行有效\n")}),),
    keeps=(
        Example({_ENTERPRISES: Edited("status: 失效\n", "status: 废止\n")}),
        Example({_MEASURES: Edited("15条措施", "十五条措施")}, as_of="2028-04-30 18:00"),
    ),
)
def policy_expired(books: Books) -> Iterator[Found]:
    """No policy is said to be in force after its last day, be it in its table or, where that has none, in its text."""
    today = books.today.isoformat()
    for site in books.content.sites:
        for path, title, status, lines, expires in books.rows(_EXPIRED, site=site, today=today):
            fact = f"“{title}”{expires}失效，有效性还是“{status}”"
            yield Found(_line(lines), fact, path=path)
        for path, title, status, lines, issued, date, html in books.rows(_WITHOUT_TERM, site=site):
            last = _last_day(html, dt.date.fromisoformat(issued), dt.datetime.fromisoformat(date).date())
            if last and last < books.today:
                fact = f"“{title}”正文里的有效期到{last}，有效性还是“{status}”"
                yield Found(_line(lines), fact, path=path)


def _line(lines: str) -> int:
    known = json.loads(lines)
    return int(known.get("status", known.get("expires", known.get("title", 1))))


def _last_day(html: str, issued: dt.date, published: dt.date) -> dt.date | None:
    """The last day that a text's own terms can mean; None where it states none."""
    texts = (words_of(each) for each in _BREAK.split(html) if "有效期" in each)
    several = [Paragraph(1, "".join(each.split())) for each in texts]
    whole = Span(issued, max(issued, published), issued)
    ends = [each.expires(each.effective(issued, published) or whole) for each in statements(several)]
    return max((span.high for span in ends if span), default=None)
