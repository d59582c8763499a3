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

from pipeline.life.front_lines import FrontLines

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from model.document import Document
    from pipeline.life.moves import Move

#: The fields by which a document names others.
_NAMING = ("interprets", "repeals", "documents", "result", "translation_of")
_START, _END, _BREAK = r"(?<![^\r\n])", r"(?![^\r\n])", r"(?:\r\n|\r|\n)"
_FENCED = rf"{_START}(?P<fence>`{{3,}}|~{{3,}})[^\r\n]*[\r\n](?s:.*?)(?<=[\r\n])(?P=fence)[ ]*{_END}"
_CODE = r"(?<![\\`])(?P<ticks>`+)(?!`)(?s:.+?)(?<!`)(?P=ticks)(?!`)"
#: What stands before an address in a text: of a link, of its definition further down, of an element.
_BEFORE = rf"(?:\]\(\s*|\]:[ ]*{_BREAK}?[ ]*|\bhref\s*=\s*[\"']?)"
_ANGLED = r"<(?P<angled>[^<>\r\n#?]*?\.md)(?=[#?>])"
_PLAIN = r"(?P<plain>(?:\\.|\([^\s()<>]*\)|[^\s\"'<>()#?\\])+?\.md)(?=[#?)\s\"'>]|\Z)"
_TOKEN = re.compile(rf"{_FENCED}|{_CODE}|{_BEFORE}(?:{_ANGLED}|{_PLAIN})")
_LINE = re.compile(rf"[^\r\n]*{_BREAK}|[^\r\n]+\Z")
_DEEP = re.compile(r" {4}| {0,3}\t")
_ITEM = re.compile(r" {0,3}(?:[*+-]|\d+\.|\[\^[^\]]+\]:|:)[ \t]")
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+.!<>~|-])")
_NEEDS_NO_CODE = re.compile(r"[\w./~-]+")

#: Where a document's file is after the move, by its path before; nothing where there is no such document.
After = Callable[[str], str]


def moved_copy(data: bytes, move: Move, after: After, day: dt.date, address: str) -> bytes:
    """Return the bytes of the file that a document has on the other site, from those that it has.

    `after` says where a document's file is after the move, or nothing where there is no such document; `address` is the site's that
    it comes from. Raises `Unreadable` where the front matter cannot be changed.
    """
    document = move.document
    lines = FrontLines(data, type(document))
    lines.drop("expires_at")
    lines.drop("aliases")
    if move.column.kind != document.kind and not lines.has("kind"):
        lines.set("kind", document.kind)
    if lines.has("slug") and document.slug != move.slug:
        lines.set("slug", move.slug)
    if not document.archived or document.archived > day:
        lines.set("archived", f"{day}")
    lines.set("publish_at", f"{day} 00:00")
    lines.set("moved_from", f"{address}{document.url}")
    _lead_on(lines, _Ways(f"{document.folder}", _folder(move), after))
    return lines.encoded()


def leaving(data: bytes, document: Document, day: dt.date) -> bytes:
    """Return the bytes of the file that a document has, with the day on which it leaves; raise as above."""
    lines = FrontLines(data, type(document))
    lines.set("expires_at", f"{day} 00:00")
    return lines.encoded()


def beside(path: str, move: Move) -> str:
    """Return where a file that a document owns is after the move: in the same place beside it."""
    return f"{_folder(move)}/{path.removeprefix(f'{move.document.folder}/')}"


def _folder(move: Move) -> str:
    return move.path.rpartition("/")[0]


# Links to other documents


@dataclass(frozen=True, slots=True)
class _Ways:
    """From the folder of a document before the move, and from the one after it, to other documents."""

    before: str
    now: str
    after: After

    def onward(self, written: str) -> str:
        """Return the path by which the new place names the document that `written` named from the old one."""
        target = self.after(normpath(f"{self.before}/{written}"))
        already = not target or normpath(f"{self.now}/{written}") == target
        return written if already else relpath(target, self.now)


def _lead_on(lines: FrontLines, ways: _Ways) -> None:
    """Have every link to a document, in the front matter and in the text, name the same document from the new place."""
    for key in _NAMING:
        for text in lines.texts(key):
            if text.text.endswith(".md") and ways.onward(text.text) != text.text:
                lines.say(text, ways.onward(text.text))
    for start, end in _addresses(lines.text, lines.body):
        written = lines.text[start:end]
        meant = unquote(unescape(_ESCAPED.sub(r"\1", written)))
        if ways.onward(meant) != meant:
            lines.replace(start, end, _as_written(ways.onward(meant), written))


def _as_written(path: str, written: str) -> str:
    """A path as an address in a text: in codes where the one in its place was, or where its characters mean something there."""
    return path if "%" not in written and _NEEDS_NO_CODE.fullmatch(path) else quote(path)


def _addresses(text: str, body: int) -> Iterator[tuple[int, int]]:
    """Where a text names documents: begin and end of each address, code left alone."""
    code = {place for block in _indented(text, body) for place in range(*block)}
    for found in _TOKEN.finditer(text, body):
        group = "angled" if found["angled"] else "plain"
        if found[group] and found.start(group) not in code:
            yield found.span(group)


def _indented(text: str, body: int) -> Iterator[tuple[int, int]]:
    """The lines of code blocks that are marked by their indent alone: they stand after an empty line and in no list."""
    in_list, in_code, after_blank = False, False, True
    for line in _LINE.finditer(text, body):
        if not line[0].strip():
            after_blank = True
            continue
        if _DEEP.match(line[0]):
            in_code = in_code or (after_blank and not in_list)
            if in_code:
                yield line.span()
        else:
            in_list = bool(_ITEM.match(line[0])) or (in_list and not after_blank)
            in_code = False
        after_blank = False
