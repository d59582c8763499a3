"""The editions of a site in other languages: `site.en.toml` says what the site and its columns are called in one.

Source: 长治市政府网站管理办法第二十二条（多语言服务页面）.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import TYPE_CHECKING

from model import values
from model.faults import Fault, did_you_mean
from model.front_matter import SourceFaults
from model.given import Given, Many, Pairs
from model.language import MAIN_LANGUAGE
from model.record import optional, read_record, required
from model.site import SITE_FILE, Column, Home, Site, column_path
from model.toml_file import read_toml

if TYPE_CHECKING:
    from pathlib import Path

_PLAIN = frozenset({"columns", "home"})


@dataclass(frozen=True, slots=True)
class EditionSettings:
    """What a site is called in another language; what is not said is as in `site.toml`."""

    name: str = required("网站名称", values.line, "网站全称的译文")
    language: str = optional("语言名称", values.line, "这种语言在自己文字里的名称，默认取自CLDR", "")
    sponsor: str = optional("主办单位", values.line, "主办单位名称的译文", "")
    operator: str = optional("承办单位", values.line, "承办单位名称的译文", "")
    address: str = optional("地址", values.line, "地址的译文", "")


@dataclass(frozen=True, slots=True)
class EditionColumn:
    """A column of `site.toml` that there is in this language, too."""

    path: str = required("路径", column_path, "site.toml里栏目的路径")
    name: str = required("名称", values.line, "栏目名称的译文")
    description: str = optional("说明", values.paragraph, "栏目说明的译文", "")
    keywords: tuple[str, ...] = optional("关键词", values.line, "关键词的译文", (), many=True, split=",，、；;")


def edition_file(lang: str) -> str:
    """Return the name of the file of a language: `site.en.toml`."""
    return f"site.{lang}.toml"


def with_editions(site: Site, folder: Path) -> tuple[Site, list[Fault]]:
    """Return the site with the editions that its settings name, read from `folder`, and what is wrong with them."""
    faults = _faults_of_languages(site) or _strays(site, folder)
    editions = []
    for lang in site.settings.languages[1:] if not faults else ():
        edition, wrong = _read_edition(site, lang, folder)
        faults += wrong
        if edition:
            editions.append(edition)
    return dataclasses.replace(site, editions=tuple(editions)), faults


def _faults_of_languages(site: Site) -> list[Fault]:
    path, line = f"{site.id}/{SITE_FILE}", site.lines.get("languages", 1)
    first, *others = site.settings.languages
    if first != MAIN_LANGUAGE:
        fact = f"第一种语言是“{first}”，政府网站的主要语言是中文"
        return [Fault(path, line, "LANGUAGE", fact, f"把{MAIN_LANGUAGE}写在最前面")]
    faults = []
    for lang in dict.fromkeys(others):
        if lang.partition("-")[0] == MAIN_LANGUAGE:
            fact = f"“{lang}”不能作为另一种语言：繁体版由标准页面派生"
            faults.append(Fault(path, line, "LANGUAGE", fact, "从languages里删去；繁体写在variants里：zh-Hant"))
        if others.count(lang) > 1:
            faults.append(Fault(path, line, "LANGUAGE", f"“{lang}”写了两次", "只留一处"))
        for column in site.columns:
            if column.path.partition("/")[0] == lang.lower():
                fact = f"栏目“{column.path}”的网址与语言“{lang}”的网址重了"
                faults.append(Fault(path, line, "LANGUAGE", fact, "栏目换一个路径"))
    return faults


def _strays(site: Site, folder: Path) -> list[Fault]:
    """A file of a language that the site does not have would be passed over in silence."""
    known = {edition_file(lang) for lang in site.settings.languages[1:]}
    strays = (each.name for each in sorted(folder.glob("site.*.toml")) if each.name not in known)
    remedy = f"在{SITE_FILE}的languages里加上这种语言，或者删去文件"
    return [Fault(f"{site.id}/{name}", 1, "LANGUAGE_FILE", "网站没有这种语言", remedy) for name in strays]


def _read_edition(site: Site, lang: str, folder: Path) -> tuple[Site | None, list[Fault]]:
    name = edition_file(lang)
    path = f"{site.id}/{name}"
    if not (folder / name).is_file():
        fact = f"网站有语言“{lang}”，没有{name}"
        remedy = f"新建{name}，写网站名称（name）和各栏目（[[columns]]的path、name）的译文"
        return None, [Fault(path, 1, "LANGUAGE_FILE", fact, remedy)]
    try:
        given = read_toml(folder / name, path)
    except SourceFaults as error:
        return None, list(error.faults)
    plain = Pairs(tuple(entry for entry in given.entries if entry[0].text not in _PLAIN), given.line)
    found, lines, faults = read_record(EditionSettings, plain, path)
    columns, wrong = _read_columns(site, lang, given, path)
    faults += wrong
    home, wrong = _read_home(lang, given, columns, path) if not wrong else (Home(), [])
    faults += wrong
    if faults:
        return None, faults
    language = str(found.pop("language", ""))
    settings = dataclasses.replace(site.settings, **found)  # type: ignore[arg-type]
    return Site(site.id, settings, tuple(columns), home, lines, lang=lang, language=language), []


def _value(given: Pairs, key: str) -> Given | None:
    return next((value for name, value in given.entries if name.text == key), None)


def _read_columns(site: Site, lang: str, given: Pairs, path: str) -> tuple[list[Column], list[Fault]]:
    tables = _value(given, "columns")
    if not isinstance(tables, Many) or not tables.items or not all(isinstance(each, Pairs) for each in tables.items):
        return [], [Fault(path, 1, "NO_COLUMN", "这种语言没有栏目", "至少写一个[[columns]]，有path和name")]
    columns: dict[str, Column] = {}
    faults: list[Fault] = []
    for each in tables.items:
        assert isinstance(each, Pairs)
        found, lines, wrong = read_record(EditionColumn, each, path)
        wrong = wrong or _faults_of_column(site, str(found["path"]), lines["path"], columns, path)
        faults += wrong
        if not wrong:
            columns[str(found["path"])] = _column(site, lang, found)
    return list(columns.values()), faults


def _faults_of_column(site: Site, name: str, line: int, before: dict[str, Column], path: str) -> list[Fault]:
    if name in before:
        return [Fault(path, line, "DUPLICATE_COLUMN", f"栏目“{name}”写了两次", "只留一处")]
    if site.column(name) is None:
        nearest = did_you_mean(name, (column.path for column in site.columns))
        remedy = f"是不是“{nearest}”？" if nearest else f"写{SITE_FILE}里有的栏目"
        return [Fault(path, line, "NO_COLUMN", f"{SITE_FILE}里没有栏目“{name}”", remedy)]
    return []


def _column(site: Site, lang: str, found: dict[str, object]) -> Column:
    """The column as it is in the language: what it is called, and below which address it stands."""
    base = site.column(str(found["path"]))
    assert base
    texts = {"description": "", "keywords": (), **found, "path": f"{lang}/{base.path}"}
    return dataclasses.replace(base, **texts)  # type: ignore[arg-type]


def _read_home(lang: str, given: Pairs, columns: list[Column], path: str) -> tuple[Home, list[Fault]]:
    home = _value(given, "home")
    if home is None:
        return Home(), []
    if not isinstance(home, Pairs):
        return Home(), [Fault(path, home.line, "SHAPE", "home应当是一个表", "写成[home]")]
    found, lines, faults = read_record(Home, home, path)
    known = {column.path for column in columns}
    placed: dict[str, object] = {}
    for key, value in found.items() if not faults else ():
        paths = tuple(f"{lang}/{each}" for each in (value if isinstance(value, tuple) else (value,)))
        placed[key] = paths if isinstance(value, tuple) else paths[0]
        for each in paths:
            if each not in known:
                fact = f"首页用到的栏目“{each.partition('/')[2]}”没有译文"
                faults.append(Fault(path, lines[key], "NO_COLUMN", fact, "先在[[columns]]里写这个栏目"))
    return (Home(**placed) if not faults else Home()), faults  # type: ignore[arg-type]
