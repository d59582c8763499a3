"""Put a report into its place, and never over what somebody has edited since.

The first line of the front matter is a comment with the digests of the document and of what it owns; bytes to which none belongs any more
are an editor's.
"""

from __future__ import annotations

import hashlib
import os
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pipeline.sources.writing import write_all

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_STAMP = re.compile(rb"\A---\n# [^\n]*?" + "校验码".encode() + rb"((?: [0-9a-f]{16})+)[^\n]*\n")
_LARGEST = 8 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Product:
    """A report as files: its document at `path` below a folder, and what it owns, by path; `command` wrote it."""

    command: str
    path: str
    text: str
    owned: Mapping[str, bytes] = field(default_factory=dict)

    @property
    def files(self) -> dict[str, bytes]:
        """Everything that is to be written, by path."""
        digests = " ".join((_digest(self.text.encode()), *map(_digest, self.owned.values())))
        stamp = f"# 由invoke {self.command}写出，校验码 {digests}；改过的文件不会被它覆盖"
        first, _, rest = self.text.partition("\n")
        return {**self.owned, self.path: f"{first}\n{stamp}\n{rest}".encode()}


def put(folder: Path, product: Product, *, again: bool) -> str:
    """Write a report below `folder` where nothing of an editor's stands in its place, and say what was done.

    `again` replaces one that was written before. Raises `OutputError`; then everything is as it was.
    """
    files = product.files
    if not any(os.path.lexists(folder / path) for path in files):
        write_all(folder, files)
        return f"写了{product.path}"
    found = {path: _bytes_of(folder / path) for path in files}
    if found == files:
        return f"{product.path}已经是这样"
    if not _is_ours(found, product):
        return f"{product.path}已经有了，不是这个命令写的，或者后来改过：没有动"
    if not again:
        return f"{product.path}已经写过，与现在的不一样：没有动，要换掉用--again"
    write_all(folder, files)
    return f"换掉了{product.path}"


def _is_ours(found: Mapping[str, bytes | None], product: Product) -> bool:
    """Whether every file that is there was written by a command, and not touched since."""
    document = found[product.path]
    stamp = _STAMP.match(document) if document else None
    if document is None or stamp is None:
        return False
    own, *owned = stamp[1].decode().split()
    others = (data for path, data in found.items() if path != product.path and data is not None)
    return _digest(b"---\n" + document[stamp.end() :]) == own and all(_digest(each) in owned for each in others)


def _bytes_of(file: Path) -> bytes | None:
    """The bytes of a file; nothing where there is none, and no bytes of ours where it is no plain file."""
    if not os.path.lexists(file):
        return None
    if file.is_symlink() or not file.is_file() or file.stat().st_size > _LARGEST:
        return b""
    return file.read_bytes()


def _digest(data: bytes) -> str:
    return hashlib.blake2b(data, digest_size=8).hexdigest()
