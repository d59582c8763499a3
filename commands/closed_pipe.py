"""A command whose reader has gone, as in `invoke check | head`, ends quietly: with the status of a broken pipe, without a traceback."""

from __future__ import annotations

import os
import select
import sys
from contextlib import suppress
from io import TextIOWrapper
from typing import TYPE_CHECKING

from invoke.exceptions import ThreadException

if TYPE_CHECKING:
    from types import TracebackType


#: What a shell says of a program that wrote to where nobody reads any more: 128 and the number of the signal.
_BROKEN_PIPE = 141


def watch_output() -> None:
    """From now on have each line leave at once, and end where nobody reads it.

    Invoke itself prints too, so this is no matter of single commands.
    """
    sys.excepthook = _end_quietly
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(line_buffering=True)


def say(line: str) -> None:
    """Print a step of what goes on, and is recorded, whether or not anybody reads any more."""
    with suppress(BrokenPipeError):
        print(line)


def _end_quietly(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    parts = {each.type for each in error.exceptions} if isinstance(error, ThreadException) else {kind}
    if parts == {BrokenPipeError} and _nobody_reads():
        sys.exit(_BROKEN_PIPE)
    sys.__excepthook__(kind, error, trace)


def _nobody_reads() -> bool:
    """Whether what reads our output has gone; from then on it is written to nowhere."""
    asked = select.poll()
    streams = [each.fileno() for each in (sys.__stdout__, sys.__stderr__) if each]
    for each in streams:
        asked.register(each, 0)
    gone = [each for each, _ in asked.poll(0)]
    for each in gone:
        os.dup2(os.open(os.devnull, os.O_WRONLY), each)
    return bool(gone)
