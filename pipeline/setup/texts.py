"""The texts of a set-up: files of this room with places such as `@{root}`, since `$` is the shell's and nginx's."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_FILES = Path(__file__).with_name("files")
_PLACE = re.compile(r"@\{([a-z_]+)\}")


def filled(name: str, values: Mapping[str, object]) -> str:
    """Return a file with its places filled; every place must have a value."""
    return _PLACE.sub(lambda place: str(values[place[1]]), plain(name))


def plain(name: str) -> str:
    """Return a file as it is."""
    return (_FILES / name).read_text(encoding="utf-8")
