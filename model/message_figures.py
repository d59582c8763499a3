"""What is published of messages: how many came, by what way, how many were answered, how fast, and in public (办法第十三条)."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping, Sequence

    from model.message_terms import Terms
    from model.messages import Message

UNSORTED = "未分类"


@dataclass(frozen=True, slots=True)
class MessageFigures:
    """Figures of the messages that came from `first` to `last`, as they stood at the end of `last`.

    `received` are `answered`, `open`, or invalid without an answer; `overdue` are the open ones past their term, `invalid` all that
    are not valid. `rate` is the share of those answered in percent with two decimals, of answered and open ones;
    `working_days` the mean from arrival to answer with one decimal; None where there is nothing to divide.
    """

    first: dt.date
    last: dt.date
    received: int
    by_channel: Mapping[str, int]
    by_category: Mapping[str, int]
    by_office: Mapping[str, int]
    answered: int
    open: int
    overdue: int
    invalid: int
    published: int
    withheld: int
    rate: float | None
    working_days: float | None


def message_figures(
    messages: Iterable[Message], first: dt.date, last: dt.date, terms: Terms, channel: str = ""
) -> MessageFigures:
    """Return the figures of the messages that came in a span of days, both included; with `channel`, of those that came by it."""
    came = [
        each for each in messages if first <= each.received.date() <= last and (not channel or each.channel == channel)
    ]
    answered = [each for each in came if each.answered and each.answered <= last]
    waiting = [each for each in came if each.waits(last)]
    return MessageFigures(
        first,
        last,
        len(came),
        _counted(each.channel for each in came),
        _counted(each.category or UNSORTED for each in came),
        _counted(each.by for each in answered),
        len(answered),
        len(waiting),
        sum(terms.due(each) < last for each in waiting),
        sum(not each.valid for each in came),
        sum(bool(each.published) for each in answered),
        sum(bool(each.withheld) or not each.valid for each in answered if not each.published),
        round(100 * len(answered) / (len(answered) + len(waiting)), 2) if answered or waiting else None,
        _mean([_days(each, terms) for each in answered]),
    )


def _days(message: Message, terms: Terms) -> int:
    assert message.answered
    return terms.calendar.between(message.received.date(), message.answered)


def _mean(numbers: Sequence[int]) -> float | None:
    return round(sum(numbers) / len(numbers), 1) if numbers else None


def _counted(names: Iterable[str]) -> dict[str, int]:
    """How often each name comes, the most frequent first, then in the order of names."""
    return dict(sorted(Counter(names).items(), key=lambda each: (-each[1], each[0])))
