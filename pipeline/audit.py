"""Audit the built pages of a site: its frame, its META set, its links, and nothing from elsewhere.

Source: 政府网站发展指引 附件; each finding is a `Fault` whose path is the page's file below the output folder.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from lxml import html
from lxml.html import HtmlElement

from model.faults import Fault

_FOOTER_ITEMS = ("mark", "report-error", "code", "sponsor", "icp", "police", "sitemap")
_SITE_TAGS = ("SiteName", "SiteDomain", "SiteIDCode")
_COLUMN_TAGS = ("ColumnName", "ColumnDescription", "ColumnKeywords", "ColumnType")
_CONTENT_TAGS = ("ArticleTitle", "PubDate", "ContentSource")
#: What a link of the head names without having the browser load it.
_NOT_LOADED = ("canonical", "alternate")
_SENDS_ON = "//meta[@http-equiv='refresh']"
_RESOURCES = (
    *(("script", "src"), ("link", "href"), ("iframe", "src"), ("source", "src"), ("img", "src")),
    *(("img", "srcset"), ("source", "srcset")),
)


@dataclass(frozen=True, slots=True)
class _Page:
    """A built page, parsed; `spared` is what it need not show."""

    file: str
    root: HtmlElement
    spared: frozenset[str]

    def fault(self, element: HtmlElement, code: str, message: str, remedy: str) -> Fault:
        return Fault(self.file, int(element.sourceline or 1), code, message, remedy)

    def texts(self, path: str) -> list[str]:
        return [str(each) for each in self.root.xpath(path)]

    def named(self, element: str, attribute: str) -> Iterator[tuple[HtmlElement, str]]:
        """The addresses that an attribute of such elements names, each with its element."""
        for each in self.root.xpath(f"//{element}[@{attribute}]"):
            value = str(each.get(attribute))
            yield from ((each, address) for address in (_candidates(value) if attribute == "srcset" else (value,)))


def audit(folder: Path) -> tuple[Fault, ...]:
    """Return the findings on every HTML page of a built site in `folder`."""
    files = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    faults: list[Fault] = []
    spared = _spared(folder / "index.html")
    anchors: dict[str, set[str]] = {}
    wanted: list[tuple[Fault, str, str]] = []
    sending: set[str] = set()
    for file in sorted(each for each in files if each.endswith(".html")):
        page = _Page(f"{folder.name}/{file}", html.document_fromstring((folder / file).read_bytes()), spared)
        anchors[file] = set(page.texts("//@id"))
        sending |= {file, page.file} if page.root.xpath(_SENDS_ON) else set()
        faults += _on_page(page)
        wanted += _links(page, file)
    faults += [fault for fault, target, fragment in wanted if not _exists(target, fragment, files, anchors)]
    faults += [_through(fault) for fault, target, _ in wanted if target in sending and fault.path not in sending]
    return tuple(sorted(faults))


def _through(fault: Fault) -> Fault:
    """The fault that a link is which leads to an old address."""
    message = fault.message.replace("不存在", "是旧网址，会再转一次")
    return Fault(fault.path, fault.line, "REDIRECTED_LINK", message, "链接到新的网址")


def _spared(front: Path) -> frozenset[str]:
    """What the pages of a site need not show: one that rests has no site map, one that moved away may have given up the rest."""
    text = front.read_bytes() if front.is_file() else b""
    if b'class="view-farewell"' in text:
        return frozenset((*_FOOTER_ITEMS, "SiteIDCode"))
    return frozenset({"sitemap"}) if b'class="view-rest"' in text else frozenset()


def _on_page(page: _Page) -> Iterator[Fault]:
    if page.root.xpath(_SENDS_ON):
        return
    yield from _frame(page)
    yield from _tags(page)
    yield from _elsewhere(page)


def _frame(page: _Page) -> Iterator[Fault]:
    root = page.root
    headings = root.xpath("//h1")
    if len(headings) != 1:
        yield page.fault(root, "ONE_HEADING", f"页面有{len(headings)}个一级标题", "只留一个")
    for zone in ("header", "main", "footer"):
        if not root.xpath(f"//{zone}"):
            yield page.fault(root, "ZONE", f"页面没有{zone}区", "检查主题模板")
    shown = page.texts("//footer//@data-item")
    for item in _FOOTER_ITEMS:
        if item not in shown and item not in page.spared:
            yield page.fault(root, "FOOTER", f"底部缺少{item}一项", "在site.toml里补上对应的内容")


def _tags(page: _Page) -> Iterator[Fault]:
    found = {str(each.get("name")): str(each.get("content")) for each in page.root.xpath("//meta[@name]")}
    needed = [*_SITE_TAGS]
    if page.root.xpath("//*[@id='zoom']"):
        needed += [*_COLUMN_TAGS, *_CONTENT_TAGS]
        heading = "".join(page.texts("(//h1)[1]//text()")).strip()
        if found.get("ArticleTitle") != heading:
            yield page.fault(page.root, "META", "ArticleTitle与页面标题不一致", "检查主题模板")
    for name in needed:
        if not found.get(name, "").strip() and name not in page.spared:
            yield page.fault(page.root, "META", f"缺少{name}标签", "补上对应的内容")


def _elsewhere(page: _Page) -> Iterator[Fault]:
    for name, attribute in _RESOURCES:
        for element, address in page.named(name, attribute):
            if (urlsplit(address).netloc or address.startswith("//")) and element.get("rel") not in _NOT_LOADED:
                yield page.fault(element, "THIRD_PARTY", f"页面用了别处的资源{address}", "改用本站的文件")


def _links(page: _Page, file: str) -> Iterator[tuple[Fault, str, str]]:
    """Every link inside the site: the fault that it is if its target is not there, the target's file, the anchor."""
    for name, attribute in (("a", "href"), *_RESOURCES):
        for element, address in page.named(name, attribute):
            parts = urlsplit(address)
            if parts.scheme or parts.netloc:
                continue
            fault = page.fault(element, "BROKEN_LINK", f"链接到的{address}不存在", "改正链接，或者重新构建")
            yield fault, _target(unquote(parts.path), file), unquote(parts.fragment)


def _candidates(srcset: str) -> list[str]:
    """The addresses of a `srcset`, without their widths."""
    return [each.split()[0] for each in srcset.split(",") if each.strip()]


def _target(path: str, file: str) -> str:
    if not path:
        return file
    if not path.startswith("/"):
        path = f"/{file.rpartition('/')[0]}/{path}"
    return f"{path}index.html".lstrip("/") if path.endswith("/") else path.lstrip("/")


def _exists(target: str, fragment: str, files: set[str], anchors: dict[str, set[str]]) -> bool:
    return target in files and (not fragment or fragment in anchors.get(target, set()))
