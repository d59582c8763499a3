"""The outline of a text: how deep its headings are, and the anchors of headings and of a regulation's articles."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from itertools import chain, count
from typing import TYPE_CHECKING

from plugins.engine.numerals import anchor_of

if TYPE_CHECKING:
    from collections.abc import Container

_ARTICLE = "art-"


@dataclass(slots=True)
class Levels:
    """Headings begin at level 2 and go down one level at a time, whatever levels the author used."""

    _above: list[int] = field(default_factory=list)

    def of(self, written: int) -> int:
        """Return the level of the next heading, which the author wrote as one of level `written`."""
        while self._above and self._above[-1] >= written:
            self._above.pop()
        self._above.append(written)
        return min(len(self._above) + 1, 6)


@dataclass(slots=True)
class ArticleCount:
    """Only the article that follows the last one counts, so that a text which merely mentions one has no anchor."""

    _last: int = 0

    def anchor(self, text: str) -> str:
        """Return the anchor of the article that the next paragraph or heading begins; nothing where it begins none."""
        anchor = anchor_of(text)
        if not anchor.startswith(_ARTICLE) or int(anchor.removeprefix(_ARTICLE)) not in {self._last + 1, 1}:
            return ""
        self._last = int(anchor.removeprefix(_ARTICLE))
        return anchor


def free(anchor: str, taken: Container[str | None]) -> str:
    """A second regulation in one text begins again at article 1: its anchors are `art-1-2`, `art-2-2` and so on."""
    return next(name for name in chain((anchor,), (f"{anchor}-{n}" for n in count(2))) if name not in taken)


def slugify(text: str, separator: str) -> str:
    """Return the anchor of a heading: its chapter or article, else its own characters."""
    numbered = anchor_of(text)
    if numbered:
        return numbered
    return _between_words(separator).sub(separator, text.strip().lower()).strip(separator) or "section"


@cache
def _between_words(separator: str) -> re.Pattern[str]:
    return re.compile(rf"[^\w\u4e00-\u9fff]+|{separator}+")
