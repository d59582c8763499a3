"""Until when a message is to be answered, and how late it is, in working days (办法第二十六条第三项)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from model.working_days import LONGEST_HOLIDAY

if TYPE_CHECKING:
    import datetime as dt

    from model.messages import Message
    from model.profile import Profile
    from model.working_days import WorkingDays


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms of a city: working days for “我为政府网站找错” and for other messages, and its calendar."""

    error_report_days: int
    other_days: int
    calendar: WorkingDays

    def days(self, message: Message) -> int:
        """Return how many working days a message has."""
        return self.error_report_days if message.is_error_report else self.other_days

    def due(self, message: Message) -> dt.date:
        """Return the last day for the answer: what its record says, or that many working days after it came."""
        return message.due or self.calendar.after(message.received.date(), self.days(message))

    def late(self, message: Message, today: dt.date) -> int:
        """Return how many working days after its term a message was answered, or still waits on a day; 0 in time.

        Where a term was counted in a year whose holidays nobody has told yet, so many days more are in time as a holiday may take.
        """
        answered = message.answered if message.answered and message.answered <= today else today
        due = self.due(message)
        counted = message.due is None and self.calendar.is_estimate(due.year)
        if counted and answered <= self.calendar.after(due, LONGEST_HOLIDAY):
            return 0
        return self.calendar.between(due, answered)


def terms_of(profile: Profile, calendar: WorkingDays) -> Terms:
    """Return the terms that a profile sets."""
    return Terms(profile["error_report_days"].value, profile["reply_working_days"].value, calendar)
