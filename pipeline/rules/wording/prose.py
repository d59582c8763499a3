"""What people read in a document: its prose, with everything that is no prose blanked, character for character.

Code, addresses, tags and names of files are not the author's Chinese; a blank in their place keeps every offset as it is in the file.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.rules.rule import Found, Replacement

if TYPE_CHECKING:
    from pipeline.rules.written import Written

#: What stands in place of a character that is no prose (U+FFFC, the object replacement character).
BLANK = "\ufffc"
#: The fields that hold prose, whatever the kind of document.
_FIELDS = (
    "title",
    "description",
    "source",
    "issuer",
    "question",
    "replier",
    "rumour",
    "verified_by",
    "post",
    "duties",
    "legal_basis",
    "conditions",
    "materials",
    "location",
    "procedure",
    "guests",
    "channel",
    "result",
)
# Each branch begins with a literal, so that the engine skips to one of these few characters.
_NOT_PROSE = re.compile(
    r"```.*?(?:```|\Z)|~~~.*?(?:~~~|\Z)|`[^`\n]+`|<!--.*?(?:-->|\Z)|<[a-zA-Z/][^<>\n]*>"
    r"|\]\([^()\n]*\)|\{[:#][^{}\n]*\}|https?://[^\s<>()（）“”，。；、》]+|www\.[\w./?=&%#-]+",
    re.DOTALL,
)
_EXTENSION = re.compile(r"\.(?:docx?|xlsx?|pptx?|pdf|ofd|wps|et|zip|rar|7z|jpe?g|png|csv|txt|md|json|mp[34])\b")
_ENDS_A_NAME = frozenset(" \t\n\u3000，。；：、“”‘’《》|<>[]()（）" + BLANK)
_LONGEST_NAME = 100


@dataclass(frozen=True, slots=True)
class Passage:
    """A text: the body (`key` is empty) or an item of a front-matter field."""

    key: str
    text: str

    def line_around(self, start: int, end: int) -> str:
        """Return the line that the characters from `start` to `end` stand in."""
        stop = self.text.find("\n", end)
        return self.text[self.text.rfind("\n", 0, start) + 1 : stop if stop >= 0 else None]


def passages(written: Written) -> tuple[Passage, ...]:
    """Return the passages of a document, the fields first; for `Written.shared`."""
    document = written.document
    found = [Passage(key, blanked(text)) for key in _FIELDS for text in _items(getattr(document, key, ""))]
    return (*found, Passage("", blanked(written.body)))


def _items(value: str | tuple[str, ...]) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else (value,) if value else ()


def blanked(text: str) -> str:
    """Return `text`, as long as it was, with what is no prose blanked; line breaks stay."""
    return _without_names(_NOT_PROSE.sub(lambda match: _blank(match[0]), text))


def _blank(text: str) -> str:
    return "\n".join(BLANK * len(line) for line in text.split("\n"))


def _without_names(text: str) -> str:
    for match in reversed(list(_EXTENSION.finditer(text))):
        start = match.start()
        while start and match.start() - start < _LONGEST_NAME and text[start - 1] not in _ENDS_A_NAME:
            start -= 1
        text = text[:start] + BLANK * (match.end() - start) + text[match.end() :]
    return text


def finding(
    written: Written, passage: Passage, start: int, end: int, fact: str, remedy: str = "", text: str | None = None
) -> Found:
    """Return the finding on the characters from `start` to `end` of a passage; `text` is what they should be, where that is sure.

    Only in the body there is a replacement: where a field's value stands in its line is not known.
    """
    if passage.key:
        return Found(written.line_of(passage.key), fact, remedy)
    line, column = written.place(start)
    replacement = None if text is None else Replacement(column, column + end - start, text)
    return Found(line, fact, remedy, replacement=replacement)
