"""A site's table of old addresses, `redirects.csv`: where each leads now, from which day, or that its content is gone.

One line an address, so that a change reads well in a pull request. A redesign, a migration and a closure write into the same
table. Source: 长治市政府网站管理办法第八条第三项、第四项.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from model import values
from model.csv_file import read_rows
from model.faults import Fault, Unreadable
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
    rows, faults = read_rows(path, text, COLUMNS, ("old",), _row)
    return rows, faults + list(_twice(path, rows))


def _row(line: int, given: dict[str, str]) -> Redirect:
    old = values.old_path(given.get("old", ""))
    new, instead = (target(given[key]) if key in given else "" for key in ("new", "instead"))
    begins = values.day(given["begins"]) if "begins" in given else None
    if not new and "note" not in given:
        raise Unreadable("REDIRECT_NOTE", f"“{old}”没有新网址，也没有说明", "写新网址；内容撤下的，在“说明”里写原因")
    return Redirect(line, old, new, begins, given.get("note", ""), instead)


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
