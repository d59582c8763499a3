"""What a document costs by phase: `python -m benchmarks.phases [N]` builds N documents from nothing in one process, and prints a table.

A phase's time is its own: what it calls and is a phase itself counts there. The clock is read at each call, which adds a
few microseconds to each line.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pipeline.build as building
from benchmarks.corpus import AS_OF
from benchmarks.peer import HERE
from benchmarks.peers.ours import Ours
from plugins.engine import reader, taking
from plugins.engine.build import Build
from plugins.engine.intake import Intake
from plugins.engine.ledger import Ledger
from plugins.engine.make import Maker
from plugins.engine.mentions import Mentions
from plugins.engine.output import Output
from plugins.engine.reader import Reader

if TYPE_CHECKING:
    from collections.abc import Callable

#: What is timed, in the order of a build: what it is called in the table, and where the function stands.
PHASES: tuple[tuple[str, Any, str], ...] = (
    ("look at the folders", building, "survey"),
    ("compare documents with the ledger", Intake, "take"),
    ("front matter, typed values, rows", taking.Taker, "take"),
    ("plain texts", reader, "write_plain_text"),
    ("Markdown for the others", Reader, "_convert"),
    ("links, sanitising", Mentions, "rewrite"),
    ("excerpt, anchors, tables", Reader, "read"),
    ("rows of documents into the ledger", Ledger, "insert"),
    ("pages of the plan, tags of the changes", Build, "read"),
    ("Pelican's run, pages in order", Build, "make"),
    ("values of a page", Maker, "_values"),
    ("digest of the values", Maker, "_digest"),
    ("template", Maker, "_render"),
    ("digest of the bytes", Maker, "make"),
    ("file", Output, "stage"),
    ("row and tags of a page into the ledger", Build, "_keep"),
    ("put in place", Build, "commit"),
)


class Clock:
    """Seconds of each phase without those of the phases within it."""

    def __init__(self) -> None:
        self.seconds: defaultdict[str, float] = defaultdict(float)
        self._running: list[float] = []

    def timed(self, phase: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """Return a function that does the same and is timed."""

        def work(*arguments: Any, **more: Any) -> Any:
            begun = time.perf_counter()
            self._running.append(0.0)
            try:
                return function(*arguments, **more)
            finally:
                spent, within = time.perf_counter() - begun, self._running.pop()
                self.seconds[phase] += spent - within
                if self._running:
                    self._running[-1] += spent

        return work


def measure(documents: int) -> tuple[dict[str, float], float]:
    """Build a corpus from nothing in one process; return the seconds of each phase, and of all."""
    clock = Clock()
    for phase, owner, name in PHASES:
        setattr(owner, name, clock.timed(phase, getattr(owner, name)))
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        Ours().write_corpus(folder, documents)
        settings = HERE / "ours" / "pelicanconf.py"
        begun = time.perf_counter()
        building.build(folder / "content", folder / "output", as_of=AS_OF, jobs=1, settings=settings)
        return clock.seconds, time.perf_counter() - begun


def table(documents: int, seconds: dict[str, float], wall: float) -> str:
    """Return the table, in microseconds for each document."""
    rest = {"everything else": wall - sum(seconds.values()), "all": wall}
    rows = [(phase, seconds[phase]) for phase, _, _ in PHASES] + list(rest.items())
    lines = [f"| {phase} | {1e6 * spent / documents:.0f} |" for phase, spent in rows]
    return "\n".join([f"| phase, {documents:,} documents, one process | µs a document |", "|---|---:|", *lines])


if __name__ == "__main__":
    many = int(sys.argv[1]) if len(sys.argv) > 1 else 5_000
    print(table(many, *measure(many)))
