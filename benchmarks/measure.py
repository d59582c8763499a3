"""What a command costs as a whole tree of processes: wall time, processor time, peak memory; and what others used meanwhile."""

from __future__ import annotations

import os
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

_EVERY = 0.05  # seconds between two looks at the memory
_SHARE = 0.05  # the most of one processor that looking may take
_PROC = Path("/proc")


class CommandFailed(Exception):
    """A command that ended with an error; the message is the end of what it printed."""


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds of wall time, of processor time of the whole tree, of processor time of everybody else; bytes of memory at the peak."""

    wall: float
    cpu: float
    others: float
    memory: int


@dataclass(frozen=True, slots=True)
class Command:
    """A program with its arguments, the folder to run it in, and what it needs in the environment."""

    arguments: tuple[str, ...]
    folder: Path
    environment: tuple[tuple[str, str], ...] = ()


def measure(command: Command) -> Cost:
    """Run a command to its end and return its cost; raise `CommandFailed` where it ends with an error.

    Processor time is that of every process that was waited for, as the kernel sums it up.
    """
    with tempfile.TemporaryFile() as printed:
        begun, busy = time.perf_counter(), _busy()
        process = _start(command, printed)
        watch = _Watch(process.pid)
        _, status, usage = os.wait4(process.pid, 0)
        wall, busy = time.perf_counter() - begun, _busy() - busy
        peak = watch.stop()
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            printed.seek(0)
            raise CommandFailed(printed.read().decode(errors="replace").strip()[-600:])
    cpu = usage.ru_utime + usage.ru_stime
    return Cost(wall, cpu, max(0.0, busy - cpu), peak)


def _start(command: Command, printed: IO[bytes]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(  # noqa: S603 (the commands are the bench's own)
        command.arguments,
        cwd=command.folder,
        env={**os.environ, **dict(command.environment)},
        stdin=subprocess.DEVNULL,
        stdout=printed,
        stderr=subprocess.STDOUT,
    )


def _busy() -> float:
    """Seconds that all processors of the machine have worked since it started, or were taken from it by its host."""
    user, nice, system, _idle, _waiting, irq, softirq, steal = map(int, _read(_PROC / "stat").split(maxsplit=9)[1:9])
    return (user + nice + system + irq + softirq + steal) / os.sysconf("SC_CLK_TCK")


class _Watch:
    """Looks at the memory of a process and all below it until it is stopped."""

    def __init__(self, pid: int) -> None:
        self._pid = pid
        self._peak = 0
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()

    def stop(self) -> int:
        """End the watch; return the largest sum that was seen, in bytes."""
        self._over.set()
        self._thread.join()
        return self._peak

    def _look(self) -> None:
        pause = 0.0
        while not self._over.wait(pause):
            begun = time.thread_time()
            self._peak = max(self._peak, tree_memory(self._pid))
            pause = max(_EVERY, (time.thread_time() - begun) / _SHARE)


def tree_memory(pid: int) -> int:
    """Return the memory of a process and all below it, in bytes; what they share is counted once."""
    return sum(_memory(each) for each in _tree(pid))


def _tree(pid: int) -> Iterator[int]:
    yield pid
    for task in _entries(_PROC / str(pid) / "task"):
        for child in _read(task / "children").split():
            yield from _tree(int(child))


def _entries(folder: Path) -> list[Path]:
    try:
        return list(folder.iterdir())
    except OSError:  # the process has ended
        return []


def _read(file: Path) -> str:
    try:
        return file.read_text()
    except OSError:
        return ""


def _memory(pid: int) -> int:
    """The proportional set size, or the resident set size where the kernel does not tell the former."""
    for file, key in (("smaps_rollup", "Pss:"), ("status", "VmRSS:")):
        for line in _read(_PROC / str(pid) / file).splitlines():
            if line.startswith(key):
                return int(line.split()[1]) * 1024
    return 0
