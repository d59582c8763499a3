"""What a document says of its own validity: from when, for how long, and what it repeals. Pure functions of its sentences."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from model.faults import Unreadable
from model.identifiers import DocumentNumber
from model.patterns import pattern
from pipeline.rules.documents.chinese_dates import DATE, NUMBER, number_of, read_date, years_after

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pipeline.rules.documents.plain_lines import Paragraph

_KIND = "办法|规定|细则|规则|规程|意见|通知|通告|公告|决定|方案|措施|政策|标准|预案|规划|条例|制度|指南|指引|目录|清单|计划|准则|守则|规范|导则|纲要|解释|批复|法|文件"
_OWN = rf"本《?(?:[\u4e00-\u9fa5]{{0,6}}?)(?:{_KIND})(?:[（(][^）)]{{1,8}}[）)])?》?"
_DAY = "(?:印发|发布|公布|下发|发文|颁布)之?日"
_BEGINS = "(?:开始|正式|起)?(?:施行|实施|执行|生效|试行)"
_START = pattern(
    rf"(?:{_OWN}(?:[^。；\n]{{0,50}}?解释[^。；，,\n]{{0,8}}[，,；;]|的?有效期限?[^。；，,\n]{{1,20}}[，,])?|现予?以?(?:公布|发布|印发))[，,]?(?:从|自)"
    rf"(?:(?P<date>{DATE})(?:[0零]时)?|(?P<day>{_DAY}))(?:起|开始)?(?:[满第]?(?P<delay>{NUMBER})(?P<unit>个?工作日|日|天|个月)之?后?)?{_BEGINS}"
)
_UNTIL = rf"(?:至|到|截至|截止[到至]?|延[长续]至|调整[为至]|[自从]{DATE}起?[至到—－-])(?P<until>{DATE})"
_FOR = rf"(?:为|暂定|定为|暂定为|[:：])?(?P<years>{NUMBER})(?P<span>年|个月)"
_TERM = rf"(?:有效期限?|试行期限?|执行期限?|实施期限?)(?:{_UNTIL}|为?{_UNTIL.replace('until', 'until_')}|{_FOR})(?![内后前])"
_AFTER_START = pattern(
    rf"[，,。；;、]?(?:{_OWN}|暂定|其)?(?:{_TERM}|试行{_FOR.replace('years', 'trial').replace('span', 'trial_span')}"
    rf"|[至到](?P<last>{DATE})(?:24时)?(?:止|废止|失效|终止|结束|有效)|(?P<ceases>{DATE})起?(?:自行|自动)?(?:废止|失效))"
)
_ALONE = pattern(rf"{_OWN}的?{_TERM}")

_REPEALING = ("废止", "失效", "停止执行")
_REPEALED = pattern("(?:同时|同步|一并|即行|相应)(?:予以)?(?:废止|失效|停止执行)")
#: From the day of this document on, what is named right before such a word needs no “同时”.
_OURS = pattern(r"本[\u4e00-\u9fa5]{2,8}(?:公布|发布|印发)?(?:施行|实施|执行|生效|印发|发布|公布)(?:之日起|后|时)")
_CEASING = pattern("(?:同时|同步|一并|即行|相应)?(?:予以)?(?:废止|失效|停止执行)")
#: Numbers without the names of what they number.
_BARE_NUMBERS = pattern(
    r"(?:^|[，,、：:])((?:[\u4e00-\u9fa5]{2,8}[〔\[]\d{4}[〕\]]\d{1,5}号(?:、|和|及|以及)?)+)(?:等?[两三四五六七八九十\d]*[个件份]?文件?)?$"
)
_NAMED = r"《[^》]{2,150}》(?:[（(][^（）()]{4,80}[）)])?"
_SEVERAL = pattern(
    rf"(?:{_NAMED}(?:、|[，,]?(?:以及|和|及|与)|(?=《))[^《》。；，,]{{0,25}})*{_NAMED}[^《》。；，,]{{0,6}}(?:自本[\u4e00-\u9fa5]{{2,12}}之日起)?$"
)
#: How far before its end, in characters, a statement or a list may begin.
_NEAR, _LONGEST_LIST = 100, 2000
_NUMBERED = pattern(r"》[（(]([^（）()]{4,80})[）)]")
#: Something of both is in every statement; plain words are looked for much faster than patterns.
_BEGINNINGS = ("施行", "实施", "执行", "试行", "生效", "有效期")
_SIGN = pattern(rf"[自从](?:{DATE}|{_DAY})|有效期|(?:试行|执行|实施)期")


class Span(NamedTuple):
    """The days that a statement can mean, and the one to propose."""

    low: dt.date
    high: dt.date
    proposed: dt.date


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement of a document on its validity; `words` are its own.

    It begins on `start`, or `delay` days after the day it was issued or published; it ends on `until`, or after `months`.
    """

    line: int
    words: str
    start: dt.date | None = None
    from_issue: bool = False
    delay: int = 0
    until: dt.date | None = None
    months: int = 0

    def effective(self, issued: dt.date, published: dt.date) -> Span | None:
        """Return when it takes effect; None where it does not say, or where the calendar ends."""
        if self.start:
            return Span(self.start, self.start, self.start)
        if not self.from_issue:
            return None
        low, high = min(issued, published), max(issued, published)
        after = dt.timedelta(days=self.delay)
        return Span(low + after, high + after + dt.timedelta(days=bool(self.delay)), low + after)

    def expires(self, effective: Span) -> Span | None:
        """Return its last day, where it took effect as given; None where it does not say."""
        if self.until:
            return Span(self.until, self.until + dt.timedelta(days=1), self.until)
        ends = [years_after(day, self.months) for day in effective] if self.months else []
        if not all(ends) or not ends:
            return None
        low, high, proposed = (end for end in ends if end)
        return Span(low - dt.timedelta(days=1), high, proposed - dt.timedelta(days=1))


def statements(several: Iterable[Paragraph]) -> Iterator[Statement]:
    """Yield what the paragraphs say of the validity of the document itself."""
    for line, text in several:
        if any(word in text for word in _BEGINNINGS) and _SIGN.search(text):
            yield from _statements_in(line, text)


def _statements_in(line: int, text: str) -> Iterator[Statement]:
    begun = False
    for found in _START.finditer(text):
        begun = True
        ends = _AFTER_START.match(text, found.end()) or _ALONE.search(text, max(0, found.start() - _NEAR), found.end())
        yield _statement(line, found, ends)
    if not begun:
        for ends in _ALONE.finditer(text):
            yield _statement(line, None, ends)


def _statement(line: int, begins: re.Match[str] | None, ends: re.Match[str] | None) -> Statement:
    start = read_date(begins["date"]) if begins and begins["date"] else None
    until, months = _end_of(ends.groupdict()) if ends else (None, 0)
    words = "，".join(each[0].strip("，,。；;") for each in (begins, ends) if each)
    delay = _days(begins) if begins else 0
    return Statement(line, words, start, bool(begins and begins["day"] and delay >= 0), max(delay, 0), until, months)


def _days(begins: re.Match[str]) -> int:
    """How many days after its day a document takes effect; -1 where that cannot be counted in days."""
    if not begins["delay"]:
        return 0
    return number_of(begins["delay"]) if begins["unit"] in {"日", "天"} else -1


def _end_of(parts: dict[str, str | None]) -> tuple[dt.date | None, int]:
    last = parts["until"] or parts["until_"] or parts.get("last") or parts.get("ceases")
    number, unit = (parts["years"], parts["span"]) if parts["years"] else (parts.get("trial"), parts.get("trial_span"))
    return (read_date(last) if last else None), number_of(number or "") * (12 if unit == "年" else 1)


class Repeal(NamedTuple):
    """A document, by its number, of which another says that it is repealed."""

    line: int
    number: str


def repeals(several: Iterable[Paragraph]) -> Iterator[Repeal]:
    """Yield the numbers of the documents that the paragraphs say are repealed with theirs."""
    for line, text in several:
        if "号" in text and any(each in text for each in _REPEALING):
            for sentence in re.split("[。；;]", text):
                yield from (Repeal(line, number) for number in _repealed_in(sentence))


def _repealed_in(sentence: str) -> Iterator[str]:
    """The numbers of what is named right before each word that repeals."""
    for part in (_CEASING if _OURS.search(sentence) else _REPEALED).split(sentence)[:-1]:
        named, bare = _SEVERAL.search(part[-_LONGEST_LIST:]), _BARE_NUMBERS.search(part[-_LONGEST_LIST:])
        for inside in (*(_NUMBERED.findall(named[0]) if named else ()), *(bare.groups() if bare else ())):
            yield from filter(None, map(_right_number, re.split("[、，,]|以?及|和", inside)))


def _right_number(text: str) -> str:
    """The document number that a text means; nothing where it is none."""
    try:
        return DocumentNumber.parse(text)
    except Unreadable as error:
        right = re.fullmatch("写成“(.+号)”", error.remedy)
        return right[1] if right and DocumentNumber.looks_like(text) else ""
