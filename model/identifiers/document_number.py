"""发文字号: agency mark, year in hexagonal brackets, serial and 号, as in 云政办发〔2026〕3号.

Source: GB/T 9704-2012 7.2.5; orders (令) bear their own series, as in 云川市人民政府令第12号.
"""

from __future__ import annotations

import re
from typing import Self

from model.faults import Unreadable

_RIGHT = re.compile(r"(?P<agency>[\u4e00-\u9fa5]+)〔(?P<year>\d{4})〕(?P<serial>[1-9]\d*)号", re.ASCII)
_ORDER = re.compile(r"[\u4e00-\u9fa5]+令第[1-9]\d*号", re.ASCII)
_LOOSE = re.compile(
    r"(?P<agency>[\u4e00-\u9fa5]+)\s*(?P<open>[\[（(【［〈<{〔﹝「〖《])\s*(?P<year>\d{4})\s*(?P<close>[\]）)】］〉>}〕﹞」〗》])\s*"
    r"(?P<th>第?)\s*(?P<serial>\d{1,9})\s*号?"
)


class DocumentNumber(str):
    """A document number in its one right form; equal numbers are equal texts."""

    __slots__ = ()

    @classmethod
    def parse(cls, text: str) -> Self:
        """Return the number that `text` is; raise `Unreadable` naming what is wrong and offering the right form."""
        if _RIGHT.fullmatch(text) or _ORDER.fullmatch(text):
            return cls(text)
        loose = _LOOSE.fullmatch(text)
        if loose is None or not int(loose["serial"]):
            raise Unreadable("DOCUMENT_NUMBER", f"发文字号“{text}”写法有误", "写成“云政办发〔2026〕3号”的形式")
        right = f"{loose['agency']}〔{int(loose['year']):04}〕{int(loose['serial'])}号"
        raise Unreadable("DOCUMENT_NUMBER", f"发文字号“{text}”{_what_is_wrong(loose, text)}", f"写成“{right}”")

    @classmethod
    def looks_like(cls, text: str) -> bool:
        """Say whether `text` means a document number, rightly written or not, rather than a path."""
        return bool(_RIGHT.fullmatch(text) or _ORDER.fullmatch(text) or _LOOSE.fullmatch(text))


def _what_is_wrong(loose: re.Match[str], text: str) -> str:
    if loose["open"] != "〔" or loose["close"] != "〕":
        return f"的年份用了“{loose['open']}{loose['close']}”，应当用六角括号“〔〕”"
    if not (loose["year"] + loose["serial"]).isascii():
        return "的数字是全角的"
    if loose["serial"].startswith("0"):
        return "的序号前面多了0"
    if loose["th"]:
        return "的序号前面多了“第”"
    return "里有空格" if any(c.isspace() for c in text) else "末尾缺“号”字"
