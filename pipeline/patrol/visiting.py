"""Ask for many things at once and stay polite: a few lanes for each host, in a lane one after the other."""

from __future__ import annotations

from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import Event
from typing import TYPE_CHECKING, TypeVar

from pipeline.patrol.answered import Reply, Visit, family_of
from pipeline.patrol.asking import ask

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Sequence

    from pipeline.hosts import Front

_THREADS = 8
_LANES_OF_A_HOST = 2
#: Longer bodies are forgotten once they are digested; no page whose links matter is longer.
_KEPT = 2 << 20
_Job = TypeVar("_Job")
_Done = TypeVar("_Done")


@dataclass(frozen=True, slots=True)
class Errand:
    """Something to ask a front for: a path of a site; `file` is what the release calls it.

    `shown` is what the visit is recorded under, where that is not the path.
    """

    site: str
    domain: str
    front: Front
    path: str
    file: str = ""
    shown: str = ""


def visit_all(errands: Sequence[Errand], at: dt.datetime, timeout: float) -> list[Visit]:
    """Ask for everything, and return a visit for each errand, in the same order."""

    def go(errand: Errand) -> Visit:
        answer = ask(errand.front, errand.domain, errand.path, timeout=timeout)
        if isinstance(answer, Reply) and answer.size > _KEPT:
            answer = answer.without_body()
        front = errand.front
        return Visit(at, errand.site, front.host, family_of(front.address), errand.shown or errand.path, answer)

    return in_lanes(errands, lambda errand: errand.front.host, _LANES_OF_A_HOST, go)


def in_lanes(
    jobs: Sequence[_Job], whose: Callable[[_Job], str], lanes: int, do: Callable[[_Job], _Done]
) -> list[_Done]:
    """Do all jobs, no more than `lanes` at a time of those that belong to one, and return the results in their order."""
    belonging: dict[str, list[int]] = defaultdict(list)
    for number, job in enumerate(jobs):
        belonging[whose(job)].append(number)
    rows = [numbers[lane::lanes] for numbers in belonging.values() for lane in range(lanes)]
    done: dict[int, _Done] = {}
    stopped = Event()

    def run(numbers: list[int]) -> None:
        for number in numbers:
            if not stopped.is_set():
                done[number] = do(jobs[number])

    pool = ThreadPoolExecutor(_THREADS)
    try:
        for _ in pool.map(run, rows):
            pass
    finally:
        stopped.set()  # where somebody interrupts, nobody waits for the rest of a lane
        pool.shutdown(cancel_futures=True)
    return [done[number] for number in range(len(jobs))]
