"""How messages of a period were handled, from a site's register."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from model.faults import ContentFaults
from model.message_figures import message_figures
from pipeline.rules.between.registers import register, terms

if TYPE_CHECKING:
    from collections.abc import Iterable

    from model.messages import Message
    from model.site import Site
    from pipeline.report.ground import Ground


class Handled(NamedTuple):
    """Messages that came in a period, as they stood at its end.

    All of them, those that were answered, of which in public, the valid ones that waited, of which past their term, and the mean of
    working days as it is shown.
    """

    received: int
    answered: int
    published: int
    waiting: int
    overdue: int
    days: str


class Corrections(NamedTuple):
    """Valid messages of “我为政府网站找错” that came in a period, and how many were answered in time."""

    received: int
    in_time: int


def handled(ground: Ground, site: Site) -> Handled | None:
    """Return how a site handled its messages; nothing where it kept no register yet. Raises `ContentFaults`."""
    messages = _messages(ground, site)
    if not messages:
        return None
    found = message_figures(messages, ground.period.first, ground.until.date(), terms(ground.books))
    days = "—" if found.working_days is None else f"{found.working_days:.1f}"
    return Handled(found.received, found.answered, found.published, found.open, found.overdue, days)


def corrections(ground: Ground, sites: Iterable[Site]) -> Corrections | None:
    """Return how sites handled what came through “我为政府网站找错”; nothing where none kept a register yet. Raises `ContentFaults`."""
    first, last, by = ground.period.first, ground.until.date(), terms(ground.books)
    registers = [found for site in sites if (found := _messages(ground, site))]
    came = [
        each
        for messages in registers
        for each in messages
        if each.is_error_report and each.valid and first <= each.received.date() <= last
    ]
    in_time = sum(each.answered <= min(by.due(each), last) for each in came if each.answered)
    return Corrections(len(came), in_time) if registers else None


def _messages(ground: Ground, site: Site) -> list[Message]:
    """The messages that had come by the end of the period; a register that begins later was not kept yet."""
    messages, faults = register(ground.books, site.id)
    if faults:
        raise ContentFaults(faults)
    return [each for each in messages if each.received <= ground.until]
