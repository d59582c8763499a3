"""Where Markdown takes a star for a star: in code, and in what is written in HTML. A mask is written there without a backslash."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.rules.written import Written

_BLOCKS = "table|div|section|article|figure|details|blockquote|pre|center|ul|ol|dl|p|h[1-6]"
_VERBATIM = re.compile(
    rf"^(?:```|~~~).*?(?:^(?:```|~~~)|\Z)|(?<!`)(`+)(?!`)[^\n]*?(?<!`)\1(?!`)|^<({_BLOCKS})\b.*?</\2>",
    re.DOTALL | re.MULTILINE | re.IGNORECASE,
)
_INDENTED = re.compile(r"(?:(?<=\n\n)|\A)(?:(?: {4}|\t)[^\n]*(?:\n|\Z))+")


def verbatim(written: Written) -> tuple[tuple[int, int], ...]:
    """Return the parts of the body in which nothing is emphasis, by their offsets; for `Written.shared`."""
    return tuple(each.span() for pattern in (_VERBATIM, _INDENTED) for each in pattern.finditer(written.body))


def is_verbatim(written: Written, line: int, column: int) -> bool:
    """Say whether a place of the file, below its front matter, is in such a part."""
    if not any(sign in written.body for sign in ("`", "~~~", "<", "    ", "\t")):
        return False
    lines = written.body.split("\n")[: line - written.body_line]
    at = sum(map(len, lines)) + len(lines) + column
    return any(start <= at < end for start, end in written.shared(verbatim))
