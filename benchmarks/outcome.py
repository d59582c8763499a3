"""What a build left in its output folder: how many pages, and how many bytes of files it wrote."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

#: A file's time of change in nanoseconds and its size in bytes, by its place.
Files = dict[str, tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Outcome:
    """HTML files that lie in the output, and the bytes of all files there that the build wrote."""

    pages: int
    written: int


def files_in(folder: Path) -> Files:
    """Return every file below a folder, which need not exist; what begins with a dot is a generator's own, and no page."""
    return dict(_walk(str(folder))) if folder.is_dir() else {}


def _walk(folder: str) -> Iterator[tuple[str, tuple[int, int]]]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.startswith("."):
                continue
            if entry.is_dir(follow_symlinks=False):
                yield from _walk(entry.path)
            else:
                status = entry.stat(follow_symlinks=False)
                yield entry.path, (status.st_mtime_ns, status.st_size)


def outcome(before: Files, after: Files) -> Outcome:
    """Return what happened between two looks at an output: a file counts as written where its time or size changed."""
    pages = sum(place.endswith(".html") for place in after)
    written = sum(found[1] for place, found in after.items() if before.get(place) != found)
    return Outcome(pages, written)
