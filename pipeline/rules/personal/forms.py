"""Tables that are forms: a label, and beside it what is filled in. They are read as a head with one row below it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from model.patterns import pattern
from pipeline.rules.personal import columns, owners
from pipeline.rules.personal.names import is_name
from pipeline.rules.personal.seen import Cell, Table

if TYPE_CHECKING:
    from collections.abc import Iterator

#: How large a form may be, and how many of its labels must be known.
_ROWS, _COLUMNS, _KNOWN, _LONGEST = 60, 8, 2, 12
#: What is filled in to show how it is done is nobody's.
_SAMPLE = pattern("样表|样本|样例|示范|示例|范本|范例|模板|填写|填报|填表|参考文本")


def as_list(table: Table) -> Table | None:
    """Return a form about one person as a table with a head; None for any other table."""
    if _SAMPLE.search(table.title) or len(table.rows) > _ROWS or any(len(row) > _COLUMNS for row in table.rows):
        return None
    pairs = [pair for row in table.rows for pair in _pairs(row)]
    labels = [columns.normal(label.text) for label, _ in pairs]
    names = [value.text for name, (_, value) in zip(labels, pairs, strict=True) if owners.lists_persons((name,))]
    known = sum(columns.kind_of(name) is not None for name in labels)
    if len(names) != 1 or not is_name(re.sub(r"\s*\\?[*＊×○]", "某", names[0])) or known + 1 < _KNOWN:
        return None
    if sum(map(columns.is_heading, labels)) * 2 <= sum(bool(cell.text) for row in table.rows for cell in row[::2]):
        return None
    return Table((tuple(label for label, _ in pairs), tuple(value for _, value in pairs)), table.title)


def _pairs(row: tuple[Cell, ...]) -> Iterator[tuple[Cell, Cell]]:
    """Yield the labels of a row with what stands beside them."""
    for label, value in zip(row[::2], row[1::2], strict=False):
        text = label.text.strip(" *：:")
        if text and len(text) <= _LONGEST and not any(map(str.isdigit, text)):
            yield label._replace(text=text), value
