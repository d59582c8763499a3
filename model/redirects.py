"""A site's table of old addresses, `redirects.csv`: where each leads now, from which day, or that its content is gone.

One line an address, so that a change reads well in a pull request. A redesign, a migration and a closure write into the same
table. Source: 长治市政府网站管理办法第八条第三项、第四项.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

from model import values
from model.faults import Fault, Unreadable, did_you_mean
from model.front_matter import SourceFaults, decode

if TYPE_CHECKING:
    from collections.abc import Iterator

REDIRECTS_FILE = "redirects.csv"
#: Some three hundred thousand lines, more than any site has addresses.
LARGEST_TABLE = 20 * 1024 * 1024
#: The columns in their order: key, and what the head of the table calls it.
COLUMNS = {"old": "旧网址", "new": "新网址", "begins": "起始日期", "note": "说明", "instead": "可以看"}
HEAD = ",".join(COLUMNS.values())


@dataclass(frozen=True, slots=True)
class Redirect:
    """An old address of a site.

    `new` is where it leads: the content-relative path of a document, an address of this site (`/…`), or one of another site of
    the platform (`https://…`). An empty `new` means that the content is gone (410); then `note` says why, and `instead` may
    name what to read in its place, in the same three ways. It holds from the day `begins`, or always.
    """

    line: int
    old: str
    new: str = ""
    begins: dt.date | None = None
    note: str = ""
    instead: str = ""

    def holds(self, day: dt.date) -> bool:
        """Say whether it holds on a day."""
        return self.begins is None or self.begins <= day


def read_redirects(path: str, data: bytes) -> tuple[list[Redirect], list[Fault]]:
    """Return the rows of a table named `path` in faults, and what is wrong with it."""
    try:
        text = decode(path, data, LARGEST_TABLE)
    except SourceFaults as error:
        return [], list(error.faults)
    rows: list[Redirect | tuple[int, Unreadable]] = []
    faults: list[Fault] = []
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        keys = _keys(next(reader, []))
        rows.extend(_row(reader.line_num, keys, cells) for cells in reader if any(cells))
    except Unreadable as error:
        faults.append(error.at(path, reader.line_num or 1))
    except csv.Error:
        faults.append(Fault(path, reader.line_num, "CSV", "这一行写法有误", "检查引号是否成对"))
    good = [row for row in rows if isinstance(row, Redirect)]
    faults += [fault.at(path, line) for line, fault in (row for row in rows if not isinstance(row, Redirect))]
    return good, faults + list(_twice(path, good))


def _keys(head: list[str]) -> list[str]:
    names = {name: key for key, label in COLUMNS.items() for name in (key, label)}
    keys = []
    for cell in head:
        if cell.strip() not in names:
            nearest = did_you_mean(cell, names)
            remedy = f"是不是“{nearest}”？" if nearest else f"表头写“{HEAD}”"
            raise Unreadable("CSV", f"表头里没有“{cell}”这一列", remedy)
        keys.append(names[cell.strip()])
    if "old" not in keys or len(set(keys)) < len(keys):
        raise Unreadable("CSV", "表头缺少“旧网址”，或者有一列写了两次", f"表头写“{HEAD}”")
    return keys


def _row(line: int, keys: list[str], cells: list[str]) -> Redirect | tuple[int, Unreadable]:
    given = {key: cell.strip() for key, cell in zip(keys, cells, strict=False) if cell.strip()}
    try:
        if len(cells) > len(keys):
            raise Unreadable("CSV", "这一行比表头多一格", "内容里有逗号的，用英文双引号括起来")
        old = values.old_path(given.get("old", ""))
        new, instead = (target(given[key]) if key in given else "" for key in ("new", "instead"))
        begins = values.day(given["begins"]) if "begins" in given else None
        if not new and "note" not in given:
            raise Unreadable(
                "REDIRECT_NOTE", f"“{old}”没有新网址，也没有说明", "写新网址；内容撤下的，在“说明”里写原因"
            )
        return Redirect(line, old, new, begins, given.get("note", ""), instead)
    except Unreadable as error:
        return line, error


def target(text: str) -> str:
    """Where an old address leads: a document's content-relative path, an address of this site, or one on another site."""
    if text.endswith(".md") and "://" not in text:
        parts = text.split("/")
        if text.startswith("/") or ".." in parts or "\\" in text or len(parts) < 3:
            raise Unreadable(
                "REDIRECT_TARGET", f"“{text}”不是文件的路径", "写内容文件夹里的路径，如“portal/zwgk/zcwj/a.md”"
            )
        return text
    if text.startswith("/") and not text.startswith("//"):
        return text
    return values.address(text)


def _twice(path: str, rows: list[Redirect]) -> Iterator[Fault]:
    first: dict[str, int] = {}
    for row in rows:
        at = first.setdefault(row.old.rstrip("/").lower(), row.line)
        if at != row.line:
            yield Fault(path, row.line, "SAME_URL", f"旧网址“{row.old}”在第{at}行已经有了", "只留一行")


def table_text(rows: Iterator[tuple[str, ...]] | list[tuple[str, ...]]) -> str:
    """Return rows (old, new, begins, note, instead) as lines of the table, without its head."""
    return "".join(",".join(map(_cell, row)).rstrip(",") + "\n" for row in rows)


def _cell(text: str) -> str:
    return '"' + text.replace('"', '""') + '"' if any(c in text for c in ',"\n\r') else text
