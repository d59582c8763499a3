"""The rule on the way to search a site. What this project makes has none: its pages are files, and a platform's search is a program."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from model.patterns import pattern
from pipeline.audit.page import loads_its_head
from pipeline.audit.rules import clauses
from pipeline.audit.rules.examples import front_page
from pipeline.rules.rule import Found, Severity, page_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

    from pipeline.audit.page import Page

_WORDS = pattern(r"搜\s*索|检\s*索|站内搜|搜一搜|关键[字词]|智能问答|\bsearch\b|sousuo|jiansuo", re.IGNORECASE)
_LEADS = pattern(r"search|sousuo|jiansuo|(?:^|//|/)so[./]|/s(?:\.html?)?(?:\?|$)|fullquery|advsearch", re.IGNORECASE)
_FIELDS = pattern(r"^(?:q|qt|wd|kw|key|query|sw)$|search|key_?words?|sousuo|jiansuo|words?$", re.IGNORECASE)
_TYPED = ("name", "id", "placeholder", "title", "value", "aria-label")


@page_rule(
    "SITE_SEARCH",
    title="没有站内搜索的入口",
    sources=(clauses.SEARCH, clauses.SEARCH_EVERYWHERE),
    severity=Severity.HINT,
    remedy="在页面上方加搜索框，或者加一个链接到集约化平台的统一搜索",
    breaks=(front_page("/bsfw/", "/hdjl/", searched="其他"),),
    keeps=(front_page("/bsfw/", "/hdjl/"),),
)
def site_search(page: Page) -> Iterator[Found]:
    """Every page has a way to search the site: a field, a link, a button; whatever looks like one counts."""
    if page.is_ours or page.is_made_by_script or not (page.is_home or page.is_list or page.article is not None):
        return
    if not _has_entry(page) and not loads_its_head(page):
        yield Found(page.line, "页面上没有站内搜索的入口")


def _has_entry(page: Page) -> bool:
    if any(_is_entry(text, each) for text, each in page.link_texts):
        return True
    if any(_LEADS.search(each.get("action") or "") for each in page.tags["form"]):
        return True
    if any(
        _LEADS.search(value)
        for value in (*(src for src, _, _ in page.scripts()), *(name for name, _ in page.markup.ids))
    ):
        return True
    if any(_WORDS.search(value) or _LEADS.search(value) for _, value, _ in page.markup.handlers):
        return True
    said = (each.get("alt") or "" for each in page.tags["img"])
    labels = (each.text or "" for each in page.tags["button"])
    return any(map(_WORDS.search, (*said, *labels))) or any(map(_is_field, page.tags["input"]))


def _is_entry(text: str, link: etree._Element) -> bool:
    """Whether a link leads to the search; the query of a record system, to which every foot leads, is none."""
    address = link.get("href") or ""
    return bool(
        _WORDS.search(f"{text} {link.get('title') or ''}") or (_LEADS.search(address) and "beian." not in address)
    )


def _is_field(field: etree._Element) -> bool:
    """Whether something to search for is to be typed here."""
    kind = (field.get("type") or "text").lower()
    if kind == "search":
        return True
    if kind in {"password", "hidden", "checkbox", "radio"}:
        return False
    said = [field.get(name) or "" for name in _TYPED]
    return bool(_FIELDS.search(said[0]) or _FIELDS.search(said[1])) or any(map(_WORDS.search, said[2:]))
