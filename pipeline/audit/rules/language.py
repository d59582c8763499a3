"""Rules on what a page says of itself to browsers: its language, its encoding, how it fits a screen."""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING

from model.patterns import pattern
from pipeline.audit.markup import declared_charset
from pipeline.audit.rules import clauses
from pipeline.audit.rules.examples import page_edit
from pipeline.audit.setting import TRADITIONAL
from pipeline.rules.rule import Found, Severity, page_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.audit.page import Page

_CHINESE = pattern(r"[\u4e00-\u9fa5]")
_LATIN = pattern(r"[A-Za-z]{3,}")
_SAMPLE = 3000
_FEW = 200
_NO_ZOOM = pattern(r"user-scalable\s*=\s*(?:no|0)|maximum-scale\s*=\s*(?:[01](?:\.\d+)?)(?![\d.])", re.IGNORECASE)
_VIEWPORT = "width=device-width, initial-scale=1"


@page_rule(
    "PAGE_LANGUAGE",
    title="网页的语言标得不对",
    sources=(clauses.BARRIER_FREE, clauses.WCAG),
    severity=Severity.WARNING,
    remedy="在html上写lang：简体中文zh-CN，繁体中文zh-Hant，英文en；读屏软件照它发音",
    breaks=(page_edit('<html lang="zh-CN">', '<html lang="en">'), page_edit('<html lang="zh-CN">', "<html>")),
    keeps=(page_edit('<html lang="zh-CN">', '<html lang="zh-Hans">'),),
)
def language(page: Page) -> Iterator[Found]:
    """The language is declared, and the one in which the page is written."""
    root = page.markup.root
    said = (
        root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang") or root.get("xml:lang") or ""
    ).lower()
    if not said:
        yield Found(page.line, "网页没有标明语言（html没有lang）")
    elif not said.startswith("zh") and _is_chinese(page.text[:_SAMPLE]):
        yield Found(page.line, f"网页是中文，语言标成了“{said}”")
    elif TRADITIONAL in page.file and said not in {"zh-hant", "zh-tw", "zh-hk", "zh-hant-hk", "zh-hant-tw"}:
        yield Found(page.line, f"繁体版的语言标成了“{said}”")


def _is_chinese(text: str) -> bool:
    chinese = len(_CHINESE.findall(text))
    return chinese >= _FEW and chinese > 4 * len(_LATIN.findall(text))


@page_rule(
    "ZOOM",
    title="不让放大页面",
    sources=(clauses.ELDERLY,),
    severity=Severity.ERROR,
    remedy=f"viewport写成“{_VIEWPORT}”",
    breaks=(
        page_edit(_VIEWPORT, f"{_VIEWPORT}, user-scalable=no"),
        page_edit(_VIEWPORT, f"{_VIEWPORT}, maximum-scale=1.0"),
    ),
    keeps=(page_edit(_VIEWPORT, f"{_VIEWPORT}, maximum-scale=5"),),
)
def zoom(page: Page) -> Iterator[Found]:
    """Who needs larger letters can have them."""
    if found := _NO_ZOOM.search(page.meta("viewport")):
        yield Found(page.line_of_meta("viewport"), f"viewport里的“{found[0]}”不让放大页面")


@page_rule(
    "VIEWPORT",
    title="没有适配手机",
    sources=(clauses.MAINSTREAM,),
    severity=Severity.HINT,
    remedy=f"在head里写viewport：“{_VIEWPORT}”",
    breaks=(page_edit(f'<meta name="viewport" content="{_VIEWPORT}">', ""),),
    keeps=(page_edit(_VIEWPORT, "width=device-width,initial-scale=1.0"),),
)
def viewport(page: Page) -> Iterator[Found]:
    """The page fits a small screen."""
    if not page.meta("viewport"):
        yield Found(page.line, "网页没有viewport，在手机上字很小")


@page_rule(
    "CHARSET",
    title="没有在开头标明UTF-8编码",
    sources=(clauses.UNIFORM_CODING,),
    severity=Severity.HINT,
    remedy='head里第一行写<meta charset="utf-8">，文件存成UTF-8',
    breaks=(page_edit('<meta charset="utf-8">', ""), page_edit('<meta charset="utf-8">', '<meta charset="gb2312">')),
    keeps=(page_edit('<meta charset="utf-8">', '<meta http-equiv="Content-Type" content="text/html; charset=UTF-8">'),),
)
def charset(page: Page) -> Iterator[Found]:
    """UTF-8, declared where browsers look for it."""
    said = declared_charset(page.data[:1024])
    if page.data.startswith(codecs.BOM_UTF8) or said in {"utf-8", "utf8"}:
        return
    yield Found(page.line, f"网页的编码是{said}" if said else "网页开头1024字节里没有标明编码")
