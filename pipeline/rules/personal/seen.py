"""What is looked at, whatever file it comes from: passages of text, tables, and remarks on how far a file could be read."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple


class Passage(NamedTuple):
    """A piece of running text. `line` is its line in the file; `start` the place of its first character there, or -1 where the
    text does not stand in the file as it is. `place` is what people call the place (第3页); `letter`: a citizen wrote it.
    """

    text: str
    line: int = 1
    start: int = -1
    place: str = ""
    letter: bool = False
    reply: bool = False


class Cell(NamedTuple):
    """A cell of a table; the fields as in `Passage`."""

    text: str
    line: int = 1
    start: int = -1
    place: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells; which one is the head is found out later."""

    rows: tuple[tuple[Cell, ...], ...]


class Remark(NamedTuple):
    """Something about a file itself: the rule's code, and the fact."""

    code: str
    fact: str


@dataclass(slots=True)
class Seen:
    """All that was read of one file; `path` is content-relative and empty for the document itself."""

    path: str = ""
    passages: list[Passage] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    markdown: bool = False

    def unseen(self, fact: str) -> None:
        """Note, once, that something could not be looked into."""
        remark = Remark("ATTACHMENT_UNSEEN", fact)
        if remark not in self.remarks:
            self.remarks.append(remark)

    def hidden(self, fact: str) -> None:
        """Note, once, that the file has something that readers do not see at once."""
        remark = Remark("ATTACHMENT_HIDDEN", fact)
        if remark not in self.remarks:
            self.remarks.append(remark)
