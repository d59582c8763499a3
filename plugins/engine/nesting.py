"""How deeply a text nests its brackets, and how many stars stand in a block: the Markdown converter looks for the other end of each, over and over."""

from __future__ import annotations

import re

#: No text for people nests brackets so deeply.
DEEPEST = 100
#: No block of text for people has so many marks of emphasis; a row of a table is a block of its own.
_MOST_STARS = 2000
_STAR = re.compile(r"(?<!\\)[*_]")
_BRACKETS = re.compile(r"\n[ \t]*\n|[\[\]()]|<(?=[a-zA-Z/!?])|>")
_CLOSES = {"]": "[", ")": "(", ">": "<"}


def too_deep(text: str) -> int:
    """Return where in `text` a block first opens more than `DEEPEST` brackets of a sort at once, or has too many stars; -1 where none does."""
    starry = _too_starry(text)
    if starry >= 0:
        return starry
    if all(text.count(bracket) <= DEEPEST for bracket in _CLOSES.values()):
        return -1
    depths = dict.fromkeys(_CLOSES.values(), 0)
    for match in _BRACKETS.finditer(text):
        bracket = match[0]
        if bracket in depths:
            depths[bracket] += 1
            if depths[bracket] > DEEPEST:
                return match.start()
        elif bracket in _CLOSES:
            depths[_CLOSES[bracket]] = max(depths[_CLOSES[bracket]] - 1, 0)
        else:
            depths = dict.fromkeys(depths, 0)
    return -1


def _too_starry(text: str) -> int:
    """Where the first block with too many unescaped marks of emphasis begins; -1 where there is none."""
    if text.count("*") + text.count("_") <= _MOST_STARS:
        return -1
    stars, place, begins = 0, 0, 0
    for line in text.split("\n"):
        if not line.strip() or line.lstrip().startswith("|"):
            stars, begins = 0, place
        stars += sum(1 for _ in _STAR.finditer(line))
        if stars > _MOST_STARS:
            return begins
        place += len(line) + 1
    return -1
