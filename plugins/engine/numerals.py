"""Chinese numerals, and the anchors of chapters, sections and articles."""

from __future__ import annotations

import re

_DIGITS = {character: value for value, character in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2}
_UNITS = {"十": 10, "百": 100, "千": 1000}
_UNIT_NAMES = {"编": "part", "章": "chap", "节": "sec", "条": "art"}
_PART = re.compile(r"第([〇零一二三四五六七八九十百千两]{1,9}|\d{1,4})([编章节条])(?![款项的规之])")


def number(text: str) -> int:
    """Return the number that Chinese or Arabic numerals mean: 一百零二 is 102."""
    if text.isdecimal():
        return int(text)
    total, digit = 0, 0
    for character in text:
        if character in _UNITS:
            total += (digit or 1) * _UNITS[character]
            digit = 0
        else:
            digit = digit * 10 + _DIGITS[character] if digit and not total else _DIGITS[character]
    return total + digit


def anchor_of(text: str) -> str:
    """Return the anchor of a text that begins a part of a regulation: 第十二条 is `art-12`; else the empty text."""
    match = _PART.match(text) if text.startswith("第") else None  # as few texts do
    return f"{_UNIT_NAMES[match[2]]}-{number(match[1])}" if match else ""
