"""Spread work over processes: chunks go out, results come back in their order, and the bytes are the same as without.

Processes are forked, before any thread of the pool is alive, so that what a worker needs is simply there; where other
threads run, as in the preview, the work is done in the process itself.
"""

from __future__ import annotations

import gc
import multiprocessing.connection
import os
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from itertools import chain, islice
from typing import Any, TypeVar

from plugins.engine.output import OutputError

Item = TypeVar("Item")
Result = TypeVar("Result")
#: Fewer items than this are not worth a process.
FEW = 100
CHUNK = 50
_AHEAD = 4

_work: Callable[[Any], Any]


def cores() -> int:
    """Return how many processors this process may use."""
    return len(os.sched_getaffinity(0))


def spread(prepare: Callable[[], Callable[[Item], Result]], items: Iterable[Item], jobs: int) -> Iterator[Result]:
    """Yield the result of each item in order; `prepare` makes the function, once in each process.

    Raises `OutputError` where a process was killed.
    """
    waiting = iter(items)
    first = list(islice(waiting, FEW))
    if jobs < 2 or len(first) < FEW or threading.active_count() > 1:
        work = prepare()
        yield from map(work, chain(first, waiting))
    else:
        yield from _in_processes(prepare, chain(first, waiting), jobs)


def _in_processes(
    prepare: Callable[[], Callable[[Item], Result]], items: Iterable[Item], jobs: int
) -> Iterator[Result]:
    from concurrent.futures import Future, ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool

    waiting = iter(items)
    running: deque[Future[list[Result]]] = deque()
    pool = ProcessPoolExecutor(jobs, multiprocessing.get_context("fork"), _begin, (prepare,))
    try:
        while chunk := list(islice(waiting, CHUNK)):
            running.append(pool.submit(_do, chunk))
            if len(running) > jobs * _AHEAD:
                yield from running.popleft().result()
        while running:
            yield from running.popleft().result()
    except BrokenProcessPool:
        raise OutputError(
            "一个工作进程被系统中止（多半是内存不够：关掉别的程序，或者用--jobs 1；上一次的输出没有动）"
        ) from None
    finally:
        pool.shutdown(cancel_futures=True)


def _begin(prepare: Callable[[], Callable[[Any], Any]]) -> None:
    global _work
    threading.Thread(target=_end_with_parent, daemon=True).start()
    gc.freeze()  # what was there before the fork stays shared, and is not gone through again
    gc.set_threshold(50_000, 20, 50)
    _work = prepare()


def _end_with_parent() -> None:
    """A build that is killed takes its processes with it: they would wait for work, and keep its lock, for ever."""
    parent = multiprocessing.parent_process()
    assert parent
    multiprocessing.connection.wait([parent.sentinel])
    os._exit(1)


def _do(chunk: list[Any]) -> list[Any]:
    return [_work(item) for item in chunk]
