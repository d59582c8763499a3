"""Write a site's files so that the last good output is never lost: everything is staged first, then moved into place.

Bytes that are the same as before are not written. Files that no page makes any more are removed.
"""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from pathlib import Path


class OutputError(Exception):
    """The output cannot be written: place, fact and remedy, for the person who runs the build."""

    exitcode = 1


@dataclass(frozen=True, slots=True)
class Written:
    """What a commit did: how many files were written, kept as they were, removed."""

    written: int
    kept: int
    removed: int


#: Every site has this file, and hardly anything else does: a folder that holds it is ours to tidy.
SIGNATURE = "sitemap-columns.xml"


class Output:
    """The folder of one site's built files; `staging` lies on the same file system.

    Raises `OutputError` for a folder with something else in it, which would be removed.
    """

    def __init__(self, folder: Path, staging: Path) -> None:
        _refuse_foreign(folder)
        self.folder = folder
        self._staging = staging
        self._staged: list[tuple[Path, str]] = []
        self._files: set[str] = set()
        self._links: dict[Path, bool] = {}
        self._kept = 0

    def stage(self, file: str, data: bytes) -> None:
        """Take the bytes of one file, to be written on `commit`."""
        place = self._inside(file)
        self._files.add(file)
        if _holds(place, data) and not self._is_behind_link(place.parent):
            self._kept += 1
            return
        try:
            self._staging.mkdir(parents=True, exist_ok=True)
            staged = self._staging / str(len(self._staged))
            staged.write_bytes(data)
        except OSError as error:
            raise _cannot_write(self._staging, error) from error
        self._staged.append((staged, file))

    def _inside(self, file: str) -> Path:
        place = Path(os.path.normpath(self.folder / file))
        if not place.is_relative_to(self.folder) or place == self.folder:
            raise AssertionError(f"page outside the output: {file}")
        return place

    def _is_behind_link(self, folder: Path) -> bool:
        """Say whether a link stands where a folder of the output should; it will be replaced, and what it shows with it."""
        if folder not in self._links:
            self._links[folder] = folder != self.folder and (folder.is_symlink() or self._is_behind_link(folder.parent))
        return self._links[folder]

    def commit(self) -> Written:
        """Move everything staged into place, and remove what no page made."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            for staged, file in sorted(self._staged, key=lambda each: each[1] != SIGNATURE):
                self._place(staged, self._inside(file))
            removed = self._remove_others()
        except OSError as error:
            raise _cannot_finish(self.folder, error) from error
        finally:
            self.discard()
        return Written(len(self._staged), self._kept, removed)

    def _place(self, staged: Path, place: Path) -> None:
        for parent in reversed(place.relative_to(self.folder).parents[:-1]):
            folder = self.folder / parent
            if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
                folder.unlink()
        if place.is_dir() and not place.is_symlink():
            shutil.rmtree(place)
        place.parent.mkdir(parents=True, exist_ok=True)
        staged.replace(place)

    def _remove_others(self) -> int:
        removed = 0
        for folder, folders, files in os.walk(self.folder, topdown=False):
            for name in (*files, *(each for each in folders if Path(folder, each).is_symlink())):
                place = Path(folder, name)
                if place.relative_to(self.folder).as_posix() not in self._files:
                    place.unlink()
                    removed += 1
            if Path(folder) != self.folder and not any(Path(folder).iterdir()):
                Path(folder).rmdir()
        return removed

    def discard(self) -> None:
        """Forget what was staged; the output stays as it is."""
        shutil.rmtree(self._staging, ignore_errors=True)


def _refuse_foreign(folder: Path) -> None:
    try:
        if folder.exists() and not (folder / SIGNATURE).is_file() and any(folder.iterdir()):
            raise OutputError(f"{folder}：里面有不是网站输出的文件（换一个空的输出文件夹，以免误删）")
    except OSError as error:
        raise _cannot_write(folder, error) from error


def _holds(place: Path, data: bytes) -> bool:
    try:
        return not place.is_symlink() and place.stat().st_size == len(data) and place.read_bytes() == data
    except OSError:
        return False


def _cannot_write(place: Path, error: OSError) -> OutputError:
    return OutputError(f"{place}：写不进去，{error.strerror}（检查磁盘空间和文件夹的权限；上一次的输出没有动）")


def _cannot_finish(place: Path, error: OSError) -> OutputError:
    return OutputError(
        f"{place}：没有更新完，{error.strerror}（检查磁盘空间和文件夹的权限，再构建一次就补齐；主机上的网站没有动）"
    )
