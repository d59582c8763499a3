"""Change single fields of a document's front matter where they stand, and leave every other byte of the file as it is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import yaml

from model.faults import Unreadable
from model.record import keys

if TYPE_CHECKING:
    from collections.abc import Iterator

_FENCE = re.compile(r"\ufeff?---[ \t]*(?P<break>\r\n|\r|\n)(?P<front>(?s:.*?))(?<=[\r\n])---[ \t]*(?:\r\n|\r|\n|\Z)")
_BREAK = re.compile(r"\r\n|\r|\n")
_Loader: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
#: How YAML's readers call a text that stands on its line, without or in quotes; no other is put in the place of one.
_IN_LINE = (None, "", "'", '"')
_NEEDS_QUOTES = re.compile(r"""^[?-]|[\s,\[\]{}#:&*!|>%@`'"]""")


@dataclass(frozen=True, slots=True)
class Written:
    """A text that the front matter holds: where it stands with its quotes, and what it says."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class _Entry:
    """A field: its key as it is written, and the lines that are its own."""

    name: str
    start: int
    end: int
    value: yaml.Node


class FrontLines:
    """The file of a document of some kind (`record`), with the changes that are to be made to its text.

    Raises `Unreadable` where the front matter is not written one field after the other. The file must be one that can be read.
    """

    def __init__(self, data: bytes, record: Any) -> None:
        self.text = data.decode("utf-8")
        fence = _FENCE.match(self.text)
        assert fence
        self.body = fence.end()
        self._break = fence["break"]
        self._from, self._to = fence.span("front")
        self._changes: list[tuple[int, int, str]] = []
        self._entries = dict(self._read(record))

    def _read(self, record: Any) -> Iterator[tuple[str, _Entry]]:
        root = yaml.compose(self.text[self._from : self._to], Loader=_Loader)
        if not isinstance(root, yaml.MappingNode) or root.flow_style:
            remedy = "每行写一个字段，如“title: 关于……的通知”"
            raise Unreadable("YAML", "信息区写在花括号里，搬迁要改的字段写不进去", remedy)
        for key, value in root.value:
            start, end = self._place(key), self._end_of(value, self._from + key.end_mark.index)
            entry = _Entry(key.value, self._line_start(start), self._line_end(end), value)
            yield keys(record)[key.value.strip()], entry

    def _place(self, node: yaml.Node) -> int:
        return self._from + int(node.start_mark.index)

    def _end_of(self, node: yaml.Node, least: int) -> int:
        """Where a value ends: libyaml has a list end where the next thing begins, so its last item is asked."""
        if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
            last = node.value[-1]
            return self._end_of(last[1] if isinstance(last, tuple) else last, least)
        return max(least, self._from + int(node.end_mark.index))

    def _line_start(self, place: int) -> int:
        return max(self.text.rfind("\n", 0, place), self.text.rfind("\r", 0, place)) + 1

    def _line_end(self, place: int) -> int:
        """Where the line of a place ends, its break included; a block of text ends where the next line begins."""
        if self.text[place - 1] in "\r\n":
            return place
        found = _BREAK.search(self.text, place)
        assert found  # the closing line comes after it
        return found.end()

    # What is to be changed

    def set(self, key: str, value: str) -> None:
        """Have a field say `value`, a plain text, on its own line: in the place of the field, else as the last one."""
        entry = self._entries.get(key)
        if entry is None:
            indent = " " * (min(map(self._indent, self._entries.values())))
            self._changes.append((self._to, self._to, f"{indent}{key}: {value}{self._break}"))
            return
        indent = " " * self._indent(entry)
        self._changes.append((entry.start, entry.end, f"{indent}{entry.name}: {value}{self._break}"))

    def _indent(self, entry: _Entry) -> int:
        line = self.text[entry.start : entry.end]
        return len(line) - len(line.lstrip(" "))

    def drop(self, key: str) -> None:
        """Have a field be there no more."""
        entry = self._entries.get(key)
        if entry is not None:
            self._changes.append((entry.start, entry.end, ""))

    def has(self, key: str) -> bool:
        """Say whether the field is written."""
        return key in self._entries

    def texts(self, key: str) -> Iterator[Written]:
        """Yield the single texts that a field holds."""
        entry = self._entries.get(key)
        yield from self._texts(entry.value) if entry else ()

    def _texts(self, node: yaml.Node) -> Iterator[Written]:
        if isinstance(node, yaml.ScalarNode) and node.style in _IN_LINE:
            yield Written(self._place(node), self._from + int(node.end_mark.index), node.value.strip())
        elif isinstance(node, yaml.SequenceNode):
            for item in node.value:
                yield from self._texts(item)

    def say(self, written: Written, text: str) -> None:
        """Put a text in the place of another of the front matter, in its quotes or in those that it needs."""
        quote = self.text[written.start] if self.text[written.start] in "'\"" else ""
        quote = quote or ('"' if _NEEDS_QUOTES.search(text) else "")
        inner = text.replace("'", "''") if quote == "'" else text.replace("\\", "\\\\").replace('"', '\\"')
        self._changes.append((written.start, written.end, f"{quote}{inner if quote else text}{quote}"))

    def replace(self, start: int, end: int, text: str) -> None:
        """Put a text in the place of a piece of the body."""
        self._changes.append((start, end, text))

    def encoded(self) -> bytes:
        """Return the file's bytes with the changes made."""
        pieces, at = [], 0
        for start, end, text in sorted(self._changes, key=lambda change: change[:2]):
            pieces += [self.text[at:start], text]
            at = end
        return "".join([*pieces, self.text[at:]]).encode()
