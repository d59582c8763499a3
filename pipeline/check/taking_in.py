"""Bring a ledger of the check's own up to the content: what changed is read, nothing is made, and the build's ledger is not touched."""

from __future__ import annotations

import fcntl
import sqlite3
import tempfile
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from model.faults import ContentFaults, Fault
from pipeline.build import SETTINGS, theme_of
from plugins.engine.ledger import discard, opened
from plugins.engine.output import OutputError
from plugins.engine.selection import falls_due
from plugins.engine.survey import survey
from plugins.engine.workers import cores

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from plugins.engine.ledger import Ledger
    from plugins.engine.survey import Survey

LEDGER = ".check.sqlite"
_LOCK = ".check.lock"


class LedgerUnusable(OutputError):
    """The check's ledger is damaged, or cannot be written. It is a cache: it was discarded, and the check does without."""


class TakenIn(NamedTuple):
    """The content beside the ledger that has taken it in, as far as it could be read; and every fault of it."""

    seen: Survey
    ledger: Ledger
    faults: tuple[Fault, ...]


@contextmanager
def taken_in(content: Path, now: dt.datetime, output: Path | None, jobs: int = 0) -> Iterator[TakenIn]:
    """Give the check's ledger as of `now` for a block; what was taken in lasts where there is no fault.

    It is kept in the folder `output`; without one, or while another check is at work there, in a folder that is gone afterwards.
    Raises `ContentFaults` where there is no content folder, and `LedgerUnusable`.
    """
    with _ledger(output) as ledger:
        seen = survey(content.resolve(), ledger, now, theme_of(SETTINGS), SETTINGS)
        faults = _take_in(seen, ledger, jobs or cores())
        ledger.remember_facts(seen.facts)
        yield TakenIn(seen, ledger, faults)
        if faults:
            ledger.database.rollback()
        else:
            ledger.commit()


def _take_in(seen: Survey, ledger: Ledger, jobs: int) -> tuple[Fault, ...]:
    if seen.nothing and not falls_due(ledger, seen):
        return ()
    from pipeline.features import declared_features  # loaded only where there is something to read
    from plugins.engine.taking_in import take_in

    try:
        take_in(seen, ledger, declared_features(SETTINGS), jobs)
    except ContentFaults as error:
        return error.faults
    return ()


@contextmanager
def _ledger(output: Path | None) -> Iterator[Ledger]:
    with ExitStack() as stack:
        folder = _kept_in(output, stack) or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        try:
            yield stack.enter_context(opened(folder / LEDGER))
        except sqlite3.DatabaseError as error:
            with suppress(OSError):
                discard(folder / LEDGER)
            raise LedgerUnusable(f"{folder / LEDGER}：检查记录不能用，{error}（检查磁盘空间和权限）") from error


def _kept_in(output: Path | None, stack: ExitStack) -> Path | None:
    """The folder that a ledger can be kept in, with nobody else at work; nothing where there is none."""
    if output is None:
        return None
    try:
        output.mkdir(parents=True, exist_ok=True)
        lock = stack.enter_context((output / _LOCK).open("w"))
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return None
    return output
