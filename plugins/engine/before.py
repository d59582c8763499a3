"""What the ledger holds from earlier builds, and whether it still stands: by content digests alone, never by file times."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from plugins.engine.epoch import reading_epoch

if TYPE_CHECKING:
    from pathlib import Path

    from model.content_folder import Found
    from plugins.engine.ledger import Ledger


class Before:
    """The documents that were read in earlier builds; only a build without faults ever left one."""

    def __init__(self, folder: Path, ledger: Ledger) -> None:
        self._folder = folder
        self._made_from = ledger.read_before()
        self._owned = ledger.owned_files()
        self._epoch = reading_epoch()

    @property
    def paths(self) -> set[str]:
        """Every document that was read."""
        return set(self._made_from)

    def made_from(self, found: Found, data: bytes) -> str:
        """Return the digest of what a document is made from: its bytes, its site and column, the code that reads it."""
        place = f"{self._epoch}\0{found.site.id}\0{found.column.path}\0{found.column.kind}\0"
        return hashlib.blake2b(place.encode() + data, digest_size=16).hexdigest()

    def holds(self, path: str, made_from: str) -> bool:
        """Say whether the document at `path` need not be read again: it and the files that it owns are as they were."""
        if self._made_from.get(path) != made_from:
            return False
        return all(self._is(file, digest) for file, digest in self._owned.get(path, ()))

    def _is(self, path: str, digest: str) -> bool:
        file = self._folder / path
        try:
            # A link on the way is refused when the document is read again.
            linked = any(place.is_symlink() for place in (file, *file.parents[: path.count("/")]))
            return not linked and hashlib.blake2b(file.read_bytes(), digest_size=16).hexdigest() == digest
        except OSError:
            return False
