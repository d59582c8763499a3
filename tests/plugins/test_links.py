"""Links between documents are checked and follow their targets."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.conftest import DEPARTMENT, document

if TYPE_CHECKING:
    from tests.conftest import City


def test_a_link_to_a_file_becomes_the_documents_address(city: City) -> None:
    city.write(
        {
            "portal/yaowen/a.md": document(body="见[那篇](b.md)和[第二条](../yaowen/b.md#art-2)。"),
            "portal/yaowen/b.md": document("乙", "slug: elsewhere", body="第一条　甲。\n\n第二条　乙。"),
        }
    )

    hrefs = city.build().page("/yaowen/a/").xpath("//*[@id='zoom']//a/@href")

    assert hrefs == ["/yaowen/elsewhere/", "/yaowen/elsewhere/#art-2"]


def test_a_link_into_another_site_is_a_full_address(city: City) -> None:
    city.write(
        {
            "jyj/site.toml": DEPARTMENT,
            "jyj/zcjd/b.md": document("乙", "kind: page"),
            "portal/yaowen/a.md": document(body="见[那篇](../../jyj/zcjd/b.md)。"),
        }
    )

    hrefs = city.build().page("/yaowen/a/").xpath("//*[@id='zoom']//a/@href")

    assert hrefs == ["https://jyj.yunchuan.gov.cn/zcjd/b/"]


@pytest.mark.parametrize(
    ("field", "words"),
    [
        ("draft: 是", "是草稿"),
        ("publish_at: 2027-01-01 08:00", "要到2027-01-01 08:00才上线"),
        ("expires_at: 2026-05-01 00:00", "已经下线"),
    ],
)
def test_a_link_to_an_unpublished_document_is_a_fault(city: City, field: str, words: str) -> None:
    city.write(
        {"portal/yaowen/a.md": document(body="第一行\n见[那篇](b.md)。"), "portal/yaowen/b.md": document("乙", field)}
    )

    [fault] = city.faults()

    assert (fault.path, fault.line, fault.code) == ("portal/yaowen/a.md", 8, "BROKEN_LINK")
    assert words in fault.message


def test_a_draft_may_link_to_what_is_not_there(city: City) -> None:
    city.write({"portal/yaowen/a.md": document("草稿", "draft: 是", body="见[那篇](b.md)。")})

    assert city.build().figures.documents == 1


def test_an_anchor_that_is_not_there_is_a_fault_with_the_nearest(city: City) -> None:
    city.write(
        {"portal/yaowen/a.md": document(body="[x](b.md#art-9)"), "portal/yaowen/b.md": document(body="第一条　甲。")}
    )

    [fault] = city.faults()

    assert fault.code == "BROKEN_ANCHOR"
    assert "art-1" in fault.remedy
