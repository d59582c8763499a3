"""The theme's templates: Jinja filters for dates, and the addresses of its hashed files."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from plugins.engine.values import Assets

if TYPE_CHECKING:
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


def add_filters(environment: Environment) -> None:
    """Give a template environment the filters that the theme uses."""
    for make in (minute, day, chinese_day, machine_time):
        environment.filters[make.__name__] = make


@dataclass(frozen=True, slots=True)
class ThemeFiles:
    """The theme's static files under names that carry their content's digest, so that hosts may keep them for a year."""

    files: dict[str, bytes]
    assets: Assets


def read_theme_files(theme: Path) -> ThemeFiles:
    """Read `theme/static/`."""
    names: dict[str, str] = {}
    files: dict[str, bytes] = {}
    for path in sorted((theme / "static").iterdir()):
        data = path.read_bytes()
        name = f"static/{path.stem}.{hashlib.sha256(data).hexdigest()[:12]}{path.suffix}"
        names[path.name] = f"/{name}"
        files[name] = data
    return ThemeFiles(files, Assets(names["site.css"], names["site.js"], names["icon.svg"]))
