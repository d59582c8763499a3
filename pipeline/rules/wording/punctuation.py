"""Punctuation of Chinese sentences."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipeline.rules.rule import Severity, Standing, document_rule
from pipeline.rules.sources import other
from pipeline.rules.wording.examples import news
from pipeline.rules.wording.prose import BLANK, Passage, finding, passages

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pipeline.rules.rule import Found
    from pipeline.rules.written import Written

_HAN = "一-鿿〇"
_FULL = str.maketrans(",;:?!", "，；：？！")
_Mend = "Callable[[re.Match[str]], str]"
#: What is wrong, how to say it, and what stands in its place. Each pattern is narrow: it hits only between Chinese characters.
_WRONG: tuple[tuple[re.Pattern[str], str, Callable[[re.Match[str]], str]], ...] = (
    (
        re.compile(rf"(?<=[{_HAN}”》）])[,;:?!](?=[{_HAN}“《（])"),
        "中文句子里用了半角标点“{0}”",
        lambda found: found[0].translate(_FULL),
    ),
    (
        re.compile(rf"(?<=[{_HAN}])\((?=[^()\n]{{0,40}}[{_HAN}])([^()\n]{{1,40}})\)"),
        "中文句子里用了半角括号“{0}”",
        lambda found: f"（{found[1]}）",
    ),
    (re.compile(rf"(?<=[{_HAN}])\.(?=\s*$)", re.MULTILINE), "句末用了半角的点", lambda found: "。"),
    (re.compile(rf"(?<=[{_HAN}])-{{2,3}}(?=[{_HAN}])"), "破折号写成了“{0}”", lambda found: "——"),
    (
        re.compile(rf"(?<=[{_HAN}])(?:\.{{3}}|\.{{6}}|。{{3,}})(?![.。\d])"),
        "省略号写成了“{0}”",
        lambda found: "……",
    ),
    (re.compile(r"(?<!。)。。(?!。)|，，|、、|；；|：："), "标点“{0}”重复", lambda found: found[0][0]),
    (re.compile(r"[、；：]，|，、|；、"), "标点“{0}”连在一起", lambda found: ""),
    (re.compile(r"，。|、。|；。|：。"), "标点“{0}”连在一起", lambda found: "。"),
    (re.compile(r"》、(?=《)|”、(?=“)"), "并列的书名号、引号之间用了顿号", lambda found: found[0][0]),
    (re.compile(r"《[^《》\n]*(《[^《》\n]*》)[^《》\n]*》"), "书名号里又用了书名号", lambda found: _inner(found)),
    (
        re.compile(rf'"(?=[^"\n{BLANK}]{{0,40}}[{_HAN}])([^"\n{BLANK}]{{1,60}})"'),
        "中文句子里用了半角引号",
        lambda found: f"“{found[1]}”",
    ),
)
_SUSPECT = re.compile(r"""[,;:?!(."\-]|[，、；：。][，、；：。]|[》”]、|《[^《》\n]*《""")


def _inner(found: re.Match[str]) -> str:
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
def PUNCTUATION(written: Written) -> Iterator[Found]:
    """Half-width, doubled and nested punctuation in Chinese sentences."""
    if not written.document.lang.startswith("zh"):
        return
    for passage in written.shared(passages):
        if _SUSPECT.search(passage.text):
            yield from _findings(written, passage)
        yield from _unclosed(written, passage)


def _findings(written: Written, passage: Passage) -> Iterator[Found]:
    for pattern, fact, mend in _WRONG:
        for found in pattern.finditer(passage.text):
            text = mend(found)
            sure = text or None
            remedy = f"写成“{text}”" if sure and BLANK not in text else ""
            yield finding(written, passage, *found.span(), fact.format(found[0]), remedy, None if BLANK in text else sure)


def _unclosed(written: Written, passage: Passage) -> Iterator[Found]:
    """Find the title mark that is opened and not closed in its paragraph, or closed and not opened."""
    if passage.text.count("《") == passage.text.count("》"):
        return
    start = 0
    for paragraph in re.split(r"(\n\s*\n)", passage.text):
        if paragraph.count("《") != paragraph.count("》"):
            at = start + max(paragraph.rfind("《"), 0)
            yield finding(written, passage, at, at + 1, "书名号不成对", "补上缺的一半")
        start += len(paragraph)
