"""Marks of secrecy and of what is not for the public (VETO-1b): in the text, and in the names of attachments.

A mark stands by itself: on a line of its own, behind “密级”, or with the star. A sentence that speaks of secrets is none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from model.patterns import pattern
from pipeline.rules.rule import Found, Severity, document_rule
from pipeline.rules.sources import indicators, measures
from pipeline.rules.wording.examples import news
from pipeline.rules.wording.prose import prose

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.rules.written import Written

_GAP = r"[ \u3000]*"
_LEVEL = rf"(?:绝{_GAP}密|机{_GAP}密|秘{_GAP}密)"
_TERM = r"(?:长期|\d{1,3}\s?[年个]月?|[一二三四五六七八九十]{1,3}年)"
_STAR = pattern(rf"{_LEVEL}{_GAP}[★☆]{_GAP}{_TERM}?")
_FIELD = pattern(
    rf"(?:密级|密级和保密期限|保密级别)[ \u3000*]*[：:｜|][ \u3000|｜*]*({_LEVEL})(?:级)?[ \u3000]*(?=[★☆|｜）)\n]|\Z)"
)
_ALONE = pattern(rf"(?:特{_GAP}级{_GAP})?{_LEVEL}(?:级)?{_GAP}(?:[★☆]{_GAP})?{_TERM}?")
#: A text about marking cites the marks.
_SPEAKS_OF_MARKS = pattern(
    r"标注|标明|标为|标识|标志|标示|例如|比如|例[：:，]|如[：:“]|形式为|样式|印有|注明|字样|示例"
)
_SUSPECT = pattern(rf"绝{_GAP}密|机{_GAP}密|秘{_GAP}密")
_TITLE_SPEAKS_OF_SECRETS = pattern("保密|密级|定密|涉密|国家秘密")
#: In how many lines at the head of a text a level that stands alone is a mark; further down it may be a heading.
_HEAD = 6
_NAME = pattern(
    r"^[\[【(（]?(?:绝密|机密|秘密)(?:[\]】)）]|[★☆]|[-_—+ .]|$)|[\[【(（](?:绝密|机密|秘密)(?:级)?(?:[★☆][^\]】)）]{0,6})?[\]】)）]|(?:绝密|机密|秘密)[★☆]"
)
_DECORATION = " \t\u3000#>*_-|（）()【】[]。！!"
_ATTRIBUTES = pattern(r"\{[:.#][^{}]*\}")


def _bare(line: str) -> str:
    """Return a line of Markdown without its marks and brackets."""
    return _ATTRIBUTES.sub("", line).strip(_DECORATION)


def _lines(written: Written) -> tuple[tuple[int, str], ...]:
    """Return the lines of the body that are not empty, with their numbers; for `Written.shared`."""
    read = written.shared(prose)
    lines = enumerate(read.text[read.body :].split("\n"), written.body_line)
    return tuple((number, line) for number, line in lines if line.strip())


@document_rule(
    "SECRECY_MARK",
    title="带有密级标志",
    sources=(indicators("单项否决一"), measures(27, "第二项")),
    severity=Severity.VETO,
    remedy="不要发布；立即报告本单位保密工作机构，由其确认是否涉密",
    breaks=(news("机密★1年\n\n会议研究了冬季安全生产工作。"),),
    keeps=(
        news("会议学习了保守国家秘密的有关规定。属于国家秘密、商业秘密的除外。", "市政府召开会议学习保密法律法规"),
        news("培训讲解了密级标注方法，如“机密★1年”“秘密★10年”。", "市保密局举办定密工作培训"),
    ),
)
def secrecy_mark(written: Written) -> Iterator[Found]:
    """The levels 绝密, 机密, 秘密 as marks in the text, the title or a file's name."""
    if _ALONE.fullmatch(_bare(written.document.title)) or _NAME.search(written.document.title):
        yield Found(written.line_of("title"), f"标题是密级标志“{written.document.title}”")
    if "密" in written.body and _SUSPECT.search(written.body):
        lines = written.shared(_lines)
        # a mark stands above the text; below a sentence it is a word, as of a heading or a poem
        above = next((place for place, (_, line) in enumerate(lines) if "。" in line), len(lines))
        head = 0 if _TITLE_SPEAKS_OF_SECRETS.search(written.document.title) else min(_HEAD, above)
        for place, (number, line) in enumerate(lines):
            mark = _mark_in(line, head=place < head) if "密" in line else ""
            if mark:
                yield Found(number, f"正文有密级标志“{mark}”")
    for file in written.files:
        for name in {file.path.rpartition("/")[2], file.label}:
            if _NAME.search(name):
                yield Found(written.line_of("attachments"), f"文件的名称“{name}”带有密级标志")


def _mark_in(line: str, *, head: bool) -> str:
    if head and _ALONE.fullmatch(_bare(line)):
        return _bare(line)
    found = _STAR.search(line) or _FIELD.search(line)
    if not found or _SPEAKS_OF_MARKS.search(line) or line[found.start() - 1 : found.start()] in tuple("“‘「"):
        return ""
    return found[0].strip()


#: The note under a document, “（此件不公开）”, is another rule's.
_NOT_PUBLIC = pattern(
    rf"内部(?:资料|文件|材料|刊物)[，,、；;：: \u3000★]*(?:请)?(?:注意保存|注意保密|妥善保管|严禁外传|不得外传|请勿外传|切勿外传|禁止外传|不准外传)"
    rf"|公开(?:方式|属性)[：:]{_GAP}(?:不予公开|不公开)"
    r"|(?:仅供|仅限)(?:机关|单位)?内部(?:使用|参阅|参考|传阅|掌握)(?:[，, ]*(?:请勿|不得|严禁|切勿|禁止)外传)?|内部(?:使用|参阅|传阅|掌握)[，, ]*(?:请勿|不得|严禁|切勿|禁止)外传"
)
_IN_BRACKETS = pattern(r"[（(\[【]([^（）()\[\]【】\n]{3,24})[）)\]】]")
_NOT_PUBLIC_SUSPECT = ("内部", "不予公开", "不公开")
_NOT_PUBLIC_NAME = pattern(
    r"[\[【(（](?:内部(?:资料|文件|材料|使用|稿)?|不公开|不予公开|仅供内部(?:使用|参考)|工作秘密)[\]】)）]|内部(?:资料|文件|材料)(?:[，,]?(?:注意保存|不得外传|请勿外传|严禁外传))|^内部(?:资料|文件|材料)[-_—. ]|不得外传|严禁外传|请勿外传"
)


@document_rule(
    "NOT_FOR_PUBLIC",
    title="带有不公开的标志",
    sources=(
        measures(27, "第二项"),
        indicators("单项否决一"),
    ),
    severity=Severity.ERROR,
    remedy="先核实能不能公开；能公开的删去这一标志，不能公开的不要发布",
    breaks=(news("内部资料　注意保存\n\n会议研究了冬季安全生产工作。"),),
    keeps=(
        news(
            "会议要求规范标注公文公开属性，确需标注“此件不公开”的要说明理由。机关内部停车场仅供内部使用。\n\n（此件公开发布）"
        ),
    ),
)
def not_for_public(written: Written) -> Iterator[Found]:
    """Marks that say a text is not for the public: alone on a line, or alone in brackets."""
    if any(word in written.body for word in _NOT_PUBLIC_SUSPECT):
        for number, line in written.shared(_lines):
            mark = _not_public_in(line)
            if mark:
                yield Found(number, f"正文有不公开的标志“{mark}”")
    for file in written.files:
        for name in {file.path.rpartition("/")[2], file.label}:
            if _NOT_PUBLIC_NAME.search(name):
                yield Found(written.line_of("attachments"), f"文件的名称“{name}”带有不公开的标志")


def _not_public_in(line: str) -> str:
    if not any(word in line for word in _NOT_PUBLIC_SUSPECT):
        return ""
    bare = _bare(line)
    if _NOT_PUBLIC.fullmatch(bare):
        return bare
    if _SPEAKS_OF_MARKS.search(line):
        return ""
    marks = (found[1].strip() for found in _IN_BRACKETS.finditer(line))
    return next((mark for mark in marks if _NOT_PUBLIC.fullmatch(mark)), "")
