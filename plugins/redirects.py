"""Old addresses that lead to a document (`aliases`): a page at the old address that sends the reader on, without script."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import unquote

from plugins.engine.registry import PageKey, Registry, View, features

if TYPE_CHECKING:
    from collections.abc import Iterator

    from model.document import Document
    from plugins.engine.ask import Ask
    from plugins.engine.files import OwnedFile
    from plugins.engine.registry import Context


def pages(document: Document, _files: tuple[OwnedFile, ...]) -> Iterator[PageKey]:
    """A page for each old address."""
    for number, alias in enumerate(document.aliases):
        yield PageKey(_file(alias), document.path, document.path, f"aliases.{number}")


def _file(alias: str) -> str:
    """The file that a host serves for an address: a folder's `index.html` where it names no page."""
    path = unquote(alias).strip("/")
    last = path.rpartition("/")[2]
    return path if last.endswith((".html", ".htm", ".shtml")) else f"{path}/index.html"


def context(ask: Ask, key: PageKey) -> Context:
    """Where it leads."""
    link = ask.link(key.of)
    assert link
    return {"target": link.url, "title": link.text, "canonical": f"{ask.site.address}{link.url}"}


def add(registry: Registry) -> None:
    """Declare the pages."""
    registry.view(View("redirect", context, of_document=pages, template="pages/redirect.html"))


def register() -> None:
    """Connect to the engine."""
    features.connect(add)
