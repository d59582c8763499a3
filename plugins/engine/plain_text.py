"""Most official texts are headings, paragraphs, lists and tables with no other mark than bold type: those are written straight.

What Python-Markdown with the project's extensions makes of such a text is known beforehand. A text with anything else in it is
left to the library; tests hold the bytes to what that gives.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from markdown.extensions.toc import unique

from plugins.engine.outline import ArticleCount, Levels, free, slugify
from plugins.engine.values import Heading

#: What may be HTML, a link, code, an attribute, an escape, or a space of an odd kind.
_MARKS = re.compile('[<>&"`\\\\\\[\\]{}_!~^\t\x02\x03\x1c-\x1f\x85\xa0\u1680\u2000-\u200b\u2028-\u202f\u205f]')
_SPACES = " \u3000"
#: How a paragraph, a heading, an item of a list begin that are nothing else.
_WORD = "(?:[A-Za-z]|[0-9]*[\u3400-\u4dbf\u4e00-\u9fff“‘（《【〔「『])"
_PARAGRAPH = re.compile(rf"\u3000*(?:\*\*)?{_WORD}")
_HEADING = re.compile(rf"(#{{1,6}}) ({_WORD}[^\n#*]*)")
#: The first and the last of the Chinese characters that texts are written in.
_FIRST, _LAST = "\u4e00", "\u9fff"
_ITEM = re.compile(rf"(?:[-*+]|([0-9]+)\.) ({_WORD}.*)")
#: What may be the caption of a table below it.
_CAPTIONS = ("<p>表", "<p>条形图", "<p>附表")
_SEPARATOR = frozenset("|:- ")
#: The contents list has headings of these levels.
_LISTED = range(2, 5)


@dataclass(frozen=True, slots=True)
class PlainText:
    """A text as HTML, with the headings for its contents list and every anchor in it."""

    html: str
    headings: tuple[Heading, ...]
    anchors: tuple[str, ...]


class _Marked(Exception):
    """There is something in the text that is for the library."""


def write_plain_text(text: str) -> PlainText | None:
    """Return what the Markdown converter makes of a plain text; nothing where the text is not plain."""
    text = text.strip("\n")
    if not text or _MARKS.search(text) or text[-1] in _SPACES:
        return None
    if "\n\n\n" in text or " \n" in text or "\u3000\n" in text:
        return None
    writing = _Writing()
    try:
        for block in text.split("\n\n"):
            if _FIRST <= block[0] <= _LAST and block[0] != "第" and "*" not in block and "\n" not in block:
                writing.pieces.append(f"<p>{block}</p>")  # as nearly all blocks are
            else:
                writing.block(block)
    except _Marked:
        return None
    return writing.done()


@dataclass(slots=True)
class _Writing:
    """The text so far, a piece a block; headings wait for their anchors until those of all articles are known."""

    pieces: list[str] = field(default_factory=list)
    waiting: list[tuple[int, int, str]] = field(default_factory=list)
    anchors: dict[int, str] = field(default_factory=dict)
    taken: set[str] = field(default_factory=set)
    levels: Levels = field(default_factory=Levels)
    articles: ArticleCount = field(default_factory=ArticleCount)

    def block(self, block: str) -> None:
        """Write a block; raise `_Marked` for one that is not plain."""
        if "\n" not in block and _PARAGRAPH.match(block):
            self._paragraph(block.lstrip("\u3000"))
        elif block[0] == "#":
            self._heading(block)
        elif block[0] == "|":
            if self.pieces and self.pieces[-1].startswith(_CAPTIONS):
                raise _Marked
            self.pieces.append(_table(block))
        else:
            self._list(block)

    def _paragraph(self, text: str) -> None:
        anchor = self.articles.anchor(text.removeprefix("**")) if "第" in text[:3] else ""
        opening = "<p>"
        if anchor:
            anchor = self.anchors[len(self.pieces)] = free(anchor, self.taken)
            self.taken.add(anchor)
            opening = f'<p id="{anchor}">'
        self.pieces.append(f"{opening}{_bold(text) if '*' in text else text}</p>")

    def _heading(self, block: str) -> None:
        found = _HEADING.fullmatch(block)
        if not found:
            raise _Marked
        self.articles.anchor(found[2])
        self.waiting.append((len(self.pieces), self.levels.of(len(found[1])), found[2]))
        self.pieces.append("")

    def _list(self, block: str) -> None:
        """Write a list; one that follows another of its sort would be one with it."""
        items = [_ITEM.fullmatch(line) for line in block.split("\n")]
        numbers = [item[1] if item else "" for item in items]
        tag = "ul" if numbers[0] is None else "ol"
        before = self.pieces[-1] if self.pieces else ""
        mixed = any((number is None) != (tag == "ul") for number in numbers)
        if mixed or not all(items) or numbers[0] not in {None, "1"} or before.startswith(f"<{tag}>"):
            raise _Marked
        lines = (f"<li>{_bold(item[2]) if '*' in item[2] else item[2]}</li>" for item in items if item)
        self.pieces.append("\n".join((f"<{tag}>", *lines, f"</{tag}>")))

    def done(self) -> PlainText:
        """Return the text, with its headings in their places."""
        headings: list[Heading] = []
        counters: dict[str, int] = {}
        for place, level, text in self.waiting:
            name = " ".join(text.split())
            anchor = self.anchors[place] = unique(slugify(name, "-"), self.taken, counters)
            self.pieces[place] = f'<h{level} id="{anchor}">{text}</h{level}>'
            if level in _LISTED:
                headings.append(Heading(level, name, anchor))
        anchors = tuple(self.anchors[place] for place in sorted(self.anchors))
        return PlainText("\n".join(self.pieces), tuple(headings), anchors)


def _bold(text: str) -> str:
    """Set in bold what stands between double stars; a star that means anything else is for the library."""
    parts = text.split("**")
    inner = parts[1::2]
    if len(parts) % 2 == 0 or "*" in "".join(parts) or not all(parts[1:-1]):
        raise _Marked
    if any(part != part.strip() for part in inner):
        raise _Marked
    parts[1::2] = [f"<strong>{part}</strong>" for part in inner]
    return "".join(parts)


def _table(block: str) -> str:
    """A table whose lines all begin and end with a bar, and have as many cells."""
    header, *rows = [_cells(line) for line in block.split("\n")]
    if len(rows) < 2 or len(header) < 2 or "*" in block or not _SEPARATOR.issuperset("".join(rows[0])):
        raise _Marked
    if any(len(row) != len(header) for row in rows):
        raise _Marked
    sides = [_side(cell) for cell in rows[0]]
    head = _row(header, sides, _head_cell)
    body = "\n".join(_row(row, sides, _cell) for row in rows[1:])
    return f"<table>\n<thead>\n{head}\n</thead>\n<tbody>\n{body}\n</tbody>\n</table>"


def _cells(line: str) -> list[str]:
    if line[0] != "|" or line[-1] != "|" or len(line) < 2:
        raise _Marked
    return [cell.strip(" ") for cell in line[1:-1].split("|")]


def _side(separator: str) -> str:
    """The attribute of a column that is set to one side."""
    left, right = separator.startswith(":"), separator.endswith(":")
    side = "center" if left and right else "left" if left else "right" if right else ""
    return f' class="align-{side}"' if side else ""


def _row(cells: list[str], sides: list[str], write: Callable[[str, str], str]) -> str:
    return "\n".join(("<tr>", *map(write, cells, sides), "</tr>"))


def _head_cell(text: str, side: str) -> str:
    return f'<th{side} scope="col">{text}</th>' if text.strip() else f"<td{side}>{text}</td>"


def _cell(text: str, side: str) -> str:
    return f"<td{side}>{text}</td>"
