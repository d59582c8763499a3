"""Text that others wrote, such as names of files, made fit for a line that people read."""

from __future__ import annotations


def shown(text: str) -> str:
    """Return `text` so that any terminal can print it on one line; the ideographic space of titles stays as it is."""
    return "".join(c if is_shown(c) else c.encode("unicode_escape").decode() for c in text)


def is_shown(character: str) -> bool:
    """Whether a character can be seen on a line, or is the space that Chinese titles are written with."""
    return character.isprintable() or character == "\u3000"
