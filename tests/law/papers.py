"""The documents of the law's city as its editors have them, and how they are written to disk."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tests.law.fields import DATES, ELSEWHERE, REQUIRED

if TYPE_CHECKING:
    from pathlib import Path

PLAIN = ("title", "date", "source")


@dataclass(eq=False, slots=True)
class Paper:
    """A document: where it lies, what its front matter says, its text, and the papers that it names.

    `tacit` is a document that leaves its kind to its column.
    """

    place: str
    name: str
    kind: str
    fields: dict[str, str]
    text: str = "正文。"
    tacit: bool = False
    named: list[tuple[str, Paper, str]] = field(default_factory=list)

    @property
    def path(self) -> str:
        """The file, content-relative."""
        return f"{self.place}/{self.name}.md"

    def names(self, key: str, other: Paper, fragment: str = "") -> None:
        """Name another: in the text, in a field by path, or in a field by its number (then `key` ends with `#`)."""
        if key.rstrip("#") in {"result", "translation_of"}:
            self.named = [each for each in self.named if each[0] != key]
        self.named.append((key, other, fragment))

    def forget(self, other: Paper) -> None:
        """Name another no more."""
        self.named = [each for each in self.named if each[1] is not other]

    def become(self, kind: str) -> None:
        """Be of another kind, with what that must say."""
        mine = {key: value for key, value in self.fields.items() if key not in dict(REQUIRED.get(self.kind, ()))}
        self.kind, self.fields = kind, {**mine, **dict(REQUIRED.get(kind, ()))}
        self.named = [each for each in self.named if each[0] == "text"]

    @property
    def body(self) -> str:
        """The text, with its links."""
        links = [
            f"见[{each.name}]({self._to(each)}{fragment})。" for key, each, fragment in self.named if key == "text"
        ]
        return "\n".join([self.text, "", *links, ""])

    def written(self) -> str:
        """The file's text."""
        kind = {} if self.tacit else {"kind": self.kind}
        fields = {**kind, **self.fields, **self._named_fields()}
        if self.kind == "interpretation":
            fields.setdefault("interprets", ELSEWHERE)
        lines = [f"{key}: {value}" for key, value in fields.items()]
        return "\n".join(["---", *lines, "---", "", self.body])

    def _named_fields(self) -> dict[str, str]:
        found: dict[str, list[str]] = {}
        for key, other, _ in self.named:
            if key != "text":
                number = other.fields.get("document_number", "") if key.endswith("#") else ""
                found.setdefault(key.rstrip("#"), []).append(number or self._to(other))
        return {key: values[0] if len(values) == 1 else f"[{', '.join(values)}]" for key, values in found.items()}

    def _to(self, other: Paper) -> str:
        return os.path.relpath(other.path, self.place)


class Desk:
    """All papers of the city, and the content folder that they are saved to."""

    def __init__(self, content: Path) -> None:
        self.content = content
        self.papers: list[Paper] = []

    def add(self, place: str, name: str, kind: str, title: str, date: str) -> Paper:
        """Write a new paper; one that lay there is written over."""
        self.papers = [each for each in self.papers if each.path != f"{place}/{name}.md"]
        fields = {"title": title, "date": date, "source": "云川市人民政府办公室", **dict(REQUIRED.get(kind, ()))}
        self.papers.append(paper := Paper(place, name, kind, fields))
        self.save(paper)
        return paper

    def save(self, paper: Paper, *, unseen: bool = False) -> None:
        """Write a paper's file; `unseen`, so that the file's time of change is the old one."""
        file = self.content / paper.path
        file.parent.mkdir(parents=True, exist_ok=True)
        old = file.stat().st_mtime_ns if unseen and file.exists() else 0
        file.write_text(paper.written(), encoding="utf-8")
        if old:
            os.utime(file, ns=(old, old))

    def remove(self, paper: Paper, *, careful: bool) -> None:
        """Delete a paper; who is careful also deletes what the others say of it."""
        self.papers = [each for each in self.papers if each is not paper]
        (self.content / paper.path).unlink(missing_ok=True)
        for each in self._naming(paper) if careful else ():
            each.forget(paper)
            if each.kind == "topic" and not any(key == "documents" for key, _, _ in each.named):
                each.become("news")  # a topic gathers something
            self.save(each)

    def move(self, paper: Paper, place: str, name: str, *, careful: bool) -> None:
        """Give a paper another place or name, unless one lies there; who is careful also mends what names it."""
        if any(each.path == f"{place}/{name}.md" for each in self.papers):
            return
        (self.content / paper.path).unlink(missing_ok=True)
        paper.place, paper.name = place, name
        for each in (paper, *(self._naming(paper) if careful else ())):
            self.save(each)

    def exchange(self, one: Paper, other: Paper) -> None:
        """Let two files change their names, as they are."""
        first, second = self.content / one.path, self.content / other.path
        if one is not other and first.exists() and second.exists():
            aside = first.with_name(".aside")
            first.rename(aside)
            second.rename(first)
            aside.rename(second)
            one.place, one.name, other.place, other.name = other.place, other.name, one.place, one.name

    def plain(self, paper: Paper) -> None:
        """Mend a paper by leaving nothing in it that could be wrong; one that is so already is deleted."""
        plain = Paper(paper.place, paper.name, "news", {key: paper.fields.get(key, DATES[0]) for key in PLAIN})
        file = self.content / paper.path
        if not file.exists() or file.read_bytes() == plain.written().encode():
            self.remove(paper, careful=False)
            return
        paper.kind, paper.fields, paper.text, paper.tacit, paper.named = "news", plain.fields, plain.text, False, []
        self.save(paper)

    def _naming(self, paper: Paper) -> list[Paper]:
        return [each for each in self.papers if any(other is paper for _, other, _ in each.named)]
