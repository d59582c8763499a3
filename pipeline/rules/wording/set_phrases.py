"""Set phrases that are wrong in one character: every one whose place was taken by a character of the same sound, or nearly the same form.

An idiom of four characters is fixed, so that nothing else is spelled like it but for one character. A phrase of common words, and what
is a word by itself in the place of one character, may meet with other words at its ends: there it is wrong only where it surely
begins and ends.
"""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

#: How many of the commonest characters of a sound are taken for another of it, in a phrase of common words and in an idiom.
_COMMON, _COMMON_IN_IDIOMS = 2, 3
#: What is a word or a part of many words by itself, so that it may stand inside the wrong phrase only by chance: “城区与经济”.
_FREE = frozenset(
    "与于以已和及为是有由又在再则将要应从自各其到等人化者性员力度时事使地得的了着过上下中内外前后不未无非可会能里间站队部处市县区级名个种项件次年月日一二三五十百万亿元号式型类量率费金品物业权法令书证照表户村镇乡组长主副总新老大小高低多少好用做作入出来去进起之本该此同两几每全按向对经因或且而也都已即如若当"
)
#: Shorter ones are parts of too many other words at their ends.
_SHORTEST_AT_THE_ENDS = 4
#: Of so many characters a phrase is known though one of them makes another word: “爱国主意教育”.
_SURE = 5
#: What may stand right before a phrase's first word and right behind its last, without being a part of it.
_BEFORE, _BEHIND = frozenset("的和与及并了将被要"), frozenset("的地和与及并了等是将")


class Slip(NamedTuple):
    """What is right in the place of a wrong phrase; `loose` says at which end it may meet with another word: -1 before, 1 behind, 0 at none."""

    right: str
    loose: int


@cache
def _table() -> Mapping[str, Any]:
    return tomllib.loads((Path(__file__).parent / "set_phrases.toml").read_text("utf-8"))


@cache
def slips() -> dict[str, Slip]:
    """Return the wrong phrases, each by itself."""
    table = _table()
    right = {*table["idioms"].split(), *table["phrases"].split()}
    never = right | set(table["allowed"])
    found = {
        wrong: Slip(phrase, _loose(wrong, at) if wrong[at] in _FREE else 0)
        for phrase in table["idioms"].split()
        for at, wrong in _variants(phrase, _COMMON_IN_IDIOMS)
    }
    words = frozenset(table["words"].split())
    for phrase in table["phrases"].split():
        for at, wrong in _variants(phrase, _COMMON):
            # what a phrase begins with may end a word before it, more often than not
            if at and (len(phrase) >= _SURE or words.isdisjoint((wrong[at - 1 : at + 1], wrong[at : at + 2]))):
                loose = _loose(wrong, at)
                if not loose or len(phrase) >= _SHORTEST_AT_THE_ENDS:
                    found.setdefault(wrong, Slip(phrase, loose))
    return {wrong: slip for wrong, slip in found.items() if wrong not in never}


def phrases() -> frozenset[str]:
    """Return the phrases as they are right."""
    return frozenset((*_table()["idioms"].split(), *_table()["phrases"].split()))


def _variants(phrase: str, common: int) -> Iterator[tuple[int, str]]:
    """Yield a phrase with one character replaced by each that it is taken for, and where."""
    taken = _taken_for(common)
    for at, character in enumerate(phrase):
        for other in taken.get(character, ""):
            yield at, phrase[:at] + other + phrase[at + 1 :]


def _loose(wrong: str, at: int) -> int:
    """Return at which end a phrase with a wrong character at `at` may be parts of two words."""
    near = 1 + (wrong[at] in _FREE)
    if at < near:
        return -1
    return int(at >= len(wrong) - near)


@cache
def _taken_for(common: int) -> dict[str, str]:
    """Return for each character the others that it is taken for, of those of its sound the commonest."""
    table = _table()
    found: dict[str, set[str]] = {}
    for sound in table["alike"]:
        for character in sound:
            found.setdefault(character, set()).update(sound[:common])
    for family in table["families"].split():
        for character in family:
            found.setdefault(character, set()).update(family)
    for pair in table["variants"]:
        for one, other in (pair, pair[::-1]):
            found.get(one, set()).discard(other)
    return {character: "".join(sorted(others - {character})) for character, others in found.items()}


def stands(loose: int, before: str, behind: str) -> bool:
    """Say whether a phrase that is loose at an end stands by itself between two characters (empty at the ends of a text)."""
    if loose < 0:
        return not _is_han(before) or before in _BEFORE
    return loose == 0 or not _is_han(behind) or behind in _BEHIND


def _is_han(character: str) -> bool:
    return "一" <= character <= "鿿"
