"""A release of a site: the list of its files with their digests, and an id that names it by time and content."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import re
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from io import BufferedReader

BEIJING = timezone(timedelta(hours=8))
MANIFEST = "manifest.json"
SITE_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,62}")
_RELEASE_ID = re.compile(r"[0-9]{8}T[0-9]{6}-[0-9a-f]{12}")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_STAMP = "%Y%m%dT%H%M%S"
_UNSEEN = re.compile(r"[\\\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")  # `\`, controls, line ends, half characters
_REMADE = "不要手工改动清单；重新构建并发布本站"
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


@dataclass(frozen=True, slots=True, order=True)
class ReleasedFile:
    """A file of a release: a relative path with `/`, the digest of its bytes, and how many they are."""

    path: str
    sha256: str
    size: int

    def __post_init__(self) -> None:
        if fault := fault_of_path(self.path):
            raise ReleaseError(MANIFEST, f"路径“{shown(self.path)}”{fault}", _REMADE)
        if not _SHA256.fullmatch(self.sha256):
            raise ReleaseError(MANIFEST, f"“{self.path}”的摘要不是64位小写十六进制数", _REMADE)
        if self.size < 0:
            raise ReleaseError(MANIFEST, f"“{self.path}”的大小是负数", _REMADE)


@dataclass(frozen=True, slots=True)
class Manifest:
    """A release of a site; `made` is Beijing time, `files` are in the order of their paths.

    A manifest that exists is right: the constructor raises `ReleaseError` on a wrong name of a site, on
    a path given twice or used as a folder as well, and on an id that does not belong to the time and the files.
    """

    site: str
    release: str
    made: datetime
    files: tuple[ReleasedFile, ...]

    def __post_init__(self) -> None:
        if not SITE_NAME.fullmatch(self.site):
            raise ReleaseError(MANIFEST, f"“{shown(self.site)}”不是站点名", _REMADE)
        if fault := _fault_of_order([file.path for file in self.files]):
            raise ReleaseError(MANIFEST, fault, _REMADE)
        if self.release != release_id(self.made, self.digest):
            raise ReleaseError(MANIFEST, f"版本号“{shown(self.release)}”与时间或文件不符", _REMADE)

    @property
    def digest(self) -> str:
        """The digest of all that visitors can get; two equal builds have equal ones."""
        return content_digest(self.files)


@dataclass(frozen=True, slots=True)
class Changes:
    """How one release differs from another, as sets of paths."""

    added: frozenset[str]
    changed: frozenset[str]
    removed: frozenset[str]
    kept: frozenset[str]


def describe(folder: Path, site: str, now: datetime) -> Manifest:
    """Return the manifest of a built folder, for a release made at `now`, which must know its time zone.

    Raise `ReleaseError` where the folder is missing, empty or unreadable, or holds a symbolic link, a special file or a
    name that cannot be published; raise `ValueError` where `now` has no time zone.
    """
    if now.tzinfo is None:
        raise ValueError("a release needs a moment that knows its time zone")
    try:
        files = tuple(sorted(_described(folder, path, found) for path, found in walk(folder)))
    except OSError as error:
        raise ReleaseError(str(folder), f"读取失败，{reason(error)}", "先构建本站，并检查文件夹的权限") from error
    if not files:
        raise ReleaseError(str(folder), "里面没有任何文件", "先构建本站")
    made = now.astimezone(BEIJING).replace(microsecond=0)
    return Manifest(site, release_id(made, content_digest(files)), made, files)


def changes(old: Manifest | None, new: Manifest) -> Changes:
    """Return what a visitor of `old` (nothing, where it is None) finds added, changed, removed and kept in `new`."""
    before = {file.path: file.sha256 for file in old.files} if old else {}
    after = {file.path: file.sha256 for file in new.files}
    both = before.keys() & after.keys()
    kept = frozenset(path for path in both if before[path] == after[path])
    return Changes(frozenset(after.keys() - both), frozenset(both - kept), frozenset(before.keys() - both), kept)


def content_digest(files: Iterable[ReleasedFile]) -> str:
    """Return the digest over the sorted lines `path sha256 size`."""
    lines = "".join(f"{file.path}\t{file.sha256}\t{file.size}\n" for file in sorted(files))
    return hashlib.sha256(lines.encode()).hexdigest()


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


def write(manifest: Manifest, path: Path) -> None:
    """Write `manifest` as JSON, the same bytes for the same manifest; raise `OSError`."""
    path.write_bytes(to_text(manifest).encode())


def read(path: Path) -> Manifest:
    """Return the manifest in a file that anybody may have touched; raise `ReleaseError`."""
    try:
        with open_plain(path) as file:
            return from_text(file.read().decode())
    except OSError as error:
        raise ReleaseError(path.name, f"清单读取失败，{reason(error)}", _REMADE) from error
    except UnicodeDecodeError as error:
        raise ReleaseError(path.name, "清单不是UTF-8文本", _REMADE) from error


def to_text(manifest: Manifest) -> str:
    """Return `manifest` as JSON text, one fact a line."""
    files = [{"path": file.path, "sha256": file.sha256, "size": file.size} for file in manifest.files]
    head = {"site": manifest.site, "release": manifest.release, "made": manifest.made.isoformat()}
    return json.dumps(head | {"files": files}, ensure_ascii=False, indent=1) + "\n"


def from_text(text: str) -> Manifest:
    """Return the manifest that a JSON text is; raise `ReleaseError` on anything else."""
    try:
        given = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ReleaseError(MANIFEST, "清单不是JSON", _REMADE) from error
    site, release, made, files = _given(given, {"site": str, "release": str, "made": str, "files": list})
    kinds = {"path": str, "sha256": str, "size": int}
    return Manifest(site, release, _moment(made), tuple(ReleasedFile(*_given(file, kinds)) for file in files))


def fault_of_path(path: str) -> str:
    """Say in Chinese why `path` may not be published; empty where it may: relative, normal, `/` between plain names."""
    if not path or path.startswith("/"):
        return "不是相对路径"
    if _UNSEEN.search(path):
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


def shown(text: str) -> str:
    """Return `text` so that any terminal can print it on one line."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


def reason(error: OSError) -> str:
    """Say in Chinese why the operating system refused."""
    name = f"“{shown(Path(error.filename).name)}”：" if isinstance(error.filename, str | os.PathLike) else ""
    return name + _REASONS.get(error.errno or 0, f"系统报告 {error.strerror or error}")


def _described(folder: Path, path: str, found: Found) -> ReleasedFile:
    if fault := fault_of_path(path):
        raise ReleaseError(str(folder), f"文件名“{shown(path)}”{fault}", "改名或者删去，再重新构建")
    if found is not Found.FILE:
        what = "符号链接" if found is Found.LINK else "特殊文件"
        raise ReleaseError(str(folder), f"“{path}”是{what}，不能发布", "换成普通文件，或者删去")
    return ReleasedFile(path, *digest_of(folder / path))


def _fault_of_order(paths: list[str]) -> str:
    if paths != sorted(set(paths)):
        return "文件没有按路径排列，或者有重复"
    given = set(paths)
    for path in paths:
        parts = path.split("/")
        if any("/".join(parts[:depth]) in given for depth in range(1, len(parts))):
            return f"路径“{path}”经过另一个文件"
    return ""


def _given(value: object, kinds: dict[str, type]) -> list[Any]:
    if not isinstance(value, dict) or value.keys() != kinds.keys():
        raise ReleaseError(MANIFEST, f"应当恰好有{'、'.join(kinds)}各项", _REMADE)
    for key, kind in kinds.items():
        if type(value[key]) is not kind:
            raise ReleaseError(MANIFEST, f"“{key}”的类型不对", _REMADE)
    return [value[key] for key in kinds]


def _moment(text: str) -> datetime:
    try:
        made = datetime.fromisoformat(text)
    except ValueError:
        made = datetime.max
    moment = made.replace(tzinfo=BEIJING, microsecond=0)
    if moment.isoformat() != text:
        raise ReleaseError(MANIFEST, f"时间“{shown(text)}”不是北京时间", _REMADE)
    return moment
