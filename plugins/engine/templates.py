"""Jinja filters for dates, as templates and features write them."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from jinja2 import BytecodeCache, StrictUndefined

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from jinja2 import Environment
    from jinja2.bccache import Bucket

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


class TemplateCode(BytecodeCache):
    """The compiled templates of one build: Pelican has an environment for each site, the theme is the same for all.

    Kept in memory alone; code that lies in a file which travels between machines is code that somebody may have put there.
    """

    def __init__(self) -> None:
        self._code: dict[str, bytes] = {}

    def get_cache_key(self, name: str, filename: str | None = None) -> str:  # noqa: ARG002 (the library's signature)
        """A template goes by its name in the theme."""
        return name

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give the code of a template whose source has been compiled."""
        if bucket.key in self._code:
            bucket.bytecode_from_string(self._code[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep the code of a template."""
        self._code[bucket.key] = bucket.bytecode_to_string()


def prepare(environment: Environment, more: Mapping[str, Callable[..., Any]], code: TemplateCode) -> None:
    """Give a template environment the filters for dates and those of features; a name that is not there is an error."""
    environment.undefined = StrictUndefined
    environment.bytecode_cache = code
    for make in (minute, day, chinese_day, machine_time):
        environment.filters[make.__name__] = make
    environment.filters.update(more)
