"""Patterns that are compiled when they are first used.

There are some hundreds, most of which a command that looks at one document never needs; compiling all would be a fifth of its time.
"""

from __future__ import annotations

import re
from typing import Any, cast


class Later:
    """Stands for a compiled pattern; from its first use on, it has the methods of the compiled one."""

    def __init__(self, text: str, flags: int) -> None:
        self._text, self._flags = text, flags

    def __getattr__(self, name: str) -> Any:
        compiled = re.compile(self._text, self._flags)
        vars(self).update((each, getattr(compiled, each)) for each in dir(compiled) if not each.startswith("__"))
        return getattr(compiled, name)


def pattern(text: str, flags: int = 0) -> re.Pattern[str]:
    """Return a pattern of the library `re`, compiled on its first use; one that is wrong raises `re.error` only then."""
    return cast("re.Pattern[str]", Later(text, flags))
