"""Work is spread over processes, and comes back as if it had not been."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from plugins.engine.workers import FEW, spread

ROOT = Path(__file__).parents[3]


def double() -> Callable[[int], tuple[int, int]]:
    return lambda number: (2 * number, os.getpid())


SPREAD = """
import json, os, signal, sys
from plugins.engine.output import OutputError
from plugins.engine.workers import FEW, spread

def double():
    return lambda number: (2 * number, os.getpid())

def fatal():
    return lambda number: os.kill(os.getpid(), signal.SIGKILL) if number == FEW + 1 else number

def failing():
    def work(number):
        raise OutputError(f"{number}：磁盘满了")
    return work

try:
    print(json.dumps([os.getpid(), list(spread(globals()[sys.argv[1]], range(int(sys.argv[2])), int(sys.argv[3])))]))
except OutputError as error:
    print(json.dumps(str(error)))
"""


def spread_apart(work: str, items: int, jobs: int) -> tuple[Any, str]:
    """What `SPREAD` prints and what it complains of: in a process with one thread, whatever the other tests left in this."""
    command = [sys.executable, "-c", SPREAD, work, str(items), str(jobs)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return json.loads(done.stdout), done.stderr


@pytest.mark.parametrize("items", [0, 1, FEW - 1, FEW, 10 * FEW + 7])
@pytest.mark.parametrize("jobs", [1, 2, 3])
def test_results_come_in_the_order_of_the_items(items: int, jobs: int) -> None:
    (parent, results), _ = spread_apart("double", items, jobs)

    assert [result for result, _ in results] == [2 * number for number in range(items)]
    processes = {process for _, process in results}
    elsewhere = jobs > 1 and items >= FEW
    assert (parent in processes) == (not elsewhere and items > 0)


def test_a_process_that_is_killed_is_one_clear_line() -> None:
    said, complaints = spread_apart("fatal", 5 * FEW, 2)

    assert "--jobs 1" in said
    assert complaints == ""


def test_what_goes_wrong_in_a_process_goes_wrong_here() -> None:
    said, complaints = spread_apart("failing", 5 * FEW, 2)

    assert "磁盘满了" in said
    assert complaints == ""


def test_where_threads_run_nothing_is_forked() -> None:
    done = threading.Event()
    thread = threading.Thread(target=done.wait)
    thread.start()

    processes = {process for _, process in spread(double, range(2 * FEW), 2)}

    done.set()
    thread.join()
    assert processes == {os.getpid()}


ENDLESS = """
import os, time
from plugins.engine.workers import spread

def prepare():
    print(os.getpid(), flush=True)
    return lambda _: time.sleep(600)

list(spread(prepare, range(1000), 2))
"""


def test_a_build_that_is_killed_takes_its_processes_with_it() -> None:
    parent = subprocess.Popen([sys.executable, "-c", ENDLESS], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert parent.stdout
    workers = [int(parent.stdout.readline()) for _ in range(2)]

    parent.kill()
    parent.wait()

    assert parent.stdout.read() == "", "the pipe is closed once the last process that holds it is gone"
    parent.stdout.close()
    assert len(set(workers)) == 2
