"""Punctuation of Chinese sentences."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING

from model.patterns import pattern
from pipeline.rules.rule import Severity, Standing, document_rule
from pipeline.rules.sources import other
from pipeline.rules.wording.examples import news
from pipeline.rules.wording.prose import BLANK, finding, prose

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pipeline.rules.rule import Found
    from pipeline.rules.written import Written

_HAN = "一-鿿〇"
_FULL = str.maketrans(",;:?!", "，；：？！")
#: Two marks that never stand side by side, and the one that should stand there; the empty text where that is not sure.
_PAIRS = {
    **{mark * 2: mark for mark in "，、；："},
    **dict.fromkeys(("、，", "；，", "：，", "，、", "；、"), ""),
    **dict.fromkeys(("，。", "、。", "；。", "：。", "。。"), "。"),
}
#: One of what must be in the text, what is wrong, how to say it, and what should stand there.
#: Every pattern begins with the mark itself and looks behind afterwards: so the engine skips from mark to mark.
_WRONG: tuple[tuple[tuple[str, ...], re.Pattern[str], str, Callable[[re.Match[str]], str]], ...] = (
    (
        (",", ";", ":", "?", "!"),
        pattern(
            rf"[,;:?!](?:(?<=[{_HAN}”》）].)(?=[{_HAN}“《（])|(?<=[{_HAN}）]:)(?=\d)|(?<=[{_HAN}”》）][,;])(?=[A-Za-z\d])"
            rf"|(?<=[\d%％][,;])(?=[{_HAN}“《（]))"
        ),
        "中文句子里用了半角标点“{0}”",
        lambda found: found[0].translate(_FULL),
    ),
    (
        ("，,", "，.", "。.", "。,", "、,", "；;", "：:"),
        pattern(rf"[,.;:](?<=[，。；：、].)(?=[{_HAN}“\n])"),
        "标点重复，多了半角的“{0}”",
        lambda _: "",
    ),
    (
        ("(",),
        pattern(rf"\((?<=[{_HAN}].)(?=[^()\n]{{0,40}}[{_HAN}])([^()\n]{{1,40}})\)"),
        "中文句子里用了半角括号“{0}”",
        lambda found: f"（{found[1]}）",
    ),
    (
        (")",),
        pattern(rf"（[^（）()\n{BLANK}]{{1,40}}\)(?![^（）\n]{{0,60}}）)"),
        "一对括号一半全角一半半角“{0}”",
        lambda found: f"{found[0][:-1]}）",
    ),
    (
        ("(",),
        pattern(rf"\((?=[^（）()\n{BLANK}]{{0,40}}[{_HAN}])[^（）()\n{BLANK}]{{1,40}}）"),
        "一对括号一半全角一半半角“{0}”",
        lambda found: f"（{found[0][1:]}",
    ),
    (
        (".",),
        pattern(rf"\.(?<=[{_HAN}].)(?=[ \t]*$)", re.MULTILINE),
        "句末用了半角的点",
        lambda _: "。",
    ),
    (("--",), pattern(rf"--(?<=[{_HAN}]..)-?(?=[{_HAN}])"), "破折号写成了“{0}”", lambda _: "——"),
    (
        ("...",),
        pattern(rf"\.\.\.(?<=[{_HAN}]...)(?:\.\.\.)?(?![.\d])"),
        "省略号写成了“{0}”",
        lambda _: "……",
    ),
    (("。。。",), pattern(rf"。。。(?<=[{_HAN}]...)。*"), "省略号写成了“{0}”", lambda _: "……"),
    (("》、《",), pattern(r"》、(?=《)"), "并列的书名号之间用了顿号", lambda _: "》"),
    (("”、“",), pattern(r"”、(?=“)"), "并列的引号之间用了顿号", lambda _: "”"),
    (
        ("《",),
        pattern(r"《[^《》〈<＜\n]*(《[^《》\n]*》)[^《》\n]*》"),
        "书名号里又用了书名号",
        lambda found: _nested(found),
    ),
    (
        ('"',),
        pattern(rf'"(?=[^"\n{BLANK}]{{0,40}}[{_HAN}])([^"\n{BLANK}]{{1,60}})"'),
        "中文句子里用了半角引号",
        lambda found: f"“{found[1]}”",
    ),
    (
        ('"',),
        pattern(rf'“[^“”"\n{BLANK}]{{1,40}}[{_HAN}]"(?![^“”"\n]{{0,40}}”)'),
        "一对引号一半全角一半半角“{0}”",
        lambda found: f"{found[0][:-1]}”",
    ),
    (
        (" ，", " 。", " 、", " ；", "\u3000，", "\u3000。"),
        pattern(rf"[ \u3000](?=[，。；、])(?<=[{_HAN}].)"),
        "标点前面多了空格",
        lambda _: "",
    ),
)
_TWO_MARKS = pattern(r"[，、；：。](?=[，、；：。])")


def _nested(found: re.Match[str]) -> str:
    start, end = found.start(1) - found.start(), found.end(1) - found.start()
    return f"{found[0][:start]}〈{found[1][1:-1]}〉{found[0][end:]}"


@document_rule(
    "PUNCTUATION",
    title="标点符号用法",
    sources=(other("GB/T 15834—2011《标点符号用法》", standing=Standing.RECALLED),),
    severity=Severity.HINT,
    remedy="中文句子用全角标点，一处只用一个",
    breaks=(news("会议要求,各部门要压实责任。"),),
    keeps=(news("会议强调“三个必须”“两个到位”，要求11:30前报送（含节假日）……执行《关于印发〈工作规则〉的通知》。"),),
)
def punctuation(written: Written) -> Iterator[Found]:
    """Half-width, doubled and nested punctuation in Chinese sentences."""
    if not written.document.lang.startswith("zh"):
        return
    read = written.shared(prose)
    text = read.text
    for needles, sign, fact, mend in _WRONG:
        if any(needle in text for needle in needles):
            for found in sign.finditer(text):
                if not read.is_cited(*found.span()):
                    yield _finding(written, found, fact, mend(found))
    yield from _side_by_side(written, text)
    if text.count("《") != text.count("》"):
        yield from _unclosed(written, text)


def _finding(written: Written, found: re.Match[str], fact: str, text: str) -> Found:
    if BLANK in text:
        return finding(written, *found.span(), fact.format(found[0].replace(BLANK, "…")))
    return finding(written, *found.span(), fact.format(found[0]), f"写成“{text}”", text)


def _side_by_side(written: Written, text: str) -> Iterator[Found]:
    end = 0
    for found in _TWO_MARKS.finditer(text):
        start = found.start()
        pair = text[start : start + 2]
        if start < end or pair not in _PAIRS or text.startswith("。。。", start):
            end = max(end, start + 2) if pair == "。。" else end
            continue
        end, right = start + 2, _PAIRS[pair]
        yield finding(written, start, end, f"标点“{pair}”连在一起", f"写成“{right}”" if right else "", right or None)


def _unclosed(written: Written, text: str) -> Iterator[Found]:
    """Find the title mark that is opened and not closed in its paragraph, or closed and not opened."""
    start, read = 0, written.shared(prose)
    for paragraph in re.split(r"(\n\s*\n)", text):
        in_title = start < read.body and read.keys[bisect_right(read.ends, start)] == "title"  # another rule's
        if paragraph.count("《") != paragraph.count("》") and not in_title:
            at = start + max(paragraph.rfind("《"), 0)
            yield finding(written, at, at + 1, "书名号不成对", "补上缺的一半")
        start += len(paragraph)
