"""Read a file of the output; one that cannot be read is said, with its place, and never passes as one without a fault."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plugins.engine.output import OutputError

if TYPE_CHECKING:
    from pathlib import Path


def read_file(folder: Path, file: str) -> bytes:
    """Return the bytes of a file below a site's folder; raise `OutputError` where it cannot be read."""
    try:
        return (folder / file).read_bytes()
    except OSError as error:
        raise unreadable(f"{folder.name}/{file}", error) from error


def unreadable(place: str, error: OSError) -> OutputError:
    """Return what is said where a file or a folder of the output cannot be read."""
    return OutputError(f"{place}：读不出来，{error.strerror}（检查权限，再构建一次）")
