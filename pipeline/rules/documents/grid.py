"""The tables of a document as grids of texts: merged cells stand wherever they reach, and their numbers only once."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

from lxml import html

from model.patterns import pattern
from pipeline.rules.written import Written

_TABLE = pattern(r"<table\b.*?</table>", re.DOTALL | re.IGNORECASE)
_MOST_ROWS, _MOST_COLUMNS, _MOST_CHARACTERS = 500, 40, 300_000
_NUMBER = pattern(r"-?(?:\d{1,3}(?:[,，]\d{3})+|\d+)(?:\.\d+)?")
_SPACE = pattern(r"[\s　]+")
#: What stands for nothing at all.
_NONE = frozenset({"", "0", "/", "／", "-", "—", "——", "－", "无"})


class Cell(NamedTuple):
    """A cell: its text without white space, and whether this is its own place, not one that it was merged into."""

    text: str
    own: bool = True

    @property
    def number(self) -> Decimal | None:
        """The number that it is; None where it is none."""
        return Decimal(re.sub("[,，]", "", self.text)) if _NUMBER.fullmatch(self.text) else None

    @property
    def amount(self) -> Decimal | None:
        """The number that it is; what stands for nothing is 0, and so is a place that another cell reaches into."""
        return Decimal(0) if self.text in _NONE or not self.own else self.number


Grid = list[list[Cell]]


def grids(written: Written) -> tuple[Grid, ...]:
    """Return the tables of a document, those that are too large left out."""
    if "<table" not in written.html:
        return ()
    texts = (found[0] for found in _TABLE.finditer(written.html) if len(found[0]) <= _MOST_CHARACTERS)
    return tuple(grid for text in texts if (grid := _grid(text)))


def _grid(text: str) -> Grid:
    table = html.fragment_fromstring(text)
    rows = table.xpath(".//tr")
    placed: dict[tuple[int, int], Cell] = {}
    for y, row in enumerate(rows[:_MOST_ROWS]):
        x = 0
        for cell in row.xpath("./td|./th"):
            while (y, x) in placed:
                x += 1
            _place(placed, y, x, cell)
            x += 1
    width = min(max((x for _, x in placed), default=-1) + 1, _MOST_COLUMNS)
    height = min(len(rows), _MOST_ROWS)
    return [[placed.get((y, x), Cell("")) for x in range(width)] for y in range(height)] if width else []


def _place(placed: dict[tuple[int, int], Cell], y: int, x: int, cell: html.HtmlElement) -> None:
    text = _SPACE.sub("", str(cell.text_content()))
    for down in range(_span(cell, "rowspan", _MOST_ROWS)):
        for right in range(_span(cell, "colspan", _MOST_COLUMNS)):
            placed.setdefault((y + down, x + right), Cell(text, own=not (down or right)))


def _span(cell: html.HtmlElement, name: str, most: int) -> int:
    text = str(cell.get(name) or "1")
    return min(max(int(text), 1), most) if text.isascii() and text.isdigit() and len(text) < 5 else 1


def line_of_row(written: Written, row: list[Cell]) -> int:
    """Return the line of the Markdown in which a row stands; that where the body begins if it cannot be told."""
    wanted = [cell.text for cell in row if cell.own]
    joined = "|".join(wanted)
    label = next((text for text in wanted if text), "")
    first = 0
    for number, line in written.body_lines():
        bare = _SPACE.sub("", line)
        if bare.strip("|") == joined:
            return number
        if not first and label and label in bare:
            first = number
    return first or written.body_line
