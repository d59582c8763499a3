"""Titles: as long as lists can show, and complete."""

from __future__ import annotations

from typing import TYPE_CHECKING

from model.patterns import pattern
from pipeline.rules.rule import Found, Severity, document_rule
from pipeline.rules.sources import convention
from pipeline.rules.wording.examples import news

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.rules.written import Written

#: The kinds whose title says what happened or what is asked; a person's or an office's page is called by a name.
_SENTENCES = frozenset({"news", "notice", "policy", "interpretation", "consultation", "refutation"})
_PAIRS = ("《》", "“”", "（）", "〔〕")
_ENDS_OPEN = pattern(r"[。，、；：,;:.]$")
_STARTS_WITH_A_MARK = pattern(r"^[，。、；：！？）》”〕,.;:!?)]")
_GAPS = pattern(r"[ \u3000]{2,}")


@document_rule(
    "TITLE_LENGTH",
    title="标题过长或者过短",
    sources=(convention("标题在列表里能看全，也能看懂"),),
    severity=Severity.HINT,
    remedy="新闻标题写清谁做了什么，文件标题写“关于……的通知”",
    thresholds=("title_longest", "title_shortest"),
    breaks=(news("会议研究了冬季安全生产工作。", "简讯"),),
    keeps=(news("会议研究了冬季安全生产工作。", "市政府召开会议"),),
)
def title_length(written: Written) -> Iterator[Found]:
    """Titles that a list cannot show, or that say nothing."""
    document, line = written.document, written.line_of("title")
    if not document.lang.startswith("zh"):
        return
    length, longest = len(document.title), written.city.threshold("title_longest")
    if length > longest:
        yield Found(line, f"标题有{length}个字，超过{longest}个字", "删去可有可无的词，列表里能看全")
    elif document.kind in _SENTENCES and length < written.city.threshold("title_shortest"):
        yield Found(line, f"标题“{document.title}”只有{length}个字")


@document_rule(
    "TITLE_FORM",
    title="标题的标点不完整",
    sources=(convention("标题末尾不用句号，引号、书名号、括号成对"),),
    severity=Severity.HINT,
    remedy="去掉标题末尾的标点，补全成对的标点",
    breaks=(news("会议研究了冬季安全生产工作。", "市政府召开常务会议。"),),
    keeps=(news("会议研究了冬季安全生产工作。", "如何申请取暖补贴？《云川市取暖补贴办法》解读"),),
)
def title_form(written: Written) -> Iterator[Found]:
    """Titles that end like a sentence, begin with a mark, or open a pair of marks and do not close it."""
    title, line = written.document.title, written.line_of("title")
    if not written.document.lang.startswith("zh"):
        return
    if _ENDS_OPEN.search(title):
        yield Found(line, f"标题以“{title[-1]}”结尾", "去掉标题末尾的标点")
    if _STARTS_WITH_A_MARK.search(title):
        yield Found(line, f"标题以“{title[0]}”开头", "去掉标题开头的标点")
    for pair in _PAIRS:
        if title.count(pair[0]) != title.count(pair[1]):
            yield Found(line, f"标题里的“{pair}”不成对", "补上缺的一半")
    if _GAPS.search(title):
        yield Found(line, "标题里有连着的空格", "去掉多余的空格")
