"""Measuring: the whole tree of processes counts, and failures are told."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from benchmarks.measure import Command, CommandFailed, measure
from benchmarks.outcome import files_in, outcome

MEGABYTE = 1_000_000

PARENT = """
import subprocess, sys, time
held = bytearray(30_000_000)
child = "import time; held = bytearray(50_000_000); time.sleep(0.4); sum(range(6_000_000))"
subprocess.run([sys.executable, "-c", child], check=True)
"""


def _python(code: str, folder: Path, *environment: tuple[str, str]) -> Command:
    return Command((sys.executable, "-c", code), folder, environment)


def test_the_memory_and_the_time_of_children_count(tmp_path: Path) -> None:
    cost = measure(_python(PARENT, tmp_path))

    assert cost.wall > 0.4
    assert 0 < cost.cpu < cost.wall
    assert 80 * MEGABYTE < cost.memory < 200 * MEGABYTE


def test_waiting_costs_no_processor_time(tmp_path: Path) -> None:
    cost = measure(_python("import time; time.sleep(0.5)", tmp_path))

    assert cost.wall > 0.5
    assert cost.cpu < 0.4


def test_a_command_runs_in_its_folder_with_its_environment(tmp_path: Path) -> None:
    measure(_python("import os, pathlib; pathlib.Path('x').write_text(os.environ['WHO'])", tmp_path, ("WHO", "me")))

    assert (tmp_path / "x").read_text() == "me"


def test_a_failure_says_what_the_command_printed(tmp_path: Path) -> None:
    with pytest.raises(CommandFailed, match="no such document"):
        measure(_python("import sys; sys.exit('no such document')", tmp_path))


def test_bytes_written_are_those_of_files_that_changed(tmp_path: Path) -> None:
    for name in ("a.html", "b.html", "c.xml"):
        (tmp_path / name).write_text("old")
    before = files_in(tmp_path)
    (tmp_path / "b.html").write_text("changed")
    (tmp_path / "d.html").write_text("new")

    found = outcome(before, files_in(tmp_path))

    assert found.pages == 3
    assert found.written == len("changed") + len("new")


def test_a_folder_that_is_not_there_is_empty(tmp_path: Path) -> None:
    assert files_in(tmp_path / "none") == {}
