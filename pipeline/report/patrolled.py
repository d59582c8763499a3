"""What the patrol found of a site in a period, from its record, which is only read."""

from __future__ import annotations

import sqlite3
from collections import Counter
from contextlib import closing
from typing import TYPE_CHECKING

from pipeline.patrol.record import RECORD

if TYPE_CHECKING:
    from model.site import Site
    from pipeline.report.ground import Ground

_LASTED = """select code, count(distinct host || char(10) || path) from finding
    where site = ? and began <= ? and (ended is null or ended >= ?) group by code"""


def patrolled(ground: Ground, site: Site) -> Counter[str] | None:
    """Return by rule in how many places something was found; nothing where the patrol did not visit the site then."""
    if ground.availability(site).note:
        return None
    file = (ground.output / RECORD).absolute()
    span = f"{ground.until:%Y-%m-%d %H:%M:59}", f"{ground.period.first.isoformat()} 00:00:00"
    try:
        with closing(sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True)) as database:
            rows = database.execute(_LASTED, (site.id, *span)).fetchall()
            return Counter({str(code): int(number) for code, number in rows})
    except (sqlite3.Error, ValueError, TypeError, UnicodeDecodeError):
        return None
