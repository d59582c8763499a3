"""`publications.jsonl`: a line of JSON for each attempt, each with the digest of the line before, and of itself.

A changed line no longer has its own digest, a removed or moved one is missed by the line after it. What follows the last line end
is a line that a crash cut short: the next line says so (`torn`), and the chain goes on over it. Whoever writes the whole
chain anew, or cuts its end off, is found by comparing with the copies that hosts keep.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import stat
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, BinaryIO

from model.faults import Fault
from pipeline.records.form import VERSION, fault_of_form
from pipeline.release import ReleaseError, reason

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

RECORD_FILE = "publications.jsonl"
NOTHING_BEFORE = "0" * 64
LARGEST_LINE = 32 * 1024 * 1024
_OWN = b',"digest":"'
_OWN_LENGTH = len(_OWN) + 64 + len(b'"}')
_COMPARE = "与主机上的副本比较，查明是谁改的，见docs/operators/approval.md"


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the record: its number in the chain, the digest of its bytes, what it says, and the bytes without a line end."""

    number: int
    digest: str
    entry: Mapping[str, Any]
    data: bytes = field(default=b"", repr=False)

    @property
    def text(self) -> str:
        """The line as hosts keep it."""
        return self.data.decode()


@dataclass(frozen=True, slots=True)
class Record:
    """A record as it was read: the lines that can be relied on, what is wrong, the digests of all whole lines in the file.

    `last` is the digest of what the file ends with. `torn` are the bytes of a last line that was not finished, `open` says whether
    the last line's end is missing.
    """

    lines: tuple[Line, ...] = ()
    faults: tuple[Fault, ...] = ()
    digests: tuple[str, ...] = ()
    last: str = NOTHING_BEFORE
    torn: int = 0
    open: bool = False


def read(file: Path) -> Record:
    """Return the record in a file that anybody may have touched; one that is not there is empty. Raise `ReleaseError`."""
    try:
        with open(file, "rb", opener=_plainly) as opened:
            return _read(opened, file.name)
    except FileNotFoundError:
        return Record()
    except OSError as error:
        raise ReleaseError(file.name, f"发布记录读取失败，{reason(error)}", "检查路径和权限") from error


def append(file: Path, entry: Mapping[str, Any]) -> Line:
    """Write a line at the end of the record, so that it is on the disk, and return it; raise `ReleaseError`.

    `version`, `number`, `previous`, `torn` and `digest` are put in here. A broken chain is gone on with: what is done must be recorded.
    """
    try:
        with open(file, "a+b", buffering=0, opener=_plainly) as opened:
            fcntl.flock(opened, fcntl.LOCK_EX)
            with open(opened.fileno(), "rb", closefd=False) as reading:
                reading.seek(0)
                record = _read(reading, file.name)
            line = _next(record, entry)
            _write(opened.fileno(), b"\n" * record.open + line.data + b"\n")
            _settle(file)
            return line
    except OSError as error:
        raise ReleaseError(file.name, f"发布记录写不进去，{reason(error)}", "腾出磁盘，检查权限，再补记") from error


def _plainly(path: str, flags: int) -> int:
    descriptor = os.open(path, flags | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC, 0o644)
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise OSError(0, "不是普通文件", path)
    return descriptor


def _read(file: BinaryIO, name: str) -> Record:
    reader = _Reader(name)
    for data, digest, size, whole in _pieces(file):
        reader.take(data, digest, size, whole)
    return reader.record()


@dataclass(slots=True)
class _Reader:
    """Reads lines one after the other; `unread` is the fault of the line before, until the next says whether it is torn."""

    name: str
    lines: list[Line] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    digests: list[str] = field(default_factory=list)
    last: str = NOTHING_BEFORE
    number: int = 0
    unread: Fault | None = None
    torn: int = 0
    open: bool = False

    def take(self, data: bytes, digest: str, size: int, whole: bool) -> None:
        place = len(self.digests) + 1
        entry, fact = _taken_apart(data)
        self.open = not whole
        if entry is not None:
            self._link(entry, place)
            self.lines.append(Line(self.number, digest, entry, data))
        elif not whole:
            self.last, self.torn = digest, size
            return
        self._settle()
        self.unread = None if entry is not None else Fault(self.name, place, "RECORD_CHANGED", fact, _COMPARE)
        self.last = digest
        self.digests.append(digest)

    def _link(self, entry: Mapping[str, Any], place: int) -> None:
        """Hold a line to the one before; where that has been changed, this is the one to go on from."""
        if entry["torn"]:
            self.unread = None
        if not self.unread and (entry["previous"], entry["number"]) != (self.last, self.number + 1):
            fact = f"接不上前一行：应当是第{self.number + 1}条，这里是第{entry['number']}条"
            if entry["number"] == self.number + 1:
                fact = "接不上前一行：前面的行改动过，或者换成了别的"
            self.faults.append(
                Fault(self.name, place, "RECORD_BROKEN", f"{fact}；有行删去、改动或者换了次序", _COMPARE)
            )
        self.number = entry["number"]

    def _settle(self) -> None:
        self.faults += [self.unread] if self.unread else []
        self.unread = None

    def record(self) -> Record:
        self._settle()
        return Record(tuple(self.lines), tuple(self.faults), tuple(self.digests), self.last, self.torn, self.open)


def _pieces(file: BinaryIO) -> Iterator[tuple[bytes, str, int, bool]]:
    """Give each line without its end, its digest and size, and whether its end is there; one that is too long is not kept."""
    while piece := file.readline(LARGEST_LINE):
        data, whole = piece.removesuffix(b"\n"), piece.endswith(b"\n")
        digest, size = hashlib.sha256(data), len(data)
        while not whole and (piece := file.readline(LARGEST_LINE)):
            data, whole = b"", piece.endswith(b"\n")
            digest.update(piece.removesuffix(b"\n"))
            size += len(piece) - whole
        yield data, digest.hexdigest(), size, whole


def _taken_apart(data: bytes) -> tuple[Mapping[str, Any] | None, str]:
    """Return what a line says, or None and why nobody can rely on it."""
    body, own = data[:-_OWN_LENGTH] + b"}", data[-_OWN_LENGTH:]
    if own != _OWN + hashlib.sha256(body).hexdigest().encode() + b'"}':
        return None, "这一行改动过，或者不是发布时写的"
    try:
        entry = json.loads(body)
    except (ValueError, RecursionError):
        return None, "这一行不是JSON"
    fault = fault_of_form(entry)
    return (None, fault) if fault else (entry, "")


def _next(record: Record, entry: Mapping[str, Any]) -> Line:
    """Return the line that an entry becomes after a record."""
    number = record.lines[-1].number + 1 if record.lines else 1
    head = {"version": VERSION, "number": number, "previous": record.last, "torn": record.torn > 0}
    whole = {**head, **entry}
    body = json.dumps(whole, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()
    data = body[:-1] + _OWN + hashlib.sha256(body).hexdigest().encode() + b'"}'
    if fault := fault_of_form(whole):
        raise ReleaseError(RECORD_FILE, f"这一条记不下来：{fault}", "请报告给开发人员")
    return Line(number, hashlib.sha256(data).hexdigest(), whole, data)


def _write(descriptor: int, data: bytes) -> None:
    while data:
        data = data[os.write(descriptor, data) :]
    os.fsync(descriptor)


def _settle(file: Path) -> None:
    """See that the file's name is on the disk, too."""
    folder = os.open(file.parent, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
