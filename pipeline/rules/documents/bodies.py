"""A document has a text, and the text is finished. Source: 长治市政府网站管理办法第十条 (确保准确权威), 第二十七条第二项 (先审后发)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from model.language import MAIN_LANGUAGE
from model.patterns import pattern
from pipeline.rules.rule import Edited, Example, Found, Severity, document_rule
from pipeline.rules.sources import measures, other
from plugins.engine.plain_words import words_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.rules.written import Written

_WITH_TEXT = {"news", "notice", "interpretation", "policy", "reply", "interview", "refutation", "page"}
_EMPTY, _SHORT = 3, 100
_SHOWN = ("<img", "<table", "<video", "<audio")
_ROOT = "portal/zwdt/bumen/example.md"
_TRAFFIC = "portal/zwdt/bumen/2026-10-29-jiaotong.md"
_SUPPORT = "portal/zwgk/zcwj/zxqy-2026.md"

#: In a text: what an editor writes where something is yet to come.
_TO_COME = pattern(
    r"(?<![\u4e00-\u9fa5])(?:正文|内容|全文|此处|文字|图片|附件|链接|数据)待(?:补充?|上传|填写?|定稿)(?=$|[。，；、\s）)】\]])"
    r"|【(?:请|此处)(?:在此)?(?:填写|补充|插入|输入)[^】]{0,20}】|\bTODO\b|\bTBD\b|(?i:lorem ipsum)|\{\{\s*[\w.]+\s*\}\}|\$\{[\w.]+\}",
    re.MULTILINE,
)
#: A number whose agency and year are known is one of a real document; where the year is crossed out, too, it is a form for others.
_NUMBER_TO_COME = pattern(r"[\u4e00-\u9fa5]{2,}〔\d{4}〕[XxＸ×*＊_]{1,4}号")
_CROSSED_OUT = tuple(f"〕{each}" for each in "XxＸ×*＊_")
_TITLE = pattern(
    r"(?i:测试|test|demo)(?:标题|文章|新闻|信息|数据|页面|内容|文件|一下)?\d*|(?:新建|无标题|未命名)(?:文档|文件|页面)?\d*|标题\d*|(?i:untitled)\d*"
)
_BODY = pattern(
    r"(?:内容|测试(?:内容|正文|数据|文字|一下)?|(?i:test)|待补充?|略|无|暂无|暂无内容|[1aX×]{3,})[。.！!]?\d*"
)
#: A text in which nothing of this stands has nothing that `_TO_COME` finds.
_OF_SIGNS = ("待", "【", "T", "em ", "{")
_SIGNS = ("待补", "待上传", "待填", "待定稿", "【请", "【此处", "TODO", "TBD", "orem ", "{{", "${")


def _text(written: Written) -> str:
    """What people read of the body, without spaces."""
    return "".join(words_of(written.html).split())


@document_rule(
    "BODY_EMPTY",
    title="正文是空的",
    sources=(measures(10),),
    severity=Severity.ERROR,
    remedy="补上正文；还没有写好的，写“draft: 是”",
    breaks=(
        Example(
            {
                _ROOT: "---\ntitle: 全市路灯完成秋季检修\ndate: 2026-11-20 10:00\nsource: 云川市城市管理局\ndescription: 秋季检修情况。\n---\n\n"
            }
        ),
    ),
    keeps=(
        Example(
            {
                _ROOT: "---\ntitle: 全市路灯完成秋季检修\ndate: 2026-11-20 10:00\nsource: 云川市城市管理局\ndescription: 秋季检修情况。\ndraft: 是\n---\n\n"
            }
        ),
    ),
)
def body_empty(written: Written) -> Iterator[Found]:
    """A document whose kind lives by its text has one, or shows or attaches something."""
    document = written.document
    if document.kind not in _WITH_TEXT or document.draft or written.files or len(written.html) > 400:
        return
    text = _text(written)
    if len(text) < _EMPTY and not any(each in written.html for each in _SHOWN):
        yield Found(written.body_line, f"正文只有“{text}”" if text else "正文是空的")


@document_rule(
    "PLACEHOLDER",
    title="留着待补的内容",
    sources=(measures(10), measures(27, "第二项")),
    severity=Severity.ERROR,
    remedy="补上，或者删去；还没有写好的，写“draft: 是”",
    breaks=(
        Example({_TRAFFIC: Edited("总投入1260万元", "（数据待补充）总投入1260万元")}),
        Example({_TRAFFIC: Edited("title: 全市隐患路口整治完成年度任务", "title: 测试标题1")}),
        Example({_TRAFFIC: Edited("总投入1260万元", "依据云政办发〔2026〕XX号，总投入1260万元")}),
    ),
    keeps=(
        Example({_TRAFFIC: Edited("总投入1260万元", "不再要求村里填写“内容待补”的台账，总投入1260万元")}),
        Example({_TRAFFIC: Edited("title: 全市隐患路口", "title: 软件测试基地旁隐患路口")}),
        Example({_TRAFFIC: Edited("总投入1260万元", "举报人李××反映的路口已经整改，总投入1260万元")}),
    ),
)
def placeholder(written: Written) -> Iterator[Found]:
    """Nothing stands in a document that was to be replaced before it is published."""
    document, body = written.document, written.body
    if document.draft or document.lang != MAIN_LANGUAGE:
        return
    if _TITLE.fullmatch(document.title):
        yield Found(written.line_of("title"), f"标题是“{document.title}”")
    if document.kind in _WITH_TEXT and len(body) < 40 and _BODY.fullmatch("".join(body.split())):
        yield Found(written.body_line, f"正文只有“{body.strip()}”")
    elif any(each in body for each in _OF_SIGNS) and any(each in body for each in _SIGNS):
        yield from _to_come(written, _TO_COME)
    if "〕" in body and any(each in body for each in _CROSSED_OUT):
        yield from _to_come(written, _NUMBER_TO_COME)


def _to_come(written: Written, pattern: re.Pattern[str]) -> Iterator[Found]:
    for found in pattern.finditer(written.body):
        line, _ = written.place(found.start())
        before = written.body[max(0, found.start() - 1) : found.start()]
        if before not in {"“", "‘", "《", '"', "`"}:
            yield Found(line, f"正文里有“{found[0].strip()}”")


@document_rule(
    "POLICY_TEXT",
    title="政策文件没有网页文字",
    sources=(other("政策文件公开的通行做法", "：网页登载全文，附件供下载"), measures(10)),
    severity=Severity.WARNING,
    remedy="把全文录入正文，PDF、图片作为附件另外提供",
    breaks=(
        Example(
            {
                "portal/zwgk/zcwj/example.md": "\n".join(
                    [
                        "---",
                        "title: 云川市人民政府办公室关于做好2026年冬季清雪工作的通知",
                        "date: 2026-11-19 10:00",
                        "source: 云川市人民政府办公室",
                        "document_number: 云政办发〔2026〕41号",
                        "issuer: 云川市人民政府办公室",
                        "issued: 2026-11-18",
                        "index_number: 11140400000000123Q/2026-00041",
                        "subject: 城乡建设、环境保护\\城市建设",
                        "attachments: [files/云川市防汛应急预案.pdf]",
                        "---",
                        "全文见附件。",
                        "",
                    ]
                )
            }
        ),
    ),
    keeps=(
        Example(
            {
                _SUPPORT: Edited(
                    "expires: 2028-04-30\n", "expires: 2028-04-30\nattachments: [files/云川市防汛应急预案.pdf]\n"
                )
            }
        ),
    ),
)
def policy_text(written: Written) -> Iterator[Found]:
    """A policy is there to be read and searched, not only as a picture or a file."""
    document = written.document
    if document.kind != "policy" or document.draft or not written.files or len(written.html) > 2000:
        return
    text = _text(written)
    if len(text) < _SHORT and "<table" not in written.html:
        yield Found(written.body_line, f"正文只有{len(text)}个字，内容在{'附件' if _attached(written) else '图片'}里")


def _attached(written: Written) -> bool:
    return any(file.attached for file in written.files)
