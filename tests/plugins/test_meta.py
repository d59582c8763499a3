"""The META set, as inspectors read it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from tests.conftest import document, policy

if TYPE_CHECKING:
    from tests.conftest import City

SITE_TAGS = {"SiteName": "云川市人民政府", "SiteDomain": "www.yunchuan.gov.cn", "SiteIDCode": "1404000001"}


def tags(page: Any) -> dict[str, str]:
    found = [(each.get("name"), each.get("content")) for each in page.xpath("//meta[@name]")]
    names = [name for name, _ in found]
    assert len(names) == len(set(names)), "a tag stands twice"
    return dict(found)


def test_a_document_carries_the_sites_the_columns_and_its_own_tags(city: City) -> None:
    city.write(
        {
            "portal/zcwj/a.md": policy(
                "云政发〔2026〕1号", "关于印发办法的通知", "keywords: 网站，管理", "author: 云编辑"
            )
        }
    )

    found = tags(city.build().page("/zcwj/a/"))

    assert SITE_TAGS.items() <= found.items()
    assert found["ColumnName"] == "政策文件"
    assert found["ColumnType"] == "政策文件"
    assert found["ColumnDescription"]
    assert found["ColumnKeywords"]
    assert found["ArticleTitle"] == "关于印发办法的通知"
    assert found["PubDate"] == "2026-03-01 10:00"
    assert found["ContentSource"] == "云川市人民政府办公室"
    assert found["Keywords"] == "网站,管理"
    assert found["Author"] == "云编辑"
    assert found["Url"] == "https://www.yunchuan.gov.cn/zcwj/a/"


def test_a_column_carries_the_sites_and_its_own_tags(city: City) -> None:
    found = tags(city.build().page("/yaowen/"))

    assert SITE_TAGS.items() <= found.items()
    assert (found["ColumnName"], found["ColumnDescription"], found["ColumnKeywords"]) == (
        "政务要闻",
        "云川市的要闻",
        "要闻",
    )
    assert "ArticleTitle" not in found


def test_the_home_page_carries_the_sites_tags_and_its_type(city: City) -> None:
    found = tags(city.build().page("/"))

    assert SITE_TAGS.items() <= found.items()
    assert found["ColumnType"] == "首页"
    assert "ColumnName" not in found


def test_an_optional_tag_that_would_be_empty_is_left_out(city: City) -> None:
    found = tags(city.write({"portal/yaowen/a.md": document()}).build().page("/yaowen/a/"))

    assert not {"Keywords", "Author", "Description", "Image"} & found.keys()


@pytest.mark.parametrize("url", ["/", "/yaowen/", "/yaowen/a/", "/sitemap/"])
def test_the_canonical_address_is_the_pages_own(city: City, url: str) -> None:
    page = city.write({"portal/yaowen/a.md": document()}).build().page(url)

    [canonical] = page.xpath("//link[@rel='canonical']/@href")
    assert canonical == f"https://www.yunchuan.gov.cn{url}"
    assert tags(page)["Url"] == canonical
    assert page.xpath("//html/@lang") == ["zh-CN"]


def test_open_graph_names_title_address_and_time(city: City) -> None:
    page = city.write({"portal/yaowen/a.md": document("要闻")}).build().page("/yaowen/a/")

    found = {each.get("property"): each.get("content") for each in page.xpath("//meta[@property]")}
    assert found["og:title"] == "要闻"
    assert found["og:url"] == "https://www.yunchuan.gov.cn/yaowen/a/"
    assert found["article:published_time"] == "2026-03-01T10:00+08:00"


def test_hostile_text_stays_text(city: City) -> None:
    city.write({"portal/yaowen/a.md": document('"x\\"><script>alert(1)</script>"')})

    data = city.build().path("/yaowen/a/").read_text()

    assert not re.search(r"<script>alert", data)
    assert tags(city.build().page("/yaowen/a/"))["ArticleTitle"] == 'x"><script>alert(1)</script>'
