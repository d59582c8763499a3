"""The site map page for people (网站地图), `sitemap.xml` for search engines, and `robots.txt` that names it.

`sitemap.xml` is an index of yearly files, so that a new document changes one of them (sitemaps.org protocol 0.9).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from plugins.engine.registry import VARIED, PageKey, Registry, Subject, View, features
from plugins.engine.values import Link, Section

if TYPE_CHECKING:
    from collections.abc import Iterator

    from plugins.engine.ask import Ask
    from plugins.engine.registry import Context

_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
_COLUMNS = "columns"
#: No file may name more addresses (sitemaps.org protocol 0.9).
LARGEST = 50_000


def page(ask: Ask) -> Iterator[PageKey]:
    """The page for people."""
    yield PageKey(ask.site.place("sitemap/index.html"))


def page_context(ask: Ask, _key: PageKey) -> Context:
    """All columns with their children, all topics."""
    columns = tuple(column.path for column in ask.site.columns)
    topics = tuple(Link(item.title, item.url) for _, item in ask.of_kind(columns, "topic", 1000))
    return {
        "subject": Subject("site_map", f"{ask.site.root}sitemap/", ask.say("网站地图")),
        "columns": tuple(_section(ask, column.path) for column in ask.site.children("")),
        "topics": topics,
    }


def _section(ask: Ask, path: str) -> Section:
    column = ask.site.column(path)
    assert column
    below = tuple(Link(each.name, each.url) for each in ask.site.columns if each.path.startswith(f"{path}/"))
    return Section(column.name, column.url, column.description, (), below)


def years(ask: Ask) -> Iterator[PageKey]:
    """A file of columns, and one for each year in which a public document is dated; more for a year that one cannot hold."""
    for name in (_COLUMNS, *(name for year in ask.years() for name in _parts(ask, year))):
        yield PageKey(ask.site.place(f"sitemap-{name}.xml"), name)


def _parts(ask: Ask, year: str) -> Iterator[str]:
    """`2026`, `2026-2` and so on."""
    yield year
    more = (ask.count_of_year(year) - 1) // LARGEST
    yield from (f"{year}-{number}" for number in range(2, more + 2))


def year_context(ask: Ask, key: PageKey) -> Context:
    """Addresses with the day of their last change."""
    address = ask.site.address
    if key.of == _COLUMNS:
        urls = (ask.site.root, *(column.url for column in ask.site.columns))
        return {"urls": tuple((f"{address}{url}", "") for url in urls)}
    year, _, part = key.of.partition("-")
    documents = ask.of_year(year, (int(part or 1) - 1) * LARGEST, LARGEST)
    return {"urls": tuple((f"{address}{url}", day) for url, day in documents)}


def write_year(_ask: Ask, context: Context) -> bytes:
    """The `urlset`."""
    root = etree.Element("urlset", xmlns=_NAMESPACE)
    for url, day in context["urls"]:
        entry = etree.SubElement(root, "url")
        etree.SubElement(entry, "loc").text = url
        if day:
            etree.SubElement(entry, "lastmod").text = day
    return _xml(root)


def index(ask: Ask) -> Iterator[PageKey]:
    """The index."""
    yield PageKey(ask.site.place("sitemap.xml"))


def index_context(ask: Ask, _key: PageKey) -> Context:
    """The addresses of the yearly files."""
    return {"urls": tuple(f"{ask.site.address}/{key.file}" for key in years(ask))}


def write_index(_ask: Ask, context: Context) -> bytes:
    """The `sitemapindex`."""
    root = etree.Element("sitemapindex", xmlns=_NAMESPACE)
    for url in context["urls"]:
        etree.SubElement(etree.SubElement(root, "sitemap"), "loc").text = url
    return _xml(root)


def _xml(root: etree._Element) -> bytes:
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True))


def robots(_ask: Ask) -> Iterator[PageKey]:
    """One file a site."""
    yield PageKey("robots.txt")


def robots_context(ask: Ask, _key: PageKey) -> Context:
    """Everything may be read."""
    return {"sitemaps": tuple(f"{ask.site.address}{each.root}sitemap.xml" for each in (ask.site, *ask.site.editions))}


def write_robots(_ask: Ask, context: Context) -> bytes:
    """Robots exclusion protocol, RFC 9309."""
    sitemaps = "".join(f"Sitemap: {url}\n" for url in context["sitemaps"])
    return f"User-agent: *\nAllow: /\n\n{sitemaps}".encode()


def add(registry: Registry) -> None:
    """Declare the page, the files and `robots.txt`."""
    registry.view(View("site_map", page_context, page, template="pages/site_map.html", varied=VARIED, spoken=True))
    registry.view(View("sitemap_year", year_context, years, write=write_year, spoken=True))
    registry.view(View("sitemap", index_context, index, write=write_index, spoken=True))
    registry.view(View("robots", robots_context, robots, write=write_robots))


def register() -> None:
    """Connect to the engine."""
    features.connect(add)
