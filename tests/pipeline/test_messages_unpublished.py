"""The register of messages and what is filled in for the yearly forms are the office's own: a build passes them by."""

from __future__ import annotations

import pytest

from tests.conftest import SITE, City, document

REGISTER = '[[messages]]\nid = "a"\nchannel = "领导信箱"\nsubject = "路灯不亮"\nreceived = 2026-11-20\n'


def test_a_register_changes_nothing_that_is_published(city: City) -> None:
    before = city.write({"portal/yaowen/a.md": document()}).build().bytes()

    after = city.write(
        {"portal/messages/2026.toml": REGISTER, "portal/reports/2025.toml": "[visits]\ntotal = 3\n"}
    ).build()

    assert after.bytes() == before
    assert after.figures.written == 0


@pytest.mark.parametrize("folder", ["messages", "reports"])
def test_a_document_in_its_folder_stands_in_no_column(city: City, folder: str) -> None:
    city.write({f"portal/{folder}/a.md": document()})

    assert city.codes() == [(f"portal/{folder}/a.md", 1, "NO_COLUMN")]


@pytest.mark.parametrize("path", ["messages", "reports/b"])
def test_its_folder_is_no_column(city: City, path: str) -> None:
    city.write({"portal/site.toml": f'{SITE}\n[[columns]]\npath = "{path}"\nname = "登记"\n'})

    assert [code for _, _, code in city.codes()] == ["COLUMN_PATH"]


def test_a_column_of_the_name_further_down_is_one_as_any(city: City) -> None:
    city.write({"portal/site.toml": f'{SITE}\n[[columns]]\npath = "zcwj/reports"\nname = "登记"\n'}).build()
