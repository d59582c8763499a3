"""Dates and small numbers as documents write them, in Arabic or in Chinese numerals."""

from __future__ import annotations

import datetime as dt

from model.patterns import pattern

_DIGITS = {numeral: value for value, numeral in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "Ｏ": 0, "两": 2}
NUMBER = "(?:[0-9]{1,3}|[一二两三四五六七八九十]{1,3})"
DATE = "(?:(?:[0-9]{4}|[零〇○Ｏ一二三四五六七八九]{4})年(?:[0-9]{1,2}|[一二三四五六七八九十]{1,2})月(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})日)"
_PARTS = pattern("(.+)年(.+)月(.+)日")


def number_of(text: str) -> int:
    """Return a whole number below 1,000 (Arabic) or 100 (Chinese); 0 for the empty text."""
    if text.isascii():
        return int(text or 0)
    tens, ten, ones = text.rpartition("十")
    return (_DIGITS.get(tens, 1) * 10 if ten else 0) + _DIGITS.get(ones, 0)


def read_date(text: str) -> dt.date | None:
    """Return the day that a text of the form `DATE` means; None where the calendar has no such day."""
    parts = _PARTS.fullmatch(text)
    if not parts:
        return None
    year = int("".join(str(_DIGITS.get(each, each)) for each in parts[1]))
    try:
        return dt.date(year, number_of(parts[2]), number_of(parts[3]))
    except ValueError:
        return None


def years_after(day: dt.date, months: int) -> dt.date | None:
    """Return the day so many months later, the last of its month where it has no such day; None beyond the calendar."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if year > dt.MAXYEAR:
        return None
    for last in (day.day, 30, 29, 28):
        try:
            return dt.date(year, month + 1, last)
        except ValueError:
            continue
    return None
