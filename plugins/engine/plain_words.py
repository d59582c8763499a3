"""What people read of a piece of HTML."""

from __future__ import annotations

import re
from html import unescape

_TAGS = re.compile(r"<[^>]+>")


def words_of(html: str) -> str:
    """Return the text of sanitised HTML in one line, without its tags."""
    return " ".join(unescape(_TAGS.sub("", html)).split())
