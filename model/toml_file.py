"""Read a settings file in TOML as texts with the lines they stand on, so that a fault can name its place."""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING, Any

from model.faults import Fault
from model.front_matter import SourceFaults, decode
from model.given import Given, Many, Pairs, Text

if TYPE_CHECKING:
    from pathlib import Path

_TABLE = re.compile(r"\s*\[(\[)?\s*([^\]]+?)\s*\]")
_PLACE = re.compile(r"\(at line (\d+)")


def read_toml(file: Path, path: str) -> Pairs:
    """Return the tables and values of `file`, named `path` in faults; raise `SourceFaults`."""
    return toml_of(bytes_of(file, path), path)


def bytes_of(file: Path, path: str) -> bytes:
    """Return the bytes of a settings file, named `path` in faults; raise `SourceFaults` of a link, and of what cannot be opened."""
    if file.is_symlink():
        raise SourceFaults(Fault(path, 1, "SYMLINK", "这是符号链接，内容文件夹里不用链接", "换成文件本身"))
    try:
        return file.read_bytes()
    except OSError as error:
        raise SourceFaults(Fault(path, 1, "UNREADABLE", f"文件打不开：{error.strerror}", "检查文件的权限")) from None


def toml_of(data: bytes, path: str) -> Pairs:
    """Return the tables and values of the bytes of a file, named `path` in faults; raise `SourceFaults`."""
    text = decode(path, data)
    try:
        return _pairs(tomllib.loads(text), _Lines(text), "", 1)
    except (ValueError, RecursionError) as error:  # a ValueError alone: a whole number of thousands of digits
        place = _PLACE.search(str(error))
        line = int(place[1]) if place else 1
        raise SourceFaults(Fault(path, line, "TOML", "这一行写法有误", "检查引号、等号和方括号是否成对")) from None


class _Lines:
    """Where each key stands: TOML's reader in the standard library does not tell."""

    def __init__(self, text: str) -> None:
        self._at: dict[tuple[str, str], int] = {}
        table = ""
        counts: dict[str, int] = {}
        for number, line in enumerate(text.split("\n"), 1):
            heading = _TABLE.match(line)
            if heading:
                table = heading[2].replace('"', "")
                if heading[1]:
                    counts[table] = counts.get(table, -1) + 1
                    table = f"{table}.{counts[table]}"
                self._at.setdefault((table, ""), number)
            elif "=" in line:
                self._at.setdefault((table, line.split("=")[0].strip().strip('"')), number)

    def find(self, table: str, key: str, otherwise: int) -> int:
        return self._at.get((table, key), otherwise)


def _pairs(data: dict[str, Any], lines: _Lines, table: str, line: int) -> Pairs:
    entries = []
    for key, value in data.items():
        inner = f"{table}.{key}" if table else key
        at = lines.find(table, key, lines.find(inner, "", lines.find(f"{inner}.0", "", line)))
        entries.append((Text(key, at), _given(value, lines, inner, at)))
    return Pairs(tuple(entries), line)


def _given(value: Any, lines: _Lines, table: str, line: int) -> Given:
    if isinstance(value, dict):
        return _pairs(value, lines, table, line)
    if isinstance(value, list):
        inner = (f"{table}.{number}" for number in range(len(value)))
        return Many(
            tuple(
                _given(item, lines, name, lines.find(name, "", line)) for item, name in zip(value, inner, strict=True)
            ),
            line,
        )
    if isinstance(value, bool):
        return Text("true" if value else "false", line)
    return Text(str(value).strip(), line)
