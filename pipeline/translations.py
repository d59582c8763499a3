"""Translations: which are missing and which are behind, a new one to fill in, and the word that one has been brought up to its original."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from model.content_folder import content_of
from model.editions import edition_file
from model.faults import ContentFaults, Fault, Unreadable
from model.kinds import KINDS
from model.language import MAIN_LANGUAGE
from model.reading import Beside, Reading, read_document
from model.record import specs
from model.translation import INHERITED, version_of
from pipeline.sources.front_lines import FrontLines
from pipeline.sources.writing import write_all
from plugins.engine.words import file_of, own_name

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from model.content_folder import Content
    from model.document import Document
    from model.site import Site

_FEW = 3
#: Texts that a translation says in its own language where its original says them.
_SAID = frozenset({"source", "issuer", "author", "keywords", "description"})
_MISSING = """select d.path from document d where d.site = :site and d.column_path = :column and d.state = 1 and d.original is null
  and not exists (select 1 from document t where t.original = d.path and t.lang = :lang and t.state > 0)
  order by d.date desc, d.path desc"""
_BEHIND = """select t.path, t.lines, t.original, o.version, t.translates from document t join document o on o.path = t.original
  where t.site = :site and t.lang = :lang and t.state > 0 and t.translates != o.version order by t.path"""


def advice(database: sqlite3.Connection, content: Content, theme: Path) -> Iterator[Fault]:
    """Yield what is missing and what is behind, by site and language, out of a ledger that has taken the content in."""
    for site in content.sites.values():
        for edition in site.editions:
            if not file_of(theme, edition.lang).is_file():
                path, fact = (
                    f"{site.id}/{edition_file(edition.lang)}",
                    f"主题里没有“{edition.lang}”的界面文字，显示中文",
                )
                yield Fault(path, 1, "WORDS_MISSING", fact, "见开发文档“界面文字的译文”")
            yield from _missing(database, site, edition)
            yield from _behind(database, edition)


def _missing(database: sqlite3.Connection, site: Site, edition: Site) -> Iterator[Fault]:
    """A line for each column: a language need not have everything, but what it lacks is known."""
    name = edition.language or own_name(edition.lang)
    for column in site.columns:
        if edition.column(edition.place(column.path)):
            values = {"site": site.id, "column": column.path, "lang": edition.lang}
            paths = [path for (path,) in database.execute(_MISSING, values)]
            if paths:
                shown = "、".join(paths[:_FEW]) + ("等" if len(paths) > _FEW else "")
                fact = f"栏目“{column.path}”有{len(paths)}篇没有译成{name}：{shown}"
                remedy = f"新建译文：invoke translation.new {paths[0]} --lang {edition.lang} --title …"
                yield Fault(f"{site.id}/{edition_file(edition.lang)}", 1, "TRANSLATION_MISSING", fact, remedy)


def _behind(database: sqlite3.Connection, edition: Site) -> Iterator[Fault]:
    for path, lines, original, version, was in database.execute(_BEHIND, {"site": edition.id, "lang": edition.lang}):
        places = json.loads(lines)
        line = places.get("original_version") or places["translation_of"]
        fact = f"原文“{original}”改过，译文还是旧的一稿" if was else f"没有记下译的是原文“{original}”的哪一稿"
        remedy = f"对照原文改好以后，运行“invoke translation.confirm {path}”（写上original_version: {version}）"
        yield Fault(path, line, "TRANSLATION_STALE", fact, remedy)


def confirm(content: Path, path: str) -> bool:
    """Note that a translation is of its original's present text; say whether it did not say so before.

    The path is content-relative. Raises `ContentFaults`, and then nothing is written.
    """
    found = content_of(content)
    reading, data = _read(found, path)
    document = _document(reading)
    if not document.original:
        raise ContentFaults([Fault(path, 1, "NO_ORIGINAL", "这篇不是译文，没有原文", "写译文的路径，如“…/a.en.md”")])
    original, _ = _read(found, document.original)
    version = version_of(original.body)
    if version == document.original_version:
        return False
    try:
        lines = FrontLines(data, type(document))
        lines.set("original_version", version)
    except Unreadable as error:
        raise ContentFaults([error.at(path, 1)]) from None
    write_all(content, {path: lines.encoded()})
    return True


def _read(content: Content, path: str) -> tuple[Reading, bytes]:
    """What a document's file says; raises `ContentFaults` where there is none, or none of a column."""
    site = content.sites.get(path.partition("/")[0])
    column = site and site.column(path.partition("/")[2].rpartition("/")[0])
    file = content.folder / path
    if not (site and column and path.endswith(".md") and file.is_file()) or file.is_symlink():
        raise ContentFaults(
            [Fault(path, 1, "NO_DOCUMENT", "没有这篇文件", "写内容文件夹里的路径，如“portal/zcwj/a.md”")]
        )
    data = file.read_bytes()
    fetch = partial(_fetch, content.folder)
    return read_document(path, data, site.id, column, Beside(site.editions, fetch)), data


def _fetch(folder: Path, path: str) -> bytes:
    file = folder / path
    if file.is_symlink() or not file.is_file():
        raise FileNotFoundError(path)
    return file.read_bytes()


def _document(reading: Reading) -> Document:
    if reading.document is None:
        raise ContentFaults(reading.faults)
    return reading.document


def new_translation(content: Path, path: str, lang: str, title: str) -> Path:
    """Write a draft of a document's translation, with its text to be translated, and return its file; raise `ContentFaults`."""
    found = content_of(content)
    reading, _ = _read(found, path)
    original = _document(reading)
    if original.lang != MAIN_LANGUAGE:
        raise ContentFaults([Fault(path, 1, "NO_ORIGINAL", "这篇自己不是中文的", "写中文原文的路径")])
    edition = found.sites[original.site].edition(lang)
    if lang == MAIN_LANGUAGE or edition is None or edition.column(edition.place(original.home)) is None:
        name = edition_file(lang)
        fact = f"网站没有语言“{lang}”，或者{name}里没有栏目“{original.home}”"
        raise ContentFaults([Fault(path, 1, "NO_LANGUAGE", fact, f"先在site.toml的languages和{name}里加上")])
    file = content / f"{path.removesuffix('.md')}.{lang}.md"
    if file.exists():
        raise ContentFaults([Fault(f"{original.folder}/{file.name}", 1, "EXISTS", "译文已经有了", "改这个文件")])
    file.write_text(_text(original, reading.body, lang, title), encoding="utf-8")
    return file


def _text(original: Document, body: str, lang: str, title: str) -> str:
    lines = ["---", f"title: {json.dumps(title, ensure_ascii=False)}", f"lang: {lang}"]
    lines += [f"translation_of: {Path(original.path).name}", f"original_version: {version_of(body)}"]
    for key, spec in specs(KINDS[original.kind]).items():
        said = key in _SAID and getattr(original, key)
        if said or (spec.required and key not in INHERITED | {"title"}):
            lines.append(f"{key}:  # {spec.alias}的译文")
    return "\n".join([*lines, "draft: 是", "---", "", body.strip(), ""])
