"""The files of a document that moves: its text as it is, but for the few fields that the move is about and the links that lead on.

Nothing is written here. Source: 长治市政府网站管理办法第八条第三项、第四项.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from html import unescape
from posixpath import normpath, relpath
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote

from model.reading import read_document
from pipeline.sources.front_lines import FrontLines

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from model.document import Document
    from model.site import Site
    from pipeline.moving.moves import Move
    from plugins.engine.reader import Reader

#: The fields by which a document names others.
_NAMING = ("interprets", "repeals", "documents", "result")
#: What stands before an address in a text: of a link, of its definition further down, of an element.
_BEFORE = r"(?:\]\(\s*|\]:[ ]*(?:\r\n|\r|\n)?[ ]*|\bhref\s*=\s*[\"']?)"
_ANGLED = r"<(?P<angled>[^<>\r\n#?]{0,500}?\.md)(?=[#?>])"
_PLAIN = r"(?P<plain>(?:\\.|\([^\s()<>]{0,500}\)|[^\s\"'<>()#?\\]){1,500}?\.md)(?=[#?)\s\"'>]|\Z)"
_ADDRESS = re.compile(rf"{_BEFORE}(?:{_ANGLED}|{_PLAIN})")
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+.!<>~|-])")
_NEEDS_NO_CODE = re.compile(r"[\w./~-]+")
#: What is put in the place of an address, to see whether it is a link.
_MARKED = "moving-link-{}.md"

#: Where a document's file is after the move, by its path before; nothing where there is no such document.
After = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Mover:
    """Makes the copies of the documents of a site that moves on `day`, with `reader` to tell what of a text is a link."""

    site: Site
    after: After
    day: dt.date
    reader: Reader

    def copy(self, data: bytes, move: Move) -> bytes:
        """Return the bytes of the file that a document has on the other site, from those that it has.

        Raises `Unreadable` where the front matter cannot be changed.
        """
        document = move.document
        lines = FrontLines(data, type(document))
        lines.drop("expires_at")
        lines.drop("aliases")
        if move.column.kind != document.kind and not lines.has("kind"):
            lines.set("kind", document.kind)
        if lines.has("slug") and document.slug != move.slug:
            lines.set("slug", move.slug)
        if not document.archived or document.archived > self.day:
            lines.set("archived", f"{self.day}")
        lines.set("publish_at", f"{self.day} 00:00")
        lines.set("moved_from", f"{self.site.address}{document.url}")
        self._lead_on(lines, move)
        return lines.encoded()

    def _lead_on(self, lines: FrontLines, move: Move) -> None:
        """Have every link to a document, in the front matter and in the text, name the same document from the new place."""
        for key in _NAMING:
            for text in lines.texts(key):
                if text.text.endswith(".md") and (path := self._onward(text.text, move)):
                    lines.say(text, path)
        for start, end in self._links(lines.text, lines.body, move.document):
            written = lines.text[start:end]
            if path := self._onward(unquote(unescape(_ESCAPED.sub(r"\1", written))), move):
                lines.replace(start, end, _as_written(path, written))

    def _onward(self, written: str, move: Move) -> str:
        """The path by which the new place names what `written` named from the old one; nothing where it does so already."""
        target, here = self.after(normpath(f"{move.document.folder}/{written}")), _folder(move)
        return relpath(target, here) if target and normpath(f"{here}/{written}") != target else ""

    def _links(self, text: str, body: int, document: Document) -> list[tuple[int, int]]:
        """Where a text names documents: of all that looks like it, what the reader takes for a link, and so no code."""
        places = list(_places(text, body))
        column = self.site.column(document.home)
        assert column
        reading = read_document(document.path, _with_marks(text, places).encode(), self.site.id, column)
        if not places or reading.document is None:
            return []
        found = {mention.target for mention in self.reader.read(reading).references}
        folder = document.folder
        return [place for number, place in enumerate(places) if f"{folder}/{_MARKED.format(number)}" in found]


def leaving(data: bytes, document: Document, day: dt.date) -> bytes:
    """Return the bytes of the file that a document has, with the day on which it leaves; raise `Unreadable` as above."""
    lines = FrontLines(data, type(document))
    lines.set("expires_at", f"{day} 00:00")
    return lines.encoded()


def beside(path: str, move: Move) -> str:
    """Return where a file that a document owns is after the move: in the same place beside it."""
    return f"{_folder(move)}/{path.removeprefix(f'{move.document.folder}/')}"


def _folder(move: Move) -> str:
    return move.path.rpartition("/")[0]


def _places(text: str, body: int) -> Iterator[tuple[int, int]]:
    """Begin and end of all that looks like the address of a document in a text."""
    for found in _ADDRESS.finditer(text, body):
        yield found.span("angled" if found["angled"] else "plain")


def _with_marks(text: str, places: list[tuple[int, int]]) -> str:
    """The text with a mark of its own in each of these places."""
    pieces, at = [], 0
    for number, (start, end) in enumerate(places):
        pieces += [text[at:start], _MARKED.format(number)]
        at = end
    return "".join([*pieces, text[at:]])


def _as_written(path: str, written: str) -> str:
    """A path as an address in a text: in codes where the one in its place was, or where its characters mean something there."""
    return path if "%" not in written and _NEEDS_NO_CODE.fullmatch(path) else quote(path)
