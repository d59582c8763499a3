"""Words that are wrong only where they stand so: no table can say it, a pattern can. Each is looked for only where its needle is."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from model.patterns import pattern
from pipeline.rules.wording.lexicon import GRAVE, MISSPELT, OFFICIAL, Spot, Word

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator


class Usage(NamedTuple):
    """A wrong use: `needle` is in every text that has it, `pattern` finds it, `right` is what should stand there (empty where that depends)."""

    needle: str
    pattern: re.Pattern[str]
    right: str
    why: str
    sort: str


_DATE = r"(?:(?:20\d\d|今|去|本|上)年)?(?:底|\d{1,2}月(?:\d{1,2}日|底|末)?(?:\d{1,2}时)?)"
_HOW = "极大|大大|有力|有效|认真|深入|切实|全面|积极|显著|明显|充分|深刻|圆满|严格|详细|仔细|及时|快速|迅速|高效|扎实|广泛|较好|很好|细致|耐心|生动|热情|清晰|系统|简要|详尽|主动|成功|真正|直接|周密|妥善|稳步|逐步|精准|科学|合理|大幅|明确|深情"
_DONE = "提高|提升|推动|促进|推进|增强|加强|改善|改进|学习|完成|介绍|解答|讲解|落实|贯彻|保障|维护|解决|展示|激发|调动|发挥|掌握|保护|缓解|减轻|降低|缩短|扩大|拓展|丰富|优化|净化|回答|阐述|检查|排查|查看|推广"
_OLD = "工商局|工商行政管理局|安监局|质监局|食药监局|食品药品监督管理局|国土局|国土资源局|卫计局|卫生计生局|环保局|环境保护局|文广新局|旅游局|安全生产监督管理局|质量技术监督局"
_ACTS = "近日|日前|联合|会同|牵头|负责|组织|开展|召开|举办|集中|将|要|积极|高度重视|相关负责人|执法人员|党组"
#: Every pattern begins with what is wrong and looks behind from there, so that the engine skips to a few places.
_USES = (
    Usage(
        "截止",
        pattern(
            rf"截止(?=(?:到|至)?{_DATE}[，,])(?<![一-鿿]截止|[\dA-Za-z）”》]截止)|(?<=据统计)截止(?=(?:到|至)?{_DATE})"
        ),
        "截至",
        "说到某一时候的情况用“截至”，“截止”是到期停止",
        MISSPELT,
    ),
    Usage(
        "的",
        pattern(rf"的(?=(?:{_DONE})了(?!解))(?<=(?:{_HOW}).)"),
        "地",
        "动词前用“地”",
        MISSPELT,
    ),
    Usage(
        "由衷的感谢",
        pattern(
            r"(?<=由衷)的(?<!表示由衷的)(?<!致以由衷的)(?<!表达由衷的)(?<!送上由衷的)"
            r"(?=感谢(?:党|政府|您|你们|大家|各位|全体|社会各|广大|医护|老师))"
        ),
        "地",
        "动词前用“地”",
        MISSPELT,
    ),
    Usage(
        "己",
        pattern(
            r"己(?<![自知律利克异舍推损修体正责为]己)(?=被|完成|达到|超过|建成|形成|投入|开工|完工|落实|整改|全部|成为)"
        ),
        "已",
        "“已经”的“已”误写",
        MISSPELT,
    ),
    Usage(
        "以",
        pattern(r"以(?=(?:完工|竣工|建成|开工|启动|结束|到位|就绪)[，。；])(?<=[工目程设作务]以)"),
        "已",
        "“已经”的“已”误写",
        MISSPELT,
    ),
    Usage(
        "大局意识、核心意识、",
        pattern(r"(?<=大局意识、核心意识、)(?!看齐意识)[一-鿿]{2}意识(?![、，]?看齐意识)"),
        "看齐意识",
        "“四个意识”是政治意识、大局意识、核心意识、看齐意识",
        OFFICIAL,
    ),
    Usage(
        "理论自信、制度自信、",
        pattern(r"(?<=理论自信、制度自信、)(?!文化自信)[一-鿿]{2}自信(?!、文化自信)"),
        "文化自信",
        "“四个自信”是道路自信、理论自信、制度自信、文化自信",
        OFFICIAL,
    ),
    Usage(
        "等国",
        pattern(
            r"(?<=[、和])(?:台湾|香港|澳门)等国(?=[，。；的])"
            r"|(?:台湾|香港|澳门)(?:地区)?(?:(?:、|和)[一-鿿]{2,5}){1,8}等国(?=[，。；的]|家(?!和|或|及|与|、|（|[一-鿿]*地区))"
        ),
        "",
        "台湾、香港、澳门不是国家，同国家并列时写“等国家和地区”",
        GRAVE,
    ),
)
#: What was renamed in the reform of 2018 and 2019; who speaks of earlier days says so.
_RENAMED = Usage(
    "局",
    pattern(rf"[市县区州](?<!原.)(?<!时任.)(?<!前.)(?:{_OLD})(?=(?:和|、|与|联合|会同)?[一-鿿]{{0,8}}?(?:{_ACTS}))"),
    "",
    "机构改革后的名称",
    OFFICIAL,
)
_EARLIER = pattern(r"(?:19[5-9]\d|200\d|201[0-9])年|改革前|当时|曾|历任|合并|更名|划入|撤销|组建|移交|原")
_REFORMED = 2020


def usages(text: str, day: dt.date, *, reports: bool) -> Iterator[Spot]:
    """Yield the wrong uses in a text that was published on `day`; who `reports` speaks of these days, where a regulation may be of old."""
    for use in _USES:
        if use.needle in text:
            yield from (_spot(use, found) for found in use.pattern.finditer(text))
    if reports and day.year >= _REFORMED and _RENAMED.needle in text:
        for found in _RENAMED.pattern.finditer(text):
            if not _EARLIER.search(_sentence(text, found.start())):
                yield _spot(_RENAMED, found)


def _spot(use: Usage, found: re.Match[str]) -> Spot:
    return Spot(*found.span(), Word(use.right, use.why, use.sort))


def _sentence(text: str, at: int) -> str:
    """Return the sentence around a place."""
    start = max(text.rfind(mark, 0, at) for mark in "。；\n") + 1
    ends = [end for mark in "。；\n" if (end := text.find(mark, at)) >= 0]
    return text[start : min(ends, default=len(text))]
