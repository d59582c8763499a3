"""Archived documents keep their address under a banner, leave the current lists, and stand in the archive pages."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from tests.conftest import document

if TYPE_CHECKING:
    from tests.conftest import City

ARCHIVED = {
    "portal/yaowen/old.md": document("旧闻", "archived: 2026-10-01"),
    "portal/yaowen/new.md": document("新闻"),
}


def test_the_banner_names_the_day_above_the_heading(city: City) -> None:
    page = city.write(ARCHIVED).build().page("/yaowen/old/")

    text = page.xpath("string(//main)")
    assert "已归档" in text
    assert "2026年10月1日" in text
    assert page.xpath("//h1/preceding::*[contains(text(), '已归档')]")


def test_an_archived_document_leaves_the_current_lists(city: City) -> None:
    built = city.write(ARCHIVED).build()

    for url in ("/", "/yaowen/"):
        assert "/yaowen/old/" not in built.page(url).xpath("//main//a/@href")
    assert "旧闻" not in built.path("/feed.xml").read_text()


def test_an_archived_document_is_listed_in_the_columns_archive(city: City) -> None:
    built = city.write(ARCHIVED).build()

    assert "/yaowen/archive/1/" in built.page("/yaowen/").xpath("//main//a/@href")
    hrefs = built.page("/yaowen/archive/1/").xpath("//main//a/@href")
    assert "/yaowen/old/" in hrefs
    assert "/yaowen/new/" not in hrefs


def test_an_archived_document_stays_in_the_site_map(city: City) -> None:
    built = city.write(ARCHIVED).build()

    assert "https://www.yunchuan.gov.cn/yaowen/old/" in built.path("/sitemap-2026.xml").read_text()


def test_a_document_to_be_archived_tomorrow_has_no_banner_today(city: City) -> None:
    city.write(ARCHIVED)

    today = city.build(as_of=dt.datetime(2026, 9, 30, 23, 59))

    assert "已归档" not in today.page("/yaowen/old/").xpath("string(//main)")
    assert "/yaowen/old/" in today.page("/yaowen/").xpath("//main//a/@href")


def test_an_archived_document_is_nobodys_neighbour(city: City) -> None:
    built = city.write(ARCHIVED).build()

    assert "/yaowen/old/" not in built.page("/yaowen/new/").xpath("//main//a/@href")
