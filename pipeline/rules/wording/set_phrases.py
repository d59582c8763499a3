"""Set phrases that are wrong in one character: every one whose place was taken by a character of the same sound, or nearly the same form.

An idiom of four characters is fixed, so that nothing else is spelled like it but for one character. A phrase of common words, and what
is a word by itself in the place of one character, may meet with other words at its ends: there it is wrong only where it surely
begins and ends.
"""

from __future__ import annotations

import tomllib
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from ahocorasick_rs import AhoCorasick

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


def slips_in(text: str) -> Iterator[tuple[int, int, Slip]]:
    """Yield the wrong phrases of a text, those that overlap too: where each begins and ends.

    Characters that are taken for each other are made one; what then is a phrase, and was not, is looked at.
    """
    known = _known()
    for phrase, start, end in known.automaton.find_matches_as_indexes(text.translate(known.one), overlapping=True):
        if slip := _slip(text[start:end], phrase):
            yield start, end, slip


class _Known(NamedTuple):
    """For each character the one that stands for all that are taken for it, and the phrases written so, each with those that it may be."""

    one: dict[int, str]
    automaton: AhoCorasick
    phrases: tuple[tuple[str, ...], ...]


@cache
def _known() -> _Known:
    one = _ones()
    alike: dict[str, list[str]] = {}
    # of two that a slip may be meant for, an idiom, and the later of two; else the earlier
    for phrase in (*reversed(_idioms()), *_table()["phrases"].split()):
        alike.setdefault(phrase.translate(one), []).append(phrase)
    return _Known(one, AhoCorasick(list(alike)), tuple(map(tuple, alike.values())))


def _ones() -> dict[int, str]:
    """For each character that is taken for another: one of all that it hangs together with."""
    groups: dict[str, set[str]] = {}
    for character, others in taken_for(_COMMON_IN_IDIOMS).items():
        whole = set().union({character, *others}, *(groups.get(each, ()) for each in (character, *others)))
        groups |= dict.fromkeys(whole, whole)
    return {ord(character): min(group) for character, group in groups.items()}


@lru_cache(1 << 12)
def _slip(text: str, number: int) -> Slip | None:
    """What a text that sounds like a phrase is wrong for; nothing for one that is right."""
    if text in _right():
        return None
    return next(filter(None, (_slip_of(text, phrase) for phrase in _known().phrases[number])), None)


def _slip_of(wrong: str, phrase: str) -> Slip | None:
    differing = [at for at, (one, other) in enumerate(zip(wrong, phrase, strict=True)) if one != other]
    if len(differing) != 1:
        return None
    [at] = differing
    is_idiom = phrase in _idioms()
    if wrong[at] not in taken_for(_COMMON_IN_IDIOMS if is_idiom else _COMMON).get(phrase[at], ""):
        return None
    loose = _loose(wrong, at) if not is_idiom or wrong[at] in _FREE else 0
    return Slip(phrase, loose) if is_idiom or _is_surely_wrong(wrong, at, loose) else None


def _is_surely_wrong(wrong: str, at: int, loose: int) -> bool:
    """Whether a phrase of common words cannot be others that meet: what it begins with may end a word before it, more often than not."""
    if not at or (loose and len(wrong) < _SHORTEST_AT_THE_ENDS):
        return False
    return len(wrong) >= _SURE or _words().isdisjoint((wrong[at - 1 : at + 1], wrong[at : at + 2]))


@cache
def _idioms() -> dict[str, None]:
    return dict.fromkeys(_table()["idioms"].split())


@cache
def _words() -> frozenset[str]:
    return frozenset(_table()["words"].split())


@cache
def _right() -> frozenset[str]:
    """What is right as it is: the phrases, and what is like one by chance."""
    return phrases() | set(_table()["allowed"])


def phrases() -> frozenset[str]:
    """Return the phrases as they are right."""
    return frozenset((*_table()["idioms"].split(), *_table()["phrases"].split()))


def _loose(wrong: str, at: int) -> int:
    """Return at which end a phrase with a wrong character at `at` may be parts of two words."""
    near = 1 + (wrong[at] in _FREE)
    if at < near:
        return -1
    return int(at >= len(wrong) - near)


@cache
def taken_for(common: int) -> dict[str, str]:
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
