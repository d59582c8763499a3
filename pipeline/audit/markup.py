"""The markup of one page, gone over once: what the audit asks of it later is looked up in lists, not searched for again.

Whatever the bytes are, there is a tree: other encodings than UTF-8 are recognised, as old sites are in GBK.
"""

from __future__ import annotations

import codecs
import re
from collections import defaultdict
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from lxml import etree

from model.patterns import pattern

if TYPE_CHECKING:
    from collections.abc import Iterator

#: The attributes that name files, each with the elements on which it does.
_NAMING = {
    "href": frozenset({"a", "area", "link"}),
    "src": frozenset({"script", "iframe", "frame", "embed", "audio", "video", "source", "img"}),
    "srcset": frozenset({"source", "img"}),
    "poster": frozenset({"video"}),
}
#: What parts of a page are by what authors call them, in ids and classes: those of the common systems are among them.
_CALLED = {
    "article": pattern(
        r"(?:^|\s)(?:zoom|ucap-content|trs_editor|trs_editor_view|pages_content|article-?_?(?:content|body|con)|con_con|art_con|"
        r"vsb_content(?:_\w+)?|v_news_content|trs_ueditor|bt_content|xl_content|zw_?content|main-?txt|detail-?_?(?:content|text|body)|"
        r"content_body|xxgk_?-?content|news_?-?content|text_?-?content|view_?-?content|j-fontcontent)(?:\s|$)",
        re.IGNORECASE,
    ),
    "header": pattern(r"head|top|banner|logo|toubu", re.IGNORECASE),
    "main": pattern(r"main|cont|wrap|body|center|middle|warp|list|article", re.IGNORECASE),
    "footer": pattern(r"foot|bottom|copy|dibu|yejiao", re.IGNORECASE),
    "foot": pattern(r"(?:^|[\s_-])(?:site-?)?(?:foot|bottom|copy-?right|copr|dibu|yejiao|banquan)\w*", re.IGNORECASE),
    "trail": pattern(
        r"breadcrumb|crumb|(?:^|[\s_-])(?:cur)?(?:position|location|dqwz|weizhi|curmb|path)(?:$|[\s_-])", re.IGNORECASE
    ),
    "float": pattern(
        r"(?:^|[\s_-])(?:float(?:ing)?[_-]?(?:ad|win|window|img|pic|div|box)|piao(?:fu|chuang|dong)|fu(?:chuang|dong)|"
        r"duilian|couplet|pop-?up|tan(?:chuang|kuang)|ad[_-]?float)\w*",
        re.IGNORECASE,
    ),
}
#: Where the encoding is declared, at the latest.
_HEAD = 1 << 12
_CHARSET = re.compile(rb"""charset\s*=\s*["']?\s*([\w-]+)""", re.IGNORECASE)
_WIDER = {"gb2312": "gb18030", "gbk": "gb18030"}
_PARSER = etree.HTMLParser(encoding="utf-8", collect_ids=False)
_NO_PAGE = b"<html></html>"


@dataclass(slots=True)
class Named:
    """An address that an element names, and the part of the page that the element stands in."""

    element: etree._Element
    attribute: str
    address: str
    part: etree._Element


@dataclass(slots=True)
class Markup:
    """The tree of a page, and its elements by tag, all in their order; those with an id, a style, a role, a target, each with its value.

    `called` are the elements by what authors call them (see `_CALLED`), `metas` the contents of the head's tags by their names in lower
    case, `remarks` the comments that have something included.
    """

    root: etree._Element
    tags: defaultdict[str, list[etree._Element]] = field(default_factory=lambda: defaultdict(list))
    named: list[Named] = field(default_factory=list)
    styled: list[tuple[str, etree._Element]] = field(default_factory=list)
    handlers: list[tuple[str, str, etree._Element]] = field(default_factory=list)
    ids: list[tuple[str, etree._Element]] = field(default_factory=list)
    items: list[tuple[str, etree._Element]] = field(default_factory=list)
    roles: list[tuple[str, etree._Element]] = field(default_factory=list)
    targets: list[tuple[str, etree._Element]] = field(default_factory=list)
    called: defaultdict[str, list[etree._Element]] = field(default_factory=lambda: defaultdict(list))
    metas: dict[str, list[tuple[str, etree._Element]]] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)


def read_markup(data: bytes) -> Markup:
    """Return the markup of a page; bytes in which there is nothing are a page without anything."""
    markup = Markup(_tree(data))
    tags = markup.tags
    kept = {"id": markup.ids, "style": markup.styled, "role": markup.roles, "target": markup.targets}
    classes: list[tuple[str, etree._Element]] = []
    kept |= {"data-item": markup.items, "class": classes}
    for element, part in _walk(markup.root):
        tag = element.tag
        if tag.__class__ is not str:
            _remark(markup, element)
            continue
        tags[tag].append(element)
        if tag != "meta" and (attributes := element.items()):
            _note(markup, kept, element, part, attributes)
    for value, element in (*markup.ids, *classes):
        for kind in _kinds(value):
            markup.called[kind].append(element)
    _take_metas(markup)
    return markup


def _note(
    markup: Markup,
    kept: dict[str, list[tuple[str, etree._Element]]],
    element: etree._Element,
    part: etree._Element,
    attributes: list[tuple[str, str]],
) -> None:
    for name, value in attributes:
        if name in kept:
            kept[name].append((value, element))
        elif name in _NAMING:
            if element.tag in _NAMING[name]:
                _name(markup, element, name, value, part)
        elif name[:2] == "on":
            markup.handlers.append((name, value, element))


@lru_cache(1 << 12)
def _kinds(name: str) -> tuple[str, ...]:
    """What parts of a page may be called so."""
    return tuple(kind for kind, sign in _CALLED.items() if sign.search(name))


def _remark(markup: Markup, comment: etree._Element) -> None:
    if comment.text and "include" in comment.text:
        markup.remarks.append(comment.text)


def _name(markup: Markup, element: etree._Element, attribute: str, value: str, part: etree._Element) -> None:
    if attribute != "srcset":
        markup.named.append(Named(element, attribute, value.strip(), part))
    else:
        markup.named += [Named(element, attribute, each, part) for each in _candidates(value)]


def _walk(root: etree._Element) -> Iterator[tuple[Any, etree._Element]]:
    """Yield every element in its order, with its part of the page: two levels below `<body>`, or what it stands in."""
    yield root, root
    for top in root:
        yield top, root
        for zone in top:
            yield zone, top
            for part in zone:
                yield part, zone
                if len(part):
                    inside = part.iter()
                    next(inside)
                    for element in inside:
                        yield element, part


def _take_metas(markup: Markup) -> None:
    for element in markup.tags["meta"]:
        if name := element.get("name"):
            content = element.get("content") or ""
            markup.metas.setdefault(name.strip().lower(), []).append((content.strip(), element))


def _tree(data: bytes) -> etree._Element:
    try:
        root = etree.fromstring(_in_utf8(data), _PARSER)
    except etree.XMLSyntaxError:
        root = None
    return etree.fromstring(_NO_PAGE, _PARSER) if root is None else root


def _in_utf8(data: bytes) -> bytes:
    """The bytes of a page in UTF-8, whatever they are in: as they say, or else UTF-8, or else as Chinese pages were written before."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", "replace").encode()
    try:
        data.decode()
    except UnicodeDecodeError:
        declared = declared_charset(data) or "gb18030"
        return _decoded(data, _WIDER.get(declared, declared)).encode()
    return data.removeprefix(codecs.BOM_UTF8)


def _decoded(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding, "replace")
    except (LookupError, ValueError):
        return data.decode("gb18030", "replace")


def declared_charset(data: bytes) -> str:
    """Return the encoding that the beginning of a page declares, in lower case; nothing where it declares none."""
    found = _CHARSET.search(data, 0, _HEAD)
    return found[1].decode("ascii", "replace").lower() if found else ""


def _candidates(srcset: str) -> list[str]:
    """The addresses of a `srcset`, without their widths."""
    return [each.split()[0] for each in srcset.split(",") if each.strip()]


def line_of(element: etree._Element) -> int:
    """Return the line of an element, counted from 1."""
    line: Any = element.sourceline  # the stubs know it as `...`
    return int(line or 1)


_TEXTS: Any = etree.XPath(".//text()[not(parent::script or parent::style or parent::noscript)]", smart_strings=False)


def text_of(element: etree._Element) -> str:
    """Return the text that an element shows, with each run of white space as one space."""
    if next(element.iter("script", "style", "noscript"), None) is None:
        text = str(etree.tostring(element, method="text", encoding="unicode", with_tail=False))
    else:
        text = "".join(_TEXTS(element))
    return " ".join(text.split())


def is_inside(element: etree._Element, *tags: str) -> bool:
    """Whether an element stands in one of these."""
    return next(element.iterancestors(*tags), None) is not None
