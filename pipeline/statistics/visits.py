"""Read how often a site was visited from a report of GoAccess 1.7 (JSON) on its hosts' logs, which may hold anything.

Source of the form: `goaccess -o visits.json` (panels `visitors` and `requests`).
"""

from __future__ import annotations

import datetime as dt
import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LARGEST = 256 * 1024 * 1024
_DAY = re.compile(r"\d{8}", re.ASCII)
#: An address of a page, whatever is asked of it.
_PAGE = re.compile(r"\A[^?#]*(?:/|\.html)(?:[?#]|\Z)")
_MOST = 10**15
_REMEDY = "用操作手册“按栏目看”一节的goaccess命令重新写出JSON报告"


class VisitsError(Exception):
    """A report that cannot be read: place, fact and remedy, for the person who gave it."""

    exitcode = 1


class Visited(NamedTuple):
    """A day (`2026-11-24`), a month (`2026-11`) or an address, how often it was asked for, and by how many visitors.

    To GoAccess a visitor is an address with a browser on a day: who comes on two days is two.
    """

    name: str
    hits: int
    visitors: int


@dataclass(frozen=True, slots=True)
class Visits:
    """A report: every request and visitor by day, and the pages that were asked for (GET) by address as the log has it.

    A page is what ends with `/` or `.html`: GoAccess takes pictures of newer forms, feeds and attachments for pages, too.

    `left_out` is how many addresses the report does not name, for want of `--max-items`: what is said of columns is then too low.
    """

    days: tuple[Visited, ...]
    pages: tuple[Visited, ...]
    left_out: int = 0

    @property
    def hits(self) -> int:
        """All requests, those for pictures and styles included."""
        return sum(each.hits for each in self.days)

    @property
    def views(self) -> int:
        """How often pages were asked for, of all days together."""
        return sum(each.hits for each in self.pages)

    @property
    def visitors(self) -> int:
        """All visitors, day by day."""
        return sum(each.visitors for each in self.days)

    def months(self) -> tuple[Visited, ...]:
        """Return requests and visitors by month, from the first."""
        found: dict[str, tuple[int, int]] = {}
        for day, hits, visitors in self.days:
            before = found.get(day[:7], (0, 0))
            found[day[:7]] = before[0] + hits, before[1] + visitors
        return tuple(Visited(month, *sums) for month, sums in sorted(found.items()))


def read_visits(file: Path) -> Visits:
    """Return what a report says; raise `VisitsError` where it is none."""
    given = _json(file)
    try:
        days, pages = _panel(given, "visitors"), _panel(given, "requests")
        left_out = _number(given["requests"]["metadata"]["data"]["total"]["value"]) - len(pages)
        return Visits(tuple(sorted(map(_day, days))), tuple(_pages(pages)), max(left_out, 0))
    except (KeyError, TypeError, ValueError) as error:
        raise VisitsError(f"{file.name}：不是GoAccess的JSON报告，看不懂{_shown(error)}（{_REMEDY}）") from None


def _json(file: Path) -> Any:
    try:
        with file.open("rb") as opened:
            data = opened.read(LARGEST + 1)
    except OSError as error:
        raise VisitsError(f"{file.name}：打不开：{error.strerror}（检查文件名和权限）") from None
    if len(data) > LARGEST:
        raise VisitsError(f"{file.name}：超过{LARGEST >> 20}MB（一个月一份报告，或者减小--max-items）")
    try:
        return json.loads(data.decode(errors="replace"), parse_constant=_refuse)
    except (ValueError, RecursionError):
        raise VisitsError(f"{file.name}：不是JSON（{_REMEDY}）") from None


def _refuse(constant: str) -> None:
    raise ValueError(constant)


def _panel(given: Any, name: str) -> list[Any]:
    found = given[name]["data"]
    if not isinstance(found, list):
        raise TypeError(name)
    return found


def _day(row: Any) -> Visited:
    written = row["data"]
    if not isinstance(written, str) or not _DAY.fullmatch(written):
        raise ValueError(written)
    day = dt.datetime.strptime(written, "%Y%m%d").date()
    return Visited(day.isoformat(), *_counts(row))


def _pages(rows: list[Any]) -> Iterator[Visited]:
    for row in rows:
        counts, address = _counts(row), row["data"]
        if not isinstance(address, str):
            raise TypeError("data")
        if row.get("method", "GET") == "GET" and _PAGE.search(address):
            yield Visited(_readable(address), *counts)


def _counts(row: Any) -> tuple[int, int]:
    return _number(row["hits"]["count"]), _number(row["visitors"]["count"])


def _number(given: Any) -> int:
    if type(given) is not int or not 0 <= given < _MOST:
        raise ValueError(given)
    return given


def _readable(text: str) -> str:
    """A text that may have come from anybody, with what nobody can see replaced."""
    return "".join(each if each.isprintable() else "\ufffd" for each in text)


def _shown(error: Exception) -> str:
    return f"“{_readable(str(error))[:40]}”"
