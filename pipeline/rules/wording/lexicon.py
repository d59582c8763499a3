"""The wrong words: our own tables and the city's in one automaton, which reads a text once, whatever the number of words; and set phrases.

Of several words that begin at one place the longest counts, and of two that overlap the first, so that an allowed word hides
a wrong one in which it ends or begins: “发布署名” is right, though “布署” is not.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from ahocorasick_rs import AhoCorasick

from pipeline.rules.wording.set_phrases import slips_in, stands

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

GRAVE, OFFICIAL, MISSPELT = "grave", "official", "misspelt"
_FOLDER = Path(__file__).parent
_CITY = "本市wording.toml"
_STATE = "中华人民共和国"
_SLIP = "定型的短语差一个字"
Words = tuple[tuple[str, tuple[tuple[str, str], ...]], ...]


class Word(NamedTuple):
    """A wrong word: what is right in its place (empty where that depends), why, and which rule watches it; `work` says that it is wrong in the name of a work, too.

    `loose` says at which end it is wrong only where it surely begins or ends; see `set_phrases`.
    """

    right: str
    why: str
    sort: str
    work: bool = False
    loose: int = 0


class Spot(NamedTuple):
    """A wrong word at a place of a text."""

    start: int
    end: int
    word: Word


@dataclass(frozen=True)
class Lexicon:
    """The automaton and what its patterns mean; an allowed word means nothing."""

    automaton: AhoCorasick
    meanings: tuple[Word | None, ...]

    def spots(self, text: str) -> Iterator[Spot]:
        """Yield the wrong words of a text in their order."""
        behind = 0
        for start, end, word in sorted(self._met(text), key=lambda met: (met[0], -met[1])):
            if start < behind:
                continue
            behind = end
            if word and (not word.loose or stands(word.loose, text[max(0, start - 1) : start], text[end : end + 1])):
                yield Spot(start, end, word)

    def _met(self, text: str) -> Iterator[tuple[int, int, Word | None]]:
        """Every word that the text has; of two at the same place, the one of a table comes first."""
        for pattern, start, end in self.automaton.find_matches_as_indexes(text, overlapping=True):
            yield start, end, self.meanings[pattern]
        for start, end, slip in slips_in(text):
            yield start, end, Word(slip.right, _SLIP, MISSPELT, loose=slip.loose)


def lexicon(words: Mapping[str, Mapping[str, str]]) -> Lexicon:
    """Return the lexicon of a city whose `wording.toml` holds `words`; it is built once."""
    return _build(tuple((table, tuple(entries.items())) for table, entries in words.items()))


@cache
def _build(words: Words) -> Lexicon:
    city = dict(words)
    entries: dict[str, Word | None] = {**standard(), **dict.fromkeys(allowed())}
    for sort in (OFFICIAL, MISSPELT):
        entries |= {wrong: Word(right, _CITY, sort) for wrong, right in city.get(sort, ())}
    entries |= {word.right: None for wrong, word in list(entries.items()) if word and wrong in word.right}
    entries |= dict.fromkeys(word for word, _ in city.get("allowed", ()))
    return Lexicon(AhoCorasick(list(entries)), tuple(entries.values()))


@cache
def _tables() -> Mapping[str, Any]:
    return {name: tomllib.loads((_FOLDER / f"{name}.toml").read_text("utf-8")) for name in (OFFICIAL, MISSPELT)}


def standard() -> dict[str, Word | None]:
    """Return our own wrong words with their meanings."""
    words: dict[str, Word | None] = {}
    for name, table in _tables().items():
        for group in table["groups"]:
            sort = GRAVE if group.get("grave") else name
            work = group.get("works", False)
            words |= {wrong: Word(right, group["why"], sort, work) for wrong, right in group["words"].items()}
    return words | _laws()


def _laws() -> dict[str, Word | None]:
    """Return the names of laws as they are written wrongly, alone and with the state's name before."""
    laws = _tables()[OFFICIAL]["laws"]
    return {
        f"《{state}{wrong}》": Word(f"《{state}{right}》", laws["why"], OFFICIAL, work=True)
        for states, words in ((("", _STATE), laws["words"]), ((_STATE,), laws["with_state"]))
        for wrong, right in words.items()
        for state in states
    }


def allowed() -> frozenset[str]:
    """Return the right words in which the characters of a wrong one meet by chance."""
    return frozenset(
        word for table in _tables().values() for group in table["groups"] for word in group.get("allowed", ())
    )
