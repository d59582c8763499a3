"""Walk the folders of a site: what is in each, with the stamps that say whether it was touched since it was last read."""

from __future__ import annotations

import hashlib
import marshal
import os
import re
from contextlib import contextmanager
from dataclasses import dataclass
from operator import itemgetter
from stat import S_IFDIR, S_IFLNK, S_IFMT, S_IFREG, S_ISDIR
from typing import TYPE_CHECKING

from model.faults import Fault, did_you_mean
from model.shown import shown
from plugins.engine.stamps import stamp_of, trusted_before

if TYPE_CHECKING:
    from collections.abc import Iterator

    from model.content_folder import Content
    from model.site import Column, Site

#: Control characters, what is not UTF-8, and the separator of another system.
_ODD_NAME = re.compile("[\x00-\x1f\x7f\\\\\ud800-\udfff]")


#: A name, its sort (`f` file, `d` folder, `l` link, `o` another thing), its stamp or nothing where that is not to be trusted.
Entry = tuple[str, str, str]
#: As the file system tells it: name, mode, times of its bytes and of itself, size, inode.
Row = tuple[str, int, int, int, int, int]
#: The form of `marshal` in which equal values give equal bytes.
_PLAIN = 2
_TIMES = (itemgetter(2), itemgetter(3))
_SORTS = {S_IFREG: "f", S_IFDIR: "d", S_IFLNK: "l"}


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder of a site as it is now: content-relative, with its column if it is one.

    `stamp` is the digest of all entries, empty where one of them is not to be trusted; `error` says why it cannot be opened.
    """

    path: str
    site: Site
    column: Column | None
    rows: tuple[Row, ...]
    trusted: int
    stamp: str
    error: str = ""

    @property
    def entries(self) -> Iterator[Entry]:
        """What is in it, in the order of names."""
        for name, mode, *stamp in self.rows:
            touched = max(stamp[:2])
            yield name, _SORTS.get(S_IFMT(mode), "o"), stamp_of(*stamp) if touched < self.trusted else ""


def folders(content: Content, site: Site) -> Iterator[Folder]:
    """Yield every folder of a site, one before those in it."""
    trusted = trusted_before()
    waiting = [site.id]
    while waiting:
        path = waiting.pop()
        folder = _look(f"{content.folder}/{path}", path, site, trusted)
        yield folder
        waiting += [f"{path}/{name}" for name, mode, *_ in folder.rows if S_ISDIR(mode) and not is_odd(name)]


def _look(place: str, path: str, site: Site, trusted: int) -> Folder:
    column = site.column(path.partition("/")[2])
    try:
        rows, latest = _listed(place)
    except OSError as error:
        return Folder(path, site, column, (), trusted, "", error.strerror or "")
    digest = hashlib.blake2b(marshal.dumps(rows, _PLAIN), digest_size=16).hexdigest()
    return Folder(path, site, column, tuple(rows), trusted, digest if latest < trusted else "")


def _listed(place: str) -> tuple[list[Row], int]:
    """The entries in the order of names, and when a file among them was last touched; this is the loop that sites are large in."""
    rows: list[Row] = []
    with _opened(place) as folder, os.scandir(folder) as listing:
        for entry in listing:
            if entry.name[0] == ".":
                continue
            if entry.is_dir(follow_symlinks=False):  # which is listed itself
                rows.append((entry.name, S_IFDIR, 0, 0, 0, 0))
                continue
            stat = entry.stat(follow_symlinks=False)
            rows.append((entry.name, stat.st_mode, stat.st_mtime_ns, stat.st_ctime_ns, stat.st_size, stat.st_ino))
    rows.sort()
    return rows, max((max(map(time, rows)) for time in _TIMES if rows), default=0)


@contextmanager
def _opened(place: str) -> Iterator[int]:
    """A folder by number, so that the way to it is not gone for each of its entries."""
    folder = os.open(place, os.O_RDONLY | os.O_DIRECTORY)
    try:
        yield folder
    finally:
        os.close(folder)


def is_odd(name: str) -> bool:
    """Say whether a name cannot be a file of the content: control characters, not UTF-8, a backslash."""
    return _ODD_NAME.search(name) is not None


def misplaced(folder: Folder) -> Iterator[Fault]:
    """Yield what should not be in a folder."""
    if folder.error:
        yield Fault(folder.path, 1, "UNREADABLE", f"文件夹打不开：{folder.error}", "检查文件夹的权限")
    for name, sort, _ in folder.entries:
        path = f"{folder.path}/{name}"
        if is_odd(name):
            yield Fault(shown(path), 1, "FILE_NAME", "文件名里有控制字符或者不是UTF-8", "改名")
        elif sort == "l":
            yield Fault(path, 1, "SYMLINK", "这是符号链接，内容文件夹里不用链接", "换成文件本身")
        elif sort == "o":
            yield Fault(path, 1, "SPECIAL_FILE", "这不是普通文件", "删去")
        elif folder.column is None and sort == "f" and name.endswith(".md"):
            yield _no_column(path, folder)


def _no_column(path: str, folder: Folder) -> Fault:
    within = folder.path.partition("/")[2]
    nearest = did_you_mean(within, (column.path for column in folder.site.columns))
    remedy = (
        f"移到“{nearest}”，或者在site.toml里加上这个栏目"
        if nearest
        else "移到栏目的文件夹里，或者在site.toml里加上这个栏目"
    )
    return Fault(path, 1, "NO_COLUMN", f"文件夹“{within or '（网站根目录）'}”不是网站的栏目", remedy)
