"""Whether something came late, in working days."""

from __future__ import annotations

from typing import TYPE_CHECKING

from model.working_days import LONGEST_HOLIDAY, WorkingDays

if TYPE_CHECKING:
    import datetime as dt

    from pipeline.rules.books import Books


def is_over(books: Books, start: dt.date, end: dt.date, limit: int) -> bool:
    """Say whether `end` lies more than `limit` working days after `start`."""
    if (end - start).days <= limit:
        return False
    working = WorkingDays(books.content.holidays)
    estimate = any(working.is_estimate(year) for year in {start.year, end.year})
    return working.after(start, limit + (LONGEST_HOLIDAY if estimate else 0)) < end


def days_late(books: Books, start: dt.date, end: dt.date, limit: int) -> int:
    """Return how many working days it took from `start` to `end` where that is more than `limit`, else 0."""
    return WorkingDays(books.content.holidays).between(start, end) if is_over(books, start, end, limit) else 0
