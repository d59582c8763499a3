"""Jinja filters for dates, as templates and features write them."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from jinja2 import StrictUndefined

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from jinja2 import Environment

SHANGHAI = dt.timezone(dt.timedelta(hours=8))


def minute(value: dt.datetime) -> str:
    """2026-05-18 10:19, as PubDate has it."""
    return value.strftime("%Y-%m-%d %H:%M")


def day(value: dt.date) -> str:
    """2026-05-18."""
    return value.strftime("%Y-%m-%d")


def chinese_day(value: dt.date) -> str:
    """2026年5月18日, without leading zeros (GB/T 9704-2012 7.3.5.4)."""
    return f"{value.year}年{value.month}月{value.day}日"


def machine_time(value: dt.date) -> str:
    """2026-05-18T10:19+08:00 for a minute, 2026-05-18 for a day."""
    return value.strftime("%Y-%m-%dT%H:%M+08:00") if isinstance(value, dt.datetime) else day(value)


def prepare(environment: Environment, more: Mapping[str, Callable[..., Any]]) -> None:
    """Give a template environment the filters for dates and those of features; a name that is not there is an error."""
    environment.undefined = StrictUndefined
    for make in (minute, day, chinese_day, machine_time):
        environment.filters[make.__name__] = make
    environment.filters.update(more)
