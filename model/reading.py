"""From a file's bytes to a typed document, with every fault of the file."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import PurePosixPath
from posixpath import normpath
from typing import TYPE_CHECKING

from model import values, vocabulary
from model.editions import edition_file
from model.faults import Fault, Unreadable
from model.front_matter import Source, SourceFaults, take_apart
from model.kinds import KINDS, Consultation, Dataset, Policy, Reply
from model.language import MAIN_LANGUAGE
from model.record import read_record
from model.translation import keys_in, named_original, with_inherited, written_text

if TYPE_CHECKING:
    from model.document import Document
    from model.given import Pairs, Text
    from model.site import Column, Site


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


def _nothing(path: str) -> bytes:
    raise FileNotFoundError(path)


@dataclass(frozen=True, slots=True)
class Beside:
    """What a document in another language needs of what is beside it: the site's editions, and the bytes of its original.

    `fetch` takes a content-relative path, and raises `OSError`.
    """

    editions: tuple[Site, ...] = ()
    fetch: Callable[[str], bytes] = _nothing


ALONE = Beside()


def read_document(path: str, data: bytes, site: str, column: Column, beside: Beside = ALONE) -> Reading:
    """Type the document of `column` whose file at `path` (content-relative) holds `data`."""
    try:
        source = take_apart(path, data)
    except SourceFaults as error:
        return Reading(None, "", 1, {}, error.faults)
    if named := named_original(source.front_matter):
        return _read_translation(path, source, named, site, column, beside)
    return _read_source(path, source, source.front_matter, site, column, beside)


def _read_source(path: str, source: Source, given: Pairs, site: str, column: Column, beside: Beside) -> Reading:
    kind, slug, faults = _kind_of(given, column), PurePosixPath(path).stem, []
    found, lines, field_faults = read_record(KINDS[kind], given, path)
    faults += field_faults
    lang = str(found.get("lang", MAIN_LANGUAGE))
    slug = slug.removesuffix(f".{lang}")
    if "slug" not in lines:
        faults += _slug_faults(slug, path)
    place, wrong = _place(beside, column, lang, path, lines.get("lang", 1))
    faults += wrong
    document: Document | None = None
    if not faults:
        found = {"slug": slug, **found, "kind": kind, "path": path, "site": site, "column": place}
        document = KINDS[kind](**found)  # type: ignore[arg-type]
        faults += _disagreements(document, lines)
    number = str(found.get("document_number", ""))
    return Reading(document, source.body, source.body_line, lines, tuple(faults), number)


def _place(beside: Beside, column: Column, lang: str, path: str, line: int) -> tuple[str, list[Fault]]:
    """The path of the column in the document's language."""
    if lang == MAIN_LANGUAGE:
        return column.path, []
    edition = next((each for each in beside.editions if each.lang == lang), None)
    if edition is None:
        known = "、".join((MAIN_LANGUAGE, *(each.lang for each in beside.editions)))
        remedy = f"改为网站有的语言（{known}），或者在site.toml的languages里加上"
        return "", [Fault(path, line, "NO_LANGUAGE", f"网站没有语言“{lang}”", remedy)]
    place = edition.place(column.path)
    if edition.column(place) is None:
        fact = f"栏目“{column.path}”还没有“{lang}”的名称"
        return "", [Fault(path, line, "NO_LANGUAGE", fact, f"在{edition_file(lang)}里加上这个栏目")]
    return place, []


def _read_translation(path: str, source: Source, named: Text, site: str, column: Column, beside: Beside) -> Reading:
    """A translation is read with what it has from its original."""
    original, why = _original(path, named, site, column, beside)
    if original is None:
        remedy = "核对translation_of：写同一文件夹里原文.md文件的名字"
        return Reading(None, "", 1, {}, (Fault(path, named.line, "NO_ORIGINAL", f"原文“{named.text}”{why}", remedy),))
    own = source.front_matter
    reading = _read_source(path, source, with_inherited(own, original.front_matter), site, column, beside)
    written = keys_in(own)
    lines = {key: line if key.partition(".")[0] in written else named.line for key, line in reading.lines.items()}
    faults = list(reading.faults)
    if "lang" not in written:
        faults.append(
            Fault(path, named.line, "MISSING_KEY", "译文没有写语言（lang）", "加一行“lang: en”这样的语言标记")
        )
    elif reading.document and reading.document.lang == MAIN_LANGUAGE:
        faults.append(Fault(path, lines["lang"], "NO_LANGUAGE", "译文和原文是一种语言", "改为译文的语言，如“lang: en”"))
    return dataclasses.replace(reading, lines=lines, faults=tuple(faults))


def _original(path: str, named: Text, site: str, column: Column, beside: Beside) -> tuple[Source | None, str]:
    """The original's source, or why it cannot be had."""
    name = normpath(named.text)
    place = f"{PurePosixPath(path).parent}/{name}"
    if "/" in name or place == path:
        return None, "不在同一个文件夹里" if "/" in name else "就是这篇译文自己"
    try:
        data = beside.fetch(place)
        source = take_apart(place, data)
    except FileNotFoundError:
        return None, "不存在"
    except OSError as error:
        return None, f"打不开：{error.strerror}"
    except SourceFaults:
        return None, "有错误，先改正原文"
    if named_original(source.front_matter):
        return None, "自己也是译文"
    reading = _read_source(place, source, source.front_matter, site, column, beside)
    if reading.document is None or reading.faults:
        return None, "有错误，先改正原文"
    return (source, "") if reading.document.lang == MAIN_LANGUAGE else (None, "不是中文的")


def _kind_of(given: Pairs, column: Column) -> str:
    """The kind that the document names, else its column's; a kind that does not exist is found when fields are read."""
    if named := written_text(given, "kind"):
        with suppress(Unreadable):
            return vocabulary.kind(named.text)
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
