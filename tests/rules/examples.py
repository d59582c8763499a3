"""A rule's examples, planted in the demonstration city."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.rules.rule import Edited, Example, Found, Rule, Subject
from tests.rules.books import AS_OF, CONTENT, books
from tests.rules.written import written

if TYPE_CHECKING:
    from collections.abc import Mapping


def changed(example: Example) -> dict[str, str | bytes | None]:
    """Return the files of an example as they are to be written."""
    files: dict[str, str | bytes | None] = {}
    for path, change in example.files.items():
        if isinstance(change, Edited):
            before = (CONTENT / path).read_text(encoding="utf-8")
            assert change.old in before, (path, change.old)
            files[path] = before.replace(change.old, change.new, 1)
        else:
            files[path] = change() if callable(change) else change
    return files


def found_by(rule: Rule, example: Example) -> list[Found]:
    """Return what a rule finds in the documents that an example writes, or, between documents, in the whole city."""
    assert rule.find
    files = changed(example)
    if rule.subject is not Subject.DOCUMENT:
        return list(rule.find(books(files, example.as_of or AS_OF)))
    own: Mapping[str, bytes] = {
        path: data.encode() if isinstance(data, str) else data for path, data in files.items() if data is not None
    }
    beside = {
        str(file.relative_to(CONTENT)): file.read_bytes()
        for path in files
        for file in (CONTENT / path).parent.rglob("*")
        if file.is_file() and file.suffix != ".md"
    }
    documents = [path for path in files if path.endswith(".md")]
    return [
        found
        for path in documents
        for found in rule.find(written(str(files[path]), path, {**beside, **own}))
        if files[path] is not None
    ]
