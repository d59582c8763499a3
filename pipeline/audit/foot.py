"""What the foot of a page shows, recognised by what it is and not by how the page marks it: texts, links, scripts of the national systems.

Source: 政府网站发展指引 附件 (the items); the forms are those in use: the script or the link of 我为政府网站找错, of the mark, of the records.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from model.patterns import pattern
from pipeline.audit.markup import line_of, text_of

if TYPE_CHECKING:
    from lxml import etree

    from pipeline.audit.page import Page

#: As much of the end of a page without a marked foot as can be its foot.
_END = 2500
_LOADED = pattern(r"foot|bottom|copyright|dibu|yejiao|banquan", re.IGNORECASE)
_CODE = pattern(
    r"(?:网站|網站)\s*(?:标识|识别|标示|標識)\s*(?:编?[码号碼]|代码)\s*[:：（(]?\s*([A-Za-z]{0,2}\d{6,12})|"
    r"(?<![\u4e00-\u9fa5])标识码\s*[:：]\s*(\d{10}|bm\d{8})(?!\d)|"
    r"(?:web)?site\s*(?:identification|identifier|ID)?\s*(?:code|number|No\.)\s*[:：]?\s*([a-z]{0,2}\d{6,12})",
    re.IGNORECASE,
)
_ICP = pattern(r"([\u4e00-\u9fa5]?)\s*ICP\s*备\s*(?:案)?\s*(?:编号|号)?\s*[:：]?\s*(\d+)\s*(号?)\s*(?:[-—－]\s*(\d+))?")
_POLICE = pattern(r"([\u4e00-\u9fa5]?)\s*(?:公网安备|公安(?:机关|联网)备案(?:编?号)?)\s*[:：]?\s*(\d+)\s*(号?)")
_RECORD = pattern(r"(?:recordcode=|webSearch\?code=)\s*(\d+)", re.IGNORECASE)
_SITE_CODE = pattern(r"site_?code\s*=\s*[\"']?(\w+)|Link\(\s*(?:&#39;|[\"'])?(\w{8,12})", re.IGNORECASE)
#: The numbers by which a foot is known to be there.
_NUMBERS = pattern(rf"ICP\s*备|公网安备|{_CODE.pattern}", re.IGNORECASE)
_REPORTS = pattern(r"\bLink\(\s*[\"']\w{10}[\"']\s*\)")
_MAP = pattern(r"网站地图|站点地图|網站地圖|站點地圖|网站导航|^\s*site\s?map\s*$", re.IGNORECASE)
_SPONSOR = pattern(r"主\s*办|主\s*辦|Sponsor", re.IGNORECASE)
_CONTACT = pattern(
    r"\d{3,4}\s*[-—‑–－)）]+\s*\d{7,8}|\b12345\b|@|电\s*话|電話|热线|邮\s*箱|邮\s*编|地\s*址|联系(?:我们|方式)|Contact",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Address:
    """A link or a script of the national systems: where it leads, what it shows."""

    element: etree._Element
    address: str

    @property
    def line(self) -> int:
        """Its line."""
        return line_of(self.element)


@dataclass(slots=True)
class Foot:
    """What there is at the foot. `line` is where it begins; `unseen` says that it may be put in by a script or from another file.

    `text` is all that may belong to it, `own` what surely does.
    """

    line: int
    text: str
    own: str
    unseen: bool
    marks: list[Address]
    reports: list[Address]
    icp_links: list[Address]
    police_links: list[Address]
    has_map: bool
    items: dict[str, etree._Element]
    scripts: str

    @property
    def codes(self) -> list[str]:
        """The site's codes in its text."""
        return [next(filter(None, found)) for found in _CODE.findall(self.text)]

    @property
    def icp_numbers(self) -> list[tuple[str, str, str, str]]:
        """The ICP numbers in its text, taken apart: province, digits, 号, number of the site."""
        return [(a, b, c, d) for a, b, c, d in _ICP.findall(self.text)]

    @property
    def police_numbers(self) -> list[tuple[str, str, str]]:
        """The numbers of the public-security record in its text: province, digits, 号."""
        return [(a, b, c) for a, b, c in _POLICE.findall(self.text)]

    @property
    def records(self) -> list[tuple[str, Address]]:
        """The numbers in the links to the public-security record."""
        return [(found[1], each) for each in self.police_links if (found := _RECORD.search(each.address))]

    @property
    def reported_codes(self) -> list[tuple[str, Address]]:
        """The site codes that the entries for reporting errors hand on."""
        return [(a or b, each) for each in self.reports for a, b in _SITE_CODE.findall(each.address)]

    @property
    def has_contact(self) -> bool:
        """Whether there is a way to reach the sponsor."""
        return _CONTACT.search(self.own if _SPONSOR.search(self.own) else self.text) is not None

    def shows(self, item: str) -> bool:
        """Whether an item is there: as what it is, or in the element that the theme made for it."""
        return bool(_SHOWN[item](self)) or (item in self.items and bool(text_of(self.items[item])))


_SHOWN: dict[str, Callable[[Foot], object]] = {
    "mark": lambda foot: foot.marks or "党政机关网站标识" in foot.text,
    "report-error": lambda foot: foot.reports or "找错" in foot.text,
    "code": lambda foot: foot.codes,
    "sponsor": lambda foot: _SPONSOR.search(foot.text),
    "icp": lambda foot: foot.icp_numbers,
    "police": lambda foot: foot.police_numbers or foot.police_links,
    "sitemap": lambda foot: foot.has_map,
}


def foot_of(page: Page) -> Foot:
    """Return what the foot of a page shows."""
    element = _element(page)
    own = _own(page, element)
    text = own if element is not None and element.tag == "footer" else f"{own} {page.text[-_END:]}"
    found: dict[str, list[Address]] = {"marks": [], "reports": [], "icp_links": [], "police_links": []}
    for _, each in page.outside:
        if kind := _kind(each.address):
            found[kind].append(Address(each.element, each.address))
    for _, value, entry in page.markup.handlers:
        if kind := _kind(value) or ("reports" if _REPORTS.search(value) else ""):
            found[kind].append(Address(entry, value))
    _add_marked(page, found)
    scripts = "".join(text for _, text, _ in page.scripts())
    if "_ideConac" in scripts or "dcs.conac.cn" in scripts:
        found["marks"] += [Address(each, text) for _, text, each in page.scripts() if "conac" in text.lower()]
    return Foot(
        line=line_of(element) if element is not None else page.line,
        text=text,
        own=own,
        unseen=page.is_made_by_script or (not _NUMBERS.search(text) and _may_be_loaded(page)),
        has_map=any(_is_map(text, each) and _is_in(element, each) for text, each in reversed(page.link_texts)),
        items=dict(page.markup.items),
        scripts=scripts,
        **found,
    )


@lru_cache(1 << 12)
def _kind(address: str) -> str:
    """To which of the national systems an address leads."""
    lowered = address.lower()
    if "conac.cn" in lowered:
        return "marks"
    if "jiucuo" in lowered or "zfwzgl.www.gov.cn" in lowered or "pucha.kaipuyun" in lowered:
        return "reports"
    if "miitbeian.gov.cn" in lowered or "miibeian.gov.cn" in lowered or "beian.miit.gov.cn" in lowered:
        return "icp_links"
    return "police_links" if "beian.gov.cn" in lowered or "beian.mps.gov.cn" in lowered else ""


def _add_marked(page: Page, found: dict[str, list[Address]]) -> None:
    """Add what is known by its id."""
    for name, element in page.markup.ids:
        if name in {"_ideConac", "imgConac"}:
            found["marks"].append(Address(element, ""))
        elif name in {"_jiucuo_", "_span_jiucuo"}:
            code = element.get("sitecode")
            found["reports"].append(Address(element, f"sitecode={code}" if code else ""))


def _element(page: Page) -> etree._Element | None:
    """The foot: as it is marked, or the last thing that is called so; nothing where that shows no text."""
    if page.tags["footer"]:
        return page.tags["footer"][-1]
    named = [element for name, element in page.markup.roles if name == "contentinfo"]
    named = named or [each for each in page.markup.called["foot"] if each.tag in {"div", "section", "table", "td"}]
    return max(named, key=lambda each: len(text_of(each)), default=None)


def _own(page: Page, foot: etree._Element | None) -> str:
    """The text of the foot, with the words of its pictures; of one that is not marked as such, of the last parts that are called so."""
    parts = [foot] if foot is not None and foot.tag == "footer" else page.markup.called["foot"][-4:]
    spoken = [(words, each) for each in page.tags["img"] if (words := each.get("alt") or each.get("title"))]
    inside = (words for words, each in spoken if any(up in parts for up in each.iterancestors()))
    return " ".join([*map(text_of, parts), *inside])


def _may_be_loaded(page: Page) -> bool:
    """Whether the foot may come from another file, by a script, a frame or the server."""
    sources = (each.address for each in page.markup.named if each.attribute == "src" and each.element.tag != "img")
    written = (text for _, text, _ in page.scripts() if "document.write" in text or ".load(" in text)
    return any(map(_LOADED.search, (*sources, *page.markup.remarks, *written)))


def _is_in(foot: etree._Element | None, link: etree._Element) -> bool:
    return foot is None or foot.tag != "footer" or foot in link.iterancestors("footer")


def _is_map(text: str, link: etree._Element) -> bool:
    if _MAP.search(text) or "sitemap" in (link.get("href") or "").lower():
        return True
    return len(link) > 0 and any(_MAP.search(each.get("alt") or "") for each in link.iter("img"))
