"""Attachments and pictures are published with their document, and only with it."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from tests.conftest import document

if TYPE_CHECKING:
    from tests.conftest import City

PDF = b"%PDF-1.4\n" + b"x" * 2000


def png(width: int = 40, height: int = 30) -> bytes:
    data = io.BytesIO()
    Image.new("RGB", (width, height)).save(data, "PNG")
    return data.getvalue()


def test_an_attachment_stands_in_its_documents_folder_with_type_and_size(city: City) -> None:
    city.write(
        {
            "portal/yaowen/a.md": document("通知", "attachments: [files/附件 1.pdf]"),
            "portal/yaowen/files/附件 1.pdf": PDF,
        }
    )

    built = city.build()

    assert (built.output / "portal/yaowen/a/附件 1.pdf").read_bytes() == PDF
    page = built.page("/yaowen/a/")
    [link] = page.xpath("//main//a[contains(., '附件 1')]")
    assert link.get("href") == "/yaowen/a/%E9%99%84%E4%BB%B6%201.pdf"
    assert "PDF" in page.xpath("string(//main)")
    assert "2 KB" in page.xpath("string(//main)")


@pytest.mark.parametrize("field", ["draft: 是", "publish_at: 2027-01-01 08:00", "expires_at: 2026-05-01 00:00"])
def test_an_unpublished_documents_files_are_nowhere(city: City, field: str) -> None:
    city.write(
        {
            "portal/yaowen/a.md": document("通知", "attachments: [files/a.pdf]", field, body="![图](x.png)"),
            "portal/yaowen/files/a.pdf": PDF,
            "portal/yaowen/x.png": png(),
        }
    )

    assert not [file for file in city.build().files() if file.endswith((".pdf", ".png"))]


def test_a_file_that_no_document_names_is_not_published(city: City) -> None:
    city.write({"portal/yaowen/a.md": document(), "portal/yaowen/secret.pdf": PDF})

    assert not [file for file in city.build().files() if file.endswith(".pdf")]


def test_a_withdrawn_document_takes_its_files_with_it(city: City) -> None:
    city.write({"portal/yaowen/a.md": document("通知", "attachments: [a.pdf]"), "portal/yaowen/a.pdf": PDF})
    assert "portal/yaowen/a/a.pdf" in city.build().files()

    city.write({"portal/yaowen/a.md": document("通知", "attachments: [a.pdf]", "draft: 是")})

    assert not [file for file in city.build().files() if file.startswith("portal/yaowen/a/")]


def test_a_picture_has_its_size_and_its_words(city: City) -> None:
    city.write(
        {"portal/yaowen/a.md": document(body="![河边](pictures/he.png)"), "portal/yaowen/pictures/he.png": png(40, 30)}
    )

    [image] = city.build().page("/yaowen/a/").xpath("//main//img")

    assert (image.get("src"), image.get("alt")) == ("/yaowen/a/he.png", "河边")
    assert (image.get("width"), image.get("height")) == ("40", "30")


def test_a_document_and_its_attachment_of_one_name_as_another_page_is_a_fault(city: City) -> None:
    city.write(
        {
            "portal/yaowen/a.md": document("通知", "attachments: [b.pdf]", "aliases: [/yaowen/a/b.pdf]"),
            "portal/yaowen/b.pdf": PDF,
        }
    )

    assert [code for _, _, code in city.codes()] == ["SAME_URL"]
