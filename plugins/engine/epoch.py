"""What besides the content documents and pages are made from: the code that reads and makes, its libraries, the settings."""

from __future__ import annotations

import functools
import hashlib
import sys
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_ENGINE = Path(__file__).parent
_PLUGINS = _ENGINE.parent
_MODEL = _PLUGINS.parent / "model"
_SETTINGS = _PLUGINS.parent / "pelicanconf.py"
_READING = ("markdown", "nh3", "pyyaml", "pygments", "pillow", "idna")
_MAKING = ("jinja2", "markupsafe", "pelican", "feedgenerator", "lxml", "zxing-cpp", "opencc", "rcssmin", "rjsmin")


def reading_epoch() -> str:
    """Return a digest that changes whenever reading the same bytes might give something else."""
    return _digest(_READING, (*_code(_ENGINE), *_code(_MODEL)))


def making_epoch(settings: Path | None) -> str:
    """Return a digest that changes whenever making a page from the same values might give something else."""
    return _digest((*_READING, *_MAKING), (*filter(None, (_SETTINGS, settings)), *_code(_PLUGINS), *_code(_MODEL)))


def _code(room: Path) -> list[Path]:
    return sorted(room.rglob("*.py"))


@functools.cache
def _version(library: str) -> str:
    return metadata.version(library)


def _digest(libraries: Iterable[str], files: Iterable[Path]) -> str:
    python = f"{sys.implementation.name} {sys.version_info[:3]}"
    digest = hashlib.blake2b(python.encode(), digest_size=16)
    for library in libraries:
        digest.update(f"{library} {_version(library)}\n".encode())
    for file in files:
        digest.update(f"{file.name}\n".encode() + file.read_bytes())
    return digest.hexdigest()
