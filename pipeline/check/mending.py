"""Write what rules are sure of into the documents: masks over personal data, punctuation, brackets, terms."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from pipeline.sources.writing import write_all

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from pipeline.findings.finding import Finding
    from pipeline.rules.rule import Replacement

#: Ends of lines stay as they were written.
_LINE_END = re.compile("(\r\n|\r|\n)")


def mend(content: Path, findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Write the replacements of the findings on documents into their files, all or none, and return the findings that this mends.

    Of two that overlap only the first is written; the next check has the other. Raises `OutputError` where a file cannot be written.
    """
    by_file: dict[str, list[Finding]] = defaultdict(list)
    for each in sorted(findings):
        if each.replacement and each.path.endswith(".md"):
            by_file[each.path].append(each)
    written, mended = {}, []
    for path, several in by_file.items():
        data = (content / path).read_bytes()
        chosen = list(_apart(several))
        written[path] = _replaced(data.decode(), chosen).encode()
        mended += chosen
    write_all(content, written)
    return tuple(mended)


def _apart(findings: Iterable[Finding]) -> Iterator[Finding]:
    """The findings of a file whose replacements do not touch each other."""
    ends: dict[int, int] = {}
    for each in sorted(findings, key=_place):
        change = _change(each)
        if change.start >= ends.get(each.line, 0):
            ends[each.line] = change.end
            yield each


def _place(finding: Finding) -> tuple[int, int, int]:
    return finding.line, _change(finding).start, _change(finding).end


def _change(finding: Finding) -> Replacement:
    assert finding.replacement
    return finding.replacement


def _replaced(text: str, findings: Iterable[Finding]) -> str:
    """The text with every replacement, the last first, so that the places of the others stay."""
    parts = _LINE_END.split(text)
    for each in sorted(findings, key=_place, reverse=True):
        change, number = _change(each), 2 * (each.line - 1)
        parts[number] = parts[number][: change.start] + change.text + parts[number][change.end :]
    return "".join(parts)
