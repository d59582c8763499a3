"""Read a table in CSV whose head names its columns, as texts with the lines they stand on."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from model.faults import Fault, Unreadable, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import TypeVar

    Made = TypeVar("Made")


def read_rows(
    path: str,
    text: str,
    columns: Mapping[str, str],
    needed: tuple[str, ...],
    make: Callable[[int, dict[str, str]], Made],
) -> tuple[list[Made], list[Fault]]:
    """Return what `make` gives of each line that is not empty, and what is wrong with the table named `path`.

    `columns` are the keys, each with what the head calls it; the head may write either, in any order, and must have those
    `needed`. `make` gets a line's number and its cells by key without the empty ones, and raises `Unreadable`.
    """
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows: list[Made] = []
    faults: list[Fault] = []
    try:
        keys = _keys(next(reader, []), columns, needed)
        for cells in reader:
            try:
                rows += [make(reader.line_num, _given(keys, cells))] if any(cells) else []
            except Unreadable as error:
                faults.append(error.at(path, reader.line_num))
    except Unreadable as error:
        faults.append(error.at(path, reader.line_num or 1))
    except csv.Error:
        faults.append(Fault(path, reader.line_num, "CSV", "这一行写法有误", "检查引号是否成对"))
    return rows, faults


def _keys(head: list[str], columns: Mapping[str, str], needed: tuple[str, ...]) -> list[str]:
    names = {name: key for key, label in columns.items() for name in (key, label)}
    keys = [names.get(cell.strip(), "") for cell in head]
    remedy = f"表头写“{','.join(columns.values())}”"
    if "" in keys:
        cell = head[keys.index("")].strip()
        nearest = did_you_mean(cell, names)
        raise Unreadable("CSV", f"表头里没有“{cell}”这一列", f"是不是“{nearest}”？" if nearest else remedy)
    missing = [columns[key] for key in needed if key not in keys]
    if missing or len(set(keys)) < len(keys):
        raise Unreadable("CSV", f"表头缺少“{'”“'.join(missing)}”" if missing else "表头有一列写了两次", remedy)
    return keys


def _given(keys: list[str], cells: list[str]) -> dict[str, str]:
    if len(cells) > len(keys):
        raise Unreadable("CSV", "这一行比表头多一格", "内容里有逗号的，用英文双引号括起来")
    return {key: cell.strip() for key, cell in zip(keys, cells, strict=False) if cell.strip()}
