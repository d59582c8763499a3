"""What a body may contain: nh3 keeps to a list of elements, and what it would drop is named as a fault first."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import unescape

import nh3

_ELEMENTS = {
    "a", "abbr", "b", "blockquote", "br", "caption", "cite", "code", "col", "colgroup", "dd", "del", "dfn", "div",
    "dl", "dt", "em", "figcaption", "figure", "h2", "h3", "h4", "h5", "h6", "hr", "i", "img", "ins", "kbd", "li",
    "mark", "ol", "p", "pre", "q", "rp", "rt", "ruby", "s", "samp", "small", "span", "strong", "sub", "sup", "table",
    "tbody", "td", "tfoot", "th", "thead", "tr", "u", "ul", "var",
}  # fmt: skip
#: Elements which, without an attribute, nobody need look at.
_NOTHING_TO_SAY = _ELEMENTS - {"img"}
_EVERYWHERE = {"id", "class", "lang", "dir", "title"}
_ATTRIBUTES = {
    "a": {"href"},
    "img": {"src", "alt"},
    "ol": {"start", "type"},
    "td": {"colspan", "rowspan", "headers"},
    "th": {"colspan", "rowspan", "headers", "scope"},
    "col": {"span"},
    "colgroup": {"span"},
}
_TAG = re.compile(r"<([a-zA-Z][^\s/>]*)((?:[^<>\"']|\"[^\"]*\"|'[^']*')*)>")
_ATTRIBUTE = re.compile(r"([^\s=/\"'<>]+)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+)))?")
_SCHEMES = {"http", "https", "mailto", "tel", "doc"}
#: As browsers read them: `<!-->` is whole, and one that is not closed runs to the end.
_COMMENT = re.compile(r"<!---?>|<!--.*?(?:--!?>|\Z)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Element:
    """An opening tag as it stands in the HTML of a body."""

    name: str
    attributes: dict[str, str]


def elements(html: str) -> Iterator[Element]:
    """Yield the opening tags of `html` in order, but for those that may stand anywhere and say nothing more."""
    for name, attributes in _TAG.findall(_COMMENT.sub("", html) if "<!--" in html else html):
        if not attributes and name in _NOTHING_TO_SAY:
            continue
        found = {key.lower(): unescape(a or b or c) for key, a, b, c in _ATTRIBUTE.findall(attributes)}
        yield Element(name.lower(), found)


def forbidden(element: Element) -> list[str]:
    """Return what of an element may not be published, as an author would recognise it."""
    if element.name not in _ELEMENTS:
        return [f"<{element.name}>"]
    allowed = _EVERYWHERE | _ATTRIBUTES.get(element.name, set())
    return [f"<{element.name} {name}=>" for name in element.attributes if name not in allowed]


def clean(html: str, rewrite: Callable[[str, str, str], str | None]) -> str:
    """Return `html` with only what a body may contain; `rewrite(element, attribute, value)` gives each value or drops it."""
    _rewriting.append(rewrite)
    try:
        return _CLEANER.clean(html)
    finally:
        _rewriting.pop()


#: What rewrites the attributes of the body at hand: the cleaner, which takes long to set up, is kept.
_rewriting: list[Callable[[str, str, str], str | None]] = []
_CLEANER = nh3.Cleaner(
    tags=_ELEMENTS,
    attributes={"*": _EVERYWHERE, **_ATTRIBUTES},
    attribute_filter=lambda element, attribute, value: _rewriting[-1](element, attribute, value),
    link_rel=None,
    url_schemes=_SCHEMES,
)
