"""Kill a build at each of its writes, one after another, and look at what the next build makes of it.

Run as a program, so that nothing but this runs beside the builds that it forks:
`python -m tests.crash CONTENT EDITED FOLDER JOBS TRUSTING POINTS` builds CONTENT, then EDITED with a kill at a write, and again with a
kill at a later one, at POINTS in all, or at every write where it has no more; after each it builds EDITED, and CONTENT, and prints
as JSON what differs from a build from nothing. Without CONTENT (`-`), EDITED is the first build.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import sqlite3
import sys
import time
from pathlib import Path
from typing import Any

from pipeline.build import build
from plugins.engine import ledger, stamps, workers
from plugins.engine.output import OutputError
from tests.conftest import NOW
from tests.law.outputs import different, files_below
from tests.law.theme import remembering

#: What changes a file or a folder, as Python reports it to an audit hook.
WRITES = frozenset({"os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.truncate", "os.link", "os.symlink"})


class Countdown:
    """Kills this process, as nothing can refuse, at a write; reading costs nothing."""

    def __init__(self, writes: int) -> None:
        self.writes, self.process, self.seen = writes, os.getpid(), 0

    def audit(self, event: str, arguments: tuple[Any, ...]) -> None:
        """Count what is written to files; `open` gives path, mode and flags."""
        if event in WRITES or (event == "open" and isinstance(arguments[2], int) and arguments[2] & os.O_CREAT):
            self._count()

    def trace(self, statement: str) -> None:
        """Count what is written to the ledger."""
        if not statement.lstrip().lower().startswith(("select", "pragma cache", "pragma temp")):
            self._count()

    def _count(self) -> None:
        if os.getpid() == self.process:  # only the build itself dies; its workers end with it
            self.seen += 1
            if self.seen == self.writes:
                os.kill(self.process, signal.SIGKILL)


def writes_until_killed(content: Path, output: Path, writes: int, jobs: int) -> int:
    """Build in a process that is killed at a write, counted from 1; return how many there were, 0 where it was killed."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.write(writing, f"{_counted(content, output, writes, jobs)}\n".encode())
        os._exit(0)
    os.close(writing)
    _, status = os.waitpid(child, 0)
    if status not in (0, signal.SIGKILL):
        raise SystemExit(f"killed at write {writes}, a build ended with {status}")
    with os.fdopen(reading) as pipe:
        return int(pipe.readline() or 0)


def _counted(content: Path, output: Path, writes: int, jobs: int) -> int:
    countdown, connect = Countdown(writes), ledger._connect

    def traced(file: Path) -> sqlite3.Connection:
        database = connect(file)
        database.set_trace_callback(countdown.trace)
        return database

    ledger._connect = traced
    sys.addaudithook(countdown.audit)
    build(content, output, as_of=NOW, jobs=jobs)
    return countdown.seen


def built(content: Path, output: Path) -> dict[str, bytes]:
    """What a build gives; the workers of one that was just killed may hold its lock for a moment."""
    for _ in range(100):
        try:
            build(content, output, as_of=NOW, jobs=1)
        except OutputError as error:
            if "另一个构建" not in str(error):
                raise
            time.sleep(0.05)
        else:
            break
    left = [path.name for path in output.iterdir() if path.name.endswith(".staging")]
    return {**files_below(output), **dict.fromkeys(left, b"")}


def main(content: str, edited: str, place: str, jobs: str, trusting: str, points: str) -> None:
    """See above."""
    stamps.SUSPICION = 0 if trusting == "1" else stamps.SUSPICION
    workers.FEW = 4
    folder = Path(place)
    before, output = folder / "before", folder / "output"
    ways = [Path(each) for each in (edited, content) if each != "-"]
    wanted = {way: built(way, folder / f"fresh-{way.name}") for way in ways}
    before.mkdir()
    if content != "-":
        built(Path(content), before)
    shutil.copytree(before, output, symlinks=True)
    writes = writes_until_killed(ways[0], output, 0, int(jobs))
    wrong: list[Any] = []
    for point in range(1, writes + 1, max(1, writes // int(points))):
        shutil.rmtree(output)
        shutil.copytree(before, output, symlinks=True)
        writes_until_killed(ways[0], output, point, int(jobs))
        for way in ways:
            again = folder / "again"
            shutil.copytree(output, again, symlinks=True)
            if differs := different(built(way, again), wanted[way]):
                wrong.append([point, way.name, differs])
            shutil.rmtree(again)
    print(json.dumps({"writes": writes, "wrong": wrong}))


if __name__ == "__main__":
    with remembering():
        main(*sys.argv[1:])
