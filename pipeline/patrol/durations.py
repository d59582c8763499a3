"""How long, as operators write it: `30s`, `10m`, `2h`, `1d`."""

from __future__ import annotations

import re

from pipeline.release import ReleaseError, shown

_FORM = re.compile(r"([1-9][0-9]{0,5})([smhd])")
_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400}


def seconds_of(text: str, option: str) -> int:
    """Return the seconds that `text` says; raise `ReleaseError` with the name of the option where it says none."""
    found = _FORM.fullmatch(text)
    if found is None:
        raise ReleaseError(option, f"“{shown(text)}”不是时长", "写成30s、10m、2h、1d这样")
    return int(found[1]) * _SECONDS[found[2]]
