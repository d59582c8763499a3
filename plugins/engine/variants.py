"""What all variants of a page have in common: their links stay within the variant, and each leads to the others."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING, NamedTuple

from model.variants import CARE, STANDARD, TRADITIONAL, VARIANTS, Variant, variant, variants_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from model.site import Site
    from plugins.engine.registry import Derive

#: A link to a page of the site: pages have addresses that end with `/`, files have not.
_PAGE_LINK = re.compile(r'(<a\b[^>]*? href=")(/(?:[^"#?/][^"#?]*/)?)(?=["#])')
#: A page at an old address that sends its reader to a page of the site.
_SENDS_ON = re.compile(r'(<meta http-equiv="refresh" content="0; url=)(/(?:[^"#?/][^"#?]*/)?)(?=["#])')
_SWITCH = re.compile(r'(<nav class="switch"[^>]*>\s*<ul[^>]*>).*?(</ul>)', re.DOTALL)
_CANONICAL = re.compile(r'(<link rel="canonical" href="https://[^"/]+)(/[^"]*")')
_FEED = re.compile(r'(<link rel="alternate" type="application/atom\+xml" href=")(/[^"]*")')


#: The names of the views under which the ledger has variants, for a query.
VIEWS = tuple(VARIANTS)


class Switch(NamedTuple):
    """The way to a variant: what it is called in its own words and script, the language of that, its address."""

    text: str
    lang: str
    url: str


def switches(here: Variant, variants: Iterable[Variant], url: str) -> tuple[Switch, ...]:
    """Return the ways from a page in one variant to the others that differ from it in one respect; `url` is the standard page's."""
    known = {STANDARD, *variants}
    found = []
    other = variant(care=not here.care, traditional=here.traditional)
    if other in known:
        name = ("标准版", "標準版") if here.care else ("关怀版", "關懷版")
        found.append(
            Switch(name[here.traditional], "zh-Hant" if here.traditional else "zh-Hans", f"{other.prefix}{url}")
        )
    other = variant(care=here.care, traditional=not here.traditional)
    if other in known:
        text, lang = ("简体", "zh-Hans") if here.traditional else ("繁體", "zh-Hant")
        found.append(Switch(text, lang, f"{other.prefix}{url}"))
    return tuple(found)


def deriving(ways: Mapping[str, Derive], here: Variant, site: Site) -> Callable[[str, str], str]:
    """Return the function from a finished page's text and file to the text of its variant; a way that no plugin has is left out."""
    names = [name for name, wanted in ((CARE, here.care), (TRADITIONAL, here.traditional)) if wanted and name in ways]
    steps = [ways[name] for name in names]
    variants = variants_of(site.settings.variants)

    def derive(text: str, file: str) -> str:
        for step in steps:
            text = step(text)
        if text.startswith("<?xml"):
            return text.replace(f"{site.address}/", f"{site.address}{here.prefix}/")
        return led(text, here, variants, f"/{file.removesuffix('index.html')}")

    return derive


def led(html: str, here: Variant, variants: tuple[Variant, ...], url: str) -> str:
    """Return a page of a variant with its links within the variant; the care variant leaves the search engines the other page."""
    html = _PAGE_LINK.sub(rf"\g<1>{here.prefix}\g<2>", html)
    html = _SENDS_ON.sub(rf"\g<1>{here.prefix}\g<2>", html, count=1)
    html = _SWITCH.sub(lambda found: f"{found[1]}{_entries(switches(here, variants, url))}{found[2]}", html, count=1)
    if here.traditional:
        html = _CANONICAL.sub(r"\g<1>/zh-Hant\g<2>", html, count=1)
        html = _FEED.sub(r"\g<1>/zh-Hant\g<2>", html, count=1)
    return html


def _entries(found: tuple[Switch, ...]) -> str:
    return "".join(
        f'<li><a href="{escape(each.url)}" lang="{each.lang}" hreflang="{each.lang}">{each.text}</a></li>'
        for each in found
    )
