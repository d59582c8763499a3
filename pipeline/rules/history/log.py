"""The history as git tells it: each commit with the files that it changes, parents before children."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import NamedTuple

#: A merge is compared with all its parents: what it has from one of them is no change of its own. A renamed file keeps its name's history.
LOG = (
    *("-c", "log.showRoot=true", "-c", "log.follow=false", "-c", "core.quotePath=false", "log", "-z"),
    *("--topo-order", "--reverse", "--diff-merges=combined", "--raw", "--no-abbrev", "-M", "-l1000", "--no-relative"),
    *("--no-ext-diff", "--no-textconv", "--no-show-signature", "--no-color", "--no-notes", "--format=%x00/%H%x00%P%x00%ct"),
)  # fmt: skip
_SHANGHAI = dt.timezone(dt.timedelta(hours=8))
_REGULAR = ("100644", "100755")


class Touched(NamedTuple):
    """A file that a commit changes: `sort` is A, M, D or R; the blobs before (several in a merge) and after."""

    sort: str
    path: str
    before: tuple[str, ...]
    after: str
    was: str = ""


class Commit(NamedTuple):
    """A commit: its name, its parents, its moment (Asia/Shanghai), the Markdown files that it changes."""

    id: str
    parents: tuple[str, ...]
    at: dt.datetime
    files: tuple[Touched, ...]


def commits(output: bytes) -> Iterator[Commit]:
    """Take the output of `LOG` apart. A path is taken by its place, so that no name of a file can pass for anything else."""
    parts = output.decode(errors="surrogateescape").split("\0")
    place = 0
    while place < len(parts):
        if not parts[place].startswith("/"):
            place += 1
            continue
        name, parents, seconds = parts[place][1:], parts[place + 1], parts[place + 2].strip()
        files, place = _files(parts, place + 3)
        yield Commit(name, tuple(parents.split()), _moment(seconds), _with_renames(files))


def _moment(seconds: str) -> dt.datetime:
    """The moment of a commit; one that no calendar has is as early as can be, since nothing follows from it."""
    try:
        return dt.datetime.fromtimestamp(int(seconds), _SHANGHAI).replace(tzinfo=None)
    except (ValueError, OverflowError, OSError):
        return dt.datetime.min


def _files(parts: list[str], place: int) -> tuple[list[Touched], int]:
    found = []
    while place < len(parts) and not parts[place].startswith("/"):
        entry = parts[place].lstrip("\n")
        if not entry.startswith(":"):
            place += 1
            continue
        several = len(entry) - len(entry.lstrip(":"))
        fields = entry.lstrip(":").split(" ")
        modes, blobs, sort = fields[: several + 1], fields[several + 1 : 2 * several + 2], fields[-1]
        renamed = several == 1 and sort[0] in "RC"
        path = parts[place + 1 + renamed]
        place += 2 + renamed
        if path.endswith(".md") and (modes[-1] in _REGULAR or sort[0] == "D"):
            was = parts[place - 2] if renamed and sort[0] == "R" else ""
            found.append(Touched(_sort(sort), path, tuple(blobs[:-1]), blobs[-1], was))
    return found, place


def _sort(letters: str) -> str:
    """What a commit does to a file; of a merge, what it does whatever parent it is compared with."""
    if letters[0] in "RC" and letters[1:].isdigit():
        return "R" if letters[0] == "R" else "A"
    each = set(letters)
    return "A" if each == {"A"} else "D" if each == {"D"} else "M"


def _with_renames(files: list[Touched]) -> tuple[Touched, ...]:
    """Take what goes and what comes under the same name in another folder for one file, however much of it was rewritten."""
    gone = {PurePosixPath(each.path).name: each for each in files if each.sort == "D"}
    names = Counter((each.sort, PurePosixPath(each.path).name) for each in files)
    found = []
    for each in files:
        name = PurePosixPath(each.path).name
        if each.sort == "A" and names["A", name] == names["D", name] == 1:
            found.append(Touched("R", each.path, gone[name].before, each.after, gone[name].path))
        else:
            found.append(each)
    return tuple(found)
