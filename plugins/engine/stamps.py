"""When a file was last touched: a cheap sign that it need not be hashed again, and never more than that.

A file that was touched a moment before it was looked at may be touched again within the same tick of the file system's clock,
so its stamp is not trusted (the rule that git calls “racily clean”).
"""

from __future__ import annotations

import os
import time

#: How long a touched file stays under suspicion, in nanoseconds.
SUSPICION = 2_000_000_000


def stamp_of(written: int, changed: int, size: int, inode: int) -> str:
    """Return the stamp of a source file from its two times, its size and its inode: any way of changing it changes one of them."""
    return f"{written:x}.{changed:x}.{size:x}.{inode:x}"


def stamp_of_output(stat: os.stat_result) -> str:
    """Return the stamp of a file of the output, which carries over to a restored copy of the folder."""
    return f"{stat.st_mtime_ns:x}.{stat.st_size:x}"


def trusted_before() -> int:
    """Return the moment (nanoseconds of the epoch) before which a file's last touch may be trusted."""
    return time.time_ns() - SUSPICION
