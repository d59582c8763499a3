"""An identity number of which each digit, or each part, has a cell of its own, as forms and some lists have it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from model.patterns import pattern
from pipeline.rules.personal import numbers

if TYPE_CHECKING:
    from pipeline.rules.personal.seen import Cell, Table

_LABEL = pattern(r"身[份分]证|公民身份|身份号码")
_LENGTH = 18
#: How large a form may be.
_ROWS = 60


def joined(row: tuple[Cell, ...], head: tuple[str, ...]) -> tuple[Cell, ...]:
    """Return a row in which such a number, below or beside its label, stands in the first of its cells, and the others are empty."""
    for column, cell in enumerate(row):
        if not cell.text.isdecimal() or len(cell.text) >= _LENGTH:
            continue
        if _LABEL.search(head[column] if column < len(head) else "") or (
            column and _LABEL.search(row[column - 1].text)
        ):
            last = _last(row, column)
            if last:
                whole = cell._replace(text="".join(each.text for each in row[column:last]), start=-1)
                empty = (cell._replace(text="", start=-1),) * (last - column - 1)
                return (*row[:column], whole, *empty, *row[last:])
    return row


def may_be_split(table: Table, head: tuple[str, ...]) -> bool:
    """Say whether a table is one of identity numbers by its head, or small enough to be a form."""
    return len(table.rows) <= _ROWS or any(map(_LABEL.search, head))


def _last(row: tuple[Cell, ...], first: int) -> int:
    """Return the column after the last part, 0 where the cells make no identity number."""
    text = ""
    for column in range(first, len(row)):
        text += row[column].text
        if len(text) >= _LENGTH:
            return column + 1 if column > first and _makes_id(text) else 0
    return 0


def _makes_id(text: str) -> bool:
    return len(text) == _LENGTH and text.isascii() and text[:17].isdecimal() and numbers.is_id(text)
