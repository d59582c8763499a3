"""What the rules on one document see: the typed document, its Markdown with line numbers, its body as HTML, the files that it owns."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from model.document import Document
from model.profile import Profile
from model.site import Column, Site
from plugins.engine.files import OwnedFile

Made = TypeVar("Made")


@dataclass(frozen=True, slots=True)
class City:
    """What all documents of a check have in common: the content folder, the profile, the sites without their columns, and the city's own words.

    `words` are the tables of `wording.toml`, `closed` the sites that are no more. All of it is plain data: it goes to other processes, and its digest decides whether findings still hold.
    """

    folder: Path
    profile: Profile
    sites: Mapping[str, Site]
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    closed: frozenset[str] = frozenset()

    def threshold(self, name: str) -> int:
        """Return the value of a threshold of the profile."""
        return self.profile[name].value


@dataclass(slots=True)
class Written:
    """A document as the rules see it. Findings on it hang on this alone, never on the clock or on other documents.

    `lines` are those of its front matter's keys, `body` is its Markdown, which begins at line `body_line` of the file.
    """

    document: Document
    lines: Mapping[str, int]
    body: str
    body_line: int
    html: str
    files: tuple[OwnedFile, ...]
    site: Site
    column: Column
    city: City
    _shared: dict[Any, Any] = field(default_factory=dict)

    def line_of(self, key: str) -> int:
        """Return the line of a front-matter key; 1 where it is not written."""
        return self.lines.get(key, 1)

    def body_lines(self) -> Iterator[tuple[int, str]]:
        """Yield each line of the Markdown with its number in the file."""
        yield from enumerate(self.body.split("\n"), self.body_line)

    def place(self, offset: int) -> tuple[int, int]:
        """Return the line (in the file) and the column (0-based) of an offset in `body`."""
        before = self.body[:offset]
        return self.body_line + before.count("\n"), offset - before.rfind("\n") - 1

    def bytes_of(self, file: OwnedFile) -> bytes:
        """Return the bytes of a file that the document owns; raises `OSError`."""
        return (self.city.folder / file.path).read_bytes()

    def shared(self, make: Callable[[Written], Made]) -> Made:
        """Return what `make` makes of this document; several rules that ask for the same have it made once."""
        if make not in self._shared:
            self._shared[make] = make(self)
        made: Made = self._shared[make]
        return made
