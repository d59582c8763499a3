"""The manifest of a release: what every file of it must be, as text that a shell can read and a key can sign.

zhengzhan-manifest 1
site: portal
release: 20260518T101907-845718891642
made: 2026-05-18T10:19:07+08:00
commit: <40 hexadecimal digits, or ->
builder: zhengzhan 0.1.0, pelican 4.12.0, python 3.11.7
kept: 2026-06-17 static/site.0a1b2c3d4e5f.css

<sha256> <size> <path>
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from pipeline.release import (
    BEIJING,
    SITE_NAME,
    UNSEEN,
    ReleaseError,
    fault_of_path,
    open_plain,
    reason,
    release_id,
    shown,
)

if TYPE_CHECKING:
    from pathlib import Path

MANIFEST = "manifest"
SIGNATURE = "manifest.sig"
_TITLE = "zhengzhan-manifest 1"
_LINE = re.compile(r"[0-9a-f]{64} (?:0|[1-9][0-9]{0,14}) .+")
_COMMIT = re.compile(r"[0-9a-f]{40}|-")
_KEPT = re.compile(r"(\d{4}-\d{2}-\d{2}) (.+)")
_HEAD = ("site", "release", "made", "commit", "builder")
_LARGEST = 1 << 30
_REMADE = "不要手工改动清单；重新构建并发布本站"


@dataclass(frozen=True, slots=True, order=True)
class ReleasedFile:
    """A file of a release: a relative path with `/`, the digest of its bytes, and how many they are."""

    path: str
    sha256: str
    size: int

    @property
    def line(self) -> str:
        """The file as a manifest says it."""
        return f"{self.sha256} {self.size} {self.path}"


@dataclass(frozen=True)
class Manifest:
    """A release of a site: `made` is Beijing time, `lines` are in the order of their paths, `kept` says until which day an asset of
    an earlier release is carried along.

    A manifest that exists is right: the constructor raises `ReleaseError` on a wrong name of a site, on a line that is none, on
    a path that may not be published, is given twice or is used as a folder as well, and on an id of another time or content.
    """

    site: str
    release: str
    made: dt.datetime
    lines: tuple[str, ...]
    commit: str = "-"
    builder: str = ""
    kept: tuple[tuple[str, dt.date], ...] = ()

    def __post_init__(self) -> None:
        if not SITE_NAME.fullmatch(self.site):
            raise _wrong(f"“{shown(self.site)}”不是站点名")
        if not _COMMIT.fullmatch(self.commit) or not self.builder.isprintable():
            raise _wrong("提交号或者程序版本的写法不对")
        if fault := _fault_of_lines(self.lines):
            raise _wrong(fault)
        if self.release != release_id(self.made, self.digest):
            raise _wrong(f"版本号“{shown(self.release)}”与时间或文件不符")

    @cached_property
    def digest(self) -> str:
        """The digest of all that visitors can get; two equal builds have equal ones."""
        return content_digest(self.lines)

    @cached_property
    def by_path(self) -> dict[str, str]:
        """The line of each path."""
        return {_path(line): line for line in self.lines}

    @property
    def files(self) -> tuple[ReleasedFile, ...]:
        """The files one by one."""
        return tuple(map(file_of, self.lines))


@dataclass(frozen=True, slots=True)
class Changes:
    """How one release differs from another, as sets of paths; `kept` is how many are the same in both."""

    added: frozenset[str]
    changed: frozenset[str]
    removed: frozenset[str]
    kept: int


def manifest_of(
    site: str,
    lines: tuple[str, ...],
    made: dt.datetime,
    *,
    kept: dict[str, dt.date] | None = None,
    commit: str = "-",
    builder: str = "",
) -> Manifest:
    """Return the manifest of files that are given as lines, for a release made at a moment that knows its time zone.

    `kept` says until which day the assets of earlier releases among them stay. Raise `ReleaseError`, or `ValueError` where
    the moment has no time zone.
    """
    if made.tzinfo is None:
        raise ValueError("a release needs a moment that knows its time zone")
    made = made.astimezone(BEIJING).replace(microsecond=0)
    days = tuple(sorted((kept or {}).items()))
    return Manifest(site, release_id(made, content_digest(lines)), made, lines, commit, builder, days)


def changes(old: Manifest | None, new: Manifest) -> Changes:
    """Return what a visitor of `old` (nothing, where it is None) finds added, changed, removed and kept in `new`."""
    before = set(old.lines) if old else set()
    after = set(new.lines)
    same = len(before & after)
    gone, come = set(map(_path, before - after)), set(map(_path, after - before))
    return Changes(frozenset(come - gone), frozenset(come & gone), frozenset(gone - come), same)


def content_digest(lines: tuple[str, ...]) -> str:
    """Return the digest over the lines of the files."""
    return hashlib.sha256("".join(f"{line}\n" for line in lines).encode("utf-8", "surrogatepass")).hexdigest()


def file_of(line: str) -> ReleasedFile:
    """Return the file that a line of a manifest means."""
    sha256, size, path = line.split(" ", 2)
    return ReleasedFile(path, sha256, int(size))


def to_text(manifest: Manifest) -> str:
    """Return `manifest` as text, the same for the same manifest."""
    values = (manifest.site, manifest.release, manifest.made.isoformat(), manifest.commit, manifest.builder)
    head = [f"{name}: {value}" for name, value in zip(_HEAD, values, strict=True)]
    kept = [f"kept: {day.isoformat()} {path}" for path, day in manifest.kept]
    return "\n".join([_TITLE, *head, *kept, "", *manifest.lines, ""])


def from_text(text: str) -> Manifest:
    """Return the manifest that a text is; raise `ReleaseError` on anything else."""
    head, gap, body = text.partition("\n\n")
    title, *rows = head.split("\n")
    if title != _TITLE or not gap or not body.endswith("\n"):
        raise _wrong("不是清单，或者没有写完")
    given = [row.partition(": ")[::2] for row in rows]
    if tuple(name for name, _ in given[: len(_HEAD)]) != _HEAD or any(
        name != "kept" for name, _ in given[len(_HEAD) :]
    ):
        raise _wrong(f"开头应当依次是{'、'.join(_HEAD)}各项")
    site, release, made, commit, builder = (value for _, value in given[: len(_HEAD)])
    kept = tuple(_kept(value) for _, value in given[len(_HEAD) :])
    return Manifest(site, release, _moment(made), tuple(body[:-1].split("\n")), commit, builder, kept)


def read(path: Path) -> Manifest:
    """Return the manifest in a file that anybody may have touched; raise `ReleaseError`."""
    try:
        with open_plain(path) as file:
            data = file.read(_LARGEST)
    except OSError as error:
        raise ReleaseError(path.name, f"清单读取失败，{reason(error)}", _REMADE) from error
    return from_bytes(data)


def from_bytes(data: bytes) -> Manifest:
    """Return the manifest that bytes are; raise `ReleaseError` on anything else."""
    try:
        return from_text(data.decode())
    except UnicodeDecodeError as error:
        raise _wrong("清单不是UTF-8文本") from error


def _path(line: str) -> str:
    return line.split(" ", 2)[2]


def _wrong(fact: str) -> ReleaseError:
    return ReleaseError(MANIFEST, fact, _REMADE)


def _fault_of_lines(lines: tuple[str, ...]) -> str:
    if not lines or not all(map(_LINE.fullmatch, lines)):
        wrong = next((line for line in lines if not _LINE.fullmatch(line)), "")
        return f"“{shown(wrong[:200])}”不是清单的一行"
    paths = list(map(_path, lines))
    if fault := _fault_of_paths(paths):
        return fault
    return _fault_of_order(paths)


def _fault_of_paths(paths: list[str]) -> str:
    """What is wrong with one of the paths: looked for in all at once, for there may be a hundred thousand."""
    joined = "/" + "/\n/".join(paths) + "/"
    if any(part in joined for part in ("//", "/./", "/../")) or UNSEEN.search(joined.replace("\n", "")):
        return next((f"路径“{shown(path)}”{fault}" for path in paths if (fault := fault_of_path(path))), "")
    return ""


def _fault_of_order(paths: list[str]) -> str:
    given = set(paths)
    if len(given) < len(paths) or paths != sorted(paths):
        return "文件没有按路径排列，或者有重复"
    folders = {path.rpartition("/")[0] for path in paths}
    reached = set(folders)
    while folders := {folder.rpartition("/")[0] for folder in folders} - reached:
        reached |= folders
    through = (reached - {""}) & given
    return f"路径“{min(through)}”既是文件又是文件夹" if through else ""


def _kept(text: str) -> tuple[str, dt.date]:
    found = _KEPT.fullmatch(text)
    if not found:
        raise _wrong(f"“{shown(text[:200])}”不是保留的文件")
    try:
        return found[2], dt.date.fromisoformat(found[1])
    except ValueError:
        raise _wrong(f"“{shown(found[1])}”不是日期") from None


def _moment(text: str) -> dt.datetime:
    try:
        made = dt.datetime.fromisoformat(text)
    except ValueError:
        made = dt.datetime.max
    moment = made.replace(tzinfo=BEIJING, microsecond=0)
    if moment.isoformat() != text:
        raise _wrong(f"时间“{shown(text)}”不是北京时间")
    return moment
