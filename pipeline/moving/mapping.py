"""The table by which an operator says where each address of a site goes: read, and asked about one address after the other.

旧网址,新网址,说明
/,/zt/tyj/,
/zwdt/*,/zt/tyj/zwdt/*,
/zwdt/2019-old/,,内容过时，不保留
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import unquote

from model import values
from model.csv_file import read_rows
from model.faults import Fault, Unreadable
from model.front_matter import SourceFaults, decode

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

#: The columns: key, and what the head of the table calls it.
COLUMNS = {"old": "旧网址", "new": "新网址", "note": "说明"}
_ANY = "*"


@dataclass(frozen=True, slots=True)
class MapRow:
    """One line of the table. `old` may end with `*`, and `new` with it; an empty `new` means that the content is not kept."""

    line: int
    old: str
    new: str = ""
    note: str = ""

    @property
    def begins(self) -> str:
        """What the addresses that a pattern fits begin with."""
        return plain(self.old.removesuffix(_ANY))

    def leads(self, url: str) -> str:
        """Return the new address of an old one that this row fits."""
        if not self.new.endswith(_ANY):
            return self.new
        return self.new.removesuffix(_ANY) + plain(url)[len(self.begins) :]


@dataclass(frozen=True, slots=True)
class Mapping:
    """The rows of a table; `path` names it in faults."""

    path: str
    exact: dict[str, MapRow]
    patterns: tuple[MapRow, ...]

    @property
    def rows(self) -> tuple[MapRow, ...]:
        """All rows."""
        return (*self.exact.values(), *self.patterns)

    def row(self, url: str, *, exact: bool = False) -> MapRow | None:
        """Return the row that speaks of an address: the one that names it, else the longest pattern that fits."""
        named = self.exact.get(_same(url))
        if named or exact:
            return named
        return next((row for row in self.patterns if plain(url).startswith(row.begins)), None)

    def unused(self, urls: Iterable[str]) -> Iterator[Fault]:
        """Yield the rows that fit none of the addresses: mistakes of whoever wrote them."""
        known = {plain(url) for url in urls}
        same = {_same(url) for url in known}
        for row in self.rows:
            if row.old.endswith(_ANY):
                used = any(url.startswith(row.begins) for url in known)
            else:
                used = _same(row.old) in same
            if not used:
                fact = f"旧网址“{row.old}”不是这个网站的网址，没有一个网页用得到它"
                yield Fault(self.path, row.line, "MAP_UNUSED", fact, "核对旧网址，或者删去这一行")


def plain(url: str) -> str:
    """Return an address as people read it."""
    return unquote(url)


def _same(url: str) -> str:
    """What two ways of writing one address have in common: with and without a slash at the end, encoded and not."""
    return plain(url).rstrip("/")


def read_mapping(file: Path) -> tuple[Mapping, list[Fault]]:
    """Return the table in `file`, and what is wrong with it."""
    path = str(file).encode(errors="backslashreplace").decode()
    try:
        text = decode(path, _bytes(file))
    except SourceFaults as error:
        return Mapping(path, {}, ()), list(error.faults)
    except Unreadable as error:
        return Mapping(path, {}, ()), [error.at(path, 1)]
    rows, faults = read_rows(path, text, COLUMNS, ("old", "new"), _row)
    if not rows and not faults:
        faults = [Fault(path, 1, "CSV", "对照表里没有一行网址", "逐行写旧网址和新网址，整个栏目可以写“/zwdt/*”")]
    return _mapping(path, rows, faults), faults


def _bytes(file: Path) -> bytes:
    try:
        if file.is_symlink():
            raise Unreadable("SYMLINK", "对照表是符号链接", "换成文件本身")
        if not file.is_file():  # nor would a device ever end
            raise Unreadable("UNREADABLE", "没有这个对照表", "用--map写出对照表的文件")
        return file.read_bytes()
    except OSError as error:
        raise Unreadable("UNREADABLE", f"对照表打不开：{error.strerror}", "检查文件的路径和权限") from None


def _row(line: int, given: dict[str, str]) -> MapRow:
    old = _address("旧网址", given.get("old", ""))
    new = _address("新网址", given["new"]) if given.get("new") else ""
    if new.endswith(_ANY) and not old.endswith(_ANY):
        raise Unreadable("MAP_ADDRESS", f"新网址“{new}”有“*”，旧网址“{old}”没有", "两个都写“*”，或者都不写")
    if not new and not given.get("note"):
        raise Unreadable("REDIRECT_NOTE", f"“{old}”没有新网址，也没有说明", "写新网址；不保留的，在“说明”里写原因")
    return MapRow(line, old, new, given.get("note", ""))


def _address(label: str, text: str) -> str:
    """An address of a site, which may end with `*`."""
    beginning = text.removesuffix(_ANY)
    try:
        if beginning == "/":
            return text
        values.old_path(beginning)
    except Unreadable:
        remedy = "写网站里的路径，以“/”开头，如“/zwdt/”；“*”只能写在最后，如“/zwdt/*”"
        raise Unreadable("MAP_ADDRESS", f"{label}“{text}”写法有误", remedy) from None
    return text


def _mapping(path: str, rows: list[MapRow], faults: list[Fault]) -> Mapping:
    """The rows by what they say of; two that say of the same are a fault."""
    exact: dict[str, MapRow] = {}
    patterns: dict[str, MapRow] = {}
    for row in rows:
        kept, key = (patterns, row.begins) if row.old.endswith(_ANY) else (exact, _same(row.old))
        first = kept.setdefault(key, row)
        if first is not row:
            faults.append(Fault(path, row.line, "SAME_URL", f"旧网址“{row.old}”在第{first.line}行已经有了", "只留一行"))
    longest = sorted(patterns.values(), key=lambda row: -len(row.begins))
    return Mapping(path, exact, tuple(longest))
