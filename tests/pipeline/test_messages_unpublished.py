"""The register of messages is the office's own: a build passes it by."""

from __future__ import annotations

from tests.conftest import City, document

REGISTER = '[[messages]]\nid = "a"\nchannel = "领导信箱"\nsubject = "路灯不亮"\nreceived = 2026-11-20\n'


def test_a_register_changes_nothing_that_is_published(city: City) -> None:
    before = city.write({"portal/yaowen/a.md": document()}).build().bytes()

    after = city.write({"portal/messages/2026.toml": REGISTER}).build()

    assert after.bytes() == before
    assert after.figures.written == 0


def test_a_document_in_its_folder_stands_in_no_column(city: City) -> None:
    city.write({"portal/messages/a.md": document()})

    assert city.codes() == [("portal/messages/a.md", 1, "NO_COLUMN")]
