"""The frame of every page: identity zone, navigation, breadcrumb, seven footer items, QR code."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.conftest import SITE, document

if TYPE_CHECKING:
    from tests.conftest import City

FILINGS = """
sponsor = "云川市人民政府办公室"
phone = "0355-0120001"
icp = "晋ICP备05000001号-1"
police = "晋公网安备14040002000001号"
mark = "CA040000000603000000001"
mark_id = "0123456789ABCDEF0123456789ABCDEF"
"""
FULL = SITE.replace('code = "1404000001"', f'code = "1404000001"{FILINGS}')
ITEMS = {"mark", "report-error", "code", "sponsor", "icp", "police", "sitemap"}
URLS = ["/", "/yaowen/", "/yaowen/a/", "/sitemap/", "/404.html"]


@pytest.mark.parametrize("url", URLS)
def test_every_page_has_three_zones_one_heading_and_the_sites_full_name(city: City, url: str) -> None:
    page = city.write({"portal/yaowen/a.md": document()}).build().page(url)

    assert [len(page.xpath(f"//body//{zone}")) >= 1 for zone in ("header", "main", "footer")] == [True] * 3
    assert len(page.xpath("//h1")) == 1
    assert "云川市人民政府" in page.xpath("string(//header)")


@pytest.mark.parametrize("url", URLS)
def test_every_page_has_the_seven_footer_items(city: City, url: str) -> None:
    page = city.write({"portal/site.toml": FULL, "portal/yaowen/a.md": document()}).build().page(url)

    assert set(page.xpath("//footer//@data-item")) == ITEMS


def test_the_footer_leaves_out_what_the_site_does_not_have(city: City) -> None:
    page = city.build().page("/")

    assert set(page.xpath("//footer//@data-item")) == {"report-error", "code", "sitemap"}


def test_footer_items_lead_to_the_registers(city: City) -> None:
    hrefs = city.write({"portal/site.toml": FULL}).build().page("/yaowen/").xpath("//footer//a/@href")

    assert "https://beian.miit.gov.cn/" in hrefs
    assert "https://beian.mps.gov.cn/#/query/webSearch?code=14040002000001" in hrefs
    assert "https://bszs.conac.cn/sitename?method=show&id=0123456789ABCDEF0123456789ABCDEF" in hrefs
    assert (
        "https://zfwzgl.www.gov.cn/exposure/jiucuo.html?site_code=1404000001"
        "&url=https%3A%2F%2Fwww.yunchuan.gov.cn%2Fyaowen%2F" in hrefs
    )


def test_the_breadcrumb_leads_from_home_to_the_column(city: City) -> None:
    page = city.write({"portal/yaowen/a.md": document()}).build().page("/yaowen/a/")

    assert page.xpath("//nav[@aria-label='当前位置']//a/@href") == ["/", "/yaowen/"]


def test_the_navigation_marks_the_column_of_the_page(city: City) -> None:
    page = city.write({"portal/yaowen/a.md": document()}).build().page("/yaowen/a/")

    [current] = page.xpath("//header//a[@aria-current] | //nav[not(@aria-label='当前位置')]//a[@aria-current][1]")[:1]
    assert current.get("href") == "/yaowen/"


@pytest.mark.parametrize("url", ["/", "/yaowen/", "/yaowen/a/"])
def test_each_page_carries_a_code_of_its_own_address(city: City, url: str) -> None:
    built = city.write({"portal/yaowen/a.md": document()}).build()

    drawings = {
        each: built.path(each).read_text().partition('class="qr"')[2].partition("</svg>")[0] for each in ("/", url)
    }
    assert drawings[url]
    assert url == "/" or drawings["/"] != drawings[url]


def test_a_page_prints_the_minute_and_the_source(city: City) -> None:
    page = city.write({"portal/yaowen/a.md": document()}).build().page("/yaowen/a/")

    assert "2026-03-01 10:00" in page.xpath("string(//main)")
    assert "云川市人民政府办公室" in page.xpath("string(//main)")


def test_no_page_loads_anything_from_elsewhere(city: City) -> None:
    built = city.write({"portal/yaowen/a.md": document()}).build()

    for url in URLS:
        page = built.page(url)
        loaded = page.xpath("//script/@src | //img/@src | //iframe/@src | //link[not(@rel='canonical')]/@href")
        assert [each for each in loaded if not each.startswith("/") or each.startswith("//")] == []
        assert page.xpath("//script[not(@src)] | //style | //@style | //@onclick") == []
