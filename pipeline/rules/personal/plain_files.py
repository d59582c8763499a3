"""Plain files (csv, txt, json) in UTF-8, UTF-16 or GB 18030; and the identity numbers in old Word and Excel files, which nobody can open here."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

from pipeline.rules.personal import numbers
from pipeline.rules.personal.containers import Unopenable
from pipeline.rules.personal.lined_up import line_up
from pipeline.rules.personal.seen import Cell, Passage

if TYPE_CHECKING:
    from pipeline.rules.personal.seen import Seen

#: How many lines are looked at.
_LINES = 200_000


def read_plain(seen: Seen, data: bytes, prefix: str = "") -> None:
    """Put to `seen` the lines of a text, or its rows where it is JSON that lists records; raises `Unopenable`."""
    text = _decode(data)
    records = _records(text)
    if records:
        head = tuple(dict.fromkeys(key for each in records for key in each))
        rows = [head, *(tuple(str(each.get(key, "")) for key in head) for each in records)]
        seen.add_table(tuple(Cell(cell, place=f"{prefix}第{n}条") for cell in row) for n, row in enumerate(rows))
        return
    lines, first = text.split("\n"), len(seen.passages)
    seen.passages += [
        Passage(line, n, place=f"{prefix}第{n}行") for n, line in enumerate(lines[:_LINES], 1) if line.strip()
    ]
    if len(lines) > _LINES:
        seen.unseen(f"{prefix}超过{_LINES}行，没有看完")
    line_up(seen, first)


def read_csv(seen: Seen, data: bytes, prefix: str = "") -> None:
    """Put to `seen` the rows of a table in CSV; raises `Unopenable`."""
    text = _decode(data)
    first = text.partition("\n")[0]
    tabs = "\t" in first and "," not in first
    reader = csv.reader(io.StringIO(text, newline=""), delimiter="\t" if tabs else ",")
    rows: list[tuple[Cell, ...]] = []
    try:
        for row in reader:
            rows.append(
                tuple(Cell(cell.strip(), reader.line_num, place=f"{prefix}第{reader.line_num}行") for cell in row)
            )
            if len(rows) >= _LINES:
                seen.unseen(f"{prefix}超过{_LINES}行，没有看完")
                break
    except csv.Error as error:
        raise Unopenable("写法有误") from error
    seen.add_table(rows)


def read_old(seen: Seen, data: bytes, prefix: str = "") -> None:
    """Look for identity numbers in the bytes of an old Office file, and say that the rest was not looked at."""
    texts = (data.decode("latin-1"), data.decode("utf-16-le", "replace"), data[1:].decode("utf-16-le", "replace"))
    seen.passages += [Passage(f"身份证{span.text}", place=prefix) for text in texts for span in numbers.ids(text)]
    seen.unseen(f"{prefix}是旧格式，除身份证号以外，机器看不到内容")


def _decode(data: bytes) -> str:
    encodings = ("utf-16",) if data[:2] in {b"\xff\xfe", b"\xfe\xff"} else ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Unopenable("不是常用编码的文本")


def _records(text: str) -> list[dict[str, object]]:
    if not text.lstrip().startswith("["):
        return []
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return []
    return value[:_LINES] if value and all(isinstance(each, dict) for each in value) else []
