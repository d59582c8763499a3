"""What all variants of a page have in common: their links stay within the variant, and each leads to the others."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import partial
from html import escape
from typing import TYPE_CHECKING, NamedTuple

from model.language import MAIN_LANGUAGE
from model.phrases import msg
from model.variants import CARE, STANDARD, TRADITIONAL, VARIANTS, Variant, variant, variants_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from model.site import Site
    from plugins.engine.registry import Derive
    from plugins.engine.words import Words

#: A link to a page of the site: pages have addresses that end with `/`, files have not.
_LINK = r'(<a\b[^>]*? href=")(/(?:[^"#?/][^"#?]*/)?)(?=["#])'
#: A page at an old address that sends its reader to a page of the site.
_ONWARD = r'(<meta http-equiv="refresh" content="0; url=)(/(?:[^"#?/][^"#?]*/)?)(?=["#])'
_PAGE_LINK, _SENDS_ON = re.compile(_LINK), re.compile(_ONWARD)
_SWITCH = re.compile(r'(<nav class="switch"[^>]*>\s*<ul[^>]*>).*?(<li class="language">|</ul>)', re.DOTALL)
_CANONICAL = re.compile(r'(<link rel="canonical" href="https://[^"/]+)(/[^"]*")')
_FEED = re.compile(r'(<link rel="alternate" type="application/atom\+xml" href=")(/[^"]*")')


_CARE_VERSION, _STANDARD_VERSION = msg("关怀版"), msg("标准版")
#: What a page in traditional characters calls them, and its language.
_TRADITIONAL = {_CARE_VERSION: "關懷版", _STANDARD_VERSION: "標準版"}
SIMPLIFIED = "zh-Hans"

#: The names of the views under which the ledger has variants, for a query.
VIEWS = tuple(VARIANTS)


class Switch(NamedTuple):
    """The way to a variant: what it is called in its own words and script, the language of that, its address."""

    text: str
    lang: str
    url: str


@dataclass(frozen=True, slots=True)
class Standing:
    """The standard page that a page is, or is derived from: its address, its language, the site's variants and other languages' folders."""

    url: str
    words: Words
    variants: tuple[Variant, ...]
    roots: tuple[str, ...] = ()

    def switches(self, here: Variant) -> tuple[Switch, ...]:
        """Return the ways from the page in one variant to the others that differ from it in one respect."""
        known = {STANDARD, *(each for each in self.variants if each.has(self.url[1:], self.roots))}
        found = []
        other = variant(care=not here.care, traditional=here.traditional)
        if other in known:
            text = _STANDARD_VERSION if here.care else _CARE_VERSION
            lang = SIMPLIFIED if self.words.lang == MAIN_LANGUAGE else self.words.lang
            text, lang = (_TRADITIONAL[text], TRADITIONAL) if here.traditional else (self.words.say(text), lang)
            found.append(Switch(text, lang, self._of(other)))
        other = variant(care=here.care, traditional=not here.traditional)
        if other in known:
            text, lang = ("简体", SIMPLIFIED) if here.traditional else ("繁體", TRADITIONAL)
            found.append(Switch(text, lang, self._of(other)))
        return tuple(found)

    def _of(self, variant: Variant) -> str:
        return f"/{variant.file(self.url[1:], self.roots)}"


def deriving(ways: Mapping[str, Derive], here: Variant, site: Site, words: Words) -> Callable[[str, str], str]:
    """Return the function from a finished page's text and file to the text of its variant; a way that no plugin has is left out.

    `site` is the one in its main language, `words` are of the pages' language.
    """
    names = [name for name, wanted in ((CARE, here.care), (TRADITIONAL, here.traditional)) if wanted and name in ways]
    steps = [ways[name] for name in names]
    variants = variants_of(site.settings.variants)

    def derive(text: str, file: str) -> str:
        for step in steps:
            text = step(text)
        if text.startswith("<?xml"):
            return text.replace(f"{site.address}/", f"{site.address}{here.prefix}/")
        return led(text, here, Standing(f"/{file.removesuffix('index.html')}", words, variants, site.roots))

    return derive


def led(html: str, here: Variant, standing: Standing) -> str:
    """Return a page of a variant with its links within the variant; the care variant leaves the search engines the other page."""
    to: str | Callable[[re.Match[str]], str] = rf"\g<1>{here.prefix}\g<2>"
    if standing.roots:
        to = partial(_within, here, standing.roots)
    html = _PAGE_LINK.sub(to, html)
    html = _SENDS_ON.sub(to, html, count=1)
    entries = _entries(standing.switches(here))
    html = _SWITCH.sub(lambda found: f"{found[1]}{entries}{found[2]}", html, count=1)
    if here.traditional:
        html = _CANONICAL.sub(r"\g<1>/zh-Hant\g<2>", html, count=1)
        html = _FEED.sub(r"\g<1>/zh-Hant\g<2>", html, count=1)
    return html


def _within(here: Variant, roots: tuple[str, ...], found: re.Match[str]) -> str:
    return f"{found[1]}{here.address(found[2], roots)}"


def _entries(found: tuple[Switch, ...]) -> str:
    return "".join(
        f'<li><a href="{escape(each.url)}" lang="{each.lang}" hreflang="{each.lang}">{each.text}</a></li>'
        for each in found
    )
