"""Read the settings of a content folder as they would be with some files written, before any is."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from model.content_folder import PLATFORM_FILE, SITE_FILE, Content, read_content
from model.editions import edition_file
from model.faults import ContentFaults, Fault
from model.lifecycle import LIFECYCLE_FILE

if TYPE_CHECKING:
    from collections.abc import Mapping

_SETTINGS = (SITE_FILE, LIFECYCLE_FILE)


def rehearse(content: Path, files: Mapping[str, bytes | Path]) -> Content:
    """Return what `read_content` would, were `files` (by content-relative path) written; documents and copies do not count.

    Raises `ContentFaults` where a file of the settings cannot be opened.
    """
    with tempfile.TemporaryDirectory() as scratch:
        copy = Path(scratch)
        for place in content.iterdir():
            _copy(place, copy / place.name)
        for path, data in files.items():
            file = copy / path
            if (
                isinstance(data, bytes)
                and file.name in _SETTINGS
                and file.parent.parent == copy
                and not file.parent.is_symlink()
            ):
                file.parent.mkdir(exist_ok=True)
                file.unlink(missing_ok=True)
                file.write_bytes(data)
        return replace(read_content(copy), folder=content)


def _copy(place: Path, to: Path) -> None:
    """Copy what settings are read from: links as links, folders with their settings alone."""
    if place.is_symlink():
        to.symlink_to(place.readlink())
    elif place.is_dir():
        to.mkdir()
        for name in (*_SETTINGS, *(edition.name for edition in place.glob(edition_file("*")))):
            if (place / name).is_symlink() or (place / name).is_file():
                _copy_file(place / name, to / name)
    elif place.name == PLATFORM_FILE:
        _copy_file(place, to)


def _copy_file(file: Path, to: Path) -> None:
    try:
        shutil.copyfile(file, to, follow_symlinks=False)
    except OSError as error:
        path = file.name if file.name == PLATFORM_FILE else f"{file.parent.name}/{file.name}"
        fact = f"文件打不开：{error.strerror}"
        raise ContentFaults([Fault(path, 1, "UNREADABLE", fact, "检查文件的权限")]) from None
