"""Attachments and pictures: published with their document and only with it, shown with type and size."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote

from plugins.engine.registry import PageKey, Registry, Subject, View, features

if TYPE_CHECKING:
    from collections.abc import Iterator

    from model.document import Document
    from plugins.engine.ask import Ask
    from plugins.engine.files import OwnedFile
    from plugins.engine.registry import Context

_KIBIBYTE = 1024


@dataclass(frozen=True, slots=True)
class Attachment:
    """An attachment as its document's page shows it."""

    text: str
    url: str
    type: str
    size: str


def pages(document: Document, files: tuple[OwnedFile, ...]) -> Iterator[PageKey]:
    """A file in the document's folder for each that it owns."""
    yield from (PageKey(f"{document.url[1:]}{file.name}", file.path, document.path) for file in files)


def context(ask: Ask, key: PageKey) -> Context:
    """The file by its digest."""
    return {"file": key.of, "digest": ask.file_digest(key.source, key.of)}


def write(ask: Ask, context: Context) -> bytes:
    """The bytes as they are."""
    return (ask.content.folder / str(context["file"])).read_bytes()


def attachments(ask: Ask, subject: Subject) -> tuple[Attachment, ...]:
    """What the document lists as attachments, in its order."""
    document = subject.document
    assert document
    if not document.attachments:
        return ()
    owned = {file.path: file for file in ask.files(document.path)}
    listed = (owned[f"{document.folder}/{name}"] for name in document.attachments)
    return tuple(
        Attachment(
            file.label, f"{document.url}{quote(file.name)}", file.name.rpartition(".")[2].upper(), size_text(file.size)
        )
        for file in listed
    )


def size_text(size: int) -> str:
    """Return a size as people read it: 812 B, 128 KB, 1.4 MB."""
    if size < _KIBIBYTE:
        return f"{size} B"
    if size < _KIBIBYTE**2:
        return f"{round(size / _KIBIBYTE)} KB"
    return f"{size / _KIBIBYTE**2:.1f} MB"


def add(registry: Registry) -> None:
    """Declare the files, and the list on each document's page."""
    registry.view(View("files", context, of_document=pages, write=write))
    registry.part("attachments", attachments, "document")


def register() -> None:
    """Connect to the engine."""
    features.connect(add)
