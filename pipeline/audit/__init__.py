"""Audit the built pages of a site: its frame, its META set, its links, and nothing from elsewhere; only what changed is read again.

Source: 政府网站发展指引 附件; each finding is a `Fault` whose path is the page's file below the output folder. What was seen in a page is
kept in a memo (`memo.py`) beside the site's folder, under the digest of the bytes in which it was seen.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from pipeline.audit.judging import findings, judge
from pipeline.audit.keeping import Keeper
from pipeline.audit.looking import look
from pipeline.audit.memo import FILE, MemoDamaged, MemoUnusable, opened
from pipeline.audit.present import come, compare, gone, list_present, to_look_at
from plugins.engine.workers import cores, spread

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable
    from pathlib import Path

    from model.faults import Fault


def audit(
    folder: Path, *, ledger: Path | None = None, jobs: int = 0, say: Callable[[str], object] = print
) -> tuple[Fault, ...]:
    """Return the findings on every HTML page of a built site in `folder`, in the order of their places.

    Without a `ledger` every file is looked at: one with the stamp that it had when it was audited (both times, size, inode) is
    not read, any other is digested, and only other bytes are parsed; a file that was altered by hand is found. With the ledger
    of a build that has just ended, its digests say what changed, and no other file is touched: the build has compared the stamps of
    all files itself, and mended what was damaged. Where that ledger does not speak of this output, or has not made all of the
    site, the files are looked at.

    `jobs` is how many processes may work at once, 0 for as many as there are processors. `say` gets a line where the memo is of
    no use; the findings are the same without it. Raises `OutputError` where a page cannot be
    read, or there is no place for what is seen.
    """
    if not folder.is_dir():
        return ()
    place, jobs = folder.parent / FILE, jobs or cores()
    try:
        return _audit(place, folder, ledger, jobs)
    except MemoDamaged as error:
        say(f"{error}，从头检查")
    except MemoUnusable as error:
        say(f"{error}；这一次从头检查，不记下来")
        return _audit(None, folder, ledger, jobs)
    return _audit(place, folder, ledger, jobs)


def _audit(place: Path | None, folder: Path, ledger: Path | None, jobs: int) -> tuple[Fault, ...]:
    with opened(place) as memo:
        list_present(memo, folder, ledger)
        memo.execute("begin immediate")
        compare(memo, folder.name)
        _bring_up(memo, folder, jobs)
        judge(memo, folder.name)
        memo.execute("commit")
        return tuple(sorted(findings(memo, folder.name)))


def _bring_up(memo: sqlite3.Connection, folder: Path, jobs: int) -> None:
    """Have the memo know the files that are there, and what is in those of other bytes."""
    keeper = Keeper(memo, folder.name)
    for file in gone(memo):
        keeper.forget(file)
    for file in come(memo):
        keeper.keep_name(file)
    for seen in spread(lambda: partial(look, folder), to_look_at(memo), jobs):
        keeper.keep(seen)
    keeper.tidy()
