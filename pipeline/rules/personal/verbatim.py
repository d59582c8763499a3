"""Where Markdown takes a star for a star: in code, and in what is written in HTML. A mask is written there without a backslash."""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING

from model.patterns import pattern

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.rules.written import Written

_CODE = pattern(
    r"^(?:```|~~~).*?(?:^(?:```|~~~)|\Z)|`[^`\n]{1,500}`|(?:(?<=\n\n)|\A\n?)(?:(?: {4}|\t)[^\n]*(?:\n|\Z))+",
    re.DOTALL | re.MULTILINE,
)
_BLOCK = pattern(
    r"^<(table|div|section|article|figure|details|blockquote|pre|center|ul|ol|dl|p|h[1-6])\b",
    re.MULTILINE | re.IGNORECASE,
)


def lines(written: Written) -> tuple[str, ...]:
    """Return the lines of the body; for `Written.shared`."""
    return tuple(written.body.split("\n"))


def _starts(written: Written) -> tuple[int, ...]:
    return tuple(accumulate((len(line) + 1 for line in written.shared(lines)), initial=0))


def verbatim(written: Written) -> tuple[tuple[int, int], ...]:
    """Return the parts of the body in which nothing is emphasis, by their offsets, in order; for `Written.shared`."""
    parts = sorted([*(each.span() for each in _CODE.finditer(written.body)), *_blocks(written.body)])
    reach = accumulate((end for _, end in parts), max)
    return tuple((start, end) for (start, _), end in zip(parts, reach, strict=True))


def _blocks(body: str) -> Iterator[tuple[int, int]]:
    """Yield where blocks of HTML begin and end; of a tag that is not closed any more there is none."""
    end, unclosed = 0, set[str]()
    for found in _BLOCK.finditer(body) if "<" in body else ():
        close = f"</{found[1]}>"
        if found.start() < end or close in unclosed:
            continue
        end_of = body.find(close, found.end())
        if end_of < 0:
            unclosed.add(close)
        else:
            end = end_of + len(close)
            yield found.start(), end


def is_verbatim(written: Written, line: int, column: int) -> bool:
    """Say whether a place of the file, below its front matter, is in such a part."""
    at = written.shared(_starts)[line - written.body_line] + column
    parts = written.shared(verbatim)
    before = bisect_right(parts, (at, len(written.body) + 1)) - 1
    return before >= 0 and at < parts[before][1]
