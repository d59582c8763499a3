"""What files said of their own time in earlier commits: their bytes asked of git, some thousands at once."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from model.faults import Unreadable
from model.values import moment
from pipeline.gates.git import answer

if TYPE_CHECKING:
    from pathlib import Path

_AT_ONCE = 4000
#: The front matter stands at the very beginning; nobody writes more of it.
_HEAD = 16_384
_LINE = re.compile(rb"^(date|draft|publish_at|%b|%b|%b)[ \t]*:[ \t]*([^\r\n]*)" % tuple(
    name.encode() for name in ("发布时间", "草稿", "上线时间")
), re.MULTILINE)  # fmt: skip
_KEYS = {"发布时间": "date", "草稿": "draft", "上线时间": "publish_at"}
_YES = frozenset({"是", "true", "True", "TRUE"})


class Times(NamedTuple):
    """A document's time as ISO text, empty where it has none that can be read, and the minute from which it is public, empty for a draft."""

    date: str
    appears: str


def times_of(folder: Path, blobs: Iterable[str]) -> dict[str, Times]:
    """Return what each blob says; one that is not there, or no document, says nothing."""
    found: dict[str, Times] = {}
    names = sorted(set(blobs))
    for start in range(0, len(names), _AT_ONCE):
        asked = "".join(f"{blob}\n" for blob in names[start : start + _AT_ONCE])
        output = answer(folder, "cat-file", "--batch", fed=asked.encode())
        found |= {blob: _times(head) for blob, head in _heads(output)}
    return found


def _heads(output: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield the beginning of each blob; git answers in the order of the questions, each with its size."""
    place = 0
    while place < len(output):
        end = output.index(b"\n", place)
        name, *rest = output[place:end].decode(errors="replace").split(" ")
        place = end + 1
        if len(rest) == 2:
            size = int(rest[1])
            yield name, output[place : place + min(size, _HEAD)]
            place += size + 1


def _times(head: bytes) -> Times:
    end = head.find(b"\n---", 4)
    given: dict[str, str] = {}
    for key, value in (
        _LINE.findall(head, 0, end) if head.lstrip(b"\xef\xbb\xbf").startswith(b"---") and end > 0 else ()
    ):
        name = key.decode()
        given.setdefault(_KEYS.get(name, name), value.decode(errors="replace").partition(" #")[0].strip().strip("\"'"))
    date, publish_at = _iso(given.get("date", "")), _iso(given.get("publish_at", ""))
    return Times(date, "" if given.get("draft", "") in _YES or not date else max(date, publish_at))


def _iso(text: str) -> str:
    try:
        return moment(text).isoformat()
    except Unreadable:
        return ""


def as_moment(text: str) -> dt.datetime:
    """Return the moment that a text of `Times` or `Kept` means."""
    return dt.datetime.fromisoformat(text)
