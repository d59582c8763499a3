"""A hit: one piece of personal data at its place, before it becomes a finding."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from pipeline.rules.personal.masking import mask
from pipeline.rules.personal.numbers import Kind, Span

if TYPE_CHECKING:
    from pipeline.rules.personal.seen import Cell, Passage

#: The rule that watches over each kind.
CODES = {
    Kind.ID: "PERSONAL_ID",
    Kind.PASSPORT: "PERSONAL_ID",
    Kind.MOBILE: "PERSONAL_MOBILE",
    Kind.PHONE: "PERSONAL_PHONE",
    Kind.BANK_CARD: "PERSONAL_BANK_CARD",
    Kind.EMAIL: "PERSONAL_EMAIL",
    Kind.ADDRESS: "PERSONAL_ADDRESS",
    Kind.BIRTH: "PERSONAL_BIRTH",
}


class Hit(NamedTuple):
    """A rule's code, where (`start` is -1 where the line of the file does not hold it as it is), what, and the mask for it."""

    code: str
    line: int
    start: int
    end: int
    place: str
    fact: str
    text: str = ""
    mask: str = ""


def hit(span: Span, where: Passage | Cell) -> Hit:
    """Return the hit for a span of a passage or a cell; its fact shows the mask, never the thing itself."""
    hidden = mask(span.kind, span.text)
    start, end = (where.start + span.start, where.start + span.end) if where.start >= 0 else (-1, -1)
    fact = f"有{span.kind.value}（{hidden}）"
    return Hit(CODES[span.kind], where.line, start, end, where.place, fact, span.text, hidden)
