"""Put several files into the content folder together: all of them, or none."""

from __future__ import annotations

import os
import shutil
from contextlib import ExitStack, suppress
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from plugins.engine.output import OutputError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


def write_all(content: Path, files: Mapping[str, bytes | Path]) -> None:
    """Write files, by content-relative path: each beside its place first, then all renamed in the order given.

    A file's bytes are given as they are, or as the file that is to be copied.
    Raises `OutputError` where the disk refuses; then everything is as it was before.
    """
    path = ""
    try:
        with ExitStack() as folders, ExitStack() as spare, ExitStack() as moves:
            for path, data in files.items():
                _make_folders((content / path).parent, folders)
                _stage(content / path, data, spare)
            for path in files:
                _move(content / path, moves)
            moves.pop_all()
            folders.pop_all()
    except OSError as error:
        remedy = "检查磁盘空间和文件夹的权限，再办一次"
        raise OutputError(f"{path}：写不进去，{error.strerror}，已经写的都撤回了（{remedy}）") from error


def _stage(file: Path, data: bytes | Path, spare: ExitStack) -> None:
    """Write a file's new bytes beside it, with the rights that it has, and keep a copy of the old ones."""
    coming, gone = _beside(file)
    for each in (coming, gone):
        spare.callback(_quietly, each.unlink)
    with coming.open("wb") as stream, data.open("rb") if isinstance(data, Path) else BytesIO(data) as source:
        shutil.copyfileobj(source, stream)
        stream.flush()
        os.fsync(stream.fileno())
    if file.exists():
        shutil.copymode(file, coming)
        shutil.copy2(file, gone)


def _move(file: Path, moves: ExitStack) -> None:
    """Put the new bytes into the file's place; undone, the old ones are back, or there is no file."""
    coming, gone = _beside(file)
    back = partial(gone.replace, file) if file.exists() else file.unlink
    coming.replace(file)
    moves.callback(_quietly, back)


def _beside(file: Path) -> tuple[Path, Path]:
    """Where a file's new and old bytes wait; a build passes over such names."""
    return file.with_name(f".{file.name}.{os.getpid()}.new"), file.with_name(f".{file.name}.{os.getpid()}.old")


def _make_folders(folder: Path, folders: ExitStack) -> None:
    if not folder.exists():
        _make_folders(folder.parent, folders)
        folder.mkdir()
        folders.callback(_quietly, folder.rmdir)


def _quietly(undo: Callable[[], object]) -> None:
    """Undo what can be undone; what was never done cannot."""
    with suppress(OSError):
        undo()
