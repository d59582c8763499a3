"""Words that must not stand: names and phrases that are fixed, and misspellings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from model.patterns import pattern
from pipeline.rules.rule import Severity, document_rule
from pipeline.rules.sources import indicators, measures
from pipeline.rules.wording.examples import news
from pipeline.rules.wording.lexicon import GRAVE, MISSPELT, OFFICIAL, lexicon
from pipeline.rules.wording.prose import Prose, finding, prose
from pipeline.rules.wording.usage import usages

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.rules.rule import Found
    from pipeline.rules.wording.lexicon import Spot
    from pipeline.rules.written import Written

#: A text that speaks about wrong words cites them.
_SPEAKS_OF_WORDS = pattern(
    r"(?:改|更正|修改|订正|修正)[为成]|应[为是作]|应当(?:写|使用|称)|误[写作用为]|错别字|错字|(?:不[得能要应宜]|禁止|严禁|避免)(?:再)?(?:写|称|使用|用|出现)|禁用|规范表述|规范用语"
)
#: Whose words these are, before a quotation.
_CLAIMED = pattern(r"(?:声称|宣称|妄称|谎称|诡称|叫嚣|鼓吹|妄言|自称|捏造|散布)[^“]{0,6}$")
#: The kinds that speak of these days.
_REPORTS = frozenset({"news", "reply", "interview", "consultation", "refutation"})
#: Laws that were not written anew keep “帐”, and who cites them does.
_ARTICLE = pattern(r"第[一二三四五六七八九十百零〇\d]+条")
_OLD_LAWS = pattern(rf"刑法|会计法|票据法|{_ARTICLE.pattern}|^[ \u3000]*“?（[一二三四五六七八九十]+）")
_OPENING, _CLOSING = "“‘「『", "”’」』"


def _spots(written: Written) -> tuple[Spot, ...]:
    read = written.shared(prose)
    document = written.document
    uses = usages(read.text, document.date.date(), reports=document.kind in _REPORTS)
    named = list(lexicon(written.city.words).spots(read.text))
    several = [*named, *(use for use in uses if not any(_overlap(use, spot) for spot in named))]
    return tuple(spot for spot in several if not _is_cited(read, spot))


def _overlap(one: Spot, other: Spot) -> bool:
    return one.start < other.end and other.start < one.end


def _is_cited(read: Prose, spot: Spot) -> bool:
    """Say whether the author does not say this by himself: it is quoted as a word, called so-called, or the name of a work."""
    text, start, end = read.text, spot.start, spot.end
    if start and text[start - 1] in _OPENING and text[end : end + 1] in tuple(_CLOSING):
        return True
    if "帐" in text[start:end] and (_OLD_LAWS.search(read.line_around(start, end)) or len(_ARTICLE.findall(text)) > 2):
        return True
    if "所谓" in text[max(0, start - 4) : start]:
        return True
    before = read.before(start)
    if spot.word.sort != MISSPELT and not spot.word.work and before.rfind("《") > before.rfind("》"):
        return True
    quoted = before.rfind("“")
    if quoted <= before.rfind("”"):
        return False
    line = read.line_around(start, end)
    return bool(_SPEAKS_OF_WORDS.search(line) or (spot.word.sort == GRAVE and _CLAIMED.search(before[:quoted])))


def _findings(written: Written, sort: str) -> Iterator[Found]:
    text = written.shared(prose).text
    for start, end, word in written.shared(_spots):
        if word.sort == sort:
            fact = f"写了“{text[start:end]}”（{word.why}）"
            if word.right:
                yield finding(written, start, end, fact, f"写成“{word.right}”", word.right)
            else:
                yield finding(written, start, end, fact)


@document_rule(
    "GRAVE_TERM",
    title="严重表述错误：领土主权、领导人、指导思想",
    sources=(indicators("单项否决一"), measures(27, "第二项")),
    severity=Severity.VETO,
    remedy="改成规范的表述，改后再请审核人看一遍",
    breaks=(news("会议要求做好来自台湾、日本等地客商的服务。市商务局汇报了中国和台湾的贸易情况。"),),
    keeps=(news("会议通报了打击“台独”分裂活动的有关精神，要求坚决抵制所谓“台湾总统”之类的错误说法。"),),
)
def grave_term(written: Written) -> Iterator[Found]:
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
def official_term(written: Written) -> Iterator[Found]:
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
def misspelt(written: Written) -> Iterator[Found]:
    """Misspellings that are common in official texts."""
    return _findings(written, MISSPELT)
