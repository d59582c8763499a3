"""What a name reads in pinyin, and whether a label of a domain is a spelling of it.

The library is loaded by the one function that asks it: nothing but advice needs it, and a build must not wait for it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_LATIN = re.compile(r"[a-z0-9]+")
#: What stands above an area in its full name: 云川市 of 云川市临水区.
_ABOVE = re.compile(r"^.{2,}[省市州盟](?=.{2,}[市县区旗]$)")
_SORT = re.compile(r"[市县区旗州盟]$")
#: In the names of places it reads as 常 does, but for 长子; the library knows a few of them only.
_LONG = re.compile("长(?!子)")


@dataclass(frozen=True, slots=True)
class Syllable:
    """A character's reading where it stands, and every reading that it may have."""

    usual: str
    readings: frozenset[str]

    @property
    def letters(self) -> frozenset[str]:
        """The first letter of each reading."""
        return frozenset(reading[0] for reading in self.readings)


def syllables(text: str) -> tuple[Syllable, ...]:
    """Return what `text` reads, character by character; what cannot be spelt in letters and digits is passed over."""
    from pypinyin import Style, lazy_pinyin, pinyin  # slow to load

    found = []
    usual = lazy_pinyin(text, errors=list)  # type: ignore[arg-type]  # one for each character; the stubs know of texts alone
    for character, reading in zip(text, usual, strict=True):
        [others] = pinyin(character, style=Style.NORMAL, heteronym=True)
        latin = [each.lower() for each in (reading, *others) if _LATIN.fullmatch(each.lower())]
        if latin:
            found.append(Syllable(latin[0], frozenset(way for each in latin for way in _ways(each))))
    return tuple(found)


def _ways(reading: str) -> set[str]:
    """The ü that keyboards lack is written v, u or yu: lvliang, luliang, lyuliang."""
    return {reading, reading.replace("v", "u"), reading.replace("v", "yu")}


def area_string(area: str) -> str:
    """Return how an area is written in a domain: `yunchuan` for 云川市; empty where it cannot be read."""
    usual, *_ = _short_forms(area)
    return "".join(each.usual for each in syllables(_LONG.sub("常", usual)))


def spells_area(label: str, area: str) -> bool:
    """Whether a label is an area's pinyin or its initials, with or without 市, 县, 区, 旗."""
    return any(_spells(label, syllables(form)) for form in _short_forms(area))


def _short_forms(area: str) -> list[str]:
    """Ways to call an area, the usual one first: 云川, 云川市; of one character with its sort: 赵县."""
    own = _ABOVE.sub("", area)
    bare = _SORT.sub("", own)
    before_peoples = [own[:length] for length in range(2, own.find("自治") + 1)]  # 阜新 of 阜新蒙古族自治县
    either = [bare, own] if len(bare) > 1 else [own, bare]
    return [*before_peoples, *either]


def unit_string(unit: str) -> str:
    """Return how a department is written in a domain: `jyj` for 教育局, `whlyj` for 文化和旅游局."""
    return "".join(each.usual[0] for each in syllables(unit.replace("和", "")))


def spells_unit(label: str, unit: str) -> bool:
    """Whether a label is the pinyin or the initials of a department or of its abbreviation: two or more characters in their order."""
    read = syllables(unit)
    return _abbreviates(label, [each.readings for each in read]) or _abbreviates(label, [each.letters for each in read])


def _spells(label: str, read: Sequence[Syllable]) -> bool:
    return bool(read) and (
        _joins(label, (each.readings for each in read)) or _joins(label, (each.letters for each in read))
    )


def _joins(label: str, parts: Iterable[frozenset[str]]) -> bool:
    """Whether a label is one of each part, joined."""
    reached = {0}
    for ways in parts:
        reached = {at + len(way) for at in reached for way in ways if label.startswith(way, at)}
    return len(label) in reached


def _abbreviates(label: str, parts: Iterable[frozenset[str]]) -> bool:
    """Whether a label is one of each of two or more of the parts, joined in their order."""
    reached = {(0, 0)}
    for ways in parts:
        reached |= {(at + len(way), min(n + 1, 2)) for at, n in reached for way in ways if label.startswith(way, at)}
    return (len(label), 2) in reached
