"""Numerals and dates."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from model.patterns import pattern
from pipeline.rules.rule import Severity, Standing, document_rule
from pipeline.rules.sources import other
from pipeline.rules.wording.examples import news
from pipeline.rules.wording.prose import finding, prose

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.rules.rule import Found
    from pipeline.rules.written import Written


class Spot(NamedTuple):
    """What is wrong at a place of a text, and what should stand there, where that is sure."""

    start: int
    end: int
    fact: str
    remedy: str = ""
    right: str | None = None


_HAN = "一-鿿〇"
_DIGITS = "一二三四五六七八九十"
_NUMBER = r"\d+(?:\.\d+)?"
_RANGE = "[-~－～—–至到]{1,2}"
_NO_NUMBER_BEFORE = r"(?<![\d.:：/\-—A-Za-z年月第])"

# From 年 the engine skips to a few places; each pattern looks behind from there.
_ZERO = pattern(r"年(?<=(?:19|20)\d\d.)(?:0[1-9]月(?:\d{1,2}日)?|1?\d月0[1-9]日)")
_SHORT_YEAR = pattern(
    r"年(?<=[^\d满历共达近超约时期限长徒国绪治庆丰正隆熙统光成和.][0-3]\d.)(?:1[0-2]|[1-9])月(?:[12]\d|3[01]|[1-9])日"
)
_MIXED_YEAR = pattern(r"年(?<=[一二][一二三四五六七八九零〇0OoＯ０○]{3}.)")
_MIXED_DATE = pattern(rf"年(?<=(?:19|20)\d\d.)[{_DIGITS}]{{1,2}}月[{_DIGITS}]{{1,3}}日")
_MIXED_DAY = pattern(rf"月(?<=[^{_DIGITS}个年][{_DIGITS}].|\n[{_DIGITS}].|十[一二].)\d{{1,2}}日")
_MIXED = pattern("[0OoＯ０○]")
#: How far before a unit a range may begin.
_BEFORE = 24
_PERCENT = pattern(rf"{_NO_NUMBER_BEFORE}({_NUMBER})({_RANGE}){_NUMBER}%\Z")
_UNIT = pattern(rf"{_NO_NUMBER_BEFORE}({_NUMBER})({_RANGE}){_NUMBER}[万亿]\Z")
#: The last sign of a range that ends with a unit.
_RANGE_END = pattern(rf"[-~－～–—至到](?=({_NUMBER})([%万亿]))")
_FEWER_TIMES = pattern(rf"(?:下降|减少|降低|缩短|缩小|减轻)了?{_NUMBER}倍\Z")
_ABOUT_TWICE = pattern(
    rf"(?<![预签节合条契违公制特续履邀规誓大隐赴失简集立毁爽盟最附靠临远邻接])(?:大约|约|近){_NUMBER}[万亿]?[{_HAN}]{{1,3}}(?:左右|上下)\Z"
)


@document_rule(
    "NUMERALS",
    title="数字和日期用法",
    sources=(
        other("GB/T 15835—2011《出版物上数字用法》", standing=Standing.RECALLED),
        other("GB/T 9704—2012《党政机关公文格式》", "：月、日不编虚位", Standing.RECALLED),
    ),
    severity=Severity.HINT,
    remedy="日期写成“2026年5月1日”，百分数、万、亿的范围两头都写单位",
    breaks=(news("会议研究了2026年05月至年底的安全生产工作。"),),
    keeps=(news("会议研究了2026年5月1日以来的工作，整改率由85%—90%提高到96%，投入3万—5万元，历时2年3个月。"),),
)
def numerals(written: Written) -> Iterator[Found]:
    """Dates and numbers that are written in two ways at once, or cut short."""
    read = written.shared(prose)
    for start, end, fact, remedy, right in _spots(read.text):
        if not read.is_cited(start, end):
            yield finding(written, start, end, fact, remedy, right)


def _spots(text: str) -> Iterator[Spot]:
    """Yield what is wrong in a text, in no order."""
    if "年" in text:
        yield from _dates(text)
    for day in _MIXED_DAY.finditer(text):
        start = day.start() - 1 - (text[day.start() - 2] == "十")
        yield Spot(start, day.end(), f"日期“{text[start : day.end()]}”混用了汉字和阿拉伯数字", "月、日用一种数字")
    for sign in _RANGE_END.finditer(text):
        end, unit = sign.end(2), sign[2]
        found = (_PERCENT if unit == "%" else _UNIT).search(text, max(0, end - _BEFORE), end)
        if found and found[1] != "0" and float(found[1]) < float(sign[1]):
            right = f"{found[1]}{unit}{found[0][len(found[1]) :]}"
            yield _spot(*found.span(), f"“{found[0]}”的前一个数少了“{unit}”", right)
    for found in _ending_in(text, "倍", _FEWER_TIMES):
        yield _spot(*found.span(), f"“{found[0]}”：减少不用倍数")
    for word in ("左右", "上下"):
        for found in _ending_in(text, word, _ABOUT_TWICE):
            yield _spot(*found.span(), f"“{found[0]}”里表示约数的词重复")


def _spot(start: int, end: int, fact: str, right: str | None = None) -> Spot:
    return Spot(start, end, fact, f"写成“{right}”" if right else "", right)


def _ending_in(text: str, end: str, pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
    """Yield what `pattern` finds before each `end` in the text, `end` included."""
    at = text.find(end)
    while at >= 0:
        found = pattern.search(text, max(0, at - _BEFORE), at + len(end))
        if found:
            yield found
        at = text.find(end, at + 1)


def _dates(text: str) -> Iterator[Spot]:
    for found in _ZERO.finditer(text):
        start, end = found.start() - 4, found.end()
        right = re.sub(r"(?<=[年月])0(?=\d)", "", text[start:end])
        yield _spot(start, end, f"日期“{text[start:end]}”里的月、日补了0", right)
    for found in _SHORT_YEAR.finditer(text):
        start, end = found.start() - 2, found.end()
        yield Spot(start, end, f"年份“{text[start:end]}”只写了两位", "年份写四位")
    for found in _MIXED_YEAR.finditer(text):
        start, end = found.start() - 4, found.end()
        right = _MIXED.sub("〇", text[start:end])
        # a whole year with circles is how old programs wrote 〇
        if right != text[start:end].replace("○", "〇"):
            yield _spot(start, end, f"年份“{text[start:end]}”混用了不同的数字", right)
    for found in _MIXED_DATE.finditer(text):
        start, end = found.start() - 4, found.end()
        yield Spot(start, end, f"日期“{text[start:end]}”混用了汉字和阿拉伯数字", "年、月、日用一种数字")
