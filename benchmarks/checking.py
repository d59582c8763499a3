"""What checking costs: `python -m benchmarks.checking [N …]` builds, checks and audits N documents from nothing and after one change, and prints a table.

Seconds are of wall time, with as many processes as there are processors, each step in a process of its own; the ratio is to the build from nothing.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

from benchmarks.corpus import AS_OF, make_document
from benchmarks.peer import REPOSITORY
from benchmarks.peers.ours import Ours

_STEPS = ("build", "check", "audit")


class Step(NamedTuple):
    """A command, when it was run, its seconds, and the most memory that a process of it had, in MB."""

    name: str
    seconds: float
    memory: float


def measure(documents: int) -> list[Step]:
    """Run the commands from nothing, and again after the body of one document was edited."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        Ours().write_corpus(folder, documents)
        found = [_run(each, folder, "from nothing") for each in _STEPS]
        file, text = Ours().source(folder, make_document(documents // 2))
        file.write_text(text + "\n新的一段。\n", encoding="utf-8")
        return found + [_run(each, folder, "one edited") for each in _STEPS]


def _run(name: str, folder: Path, when: str) -> Step:
    command = [
        sys.executable,
        "-m",
        "invoke",
        name,
        "--content",
        str(folder / "content"),
        "--output",
        str(folder / "o"),
    ]
    moment = [] if name == "audit" else ["--as-of", f"{AS_OF:%Y-%m-%d %H:%M}"]
    begun = time.monotonic()
    process = subprocess.Popen([*command, *moment], cwd=REPOSITORY, stdout=subprocess.DEVNULL)  # noqa: S603
    _, status, used = os.wait4(process.pid, 0)  # of it and the processes that it waited for
    seconds, process.returncode = time.monotonic() - begun, os.waitstatus_to_exitcode(status)
    if process.returncode not in ({0} if name == "build" else {0, 1}):  # the corpus has findings; a crash is no figure
        raise RuntimeError(f"{name}: exit code {process.returncode}")
    return Step(f"{name}, {when}", seconds, used.ru_maxrss / 1024)


def table(documents: int, steps: list[Step]) -> str:
    """Return the table; memory is that of the command's largest process."""
    cold = steps[0].seconds
    lines = [f"| {documents:,} documents | s | × cold build | MB |", "|---|---:|---:|---:|"]
    lines += [f"| {each.name} | {each.seconds:.2f} | {each.seconds / cold:.2f} | {each.memory:.0f} |" for each in steps]
    return "\n".join(lines)


if __name__ == "__main__":
    for many in map(int, sys.argv[1:] or ("10000",)):
        print(table(many, measure(many)), end="\n\n", flush=True)
