"""How deeply a text nests its brackets: the Markdown converter looks for the other end of each, over and over."""

from __future__ import annotations

import re

#: No text for people nests brackets so deeply.
DEEPEST = 100
_BRACKETS = re.compile(r"\n[ \t]*\n|[\[\]()]|<(?=[a-zA-Z/!?])|>")
_CLOSES = {"]": "[", ")": "(", ">": "<"}


def too_deep(text: str) -> int:
    """Return where in `text` a block first opens more than `DEEPEST` brackets of a sort at once; -1 where none does."""
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
