"""Personal data in tables: the head says what a column holds and whose it is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.rules.personal import columns, numbers, owners
from pipeline.rules.personal.hits import Hit, hit
from pipeline.rules.personal.numbers import Kind, Span
from pipeline.rules.personal.running import broken_masks, is_to_the_door

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.rules.personal.seen import Cell, Table

_WHOLE_ID = re.compile(r"[1-9]\d{16}[\dXx]|[1-9]\d{14}")
_ACCOUNT = re.compile(r"\d{16,21}")
_DAY = re.compile(
    r"(?:18|19|20)\d{2}(?:年\s?\d{1,2}月\s?\d{1,2}日?|([-/.])\d{1,2}\1\d{1,2}|[01]\d[0-3]\d)(?:\s+0?0:00(?::00)?)?"
)
#: A cell without any of these has nothing to be found, but an address.
_SIGNS = re.compile(r"\d{4}|[０-９]{4}|[*＊×●○■□◆]|@|＠|护照")
_LATE = re.compile(r"牺牲|烈士|逝世|去世|卒年|生卒")
_NAMELESS = re.compile(r"[*＊×○]|某|^$")


@dataclass(frozen=True, slots=True)
class _Head:
    names: tuple[str, ...]
    persons: bool
    units: bool

    def __getitem__(self, column: int) -> str:
        return self.names[column] if column < len(self.names) else ""

    @property
    def private(self) -> bool:
        """Whether what telephones and addresses there are belong to persons in no office."""
        return self.persons and not self.units


def in_table(table: Table) -> Iterator[Hit]:
    """Yield what is personal in a table; one without a head is read as lines."""
    number = columns.head_of(table)
    head = _head(table.rows[number] if number >= 0 else ())
    sensitive: dict[int, Hit] = {}
    for row in table.rows[number + 1 :]:
        named = _is_named(row, head)
        for column, cell in enumerate(row):
            yield from _in_cell(row, column, head)
            if head.persons and named and columns.is_plain_secret(head[column], cell.text) and column not in sensitive:
                fact = f"名单里有“{head[column]}”一列，逐人写明"
                sensitive[column] = Hit("PERSONAL_COLUMN", cell.line, -1, -1, cell.place, fact)
    yield from sensitive.values()


def _head(row: tuple[Cell, ...]) -> _Head:
    names = tuple(columns.normal(cell.text) for cell in row)
    return _Head(names, owners.lists_persons(names), owners.lists_units(names))


def _is_named(row: tuple[Cell, ...], head: _Head) -> bool:
    column = owners.names_in(head.names)
    return 0 <= column < len(row) and not _NAMELESS.search(row[column].text.strip())


def _in_cell(row: tuple[Cell, ...], column: int, head: _Head) -> Iterator[Hit]:
    cell, heading = row[column], head[column]
    if not _SIGNS.search(cell.text) and columns.kind_of(heading) is not Kind.ADDRESS:
        return
    text = numbers.plain(cell.text)
    spans = [*_certain(text, heading, row, column, head), *_by_column(text, heading, head)]
    taken: set[int] = set()
    for span in spans:
        if span.start not in taken:
            taken.add(span.start)
            yield hit(span, cell)
    yield from broken_masks(cell, heading)


def _certain(text: str, heading: str, row: tuple[Cell, ...], column: int, head: _Head) -> Iterator[Span]:
    """What the form of a number tells, whatever the column."""
    label = heading or (row[column - 1].text[-20:] if column and not head.names else "")
    yield from numbers.ids(text, label)
    yield from numbers.passports(text, label)
    beside = "" if head.names else " ".join(cell.text for cell in row[:column])
    for span in numbers.mobiles(text):
        if (head.private and not columns.holds_other_numbers(heading)) or owners.is_private(
            beside + text[: span.start]
        ):
            yield span
    around = " ".join((*head.names, *(cell.text for cell in row)))
    if not head.private and not owners.is_official_account(around):
        yield from numbers.cards(text, label)


def _by_column(text: str, heading: str, head: _Head) -> Iterator[Span]:
    """What the column says that a cell is."""
    kind = columns.kind_of(heading)
    whole = text.strip()
    if kind is Kind.ID and _WHOLE_ID.fullmatch(whole):
        yield _all(text, Kind.ID)
    elif kind is Kind.BIRTH and head.persons and not any(map(_LATE.search, head.names)) and _DAY.fullmatch(whole):
        yield _all(text, Kind.BIRTH)
    elif kind is Kind.MOBILE and (head.private or owners.is_home(heading)):
        yield from numbers.phones(text)
    elif kind and head.private:
        yield from _of_persons(text, whole, kind)


def _of_persons(text: str, whole: str, kind: Kind) -> Iterator[Span]:
    if kind is Kind.BANK_CARD and _ACCOUNT.fullmatch(re.sub(r"[ -]", "", whole)):
        yield _all(text, Kind.BANK_CARD)
    elif kind is Kind.EMAIL:
        yield from numbers.emails(text)
    elif kind is Kind.ADDRESS and is_to_the_door(whole):
        yield _all(text, Kind.ADDRESS)


def _all(text: str, kind: Kind) -> Span:
    start = len(text) - len(text.lstrip())
    return Span(start, start + len(text.strip()), kind, text.strip())
