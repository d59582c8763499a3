"""The tables of a Markdown text: those of pipes, and those in HTML, cell by cell with their places; the rest is running text."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

from model.patterns import pattern
from pipeline.rules.personal.seen import Cell, Passage, Seen

if TYPE_CHECKING:
    from collections.abc import Iterator

_RULE = pattern(r"\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?")
_PIPE_CELL = pattern(r"((?:[^|\\]|\\.)*)(?:\||$)")
_HTML_TABLE = pattern(r"<table\b.*?(?:</table>|\Z)", re.DOTALL | re.IGNORECASE)
_HTML_ROW = pattern(r"<tr\b.*?(?=</tr>|<tr\b|\Z)", re.DOTALL | re.IGNORECASE)
_HTML_CELL = pattern(r"<t[dh]\b[^>]*>(.*?)(?=</t[dh]>|<t[dh]\b|\Z)", re.DOTALL | re.IGNORECASE)
_TAG = pattern(r"<[^<>]*>")


def read_markdown(body: str, first: int, title: str = "") -> Seen:
    """Return the passages and tables of a Markdown text that begins at line `first` of its file, below a title."""
    seen = Seen(title=title)
    if "<t" in body.lower():
        body = _take_html_tables(body, first, seen)
    rows: list[tuple[Cell, ...]] = []
    lines = body.split("\n")
    for number, line in enumerate(lines):
        in_table = "|" in line and (
            rows or _RULE.fullmatch(lines[number + 1].strip() if number + 1 < len(lines) else "")
        )
        if in_table:
            if not _RULE.fullmatch(line.strip()):
                rows.append(tuple(_pipe_cells(line, first + number)))
            continue
        if rows:
            seen.add_table(rows)
            rows = []
        if line.strip():
            seen.passages.append(Passage(line, first + number, 0))
    if rows:
        seen.add_table(rows)
    return seen


def _pipe_cells(line: str, number: int) -> Iterator[Cell]:
    start = line.index("|") + 1 if line.lstrip().startswith("|") else 0
    for found in _PIPE_CELL.finditer(line, start):
        if found[0]:
            text = found[1]
            yield Cell(text.strip(), number, found.start() + len(text) - len(text.lstrip()))


def _take_html_tables(body: str, first: int, seen: Seen) -> str:
    """Put the tables in HTML to what was seen, and return the text with nothing but their line ends left."""

    def take(table: re.Match[str]) -> str:
        rows = tuple(
            tuple(_html_cells(body, table.start() + row.start(), table.start() + row.end(), first))
            for row in _HTML_ROW.finditer(table[0])
        )
        seen.add_table(rows, _TAG.sub("", body[max(table.start() - 200, 0) : table.start()]).strip()[-30:])
        return "\n" * table[0].count("\n")

    return _HTML_TABLE.sub(take, body)


def _html_cells(body: str, start: int, end: int, first: int) -> Iterator[Cell]:
    for found in _HTML_CELL.finditer(body, start, end):
        raw = found[1]
        text = unescape(_TAG.sub("", raw)).strip()
        at = found.start(1) + (raw.find(text) if text else 0)
        line = first + body.count("\n", 0, at)
        exact = text in raw and "\n" not in text
        yield Cell(" ".join(text.split()), line, at - (body.rfind("\n", 0, at) + 1) if exact else -1)
