"""Front matter that is one `key: value` a line, as it nearly always is, is read without a YAML parser.

What YAML 1.1 makes of such lines is known beforehand, since every scalar is text. Whatever else stands there is left to libyaml;
tests hold one to the other.
"""

from __future__ import annotations

import re

from model.given import Given, Many, Pairs, Text

#: A value without quotes begins with a letter, a digit or an opening mark, and neither a key nor a comment begins in it.
_BEGINNING = "[A-Za-z0-9\u3400-\u4dbf\u4e00-\u9fff《（“【]"
_QUOTED = r'"([^"\\]*)"'
_IN_LIST = re.compile(rf"{_QUOTED}|({_BEGINNING}[^#:&*!,\[\]{{}}]*)")
_LINE = re.compile(
    rf"([A-Za-z_\u4e00-\u9fff]+): (?:{_QUOTED}|({_BEGINNING}(?:[^#:&*!]|:(?! ))*)(?<![ :])|\[([^\[\]]+)\])"
)
#: The front matter's first line is the file's second.
_FIRST_LINE = 2


def plain_pairs(text: str) -> Pairs | None:
    """Return the pairs of a front matter that has nothing but plain lines; nothing where there is another."""
    entries: list[tuple[Text, Given]] = []
    for number, line in enumerate(text.removesuffix("\n").split("\n"), _FIRST_LINE):
        found = _LINE.fullmatch(line)
        if not (found and line.isprintable()):  # the only space of all characters that are is the plain one
            return None
        key, quoted, plain, listed = found.groups()
        value = _many(listed, number) if listed else Text((plain or quoted or "").strip(), number)
        if not value:
            return None
        entries.append((Text(key, number), value))
    return Pairs(tuple(entries), 1)


def _many(text: str, line: int) -> Many | None:
    items = [_IN_LIST.fullmatch(item.strip(" ")) for item in text.split(",")]
    if not all(items):
        return None
    return Many(tuple(Text((item[2] or item[1] or "").strip(), line) for item in items if item), line)
