"""The clock: the one place where the present is asked for, and only where no other moment is given."""

from __future__ import annotations

import datetime as dt

SHANGHAI = dt.timezone(dt.timedelta(hours=8))


def now_in_shanghai() -> dt.datetime:
    """Return the present minute in Asia/Shanghai, without zone, as all times of the content are."""
    return dt.datetime.now(SHANGHAI).replace(tzinfo=None, second=0, microsecond=0)
