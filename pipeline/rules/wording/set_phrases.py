"""Set phrases that are wrong in one character: every one whose place was taken by a character of the same sound, or nearly the same form.

An idiom of four characters is fixed, so that nothing else is spelled like it but for one character. A phrase of common words may
meet with other words at its ends: there it is wrong only where it surely begins and ends.
"""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

#: How many of the commonest characters of a sound are taken for another of it.
_COMMON = 3
#: Shorter ones are parts of too many other words at their ends.
_SHORTEST_AT_THE_ENDS = 4
#: What may stand right before a phrase's first word and right behind its last, without being a part of it.
_BEFORE, _BEHIND = frozenset("的和与及并了将被要"), frozenset("的和与及并了等是将")


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
    found = {wrong: Slip(phrase, 0) for phrase in table["idioms"].split() for _, wrong in _variants(phrase)}
    for phrase in table["phrases"].split():
        for at, wrong in _variants(phrase):
            loose = -1 if at == 0 else int(at == len(phrase) - 1)
            if not _is_right(wrong, at) and not (loose and len(phrase) < _SHORTEST_AT_THE_ENDS):
                found.setdefault(wrong, Slip(phrase, loose))
    return {wrong: slip for wrong, slip in found.items() if wrong not in never}


def phrases() -> frozenset[str]:
    """Return the phrases as they are right."""
    return frozenset((*_table()["idioms"].split(), *_table()["phrases"].split()))


def _variants(phrase: str) -> Iterator[tuple[int, str]]:
    """Yield a phrase with one character replaced by each that it is taken for, and where."""
    taken = _taken_for()
    for at, character in enumerate(phrase):
        for other in taken.get(character, ""):
            yield at, phrase[:at] + other + phrase[at + 1 :]


def _is_right(wrong: str, at: int) -> bool:
    """Say whether the replaced character makes another word with its neighbours."""
    words = _words()
    return any(
        wrong[start:end] in words
        for start in range(max(0, at - 2), at + 1)
        for end in range(max(start + 2, at + 1), min(len(wrong), start + 3) + 1)
    )


@cache
def _words() -> frozenset[str]:
    return frozenset(_table()["words"].split())


@cache
def _taken_for() -> dict[str, str]:
    """Return for each character the others that it is taken for."""
    table = _table()
    found: dict[str, set[str]] = {}
    for sound in table["alike"]:
        for character in sound:
            found.setdefault(character, set()).update(sound[:_COMMON])
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
