"""From a file's bytes to a typed document, with every fault of the file."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from model import values, vocabulary
from model.faults import Fault, Unreadable
from model.front_matter import Source, SourceFaults, take_apart
from model.given import Text
from model.kinds import KINDS, Consultation, Dataset, Policy, Reply
from model.record import read_record

if TYPE_CHECKING:
    from model.document import Document
    from model.site import Column


@dataclass(frozen=True, slots=True)
class Reading:
    """What reading a file gave: its typed document, its Markdown, the line of each field, and the faults found.

    `document` is None where the file is too broken to be typed; then `faults` says why, and `number` is the document
    number that it bears all the same.
    """

    document: Document | None
    body: str
    body_line: int
    lines: Mapping[str, int]
    faults: tuple[Fault, ...]
    number: str = ""


def read_document(path: str, data: bytes, site: str, column: Column) -> Reading:
    """Type the document of `column` whose file at `path` (content-relative) holds `data`."""
    try:
        source = take_apart(path, data)
    except SourceFaults as error:
        return Reading(None, "", 1, {}, error.faults)
    kind, slug, faults = _kind_of(source, column), PurePosixPath(path).stem, []
    found, lines, field_faults = read_record(KINDS[kind], source.front_matter, path)
    faults += field_faults
    if "slug" not in lines:
        faults += _slug_faults(slug, path)
    document: Document | None = None
    if not faults:
        found = {"slug": slug, **found, "kind": kind, "path": path, "site": site, "column": column.path}
        document = KINDS[kind](**found)  # type: ignore[arg-type]
        faults += _disagreements(document, lines)
    number = str(found.get("document_number", ""))
    return Reading(document, source.body, source.body_line, lines, tuple(faults), number)


def _kind_of(source: Source, column: Column) -> str:
    """The kind that the document names, else its column's; a kind that does not exist is found when fields are read."""
    for name, value in source.front_matter.entries:
        if name.text in {"kind", "类型"} and isinstance(value, Text):
            try:
                return vocabulary.kind(value.text)
            except Unreadable:
                break
    return column.kind


def _slug_faults(slug: str, path: str) -> list[Fault]:
    try:
        values.slug(slug)
    except Unreadable as error:
        remedy = "文件改用小写英文字母、数字和连字符命名，或者写“slug”字段"
        return [dataclasses.replace(error.at(path, 1), message=f"文件名{error.message}", remedy=remedy)]
    return []


def _disagreements(document: Document, lines: Mapping[str, int]) -> list[Fault]:
    """Fields that are right one by one and wrong together."""

    def at(key: str) -> int:
        return lines.get(key, 1)

    path, faults = document.path, []
    if document.expires_at and document.expires_at <= document.appears:
        faults.append(Fault(path, at("expires_at"), "ORDER", "下线时间不晚于上线时间", "改为上线以后的时间"))
    if document.archived and document.archived < document.date.date():
        faults.append(Fault(path, at("archived"), "ORDER", "归档日期早于发布时间", "改为发布以后的日子"))
    if document.repost_date and not document.repost_url:
        faults.append(
            Fault(
                path, at("repost_date"), "REPOST", "写了转载来源时间，没有写转载网址", "加一行“repost_url: https://…”"
            )
        )
    if document.repost_date and document.repost_date > document.date:
        faults.append(Fault(path, at("repost_date"), "ORDER", "转载来源时间晚于发布时间", "核对两个时间"))
    return faults + _disagreements_of_kind(document, at)


def _disagreements_of_kind(document: Document, at: Callable[[str], int]) -> list[Fault]:
    path = document.path
    if isinstance(document, Policy):
        return _disagreements_of_policy(document, at)
    if isinstance(document, Reply) and document.replied < document.received:
        return [Fault(path, at("replied"), "ORDER", "答复日期早于受理日期", "核对两个日期")]
    if isinstance(document, Consultation) and document.closes < document.opens:
        return [Fault(path, at("closes"), "ORDER", "截止日期早于开始日期", "核对两个日期")]
    if isinstance(document, Dataset) and not document.attachments:
        return [Fault(path, 1, "MISSING_KEY", "数据开放没有可下载的文件", "加“attachments”字段，列出数据文件")]
    return []


def _disagreements_of_policy(policy: Policy, at: Callable[[str], int]) -> list[Fault]:
    path, faults = policy.path, []
    if policy.issued > policy.date.date():
        faults.append(Fault(path, at("issued"), "ORDER", "成文日期晚于发布时间", "核对两个日期"))
    if policy.expires and policy.expires <= (policy.effective or policy.issued):
        faults.append(Fault(path, at("expires"), "ORDER", "失效日期不晚于施行日期", "核对两个日期"))
    return faults
