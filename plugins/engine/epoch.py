"""What besides a document's own files its typed form and its body are made from: the code that reads, and its libraries."""

from __future__ import annotations

import hashlib
import sys
from importlib.metadata import version
from pathlib import Path

_LIBRARIES = ("markdown", "nh3", "pyyaml", "pygments", "pillow", "idna")
_ROOMS = (Path(__file__).parent, Path(__file__).parents[2] / "model")


def reading_epoch() -> str:
    """Return a digest that changes whenever reading the same bytes might give something else."""
    digest = hashlib.blake2b(sys.version.encode(), digest_size=16)
    for library in _LIBRARIES:
        digest.update(f"{library} {version(library)}\n".encode())
    for room in _ROOMS:
        for file in sorted(room.rglob("*.py")):
            digest.update(f"{file.relative_to(room).as_posix()}\n".encode() + file.read_bytes())
    return digest.hexdigest()
