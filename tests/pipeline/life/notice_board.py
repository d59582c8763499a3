"""What the notices are that acts write: read as a build reads them."""

from __future__ import annotations

from typing import Any

from model.content_folder import read_content
from model.document import Document
from model.reading import read_document
from tests.pipeline.life.office import Office


def read(office: Office, path: str) -> Document:
    """The document at a path, as a build would read it."""
    site = read_content(office.content).sites[path.split("/")[0]]
    column = site.column(path.partition("/")[2].rpartition("/")[0])
    assert column
    reading = read_document(path, (office.content / path).read_bytes(), site.id, column)
    assert reading.document, reading.faults
    return reading.document


def notices(office: Office, act: str, **changed: Any) -> list[Document]:
    """The notices that an act writes, with the parts of their names."""
    written = office.do(act, **changed).written
    return [read(office, path) for path in written if path.endswith(".md")]


def times(found: list[Document]) -> list[tuple[str, ...]]:
    """Where each notice is, its minute, when it appears if later, when it leaves."""
    return [
        (each.site, *(f"{moment or ''}"[:16] for moment in (each.date, each.publish_at, each.expires_at)))
        for each in found
    ]
