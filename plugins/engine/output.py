"""Write a site's files so that the last good output is never lost: everything is staged first, then moved into place.

A site that is not there yet is staged whole and appears at once, by one rename.
"""

from __future__ import annotations

import os
import re
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from plugins.engine.stamps import stamp_of_output

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


class OutputError(Exception):
    """The output cannot be written: place, fact and remedy, for the person who runs the build."""

    exitcode = 1


@dataclass(frozen=True, slots=True)
class Written:
    """What a build did to the output: how many files were written and removed; and where it was asked, each with its reason."""

    written: int
    removed: int
    reasons: tuple[tuple[str, str], ...]


#: A file that cannot be outside: names of word characters, none of which begins with a dot.
_PLAIN = re.compile(r"(?:\w[\w.-]*/)*\w[\w.-]*")
#: Every site has this file, whatever it shows, and hardly anything else does: a folder that holds it is ours to tidy.
SIGNATURE = ".host/answers.json"
#: By this file the outputs of versions before 0.2 are known.
_EARLIER = "sitemap-columns.xml"


class Output:
    """The folder of one site's built files, and beside it, on the same file system, the one where new ones are staged.

    Raises `OutputError` for a folder that is not known as `ours`, and has something else in it, which would be removed.
    """

    def __init__(self, folder: Path, *, ours: bool = False) -> None:
        if not ours:
            _refuse_foreign(folder)
        self.folder = folder
        self.staging = folder.with_name(f".{folder.name}.staging")
        self.discard()
        self._links: dict[Path, bool] = {}
        self._there = folder.exists()

    def stamp(self, file: str, data: bytes) -> str:
        """Return the stamp of a file that holds these bytes already; nothing where it does not."""
        place = self._inside(file)
        if not self._there:
            return ""
        try:
            stat = place.lstat()
            same = stat.st_size == len(data) and not place.is_symlink() and place.read_bytes() == data
        except OSError:
            return ""
        return stamp_of_output(stat) if same and not self._is_behind_link(place.parent) else ""

    def read(self, file: str) -> bytes:
        """Return what stands at a file of the output; nothing where that cannot be read."""
        place = self._inside(file)
        try:
            return b"" if place.is_symlink() else place.read_bytes()
        except OSError:
            return b""

    def stage(self, file: str, data: bytes) -> str:
        """Take the bytes of one file, to be moved into place by `commit`; return the stamp that it will have."""
        self._inside(file)
        place = f"{self.staging}/{file}"
        try:
            _make_folder(place.rpartition("/")[0])
            return _write(place, data)
        except OSError as error:
            raise cannot_write(self.staging, error) from error

    def _inside(self, file: str) -> Path:
        if _PLAIN.fullmatch(file):
            return self.folder / file
        place = Path(os.path.normpath(self.folder / file))
        if not place.is_relative_to(self.folder) or place == self.folder:
            raise AssertionError(f"page outside the output: {file}")
        return place

    def _is_behind_link(self, folder: Path) -> bool:
        """Say whether a link stands where a folder of the output should; it will be replaced, and what it shows with it."""
        if folder not in self._links:
            self._links[folder] = folder != self.folder and (folder.is_symlink() or self._is_behind_link(folder.parent))
        return self._links[folder]

    def commit(self, staged: Iterable[str], unwanted: Iterable[str]) -> int:
        """Move the staged files into place, and remove the unwanted ones; return how many of these there were."""
        try:
            if not self.folder.exists() and self.staging.exists():
                self.staging.rename(self.folder)
                return 0
            self.folder.mkdir(parents=True, exist_ok=True)
            for file in sorted(staged, key=lambda each: each != SIGNATURE):
                self._place(file)
            return sum(map(self._remove, unwanted))
        except OSError as error:
            raise _cannot_finish(self.folder, error) from error
        finally:
            self.discard()

    def _place(self, file: str) -> None:
        place = self._inside(file)
        for parent in reversed(place.relative_to(self.folder).parents[:-1]):
            folder = self.folder / parent
            if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
                folder.unlink()
        if place.is_dir() and not place.is_symlink():
            shutil.rmtree(place)
        place.parent.mkdir(parents=True, exist_ok=True)
        (self.staging / file).replace(place)

    def _remove(self, file: str) -> int:
        """Remove a file, and the folders that it leaves empty."""
        place = self._inside(file)
        removed = place.is_symlink() or place.is_file()
        if removed:
            place.unlink()
        for parent in place.parents:
            if parent == self.folder.parent or not parent.is_dir() or any(parent.iterdir()):
                break
            parent.rmdir()
        return int(removed)

    def discard(self) -> None:
        """Forget what was staged; the output stays as it is."""
        if self.staging.is_symlink():
            self.staging.unlink()
        shutil.rmtree(self.staging, ignore_errors=True)


def files_in(folder: Path) -> Iterator[str]:
    """Yield every file and link in a folder by name, for a build that does not know what was there; no link is followed."""
    for place, folders, files in os.walk(folder) if not folder.is_symlink() else ():
        for name in (*files, *(each for each in folders if Path(place, each).is_symlink())):
            yield Path(place, name).relative_to(folder).as_posix()


def _make_folder(folder: str) -> None:
    """Most pages have a folder of their own, below one that is there; a path object would cost more than all the rest."""
    try:
        os.mkdir(folder)  # noqa: PTH102
    except FileExistsError:
        pass
    except FileNotFoundError:
        os.makedirs(folder, exist_ok=True)  # noqa: PTH103


def _write(place: str, data: bytes) -> str:
    with open(place, "wb") as opened:  # noqa: PTH123
        opened.write(data)
        opened.flush()
        return stamp_of_output(os.fstat(opened.fileno()))


def is_ours(folder: Path) -> bool:
    """Say whether a folder is the output of a site; raise `OSError` where it cannot be looked into."""
    return any((folder / sign).is_file() for sign in (SIGNATURE, _EARLIER))


def _refuse_foreign(folder: Path) -> None:
    try:
        if folder.exists() and not is_ours(folder) and any(folder.iterdir()):
            raise OutputError(f"{folder}：里面有不是网站输出的文件（换一个空的输出文件夹，以免误删）")
    except OSError as error:
        raise cannot_write(folder, error) from error


def cannot_write(place: Path, error: OSError) -> OutputError:
    """Return what is said where a place cannot be written before anything of the last output was touched."""
    return OutputError(f"{place}：写不进去，{error.strerror}（检查磁盘空间和文件夹的权限；上一次的输出没有动）")


def _cannot_finish(place: Path, error: OSError) -> OutputError:
    return OutputError(
        f"{place}：没有更新完，{error.strerror}（检查磁盘空间和文件夹的权限，再构建一次就补齐；主机上的网站没有动）"
    )
