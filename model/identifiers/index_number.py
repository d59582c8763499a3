"""索引号 of disclosed information: unit code, year, serial, as in 11140400012345678A/2026-00012.

The unit code is the 18-character unified social credit code or the 9-character organisation code, with or without its
hyphen. There is no single national form; this is the one in common use.
"""

from __future__ import annotations

import re
from typing import Self

from model.faults import Unreadable

_FORM = re.compile(r"(?:[0-9A-Z]{18}|[0-9A-Z]{9}|[0-9A-Z]{7,8}-[0-9X])/\d{4}-\d{5}", re.ASCII)


class IndexNumber(str):
    """An index number."""

    __slots__ = ()

    @classmethod
    def parse(cls, text: str) -> Self:
        """Return the index number that `text` is; raise `Unreadable`."""
        if not _FORM.fullmatch(text):
            raise Unreadable(
                "INDEX_NUMBER",
                f"索引号“{text}”写法有误",
                "写成“机构代码/年份-五位序号”，如“11140400012345678A/2026-00012”",
            )
        return cls(text)
