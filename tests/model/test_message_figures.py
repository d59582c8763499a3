"""Terms and figures of messages."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.message_figures import message_figures
from model.message_terms import Terms, terms_of
from model.messages import ERROR_REPORT, Message
from model.profile import read_profile
from model.working_days import WorkingDays

TERMS = Terms(2, 15, WorkingDays())
FRIDAY = dt.datetime(2026, 11, 20, 16, 0)
_DAYS = st.dates(dt.date(2026, 1, 1), dt.date(2026, 12, 31))


def message(channel: str = ERROR_REPORT, received: dt.datetime = FRIDAY, **more: Any) -> Message:
    return Message(id="a", channel=channel, subject="错别字", received=received, **more)


@pytest.mark.parametrize(
    ("more", "due"),
    [
        ({}, dt.date(2026, 11, 24)),
        ({"channel": "领导信箱"}, dt.date(2026, 12, 11)),
        ({"due": dt.date(2026, 11, 30)}, dt.date(2026, 11, 30)),
        ({"received": dt.datetime(2026, 9, 30, 9, 0)}, dt.date(2026, 10, 9)),  # the days off of October lie between
    ],
)
def test_a_message_is_due_in_working_days_or_as_its_record_says(more: dict[str, Any], due: dt.date) -> None:
    assert TERMS.due(message(**more)) == due


def test_late_is_counted_in_working_days_up_to_the_answer() -> None:
    assert TERMS.late(message(), dt.date(2026, 11, 24)) == 0
    assert TERMS.late(message(), dt.date(2026, 11, 30)) == 4
    assert TERMS.late(message(answered=dt.date(2026, 11, 25)), dt.date(2026, 11, 30)) == 1


def test_nothing_is_late_where_only_a_holiday_that_nobody_has_told_yet_may_lie_between() -> None:
    eve = message(received=dt.datetime(2026, 12, 31, 23, 50))
    assert TERMS.due(eve) == dt.date(2027, 1, 5)
    assert TERMS.late(eve, dt.date(2027, 1, 15)) == 0
    assert TERMS.late(eve, dt.date(2027, 1, 18)) == 9
    assert TERMS.late(message(due=dt.date(2027, 1, 5)), dt.date(2027, 1, 6)) == 1


@pytest.mark.parametrize(
    ("received", "due"),
    [
        (dt.datetime(2026, 10, 3, 9, 0), dt.date(2026, 10, 9)),  # on a holiday
        (dt.datetime(2026, 10, 8, 23, 59), dt.date(2026, 10, 10)),  # at night; the Saturday after is a day of work
        (dt.datetime(2026, 2, 12, 9, 0), dt.date(2026, 2, 14)),  # before the Spring Festival
        (dt.datetime(2026, 2, 14, 9, 0), dt.date(2026, 2, 25)),
    ],
)
def test_days_off_do_not_count_and_saturdays_of_work_do(received: dt.datetime, due: dt.date) -> None:
    assert TERMS.due(message(received=received)) == due


def test_a_profile_sets_the_terms(tmp_path: Path) -> None:
    profile, _ = read_profile(tmp_path)

    assert terms_of(profile, WorkingDays()) == TERMS


def test_figures_of_a_month() -> None:
    answer: dict[str, Any] = {"answered": dt.date(2026, 11, 24), "by": "市教育局"}
    several = (
        message(published="a.md", category="投诉", **answer),
        message("领导信箱", withheld="涉及隐私", **answer),
        message("领导信箱", valid=False, invalid="重复"),
        message("领导信箱"),
        message(received=dt.datetime(2026, 11, 2)),
        message(received=dt.datetime(2026, 12, 1)),
    )

    found = message_figures(several, dt.date(2026, 11, 1), dt.date(2026, 11, 30), TERMS)

    assert (found.received, found.answered, found.open, found.overdue, found.invalid) == (5, 2, 2, 1, 1)
    assert (found.published, found.withheld, found.rate, found.working_days) == (1, 1, 50.0, 2.0)
    assert (found.by_channel, found.by_office) == ({"领导信箱": 3, "找错": 2}, {"市教育局": 2})
    assert found.by_category == {"未分类": 4, "投诉": 1}


def test_figures_of_one_channel() -> None:
    found = message_figures([message(), message("其他")], FRIDAY.date(), FRIDAY.date(), TERMS, "其他")

    assert (found.received, found.rate, found.working_days) == (1, 0.0, None)


@given(
    st.lists(st.tuples(_DAYS, st.none() | _DAYS, st.booleans()), max_size=8),
    _DAYS,
    _DAYS,
)
def test_what_came_was_answered_waits_or_is_invalid(
    given_: list[tuple[dt.date, dt.date | None, bool]], first: dt.date, last: dt.date
) -> None:
    several = [
        message(received=dt.datetime.combine(came, dt.time()), answered=max(came, done) if done else None, valid=valid)
        for came, done, valid in given_
    ]

    found = message_figures(several, first, last, TERMS)

    assert found.answered + found.open <= found.received <= found.answered + found.open + found.invalid
    assert found.overdue <= found.open
    assert found.rate is None or 0 <= found.rate <= 100
    assert sum(found.by_channel.values()) == sum(found.by_category.values()) == found.received
