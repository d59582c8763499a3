"""Words that must not stand: names and phrases that are fixed, and misspellings."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipeline.rules.rule import Severity, document_rule
from pipeline.rules.sources import indicators, measures
from pipeline.rules.wording.examples import news
from pipeline.rules.wording.lexicon import GRAVE, MISSPELT, OFFICIAL, lexicon
from pipeline.rules.wording.prose import Passage, finding, passages

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.rules.rule import Found
    from pipeline.rules.wording.lexicon import Spot
    from pipeline.rules.written import Written

#: A text that speaks about wrong words cites them.
_SPEAKS_OF_WORDS = re.compile(
    r"(?:改|更正|修改|订正|修正)[为成]|应[为是作]|应当(?:写|使用|称)|误[写作用为]|错别字|错字|(?:不[得能要应宜]|禁止|严禁|避免)(?:再)?(?:写|称|使用|用|出现)|禁用|规范表述|规范用语"
)
_OPENING, _CLOSING = "“‘「『", "”’」』"


def _spots(written: Written) -> tuple[tuple[Passage, Spot], ...]:
    words = lexicon(written.city.words)
    return tuple(
        (passage, spot)
        for passage in written.shared(passages)
        for spot in words.spots(passage.text)
        if not _is_cited(passage, spot)
    )


def _is_cited(passage: Passage, spot: Spot) -> bool:
    """Say whether the author does not say this by himself: it is quoted as a word, called so-called, or the name of a work."""
    text, start, end = passage.text, spot.start, spot.end
    if text[start - 1 : start] in _OPENING and start and text[end : end + 1] in _CLOSING and end < len(text):
        return True
    if "所谓" in text[max(0, start - 4) : start]:
        return True
    line_start = text.rfind("\n", 0, start) + 1
    if spot.word.sort != MISSPELT and not spot.word.work and _is_within(text[line_start:start], "《", "》"):
        return True
    return _is_within(text[line_start:start], "“", "”") and bool(_SPEAKS_OF_WORDS.search(passage.line_around(start, end)))


def _is_within(before: str, opening: str, closing: str) -> bool:
    return before.rfind(opening) > before.rfind(closing)


def _findings(written: Written, sort: str) -> Iterator[Found]:
    for passage, (start, end, word) in written.shared(_spots):
        if word.sort == sort:
            wrong = passage.text[start:end]
            fact = f"写了“{wrong}”（{word.why}）"
            yield finding(written, passage, start, end, fact, f"写成“{word.right}”" if word.right else "", word.right or None)



@document_rule(
    "GRAVE_TERM",
    title="严重表述错误：领土主权、领导人、指导思想",
    sources=(indicators("单项否决一"), measures(27, "第二项")),
    severity=Severity.VETO,
    remedy="改成规范的表述，改后再请审核人看一遍",
    breaks=(news("会议要求做好来自台湾、日本等地客商的服务。市商务局汇报了中国和台湾的贸易情况。"),),
    keeps=(news("会议通报了打击“台独”分裂活动的有关精神，要求坚决抵制所谓“台湾总统”之类的错误说法。"),),
)
def GRAVE_TERM(written: Written) -> Iterator[Found]:
    """Grave errors: territory and sovereignty, the names and titles of leaders, guiding thought."""
    return _findings(written, GRAVE)


@document_rule(
    "OFFICIAL_TERM",
    title="机构名称、固定提法、法律名称写错",
    sources=(measures(27, "第二项"), indicators("单项否决一")),
    severity=Severity.ERROR,
    remedy="改成规范的名称或者提法",
    breaks=(news("会议要求认真贯彻《中华人民共和国老年人保护法》，做好老年人冬季取暖工作。"),),
    keeps=(news("会议要求认真贯彻《中华人民共和国老年人权益保障法》，做好老年人冬季取暖工作。"),),
)
def OFFICIAL_TERM(written: Written) -> Iterator[Found]:
    """Names of institutions, set phrases and names of laws that are written wrongly."""
    return _findings(written, OFFICIAL)


@document_rule(
    "MISSPELT",
    title="错别字",
    sources=(measures(27, "第二项"),),
    severity=Severity.WARNING,
    remedy="改正错别字",
    breaks=(news("会议对冬季安全生产工作作出布署。"),),
    keeps=(news("会议听取了媒体发布署名文章的情况，对冬季安全生产工作作出部署。"),),
)
def MISSPELT(written: Written) -> Iterator[Found]:
    """Misspellings that are common in official texts."""
    return _findings(written, MISSPELT)
