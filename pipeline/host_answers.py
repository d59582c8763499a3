"""Read what a release says of its addresses: `.host/answers.json`, which the plugin of the same name writes."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from pipeline.release import open_plain

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_FILE = ".host/answers.json"


@dataclass(frozen=True, slots=True)
class HostAnswers:
    """Until when the site rests (an HTTP date, or nothing); where old addresses lead; which are gone: by the file they mean."""

    until: str = ""
    moved: Mapping[str, str] = field(default_factory=dict)
    gone: frozenset[str] = frozenset()


def answers_of(root: Path) -> HostAnswers:
    """Return the answers of the release in `root`; none where it has no file of them, or one that cannot be read."""
    with suppress(OSError):
        stat = (root / _FILE).stat()
        return _read(root, stat.st_mtime_ns, stat.st_ino)
    return HostAnswers()


@lru_cache(maxsize=32)
def _read(root: Path, _touched: int, _inode: int) -> HostAnswers:
    with suppress(OSError), open_plain(root / _FILE) as file:
        return parsed(file.read())
    return HostAnswers()


def parsed(data: bytes) -> HostAnswers:
    """Return the answers that a file of them says; none where it is no such file."""
    with suppress(ValueError, KeyError, TypeError, AttributeError, RecursionError):
        given = json.loads(data)
        moved = {str(place): str(url) for place, url in given["moved"].items()}
        return HostAnswers(str(given["until"]), moved, frozenset(map(str, given["gone"])))
    return HostAnswers()
