"""Values as they stand in pages: dates as features write them, texts with what HTML reserves escaped."""

from __future__ import annotations

import datetime as dt

from markupsafe import _escape_inner, escape  # type: ignore[attr-defined]  # what `escape` itself calls


def minute(value: dt.datetime) -> str:
    """2026-05-18 10:19, as PubDate has it."""
    return value.isoformat(" ", "minutes")


def day(value: dt.date) -> str:
    """2026-05-18."""
    return value.isoformat()[:10]


def chinese_day(value: dt.date) -> str:
    """2026年5月18日, without leading zeros (GB/T 9704-2012 7.3.5.4)."""
    return f"{value.year}年{value.month}月{value.day}日"


def machine_time(value: dt.date) -> str:
    """2026-05-18T10:19+08:00 for a minute, 2026-05-18 for a day."""
    return f"{value.isoformat('T', 'minutes')}+08:00" if isinstance(value, dt.datetime) else day(value)


def escaped(value: object) -> str:
    """Return a value as it may stand in HTML, as `markupsafe.escape` does, and a plain text as plain text."""
    return _escape_inner(value) if type(value) is str else escape(value)
