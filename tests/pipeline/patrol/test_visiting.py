from __future__ import annotations

import threading
import time

import pytest

from pipeline.patrol.visiting import in_lanes


def test_no_host_is_asked_for_more_than_its_lanes_at_a_time() -> None:
    running: dict[str, int] = dict.fromkeys("ab", 0)
    most: dict[str, int] = dict(running)
    lock = threading.Lock()

    def do(job: str) -> str:
        with lock:
            running[job[0]] += 1
            most[job[0]] = max(most[job[0]], running[job[0]])
        time.sleep(0.005)
        with lock:
            running[job[0]] -= 1
        return job.upper()

    jobs = [f"{host}{number}" for number in range(6) for host in "ab"]

    assert in_lanes(jobs, lambda job: job[0], 2, do) == [job.upper() for job in jobs]
    assert most == {"a": 2, "b": 2}


def test_what_fails_stops_the_rest() -> None:
    done: list[int] = []

    def do(job: int) -> None:
        done.append(job)
        if job == 1:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        in_lanes(range(9999), lambda _: "a", 1, do)
    assert done == [0, 1]


def test_nothing_to_do_is_done() -> None:
    assert in_lanes([], str, 2, str) == []
