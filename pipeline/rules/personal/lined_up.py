"""Tables of which only the lines are left, as in the text of a PDF: a line that is the head of a list of persons, and those of as many words below."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.rules.personal import columns, owners
from pipeline.rules.personal.seen import Cell, Passage, Table

if TYPE_CHECKING:
    from pipeline.rules.personal.seen import Seen

_FEWEST, _LONGEST = 3, 16


def line_up(seen: Seen, first: int = 0) -> None:
    """Make tables of the passages from the `first` on; the head and lines of another number of words stay passages."""
    rows: list[tuple[Cell, ...]] = []
    kept, before = seen.passages[:first], ""
    for passage in seen.passages[first:]:
        cells = _cells(passage)
        if _is_head(cells):
            rows = [cells]
            seen.tables.append(Table(rows, f"{seen.title} {before[-30:]}"))
        if rows and rows[0] is not cells and len(cells) == len(rows[0]):
            rows.append(cells)
        else:
            kept.append(passage)
            before = passage.text
    seen.passages = kept


def _cells(passage: Passage) -> tuple[Cell, ...]:
    parts = passage.text.split("\t") if "\t" in passage.text else passage.text.split()
    return tuple(Cell(part.strip(), passage.line, place=passage.place) for part in parts)


def _is_head(cells: tuple[Cell, ...]) -> bool:
    names = tuple(columns.normal(cell.text) for cell in cells)
    if len(names) < _FEWEST or any(len(name) > _LONGEST or any(map(str.isdigit, name)) for name in names):
        return False
    return owners.lists_persons(names)
