"""Atom feeds, the site map page, `sitemap.xml`, `robots.txt`, redirects."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lxml import etree

from plugins import sitemap
from tests.conftest import document

if TYPE_CHECKING:
    import pytest

    from tests.conftest import BuiltCity, City

NAMES = {"a": "http://www.w3.org/2005/Atom", "s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
TWO_YEARS = {
    "portal/yaowen/a.md": document("去年", date="2025-12-31 23:59"),
    "portal/yaowen/b.md": document("今年", date="2026-01-01 00:00"),
}


def xml(built: BuiltCity, url: str) -> Any:
    return etree.fromstring(built.path(url).read_bytes())


def test_a_columns_feed_holds_its_documents_newest_first(city: City) -> None:
    feed = xml(city.write(TWO_YEARS).build(), "/yaowen/feed.xml")

    assert feed.xpath("a:entry/a:title/text()", namespaces=NAMES) == ["今年", "去年"]
    assert feed.xpath("a:entry/a:link/@href", namespaces=NAMES)[0] == "https://www.yunchuan.gov.cn/yaowen/b/"
    assert feed.xpath("string(a:updated)", namespaces=NAMES) == "2026-01-01T00:00:00+08:00"
    assert (
        feed.xpath("string(a:link[@rel='self']/@href)", namespaces=NAMES)
        == "https://www.yunchuan.gov.cn/yaowen/feed.xml"
    )


def test_the_sites_feed_holds_all_columns(city: City) -> None:
    feed = xml(city.write(TWO_YEARS).build(), "/feed.xml")

    assert len(feed.xpath("a:entry", namespaces=NAMES)) == 2


def test_a_feed_of_an_empty_column_does_not_print_the_clock(city: City) -> None:
    feed = xml(city.build(), "/yaowen/feed.xml")

    assert feed.xpath("string(a:updated)", namespaces=NAMES) == "2000-01-01T00:00:00+08:00"


def test_the_site_map_is_an_index_of_yearly_files(city: City) -> None:
    built = city.write(TWO_YEARS).build()

    index = xml(built, "/sitemap.xml").xpath("s:sitemap/s:loc/text()", namespaces=NAMES)
    address = "https://www.yunchuan.gov.cn"
    assert index == [f"{address}/sitemap-{name}.xml" for name in ("columns", "2025", "2026")]
    assert xml(built, "/sitemap-2025.xml").xpath("s:url/s:loc/text()", namespaces=NAMES) == [f"{address}/yaowen/a/"]
    assert f"{address}/yaowen/" in xml(built, "/sitemap-columns.xml").xpath("s:url/s:loc/text()", namespaces=NAMES)
    assert f"Sitemap: {address}/sitemap.xml" in built.path("/robots.txt").read_text()


def test_the_site_map_page_names_every_column(city: City) -> None:
    hrefs = city.build().page("/sitemap/").xpath("//main//a/@href")

    assert {"/yaowen/", "/zcwj/", "/zcjd/"} <= set(hrefs)


def test_an_old_address_leads_to_the_document(city: City) -> None:
    city.write({"portal/yaowen/a.md": document("新", "aliases: [/old/2019/0312.html, /news/12]")})

    built = city.build()

    for url in ("/old/2019/0312.html", "/news/12/"):
        page = built.page(url)
        assert page.xpath("//meta[@http-equiv='refresh']/@content") == ["0; url=/yaowen/a/"]
        assert page.xpath("//link[@rel='canonical']/@href") == ["https://www.yunchuan.gov.cn/yaowen/a/"]
        assert "/yaowen/a/" in page.xpath("//a/@href")


def test_an_old_address_that_is_a_page_is_a_fault(city: City) -> None:
    city.write({"portal/yaowen/a.md": document("新", "aliases:", "  - /old/", "  - /yaowen/")})

    assert city.codes() == [("portal/yaowen/a.md", 7, "SAME_URL")]


def test_a_year_that_one_file_cannot_hold_has_more(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sitemap, "LARGEST", 2)

    def files(count: int) -> dict[str, list[str]]:
        for number in range(6):
            path = f"portal/yaowen/a{number}.md"
            (city.content / path).unlink(missing_ok=True)
            if number < count:
                city.write({path: document(date=f"2026-03-01 10:0{number}")})
        built = city.build()
        maps = xml(built, "/sitemap.xml").xpath("s:sitemap/s:loc/text()", namespaces=NAMES)
        names = [each.rpartition("/")[2] for each in maps if "2026" in each]
        assert sorted(names) == sorted(each.name for each in built.path("/").parent.glob("sitemap-2026*"))
        return {name: xml(built, f"/{name}").xpath("s:url/s:loc/text()", namespaces=NAMES) for name in names}

    def addresses(*numbers: int) -> list[str]:
        return [f"https://www.yunchuan.gov.cn/yaowen/a{number}/" for number in numbers]

    assert files(2) == {"sitemap-2026.xml": addresses(0, 1)}
    parts = {
        "sitemap-2026.xml": addresses(0, 1),
        "sitemap-2026-2.xml": addresses(2, 3),
        "sitemap-2026-3.xml": addresses(4),
    }
    assert files(5) == parts
    assert files(3) == {**dict(list(parts.items())[:1]), "sitemap-2026-2.xml": addresses(2)}
    assert files(1) == {"sitemap-2026.xml": addresses(0)}
