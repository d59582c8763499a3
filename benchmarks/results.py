"""The figures of a whole run, and their table: `RESULTS.md` for people, `results.json` for programs."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from itertools import groupby
from statistics import median
from typing import TYPE_CHECKING

from benchmarks.chart import Bar, Group, draw

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

_MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class Run:
    """One build: seconds of wall time and of processor time, its own and others'; peak bytes of memory, pages, bytes written."""

    wall: float
    cpu: float
    others: float
    memory: int
    pages: int
    written: int


@dataclass(frozen=True, slots=True)
class Row:
    """All builds of one generator for one kind of work on a corpus of so many documents."""

    documents: int
    work: str
    generator: str
    runs: tuple[Run, ...]

    @property
    def wall(self) -> float:
        """The shortest wall time in seconds: what else a machine does only ever adds to it."""
        return min(run.wall for run in self.runs)


@dataclass(frozen=True, slots=True)
class Results:
    """A whole run: the day, the machine, versions by generator, why some are missing, and the rows; ours is first."""

    day: str
    machine: str
    cores: int
    versions: dict[str, str]
    missing: dict[str, str]
    rows: tuple[Row, ...]
    ours: str

    @property
    def disturbance(self) -> float:
        """The share of all processors that everything else on the machine used during the builds, from 0 to 1."""
        runs = [run for row in self.rows for run in row.runs]
        return sum(run.others for run in runs) / (sum(run.wall for run in runs) * self.cores or 1)


def write(results: Results, folder: Path) -> None:
    """Write `RESULTS.md`, `results.svg` and `results.json` into a folder."""
    (folder / "RESULTS.md").write_text(render(results), encoding="utf-8")
    (folder / "results.svg").write_text(picture(results), encoding="utf-8")
    raw = json.dumps(asdict(results), ensure_ascii=False, indent=1)
    (folder / "results.json").write_text(raw + "\n", encoding="utf-8")


def render(results: Results) -> str:
    """Return the text of `RESULTS.md`."""
    versions = ", ".join(f"{name} {version}" for name, version in results.versions.items())
    lines = [
        "# How fast: the figures",
        "",
        f"Measured on {results.day} on {results.machine}, with {versions}. How to read it: [README.md](README.md).",
        f"Everything else on the machine used {results.disturbance:.0%} of its processors meanwhile.",
        "",
        "![Wall time of every build, on a logarithmic scale](results.svg)",
    ]
    for name, reason in results.missing.items():
        lines += ["", f"{name} is missing: {reason}."]
    for (documents, work), rows in _grouped(results.rows):
        lines += ["", f"## {documents:,} documents, {work}", "", *_table(rows, results.ours)]
    return "\n".join((*lines, ""))


def picture(results: Results) -> str:
    """Return the picture of the shortest wall times as SVG."""
    groups = [
        Group(f"{documents:,} documents, {work}", tuple(Bar(row.generator, row.wall) for row in rows))
        for (documents, work), rows in _grouped(results.rows)
    ]
    return draw("Seconds of wall time, the shortest run of each (logarithmic scale)", groups, results.ours)


def ratio(ours: Row | None, other: Row) -> str:
    """Return our time over the other's in two digits: 0.10 is a tenth of its time, 3.0 is three times as long."""
    if ours is None:
        return "–"
    value = ours.wall / other.wall
    return f"{value:.2f}" if value < 1 else f"{value:.1f}" if value < 10 else f"{value:.0f}"


def _grouped(rows: Iterable[Row]) -> Iterator[tuple[tuple[int, str], list[Row]]]:
    for key, group in groupby(rows, key=lambda row: (row.documents, row.work)):
        yield key, list(group)


def _table(rows: list[Row], ours: str) -> Iterator[str]:
    own = next((row for row in rows if row.generator == ours), None)
    heads = ("wall s", "median s", "runs", "CPU s", "peak MB", "pages", "written MB", f"{ours} ÷ it")
    yield f"| | {' | '.join(heads)} |"
    yield f"|---|{'---:|' * len(heads)}"
    for row in rows:
        cells = (*_figures(row), ratio(own, row))
        yield f"| {row.generator} | {' | '.join(cells)} |"


def _figures(row: Row) -> tuple[str, ...]:
    """Shortest and median wall time, runs, least processor time, highest peak, pages and bytes of the last run."""
    last = row.runs[-1]
    return (
        f"{row.wall:.2f}",
        f"{median(run.wall for run in row.runs):.2f}",
        str(len(row.runs)),
        f"{min(run.cpu for run in row.runs):.2f}",
        f"{max(run.memory for run in row.runs) / _MEGABYTE:.0f}",
        f"{last.pages:,}",
        f"{last.written / _MEGABYTE:.2f}",
    )
