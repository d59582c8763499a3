"""The four kinds of work that are measured: what is done to a generator's folder before it builds again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.corpus import added, edited, make_document

if TYPE_CHECKING:
    from benchmarks.corpus import Document
    from benchmarks.peer import Peer


@dataclass(frozen=True, slots=True)
class Sign:
    """What must stand in a file of the built site when the work is done."""

    file: str
    text: str

    def stands(self, output: Path) -> bool:
        """Say whether the build did it."""
        place = output / self.file
        return place.is_file() and self.text in place.read_text(encoding="utf-8")


#: Prepares a folder with so many documents, for the turn with that number, counted from 1.
Prepare = Callable[["Peer", Path, int, int], Sign]


@dataclass(frozen=True, slots=True)
class Work:
    """A kind of work by its name in the results."""

    name: str
    prepare: Prepare


def _from_nothing(peer: Peer, folder: Path, _documents: int, _turn: int) -> Sign:
    peer.clean(folder)
    return _built()


def _nothing_changed(_peer: Peer, _folder: Path, _documents: int, _turn: int) -> Sign:
    return _built()


def _body_edited(peer: Peer, folder: Path, documents: int, turn: int) -> Sign:
    document = make_document(documents // 2)
    peer.write(folder, edited(document, turn))
    return Sign(_page(document), f"第{turn}次核对")


def _document_added(peer: Peer, folder: Path, documents: int, turn: int) -> Sign:
    document = added(documents + turn, turn)
    peer.write(folder, document)
    return Sign(f"{document.column.path}/index.html", document.name)


def _built() -> Sign:
    document = make_document(0)
    return Sign(_page(document), document.title)


def _page(document: Document) -> str:
    """Every generator gives a document the address `/<column>/<name>/`."""
    return f"{document.column.path}/{document.name}/index.html"


FROM_NOTHING = Work("from nothing", _from_nothing)
WORKS = (
    FROM_NOTHING,
    Work("nothing changed", _nothing_changed),
    Work("one body edited", _body_edited),
    Work("one document added", _document_added),
)
