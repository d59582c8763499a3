"""What is wrong with the content, said so that an editor can mend it."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from model.shown import shown

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One thing to mend: `path:line: CODE message (remedy)`.

    `path` is relative to the content folder, with `/`; `line` counts from 1 and is 1 where the whole file is meant. What others
    wrote in it cannot lead a terminal astray that prints it.
    """

    path: str
    line: int
    code: str
    message: str
    remedy: str

    def __str__(self) -> str:
        return shown(f"{self.path}:{self.line}: {self.code} {self.message}（{self.remedy}）")


class Unreadable(Exception):
    """A text that cannot be read as the type it should be: the fact and the remedy, without the place."""

    def __init__(self, code: str, message: str, remedy: str) -> None:
        super().__init__(f"{message}（{remedy}）")
        self.code = code
        self.message = message
        self.remedy = remedy

    def at(self, path: str, line: int) -> Fault:
        """Return the fault that this is at a place."""
        return Fault(path, line, self.code, self.message, self.remedy)


class ContentFaults(Exception):
    """The content breaks its rules; every fault of every file is in `faults`, in the order of places."""

    exitcode = 1

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(sorted(set(faults)))
        super().__init__("\n".join(map(str, self.faults)))


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return the known word nearest to `word`, or nothing where none is near."""
    return next(iter(difflib.get_close_matches(word, list(known), n=1, cutoff=0.6)), "")
