"""What was derived of pictures, kept beside the ledger: a file for each picture, named by its bytes and by how they are worked.

It is a cache: delete it, and only time is lost. A file begins with the digest of all that follows, so that a damaged one is noticed and
made again; it is moved into place whole.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from plugins.engine.output import cannot_write

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

FOLDER = ".pictures"
_DIGEST = 16
_NAME = 10
#: The names of its files, and of those that a process was killed over.
_OURS = re.compile(r"[0-9a-f]{32}|\.[0-9a-f]{32}\.\d+")
#: From the name of what is derived (`960.avif`) to its bytes.
Derived = dict[str, bytes]


@dataclass(frozen=True, slots=True)
class PictureCache:
    """The cache in a folder, which is made when there is something to keep."""

    folder: Path

    def derived(self, digest: str, make: Callable[[], Derived]) -> Derived:
        """Return what was derived of the picture with this digest; where that is not known, `make` it and keep it.

        Raises `OutputError` where it cannot be kept.
        """
        place = self.folder / _key(digest)
        known = _read(place)
        if known is None:
            known = make()
            self._write(place, known)
        return known

    def _write(self, place: Path, derived: Derived) -> None:
        head = json.dumps({name: len(data) for name, data in derived.items()}).encode()
        data = b"\n".join((head, b"".join(derived.values())))
        coming = place.with_name(f".{place.name}.{os.getpid()}")
        try:
            self.folder.mkdir(exist_ok=True)
            coming.write_bytes(_digest(data) + data)
            coming.replace(place)
        except OSError as error:
            raise cannot_write(self.folder, error) from error

    def keep_only(self, digests: Iterable[str]) -> None:
        """Forget what was derived of other pictures than those with these digests, or in another way than now."""
        try:
            there = (
                [each for each in self.folder.iterdir() if _OURS.fullmatch(each.name)] if self.folder.is_dir() else []
            )
            wanted = set(map(_key, digests)) if there else set()
            for file in there:
                if file.name not in wanted:
                    file.unlink(missing_ok=True)
        except OSError as error:
            raise cannot_write(self.folder, error) from error


def cache_beside(file: Path) -> PictureCache:
    """Return the cache in the folder where a file lies, as a rule the ledger."""
    return PictureCache(file.with_name(FOLDER))


def prefix(digest: str) -> str:
    """Return what the names of the files begin with that are derived of a picture: another one for other bytes."""
    return _key(digest)[:_NAME]


def _key(digest: str) -> str:
    from plugins.engine.pictures import recipe  # loaded where there is a picture

    return hashlib.blake2b(f"{digest} {recipe()}".encode(), digest_size=_DIGEST).hexdigest()


def _digest(data: bytes) -> bytes:
    return hashlib.blake2b(data, digest_size=_DIGEST).digest()


def _read(place: Path) -> Derived | None:
    """What a file of the cache holds; nothing where there is none, or another than was written."""
    try:
        data = place.read_bytes()
    except OSError:
        return None
    if _digest(data[_DIGEST:]) != data[:_DIGEST]:
        return None
    head, _, rest = data[_DIGEST:].partition(b"\n")
    derived, start = {}, 0
    for name, length in json.loads(head).items():
        derived[name] = rest[start : start + length]
        start += length
    return derived
