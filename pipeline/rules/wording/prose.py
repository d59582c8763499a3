"""What people read in a document: its prose, with everything that is no prose blanked, character for character.

Code, addresses, tags and names of files are not the author's Chinese; a blank in their place keeps every offset as it is in the file.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING

from model.patterns import pattern
from pipeline.rules.rule import Found, Replacement

if TYPE_CHECKING:
    from collections.abc import Iterable

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
_NOT_PROSE = pattern(
    r"```.*?(?:```|\Z)|~~~.*?(?:~~~|\Z)|`[^`\n]+`|<!--.*?(?:-->|\Z)|<[a-zA-Z/][^<>\n]*>"
    r"|\]\([^()\n]*\)|\{[:#][^{}\n]*\}|https?://[\w./?=&%#:~+,;@!*-]+|www\.[\w./?=&%#-]+",
    re.DOTALL | re.ASCII,
)
_EXTENSION = pattern(
    r"\.(?:docx?|xlsx?|pptx?|pdf|ofd|wps|et|zip|rar|7z|jpe?g|png|csv|txt|md|json|mp[34])(?![A-Za-z0-9])"
)
_ENDS_A_NAME = frozenset(" \t\n\u3000，。；：、“”‘’《》|<>[]()（）" + BLANK)
_LONGEST_NAME = 100
#: A text that teaches how something is written.
_SPEAKS_OF_FORM = pattern(r"错误|误写|误用|不规范|不正确|不应写|不得写|不能写|应写[为成作]|应为|应当写|改[为成]|更正为")
#: How far around a place its context goes; a line of Markdown may be as long as the file.
_NEAR = 300


@dataclass(frozen=True, slots=True)
class Prose:
    """The text of a document: the items of its fields, a paragraph each, and then the body.

    `ends` and `keys` say of every item where it ends in `text` and of which field it is; the body begins at `body`.
    """

    text: str
    ends: tuple[int, ...]
    keys: tuple[str, ...]
    body: int

    def before(self, start: int) -> str:
        """Return what stands before `start` in its line, as far as a reader remembers it."""
        near = max(0, start - _NEAR)
        return self.text[max(near, self.text.rfind("\n", near, start) + 1) : start]

    def line_around(self, start: int, end: int) -> str:
        """Return the line that the characters from `start` to `end` stand in, as far as a reader has it in view."""
        stop = self.text.find("\n", end, end + _NEAR)
        return self.before(start) + self.text[start : stop if stop >= 0 else end + _NEAR]

    def is_cited(self, start: int, end: int) -> bool:
        """Say whether the characters from `start` to `end` are cited as something that is not to be written so."""
        before, line = self.before(start), self.line_around(start, end)
        return before.rfind("“") > before.rfind("”") and bool(_SPEAKS_OF_FORM.search(line))

    def has(self, words: Iterable[str]) -> bool:
        """Say whether one of the words is in the text; much cheaper than a pattern."""
        return any(word in self.text for word in words)


def prose(written: Written) -> Prose:
    """Return the prose of a document; for `Written.shared`."""
    items = [(key, text) for key in _FIELDS for text in _items(getattr(written.document, key, ""))]
    fields = "".join(f"{text}\n\n" for _, text in items)
    ends = tuple(accumulate(len(text) + 2 for _, text in items))
    return Prose(blanked(fields + written.body), ends, tuple(key for key, _ in items), len(fields))


def _items(value: str | tuple[str, ...]) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else (value,) if value else ()


def blanked(text: str) -> str:
    """Return `text`, as long as it was, with what is no prose blanked; line breaks stay."""
    return _without_names(_NOT_PROSE.sub(_blank, text))


def _blank(found: re.Match[str]) -> str:
    return "\n".join(BLANK * len(line) for line in found[0].split("\n"))


def _without_names(text: str) -> str:
    for found in reversed(list(_EXTENSION.finditer(text))):
        start = found.start()
        while start and found.start() - start < _LONGEST_NAME and text[start - 1] not in _ENDS_A_NAME:
            start -= 1
        text = text[:start] + BLANK * (found.end() - start) + text[found.end() :]
    return text


def finding(written: Written, start: int, end: int, fact: str, remedy: str = "", text: str | None = None) -> Found:
    """Return the finding on the characters from `start` to `end` of the prose; `text` is what they should be, where that is sure.

    Only in the body there is a replacement: where a field's value stands in its line is not known.
    """
    read = written.shared(prose)
    if start < read.body:
        return Found(written.line_of(read.keys[bisect_right(read.ends, start)]), fact, remedy)
    line, column = written.place(start - read.body)
    replacement = None if text is None else Replacement(column, column + end - start, text)
    return Found(line, fact, remedy, replacement=replacement)
