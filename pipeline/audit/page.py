"""What the audit sees in the bytes of one page alone: its frame, its META set, what it loads from elsewhere, and its links.

Source: 政府网站发展指引 附件. A pure function, carried out in a process of its own where there are many pages.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any, NamedTuple

from lxml import etree

from model.faults import Fault
from pipeline.audit.addresses import address_of, target_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

_FOOTER_ITEMS = ("mark", "report-error", "code", "sponsor", "icp", "police", "sitemap")
_SITE_TAGS = ("SiteName", "SiteDomain", "SiteIDCode")
_COLUMN_TAGS = ("ColumnName", "ColumnDescription", "ColumnKeywords", "ColumnType")
_CONTENT_TAGS = ("ArticleTitle", "PubDate", "ContentSource")
#: What a link of the head names without having the browser load it.
_NOT_LOADED = ("canonical", "alternate")
#: The elements that name files, each with the attributes that do.
_NAMING = {
    "a": ("href",),
    "script": ("src",),
    "link": ("href",),
    "iframe": ("src",),
    "source": ("src", "srcset"),
    "img": ("src", "srcset"),
}
_FRONT = "index.html"
#: A block of links stands so deep: <html>, <body>, a zone, a part of it.
_DEPTH = 4
_PARSER = etree.HTMLParser()
_NO_PAGE = b"<html></html>"


def _finder(path: str) -> Callable[[etree._Element], list[Any]]:
    found: Any = etree.XPath(path, smart_strings=False)
    return found  # type: ignore[no-any-return]


_SENDS_ON, _ZOOM, _METAS = map(_finder, ("//meta[@http-equiv='refresh']", "//*[@id='zoom']", "//meta[@name]"))
_HEADINGS, _TEXTS_OF_HEADING, _IDS = map(_finder, ("//h1", "(//h1)[1]//text()", "//@id"))
_ZONES = {zone: _finder(f"//{zone}") for zone in ("header", "main", "footer")}
_ITEMS = _finder("//footer//@data-item")


class Finding(NamedTuple):
    """A fault of a page, but for its path. It is none on a site whose front page spares the pages `item`."""

    line: int
    code: str
    message: str
    remedy: str
    item: str = ""

    def at(self, path: str) -> Fault:
        """Return the fault that this is at a page."""
        return Fault(path, self.line, self.code, self.message, self.remedy)


class Link(NamedTuple):
    """A link that names a file of the site: its address as it is written, the file that this means, the anchor."""

    line: int
    address: str
    file: str
    fragment: str


@dataclass(frozen=True, slots=True)
class Page:
    """What was seen in a page.

    `sends` says that it only sends on to another address; `spares` are, on the front page, the items that no page of the site need
    show; `blocks` are its links to files, those of one part of the page together: the same parts stand on many pages.
    """

    findings: tuple[Finding, ...]
    sends: bool
    spares: tuple[str, ...]
    ids: tuple[str, ...]
    blocks: tuple[tuple[Link, ...], ...]


def read_page(data: bytes, file: str) -> Page:
    """Return what is to be seen in the bytes of a page; `file` is its path below the site's folder."""
    root = _parsed(data)
    sends = bool(_SENDS_ON(root))
    ids = frozenset(_IDS(root))
    named = tuple(_named(root))
    found = [] if sends else [*_frame(root), *_tags(root), *_elsewhere(named)]
    found += _lost_in_page(named, ids)
    return Page(tuple(found), sends, _spares(data, file), tuple(sorted(ids)), tuple(_blocks(named, file)))


def broken(line: int, address: str) -> Finding:
    """Return what a link is that leads nowhere."""
    return Finding(line, "BROKEN_LINK", f"链接到的{address}不存在", "改正链接，或者重新构建")


def through(line: int, address: str) -> Finding:
    """Return what a link is that leads to an old address."""
    return Finding(line, "REDIRECTED_LINK", f"链接到的{address}是旧网址，会再转一次", "链接到新的网址")


def _parsed(data: bytes) -> etree._Element:
    """The page's tree; bytes in which there is nothing are a page without anything."""
    try:
        root = etree.fromstring(data, _PARSER)
    except etree.XMLSyntaxError:
        root = None
    return etree.fromstring(_NO_PAGE, _PARSER) if root is None else root


def _spares(data: bytes, file: str) -> tuple[str, ...]:
    """What the pages of a site need not show: one that rests has no site map, one that moved away may have given up the rest."""
    if file != _FRONT:
        return ()
    if b'class="view-farewell"' in data:
        return (*_FOOTER_ITEMS, "SiteIDCode")
    return ("sitemap",) if b'class="view-rest"' in data else ()


def _named(root: etree._Element) -> Iterator[tuple[etree._Element, str]]:
    """Every address that the page names, with the element that does."""
    for element in root.iter(*_NAMING):
        for attribute in _NAMING[str(element.tag)]:
            value = element.get(attribute)
            if value is not None:
                yield from ((element, each) for each in (_candidates(value) if attribute == "srcset" else (value,)))


def _candidates(srcset: str) -> list[str]:
    """The addresses of a `srcset`, without their widths."""
    return [each.split()[0] for each in srcset.split(",") if each.strip()]


def _frame(root: etree._Element) -> Iterator[Finding]:
    line, headings = _line(root), _HEADINGS(root)
    if len(headings) != 1:
        yield Finding(line, "ONE_HEADING", f"页面有{len(headings)}个一级标题", "只留一个")
    for zone, found in _ZONES.items():
        if not found(root):
            yield Finding(line, "ZONE", f"页面没有{zone}区", "检查主题模板")
    shown = set(_ITEMS(root))
    for item in _FOOTER_ITEMS:
        if item not in shown:
            yield Finding(line, "FOOTER", f"底部缺少{item}一项", "在site.toml里补上对应的内容", item)


def _tags(root: etree._Element) -> Iterator[Finding]:
    line = _line(root)
    found = {str(each.get("name")): str(each.get("content")) for each in _METAS(root)}
    needed = [*_SITE_TAGS]
    if _ZOOM(root):
        needed += [*_COLUMN_TAGS, *_CONTENT_TAGS]
        if found.get("ArticleTitle") != "".join(_TEXTS_OF_HEADING(root)).strip():
            yield Finding(line, "META", "ArticleTitle与页面标题不一致", "检查主题模板")
    for name in needed:
        if not found.get(name, "").strip():
            yield Finding(line, "META", f"缺少{name}标签", "补上对应的内容", name)


def _elsewhere(named: tuple[tuple[etree._Element, str], ...]) -> Iterator[Finding]:
    for element, written in named:
        if element.tag != "a" and address_of(written).elsewhere and element.get("rel") not in _NOT_LOADED:
            yield Finding(_line(element), "THIRD_PARTY", f"页面用了别处的资源{written}", "改用本站的文件")


def _lost_in_page(named: tuple[tuple[etree._Element, str], ...], ids: frozenset[str]) -> Iterator[Finding]:
    """The links to places of the page itself that it does not have."""
    for element, written in named:
        address = address_of(written)
        if address.inside and address.path == "" and address.fragment and address.fragment not in ids:
            yield broken(_line(element), written)


def _blocks(named: tuple[tuple[etree._Element, str], ...], file: str) -> Iterator[tuple[Link, ...]]:
    for _, together in groupby(named, key=lambda each: _part(each[0])):
        if links := tuple(_links(together, file)):
            yield links


def _part(element: etree._Element) -> etree._Element:
    """The part of the page that an element stands in."""
    above = list(element.iterancestors())
    return above[-min(len(above), _DEPTH)]


def _links(named: Iterable[tuple[etree._Element, str]], file: str) -> Iterator[Link]:
    for element, written in named:
        address = address_of(written)
        if address.inside and address.path != "":
            yield Link(_line(element), written, target_of(address, file), address.fragment)


def _line(element: etree._Element) -> int:
    line: Any = element.sourceline  # the stubs know it as `...`
    return int(line or 1)
