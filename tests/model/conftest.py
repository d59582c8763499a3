"""The least that a right document of each kind says, and how a test reads one."""

from __future__ import annotations

from model.reading import Reading, read_document
from model.site import Column

COMMON = {"title": "标题", "date": "2026-05-18 10:19", "source": "云川市人民政府办公室"}

#: What each kind needs beyond the common fields, as JSON (and YAML) would have it.
NEEDED: dict[str, dict[str, str | list[str]]] = {
    "policy": {"document_number": "云政办发〔2026〕3号", "issuer": "云川市人民政府办公室", "issued": "2026-05-10"},
    "interpretation": {"interprets": ["云政办发〔2026〕3号"]},
    "news": {},
    "notice": {},
    "topic": {"documents": ["../yaowen/a.md"]},
    "leader": {"post": "市长", "duties": ["主持市政府全面工作"]},
    "organisation": {
        "address": "云川市府前街1号",
        "phone": "0355-0000000",
        "hours": "工作日9:00至17:00",
        "duties": ["起草市政府文件"],
    },
    "guide": {
        "legal_basis": ["《户口登记条例》第六条"],
        "conditions": ["本市居民"],
        "materials": ["身份证"],
        "location": "政务服务大厅3号窗口",
        "hours": "工作日9:00至17:00",
        "phone": "0355-0000000",
        "procedure": ["受理", "办结"],
    },
    "reply": {
        "question": "公交何时恢复？",
        "received": "2026-05-10",
        "replied": "2026-05-12",
        "replier": "云川市交通运输局",
    },
    "consultation": {"opens": "2026-05-10", "closes": "2026-06-10", "channel": "发送邮件"},
    "interview": {"guests": ["张三（云川市教育局局长）"], "held_at": "2026-05-18 15:00"},
    "refutation": {"rumour": "明天停水", "verified_by": "云川市水务局"},
    "dataset": {"update_cycle": "每月", "attachments": ["a.csv"]},
    "report": {"year": "2025", "report_type": "其他"},
    "page": {},
}


def minimal(kind: str, **more: str | list[str]) -> dict[str, str | list[str]]:
    """The front matter of a document of this kind with no more than it needs, and `more`."""
    return {**COMMON, **NEEDED[kind], **more}


def written(fields: dict[str, str | list[str]]) -> str:
    """A document's text: each field on a line, each item of a list on its own."""
    lines: list[str] = []
    for key, value in fields.items():
        lines += [f"{key}: {value}"] if isinstance(value, str) else [f"{key}:", *(f"  - {item}" for item in value)]
    return "\n".join(["---", *lines, "---", "", "正文。", ""])


def read(fields: dict[str, str | list[str]], kind: str, path: str = "portal/lanmu/a.md") -> Reading:
    """Read a document that stands in a column of this kind."""
    return read_document(path, written(fields).encode(), "portal", Column(path="lanmu", name="栏目", kind=kind))


def places(reading: Reading) -> list[tuple[int, str]]:
    """The line and code of each fault."""
    return [(fault.line, fault.code) for fault in reading.faults]
