"""Personal data in tables: the head says what a column holds and whose it is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from model.patterns import pattern
from pipeline.rules.personal import columns, forms, numbers, owners
from pipeline.rules.personal.hits import Hit, hit
from pipeline.rules.personal.homes import is_flat, is_to_the_door
from pipeline.rules.personal.numbers import Kind, Span
from pipeline.rules.personal.running import before, broken_masks
from pipeline.rules.personal.split import joined, may_be_split

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.rules.personal.seen import Cell, Table

_WHOLE_ID = pattern(r"[1-9]\d{16}[\dXx]|[1-9]\d{14}")
_ACCOUNT = pattern(r"\d{16,21}")
_DAY = pattern(
    r"(?:18|19|20)\d{2}(?:年\s?\d{1,2}月\s?\d{1,2}日?|([-/.])\d{1,2}\1\d{1,2}|[01]\d[0-3]\d)(?:\s+0?0:00(?::00)?)?"
)
#: A cell without any of these has nothing to be found, but an address.
_SIGNS = pattern(r"\d{4}|[０-９]{4}|[*＊×●○■□◆]|@|＠|护照")
#: Columns that no list of duties has.
_INTIMATE = frozenset({Kind.ID, Kind.ADDRESS, Kind.BANK_CARD})
_LATE = pattern(r"牺牲|烈士|逝世|去世|卒年|生卒")
_NAMELESS = pattern(r"[*＊×○]|某|^$")


@dataclass(frozen=True, slots=True)
class _Head:
    """What the head of a table says: `private` where the numbers below are those of persons in no office."""

    names: tuple[str, ...]
    persons: bool
    private: bool
    intimate: bool

    def __getitem__(self, column: int) -> str:
        return self.names[column] if column < len(self.names) else ""

    def is_of_duty(self, column: int) -> bool:
        """Say whether a column, or the one before it, is that of those who answer for the persons in the list."""
        return owners.is_in_charge(self[column]) or bool(column and owners.is_in_charge(self[column - 1]))


_NO_HEAD = _Head((), persons=False, private=False, intimate=False)


def in_table(table: Table) -> Iterator[Hit]:
    """Yield what is personal in a table, or in a form; one without a head is read as lines, and so is what stands above the head."""
    table = forms.as_list(table) or table
    head, last = _head(table, columns.head_of(table))
    sensitive: dict[int, Hit] = {}
    for row in table.rows[: max(last, 0)]:
        for column in range(len(row)):
            yield from _in_cell(row, column, _NO_HEAD, person=False)
    split = may_be_split(table, head.names)
    for each in table.rows[last + 1 :]:
        row = joined(each, head.names) if split else each
        person, named = _person(row, head)
        for column, cell in enumerate(row):
            yield from _in_cell(row, column, head, person)
            if named and column not in sensitive and columns.is_plain_secret(head[column], cell.text):
                fact = f"名单里有“{head[column]}”一列，逐人写明"
                sensitive[column] = Hit("PERSONAL_COLUMN", cell.line, -1, -1, cell.place, fact)
    yield from sensitive.values()


def _head(table: Table, number: int) -> tuple[_Head, int]:
    """What the head says, and its last row."""
    names, last = columns.names_of(table, number)
    persons = owners.lists_persons(names)
    title = table.title + "".join(cell.text for row in table.rows[: max(number, 0)] for cell in row)
    intimate = any(columns.kind_of(name) in _INTIMATE or columns.is_sensitive(name) for name in names)
    private = persons and (intimate or not (owners.lists_units(names) or owners.is_duty(title)))
    return _Head(names, persons, private, intimate), last


def _person(row: tuple[Cell, ...], head: _Head) -> tuple[bool, bool]:
    """Whether a row may be about a person, and whether it names one in full."""
    column = owners.names_in(head.names)
    name = row[column].text.strip() if 0 <= column < len(row) else ""
    person = head.persons and owners.is_person(name)
    return person, person and bool(name) and not _NAMELESS.search(name)


def _in_cell(row: tuple[Cell, ...], column: int, head: _Head, person: bool) -> Iterator[Hit]:
    cell, heading = row[column], head[column]
    if not (_SIGNS.search(cell.text) or columns.holds_places(heading)):
        return
    text = numbers.plain(cell.text)
    private = person and head.private
    left = "" if head.names else " ".join(each.text for each in row[max(column - 6, 0) : column]) + " "
    label = heading or left[-20:]
    spans = [*numbers.ids(text, label), *numbers.passports(text, label)]
    if private:
        spans += _of_persons(text, column, head)
    else:
        spans += _cards(text, label, row, head)
    alone = not head.names and any(any(numbers.ids(each.text)) for each in row if len(each.text) >= 15)
    spans += (span for span in numbers.mobiles(text) if alone or owners.is_private(left + before(text, span)))
    yield from _once([*spans, *_by_column(text, heading, person, head)], cell)
    yield from broken_masks(cell, label)


def _cards(text: str, label: str, row: tuple[Cell, ...], head: _Head) -> list[Span]:
    """The bank cards beside which nothing speaks of a unit."""
    cards = list(numbers.cards(text, label))
    official = cards and owners.is_official_account(" ".join((*head.names, *(each.text for each in row))))
    return [] if official else cards


def _once(spans: list[Span], cell: Cell) -> Iterator[Hit]:
    taken: set[int] = set()
    for span in spans:
        if span.start not in taken:
            taken.add(span.start)
            yield hit(span, cell)


def _by_column(text: str, heading: str, person: bool, head: _Head) -> Iterator[Span]:
    """What the column says that a cell is, whoever the persons are."""
    kind = columns.kind_of(heading)
    if kind is Kind.ID and _WHOLE_ID.fullmatch(_bare(text)) and numbers.resembles_id(_bare(text), heading):
        yield _all(text, Kind.ID)
    elif kind is Kind.BIRTH and person and not any(map(_LATE.search, head.names)) and _DAY.fullmatch(_bare(text)):
        yield _all(text, Kind.BIRTH)
    elif kind is Kind.MOBILE and owners.is_home(heading):
        yield from numbers.phones(text)


def _of_persons(text: str, column: int, head: _Head) -> Iterator[Span]:
    """What is found in the row of a private person."""
    heading = head[column]
    kind = columns.kind_of(heading)
    if not (columns.holds_other_numbers(heading) or head.is_of_duty(column)):
        yield from numbers.mobiles(text)
    yield from numbers.cards(text, heading)
    if kind is Kind.MOBILE and head.intimate:
        yield from numbers.phones(text)
    elif kind is Kind.BANK_CARD and _ACCOUNT.fullmatch(re.sub(r"[ -]", "", _bare(text))):
        yield _all(text, Kind.BANK_CARD)
    elif kind is Kind.EMAIL:
        yield from numbers.emails(text)
    elif _is_home(_bare(text), kind, heading, head):
        yield _all(text, Kind.ADDRESS)


def _is_home(text: str, kind: Kind | None, heading: str, head: _Head) -> bool:
    """Whether a cell is where a private person lives; a column of mere addresses may be that of houses."""
    if kind is Kind.ADDRESS:
        return is_to_the_door(text)
    return columns.is_address(heading) and is_flat(text) and not any(map(columns.is_of_property, head.names))


def _bare(text: str) -> str:
    """What a cell says, without the marks of Markdown around it."""
    return text.strip(" *_`~")


def _all(text: str, kind: Kind) -> Span:
    start = text.index(_bare(text))
    return Span(start, start + len(_bare(text)), kind, _bare(text))
