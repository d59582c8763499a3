"""The numbers of documents, and the numbers of headings and items."""

from __future__ import annotations

from typing import TYPE_CHECKING

from model.patterns import pattern
from pipeline.rules.rule import Severity, Standing, document_rule
from pipeline.rules.sources import other
from pipeline.rules.wording.examples import news
from pipeline.rules.wording.prose import finding, prose

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.rules.rule import Found
    from pipeline.rules.written import Written

#: The year in brackets that are not hexagonal, and the serial number; not the number of a house.
_NUMBER = pattern(
    r"[\[(（【［〖「﹝]\s?((?:19|20)\d\d)\s?[\])）】］〗」﹞](?=[ \u3000]?\d{1,5}[ \u3000]?号(?![楼线院井馆店厅机门坝仓泊站台桥地块车船矿炉池]))"
)
#: Before the year stands the agency's mark, not what the number of a certificate, a map, a case or an announcement begins with.
_MARK = pattern(r"[一-鿿][ \u3000]?\Z")
_OTHER_NUMBERS = pattern(
    r"审图|编号|证号|备案|许可|证书|合同|(?:[初终民刑执破知审准验健械妆药食]|公告|案件?|台风)[ \u3000]?\Z"
)
_BEFORE = 12


@document_rule(
    "NUMBER_BRACKETS",
    title="发文字号的年份没有用六角括号",
    sources=(other("GB/T 9704—2012《党政机关公文格式》", "：发文字号的年份用六角括号"),),
    severity=Severity.WARNING,
    remedy="发文字号的年份用六角括号“〔〕”",
    breaks=(news("会议传达了《云川市安全生产工作要点》（云政办发[2026]3号）。"),),
    keeps=(news("会议传达了《云川市安全生产工作要点》（云政办发〔2026〕3号），通报了（2026）云0402民初15号判决。"),),
)
def number_brackets(written: Written) -> Iterator[Found]:
    """Numbers of documents whose year is not in hexagonal brackets."""
    read = written.shared(prose)
    text = read.text
    if "号" not in text:
        return
    for found in _NUMBER.finditer(text):
        before = text[max(0, found.start() - _BEFORE) : found.start()]
        if _MARK.search(before) and not _OTHER_NUMBERS.search(before) and not read.is_cited(*found.span()):
            right = f"〔{found[1]}〕"
            yield finding(written, *found.span(), f"发文字号的年份写成了“{found[0]}”", f"写成“{right}”", right)


_DIGITS = "一二三四五六七八九十"
#: The start of a line of Markdown, and a number with the wrong mark behind it.
_ITEM = pattern(
    rf"[ \u3000]*(?:#{{1,6}}[ \u3000]+|>[ \u3000]?|[-*+] +)?(?:\*\*|__)?(?:"
    rf"(?P<brackets>[（(](?:[{_DIGITS}]{{1,3}}|\d{{1,2}})[）)])[、，.．：:](?![（(])"
    rf"|(?P<arabic>\d{{1,2}})、(?![\d{_DIGITS}])"
    rf"|(?P<chinese>[{_DIGITS}]{{1,3}})[.．](?!\d)"
    rf"|(?P<ordinal>第[{_DIGITS}]{{1,2}})、(?!第|[{_DIGITS}])"
    r"|(?P<circled>[①-⑳])[、，.．])"
)
#: What such a line may begin with; most lines do not.
_FIRST = frozenset(f" \u3000#>-*+_（(0123456789第①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳{_DIGITS}")
#: What stands behind a number of each sort, and what was found instead.
_BEHIND = {
    "brackets": ("", "带括号的序号“{}”后面又用了标点"),
    "arabic": (".", "序号“{}”后面用了顿号"),
    "chinese": ("、", "序号“{}”后面用了点"),
    "ordinal": ("，", "序号“{}”后面用了顿号"),
    "circled": ("", "带圈的序号“{}”后面又用了标点"),
}


@document_rule(
    "HEADING_NUMBERS",
    title="标题和条目的序号写法",
    sources=(
        other("GB/T 9704—2012《党政机关公文格式》", "：层次序数依次用“一、”“（一）”“1.”“（1）”", Standing.RECALLED),
        other("GB/T 15834—2011《标点符号用法》", "：序次语后面的标点", Standing.RECALLED),
    ),
    severity=Severity.HINT,
    remedy="依次用“一、”“（一）”“1.”“（1）”，带括号的序号后面不用标点",
    breaks=(news("会议明确两项任务。\n\n（一）、排查隐患。\n\n（二）整改问题。"),),
    keeps=(news("会议明确两项任务。\n\n（一）排查隐患。\n\n1. 学校。\n2. 医院。\n\n第一，压实责任。"),),
)
def heading_numbers(written: Written) -> Iterator[Found]:
    """Numbers of headings and items with the wrong punctuation behind them."""
    read = written.shared(prose)
    start = read.body
    for line in read.text[start:].split("\n"):
        found = _ITEM.match(line) if line[:1] in _FIRST else None
        if found and found.lastgroup:
            number = found[found.lastgroup]
            mark, fact = _BEHIND[found.lastgroup]
            span = start + found.start(found.lastgroup), start + found.end()
            yield finding(written, *span, fact.format(number), f"写成“{number}{mark}”", f"{number}{mark}")
        start += len(line) + 1
