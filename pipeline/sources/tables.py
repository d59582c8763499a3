"""Change a site's table of old addresses: rows at its end, another target for some that stand; every other byte stays as it is."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING

from model.faults import ContentFaults, Fault
from model.redirects import COLUMNS, HEAD, read_redirects, table_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_CELL = re.compile(r'"(?:[^"]|"")*"|[^,\r\n]*')


def grown(path: str, data: bytes, rows: Sequence[Mapping[str, str]], led_on: Mapping[int, str]) -> bytes:
    """Return the bytes of a table with `rows` (texts by key) at its end, and with new targets for rows, by their lines.

    `data` is what the table at `path` holds, or nothing. Raises `ContentFaults` where its columns do not take them, or where two rows
    would be of one address.
    """
    text = data.decode("utf-8") or f"{HEAD}\n"
    records = list(_records(text))
    keys = _keys(records[0][1])
    if lacking := {"new", *(key for row in rows for key in row if row[key])} - set(keys):
        names = "、".join(f"“{label}”" for key, label in COLUMNS.items() if key in lacking)
        raise ContentFaults([Fault(path, 1, "CSV", f"表头没有{names}，写不进去", f"表头写“{HEAD}”")])
    kept = "".join(_with_cell(raw, keys.index("new"), led_on[line]) if line in led_on else raw for line, raw in records)
    end = "\r\n" if "\r\n" in text else "\n"
    added = table_text([tuple(row.get(key, "") for key in keys) for row in rows]).replace("\n", end)
    after = (kept + ("" if kept.endswith(("\n", "\r")) else end) + added).encode()
    if faults := read_redirects(path, after)[1]:
        raise ContentFaults(faults)
    return after


def _records(text: str) -> Iterator[tuple[int, str]]:
    """The rows as they are written, each with the number of its last line, by which the reader knows it."""
    lines = list(io.StringIO(text, newline=""))
    reader, begin = csv.reader(iter(lines), strict=True), 0
    for _ in reader:
        yield reader.line_num, "".join(lines[begin : reader.line_num])
        begin = reader.line_num


def _keys(head: str) -> list[str]:
    keys = {label: key for key, label in COLUMNS.items()}
    [cells] = csv.reader([head.removeprefix("\ufeff")])
    return [keys.get(cell.strip(), cell.strip()) for cell in cells]


def _with_cell(raw: str, number: int, text: str) -> str:
    """A row with another text in one of its cells."""
    start = 0
    for _ in range(number):
        start = _end(raw, start) + 1
    return raw[:start] + table_text([(text,)]).rstrip("\n") + raw[_end(raw, start) :]


def _end(raw: str, start: int) -> int:
    cell = _CELL.match(raw, start)
    assert cell  # it matches the empty text
    return cell.end()
