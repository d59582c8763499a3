"""The rules on attachments and pictures themselves: what they hide, who made them, where they were taken, and what nobody could look into.

That leaks come from attached lists, and from what files carry unseen, is told of by others (PII-05); that hidden columns do, is recalled (PII-06).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.rules.personal.findings import findings
from pipeline.rules.personal.samples import docx, notice, picture, xlsx
from pipeline.rules.rule import Change, Example, Severity, document_rule
from pipeline.rules.sources import measures, other

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pipeline.rules.rule import Found
    from pipeline.rules.written import Written

_SOURCES = (measures(21), other("2017—2019年个人信息泄露的报道", "（附件名单、扫描件和文件属性）"))
_PATH = "portal/zwgk/tzgg/buzhu-gongshi.md"


def _with(name: str, data: Change) -> tuple[Example, ...]:
    text = notice("现将补助对象予以公示，详见附件。", f"files/{name}")
    return (Example({_PATH: text, f"portal/zwgk/tzgg/files/{name}": data}),)


_ROWS = (("区县", "人数"), ("临水区", "120"))


@document_rule(
    "ATTACHMENT_HIDDEN",
    title="附件里有看不见的内容",
    sources=_SOURCES,
    severity=Severity.WARNING,
    remedy="删掉隐藏的工作表、行、列和批注，接受全部修订，另存以后再上传",
    breaks=_with("buzhu.xlsx", lambda: xlsx(_ROWS, state="hidden")),
    keeps=_with("buzhu.xlsx", lambda: xlsx(_ROWS)),
)
def attachment_hidden(written: Written) -> Iterable[Found]:
    """Hidden sheets, rows and columns with something in them, hidden text, what was deleted under revision, and comments."""
    return written.shared(findings).get("ATTACHMENT_HIDDEN", ())


@document_rule(
    "ATTACHMENT_AUTHOR",
    title="附件的属性里有人的姓名",
    sources=_SOURCES,
    severity=Severity.HINT,
    remedy="不便公开的，在“文件—信息—检查文档”里删除个人信息再上传",
    breaks=_with("buzhu.docx", lambda: docx("补助办法", author="云望舒")),
    keeps=_with("buzhu.docx", lambda: docx("补助办法", author="市民政局")),
)
def attachment_author(written: Written) -> Iterable[Found]:
    """Who made a file or saved it last, where that looks like a person's name."""
    return written.shared(findings).get("ATTACHMENT_AUTHOR", ())


@document_rule(
    "ATTACHMENT_UNSEEN",
    title="附件没有检查到",
    sources=_SOURCES,
    severity=Severity.HINT,
    remedy="打开看一遍有没有个人信息；能换成docx、xlsx或者带文字的PDF更好",
    breaks=_with("buzhu.doc", lambda: b"\xd0\xcf\x11\xe0" + bytes(600)),
    keeps=_with("buzhu.docx", lambda: docx("补助办法")),
)
def attachment_unseen(written: Written) -> Iterable[Found]:
    """What is encrypted, scanned, damaged, of an old format or too large to be looked at whole."""
    return written.shared(findings).get("ATTACHMENT_UNSEEN", ())


@document_rule(
    "PHOTO_PLACE",
    title="图片里写着拍摄的地点",
    sources=_SOURCES,
    severity=Severity.HINT,
    remedy="不便公开的，去掉位置信息再导出",
    breaks=_with("xianchang.jpg", lambda: picture(latitude=True)),
    keeps=_with("xianchang.jpg", lambda: picture(latitude=False)),
)
def photo_place(written: Written) -> Iterable[Found]:
    """Pictures with a latitude: what is derived of them has none, but the picture itself is published as it is."""
    return written.shared(findings).get("PHOTO_PLACE", ())
