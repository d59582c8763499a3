"""What is looked at, whatever file it comes from: passages of text, tables, and remarks on how far a file could be read."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


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
    """Rows of cells; which one is the head is found out later. `title` is what the table is called, or the text before it."""

    rows: Sequence[tuple[Cell, ...]]
    title: str = ""


class Remark(NamedTuple):
    """Something about a file itself: the rule's code, and the fact."""

    code: str
    fact: str


@dataclass(slots=True)
class Seen:
    """All that was read of one file; `path` is content-relative and empty for the document itself, `title` what it is called."""

    path: str = ""
    title: str = ""
    passages: list[Passage] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)

    def add_table(self, rows: Iterable[tuple[Cell, ...]], title: str = "") -> None:
        """Add a table, called by its title and the last text before it."""
        before = self.passages[-1].text[-30:] if self.passages else ""
        self.tables.append(Table(tuple(rows), f"{self.title} {title} {before}"))

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
