"""What editors do to documents, as rules of the machine of the law."""

from __future__ import annotations

import functools
import io
import random
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st
from hypothesis.stateful import rule
from PIL import Image

from model.translation import version_of
from tests.law.fields import COMMON, DATES, FRAGMENTS, KINDS, NAMES_BY, OWN, TEXTS, TITLES
from tests.law.papers import PLAIN

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable
    from pathlib import Path

    from tests.law.papers import Desk, Paper
    from tests.law.sites import Hall
    from tests.law.theme import Theme

#: Which of what there is: a number to be taken modulo how many there are, so that it means something after any edit.
ANY = st.integers(0, 40)
NAMES = st.sampled_from(["a", "b", "c", "d"])
CAREFUL = st.sampled_from([True, True, True, False])
BROKEN = (b"\xd0\xc5\xcf\xa2", "没有信息区".encode(), b"---\ntitle: x\n", b"---\ntitle: [a\n---\n", b"")


def edit(**strategies: Any) -> Callable[[Callable[..., None]], Any]:
    """Declare a rule that changes something."""

    def declare(function: Callable[..., None]) -> Any:
        @functools.wraps(function)
        def counted(self: Office, **values: Any) -> None:
            self.edits += 1
            function(self, **values)

        declared: Any = rule(**strategies)
        return declared(counted)

    return declare


class Office:
    """What every part of the machine has before it."""

    content: Path
    output: Path
    desk: Desk
    hall: Hall
    theme: Theme
    now: dt.datetime
    #: How many changes were made since the last build.
    edits = 0

    def paper(self, which: int) -> Paper:
        """One of the papers; where there is none, one is written first."""
        if not self.desk.papers:
            self.desk.add(self.place(which), "a", "news", TITLES[0], DATES[0])
        return self.desk.papers[which % len(self.desk.papers)]

    def place(self, which: int) -> str:
        """One of the columns' folders."""
        return self.hall.places[which % len(self.hall.places)]


class Documents(Office):
    """Editors at their documents."""

    @edit(place=ANY, name=NAMES, title=st.sampled_from(TITLES), date=st.sampled_from(DATES), tacit=st.booleans())
    def add(self, place: int, name: str, title: str, date: str, tacit: bool) -> None:
        where = self.place(place)
        kind = self.hall.kind_of(where)
        paper = self.desk.add(where, name, "news" if kind == "topic" else kind, title, date)
        paper.tacit = tacit and kind != "topic"
        self.desk.save(paper)

    @edit(which=ANY, title=st.sampled_from(TITLES), date=st.sampled_from(DATES), text=st.sampled_from(TEXTS))
    def rewrite(self, which: int, title: str, date: str, text: str) -> None:
        paper = self.paper(which)
        paper.fields |= {"title": title, "date": date}
        paper.text = text
        self.desk.save(paper)

    @edit(which=ANY, text=st.sampled_from(TEXTS), unseen=st.booleans())
    def edit_text(self, which: int, text: str, unseen: bool) -> None:
        paper = self.paper(which)
        paper.text = text
        self.desk.save(paper, unseen=unseen)

    @edit(which=ANY)
    def change_one_character_unseen(self, which: int) -> None:
        paper = self.paper(which)
        paper.text = paper.text.replace("正文", "文正") if "正文" in paper.text else paper.text.replace("文正", "正文")
        self.desk.save(paper, unseen=True)

    @edit(which=ANY, title=st.sampled_from(TITLES))
    def retitle(self, which: int, title: str) -> None:
        self._say(which, "title", title)

    @edit(which=ANY, date=st.sampled_from(DATES))
    def redate(self, which: int, date: str) -> None:
        self._say(which, "date", date)

    @edit(which=ANY, said=st.sampled_from(COMMON))
    def say(self, which: int, said: tuple[str, str]) -> None:
        self._say(which, *said)

    @edit(which=ANY, number=ANY)
    def say_of_its_kind(self, which: int, number: int) -> None:
        papers = [paper for paper in self.desk.papers if OWN.get(paper.kind)]
        if papers:
            paper = papers[which % len(papers)]
            self._say(self.desk.papers.index(paper), *OWN[paper.kind][number % len(OWN[paper.kind])])

    def _say(self, which: int, key: str, value: str) -> None:
        paper = self.paper(which)
        paper.named = [each for each in paper.named if each[0].rstrip("#") != key]
        paper.fields[key] = value
        self.desk.save(paper)

    @edit(which=ANY, number=ANY)
    def say_no_more(self, which: int, number: int) -> None:
        paper = self.paper(which)
        more = [key for key in paper.fields if key not in PLAIN and key not in {"document_number", "opens", "closes"}]
        if more:
            del paper.fields[more[number % len(more)]]
            self.desk.save(paper)

    @edit(which=ANY, kind=st.sampled_from(KINDS))
    def change_kind(self, which: int, kind: str) -> None:
        if kind != "topic":
            paper = self.paper(which)
            paper.tacit = False
            paper.become(kind)
            self.desk.save(paper)

    @edit(which=ANY, other=ANY, fragment=st.sampled_from(FRAGMENTS))
    def link(self, which: int, other: int, fragment: str) -> None:
        self._name(self.paper(which), "text", self.paper(other), fragment)

    @edit(which=ANY, other=ANY, by_number=st.booleans(), translates=st.sampled_from([True, False, False]))
    def name_another(self, which: int, other: int, by_number: bool, translates: bool) -> None:
        paper = self.paper(which)
        key = "translation_of" if translates else NAMES_BY.get(paper.kind, "")
        if key:
            number = by_number and key in {"interprets", "repeals"}
            paper.fields.pop(key, None)
            self._name(paper, f"{key}#" if number else key, self.paper(other), "")

    @edit(which=ANY, title=st.sampled_from(["Title A", "Title B"]), good=CAREFUL)
    def translate(self, which: int, title: str, good: bool) -> None:
        """Write a paper's translation, in whose fields only what is another in English stands."""
        self.into_english(self.paper(which), title, good=good)

    def into_english(self, original: Paper, title: str, *, good: bool) -> None:
        """Write the translation of a paper that has none."""
        path = f"{original.place}/{original.name}.en.md"
        if original.fields.get("lang") or path in {paper.path for paper in self.desk.papers}:
            return
        paper = self.desk.add(original.place, f"{original.name}.en", original.kind, title, DATES[0])
        if good:
            del paper.fields["date"]
            paper.fields |= {"lang": "en", "original_version": version_of(original.body)}
            paper.names("translation_of", original)
        self.desk.save(paper)

    @edit(which=ANY)
    def confirm(self, which: int) -> None:
        """Say of a translation that it is of its original's present text."""
        found = [
            (paper, other) for paper in self.desk.papers for key, other, _ in paper.named if key == "translation_of"
        ]
        if found:
            paper, other = found[which % len(found)]
            paper.fields["original_version"] = version_of(other.body)
            self.desk.save(paper)

    def _name(self, paper: Paper, key: str, other: Paper, fragment: str) -> None:
        if other is not paper:
            paper.names(key, other, fragment)
            self.desk.save(paper)

    @edit(which=ANY, number=ANY)
    def name_no_more(self, which: int, number: int) -> None:
        naming = [paper for paper in self.desk.papers if paper.named]
        if naming:
            paper = naming[which % len(naming)]
            del paper.named[number % len(paper.named)]
            self.desk.save(paper)

    @edit(place=ANY, name=NAMES, first=ANY, others=st.integers(0, 4))
    def gather(self, place: int, name: str, first: int, others: int) -> None:
        where = self.place(place)
        members = [self.paper(first + step) for step in range(others + 1)]
        if f"{where}/{name}.md" not in {paper.path for paper in self.desk.papers}:
            topic = self.desk.add(where, name, "topic", "专题", DATES[0])
            for member in members:
                topic.names("documents", member)
            self.desk.save(topic)

    @edit(which=ANY, careful=CAREFUL)
    def delete(self, which: int, careful: bool) -> None:
        self.desk.remove(self.paper(which), careful=careful)

    @edit(which=ANY, name=NAMES, careful=CAREFUL)
    def rename(self, which: int, name: str, careful: bool) -> None:
        paper = self.paper(which)
        self.desk.move(paper, paper.place, name, careful=careful)

    @edit(which=ANY, place=ANY, careful=CAREFUL)
    def move(self, which: int, place: int, careful: bool) -> None:
        paper = self.paper(which)
        self.desk.move(paper, self.place(place), paper.name, careful=careful)

    @edit(one=ANY, other=ANY)
    def exchange(self, one: int, other: int) -> None:
        self.desk.exchange(self.paper(one), self.paper(other))

    @edit(place=ANY, date=st.sampled_from(["2026-01-", "2026-03-", "2025-06-"]))
    def write_many(self, place: int, date: str) -> None:
        where = self.place(place)
        for day in range(1, 26):
            self.desk.add(where, f"{date}{day:02}", "news", f"第{day}期", f"{date}{day:02} 10:00")

    @edit(step=st.integers(2, 7), first=ANY)
    def delete_some(self, step: int, first: int) -> None:
        for paper in self.desk.papers[first % 7 :: step]:
            self.desk.remove(paper, careful=True)

    @edit(which=ANY, data=st.sampled_from(BROKEN))
    def break_document(self, which: int, data: bytes) -> None:
        (self.content / self.paper(which).path).write_bytes(data)

    @edit(which=ANY)
    def mend_document(self, which: int) -> None:
        self.desk.save(self.paper(which))

    @edit(place=ANY, rows=st.integers(0, 3), size=st.sampled_from([(1, 1), (2, 3), (80, 60)]))
    def write_files(self, place: int, rows: int, size: tuple[int, int]) -> None:
        self.put_files(self.place(place), rows, size)

    def put_files(self, place: str, rows: int, size: tuple[int, int]) -> None:
        """Put a table and a picture into a column's folder; of the largest, others are derived."""
        data = io.BytesIO()
        Image.frombytes("RGB", size, random.Random(rows).randbytes(3 * size[0] * size[1])).save(data, "PNG")
        folder = self.content / place
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "p.png").write_bytes(data.getvalue())
        (folder / "a.csv").write_text("行\n" * rows, encoding="utf-8")

    @edit(place=ANY, name=st.sampled_from(["a.csv", "p.png"]))
    def delete_file(self, place: int, name: str) -> None:
        (self.content / self.place(place) / name).unlink(missing_ok=True)
