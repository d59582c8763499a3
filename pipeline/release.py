"""What releases are made of: ids by time and content, paths that may be published, files read without being led astray."""

from __future__ import annotations

import errno
import hashlib
import os
import re
from datetime import datetime, timedelta, timezone
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING

from model.shown import is_shown as is_shown
from model.shown import shown as shown

if TYPE_CHECKING:
    from collections.abc import Iterator
    from io import BufferedReader

BEIJING = timezone(timedelta(hours=8))
SITE_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,62}")
_RELEASE_ID = re.compile(r"[0-9]{8}T[0-9]{6}-[0-9a-f]{12}")
_STAMP = "%Y%m%dT%H%M%S"
UNSEEN = re.compile(r"[\\\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")  # `\`, controls, line ends, half characters
_REASONS = {
    errno.ENOSPC: "磁盘已满",
    errno.EDQUOT: "磁盘配额已用完",
    errno.EFBIG: "文件超过允许的大小",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EROFS: "磁盘是只读的",
    errno.ENOENT: "文件不存在",
    errno.ENOTDIR: "路径中有一段不是文件夹",
    errno.EISDIR: "该是文件的地方是文件夹",
    errno.ELOOP: "该是文件的地方是符号链接",
    errno.ENAMETOOLONG: "文件名太长",
}


class ReleaseError(Exception):
    """A release that cannot be made, read or put out: place, fact and remedy, for an operator."""

    exitcode = 1

    def __init__(self, place: str, fact: str, remedy: str) -> None:
        super().__init__(f"{place}：{fact}（{remedy}）")
        self.place = place
        self.fact = fact
        self.remedy = remedy


class Found(Enum):
    """What stands at a path of a folder."""

    FILE = "file"
    LINK = "link"
    OTHER = "other"


def release_id(made: datetime, digest: str) -> str:
    """Return the id of a release: the wall time of Beijing, then the first 12 digits of its content digest."""
    return f"{made.astimezone(BEIJING).strftime(_STAMP)}-{digest[:12]}"


def is_release_id(text: str) -> bool:
    """Say whether `text` is the id of a release: well formed, and of a moment that there is."""
    if not _RELEASE_ID.fullmatch(text):
        return False
    try:
        return time_of(text).year < datetime.max.year
    except ValueError:
        return False


def time_of(release: str) -> datetime:
    """Return the moment that a release id names; raise `ValueError` where it is none."""
    return datetime.strptime(release.partition("-")[0], _STAMP).replace(tzinfo=BEIJING)


def fault_of_path(path: str) -> str:
    """Say in Chinese why `path` may not be published; empty where it may: relative, normal, `/` between plain names."""
    if not path or path.startswith("/"):
        return "不是相对路径"
    if UNSEEN.search(path):
        return "含有反斜杠或控制字符"
    return "含有空的、“.”或“..”一段" if {"", ".", ".."} & set(path.split("/")) else ""


def walk(folder: Path) -> Iterator[tuple[str, Found]]:
    """Give every entry below `folder` that is not a folder, as its relative path with `/`; follow no link.

    Raise `OSError` where a folder cannot be listed.
    """
    with os.scandir(folder) as entries:
        listed = sorted(entries, key=lambda entry: entry.name)
    for entry in listed:
        if entry.is_dir(follow_symlinks=False):
            yield from ((f"{entry.name}/{path}", found) for path, found in walk(folder / entry.name))
        else:
            plain = Found.FILE if entry.is_file(follow_symlinks=False) else Found.OTHER
            yield entry.name, Found.LINK if entry.is_symlink() else plain


def open_plain(path: Path) -> BufferedReader:
    """Open a file for reading, without following a link at its end and without waiting on a pipe; raise `OSError`."""
    return open(path, "rb", opener=_without_following)


def _without_following(path: str, flags: int) -> int:
    return os.open(path, flags | os.O_NOFOLLOW | os.O_NONBLOCK)


def digest_of(path: Path) -> tuple[str, int]:
    """Return the SHA-256 of a file's bytes and how many they are; raise `OSError`."""
    with open_plain(path) as file:
        return hashlib.file_digest(file, "sha256").hexdigest(), file.tell()


def reason(error: OSError) -> str:
    """Say in Chinese why the operating system refused."""
    name = f"“{shown(Path(error.filename).name)}”：" if isinstance(error.filename, str | os.PathLike) else ""
    return name + _REASONS.get(error.errno or 0, f"系统报告 {error.strerror or error}")
