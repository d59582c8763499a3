"""Pictures in modern formats and several widths, published beside the picture that they are derived of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from model.faults import Unreadable
from plugins.engine.files import derive_file
from plugins.engine.output import OutputError
from plugins.engine.registry import PageKey, Registry, View, features

if TYPE_CHECKING:
    from collections.abc import Iterator

    from model.document import Document
    from plugins.engine.ask import Ask
    from plugins.engine.files import OwnedFile
    from plugins.engine.registry import Context


def pages(document: Document, files: tuple[OwnedFile, ...]) -> Iterator[PageKey]:
    """The files that are derived of a document's pictures; two pictures of the same bytes have them together."""
    derived = {name: file.path for file in reversed(files) for name in file.derived.split()}
    yield from (PageKey(f"{document.url[1:]}{name}", path, document.path) for name, path in sorted(derived.items()))


def context(ask: Ask, key: PageKey) -> Context:
    """The picture by its digest, and what of it."""
    name = key.file.rpartition("-")[2]
    return {"file": key.of, "digest": ask.file_digest(key.source, key.of), "name": name}


def write(ask: Ask, context: Context) -> bytes:
    """The bytes as the cache has them, or made again."""
    assert ask.pictures
    file = ask.content.folder / str(context["file"])
    try:
        derived = ask.pictures.derived(context["digest"], lambda: derive_file(file, context["digest"]))
    except Unreadable as error:
        raise OutputError(f"{context['file']}：{error.message}（{error.remedy}；上一次的输出没有动）") from None
    return derived[context["name"]]


def add(registry: Registry) -> None:
    """Declare the files."""
    registry.view(View("pictures", context, of_document=pages, write=write))


def register() -> None:
    """Connect to the engine."""
    features.connect(add)
