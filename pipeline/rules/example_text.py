"""An example of a rule as people read it: the files that it changes, shortened; one that keeps the rule by what differs from one that breaks it."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

from pipeline.rules.rule import Edited

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipeline.rules.rule import Change, Example

_MOST_LINES = 24
_MOST_FILES = 2
#: So many lines of an edit are shown.
_MOST_EDITED = 12


def shown(title: str, example: Example, *, beside: Example | None = None) -> str:
    """Return an example as Markdown. Where `beside` writes the same file, only the lines that differ are shown."""
    changes = list(example.files.items())
    parts = [f"{title}{_when(example)}："]
    parts += [f"`{path}`{_change(change, _text_of(beside, path))}" for path, change in changes[:_MOST_FILES]]
    if len(changes) > _MOST_FILES:
        parts.append(f"另外还有{len(changes) - _MOST_FILES}个文件。")
    return "\n\n".join(parts)


def _text_of(example: Example | None, path: str) -> str:
    change = example.files.get(path) if example else None
    return change if isinstance(change, str) else ""


def _when(example: Example) -> str:
    """The moments that an example hangs on."""
    moments = [f"{example.committed}提交" if example.committed else "", f"{example.as_of}检查" if example.as_of else ""]
    return f"（{'，'.join(filter(None, moments))}）" if any(moments) else ""


def _change(change: Change, beside: str) -> str:
    if change is None:
        return "：删去这个文件。"
    if isinstance(change, Edited):
        return _fenced("diff", [*_marked("-", change.old), *_marked("+", change.new)])
    if isinstance(change, str) and beside:
        return "，与违反的例子比：" + _fenced("diff", list(_differing(beside, change))).removeprefix("：")
    if isinstance(change, str):
        return _fenced("text", _cut(change.rstrip("\n").split("\n"), _MOST_LINES))
    return "：不是文字的文件，由测试做出来。"


def _differing(old: str, new: str) -> Iterator[str]:
    lines = difflib.unified_diff(old.split("\n"), new.split("\n"), n=0, lineterm="")
    yield from (line for line in list(lines)[2:] if not line.startswith("@@"))


def _marked(sign: str, text: str) -> list[str]:
    return [sign + line for line in _cut(text.split("\n"), _MOST_EDITED)]


def _cut(lines: Sequence[str], most: int) -> list[str]:
    return [*lines[:most], "……"] if len(lines) > most else list(lines)


def _fenced(kind: str, lines: Sequence[str]) -> str:
    fence = "~~~" if any("```" in line for line in lines) else "```"
    return "\n".join((f"：\n\n{fence}{kind}", *lines, fence))
