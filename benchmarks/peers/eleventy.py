"""Eleventy with Nunjucks templates: a whole build each time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.columns import COLUMNS
from benchmarks.installing import node_packages, version_of
from benchmarks.measure import Command
from benchmarks.peer import Peer, fields, publish_static, quoted, write_site_facts, yaml_document

if TYPE_CHECKING:
    from pathlib import Path

    from benchmarks.corpus import Document


class Eleventy(Peer):
    """Its Markdown is not taken for a template first, which is the faster setting."""

    name = "eleventy"
    title = "Eleventy"
    _program: Path

    def install(self, tools: Path) -> str:
        """Install the package."""
        self._program = node_packages(tools, self.name, "@11ty/eleventy@3.1.8") / "eleventy"
        return version_of(str(self._program), "--version")

    def begin(self, folder: Path) -> None:
        """Add the site's facts, the static files, and what the documents of each column have in common."""
        super().begin(folder)
        publish_static(folder)
        write_site_facts(folder / "site.json")
        for column in COLUMNS:
            place = folder / column.path
            place.mkdir(parents=True)
            common = {"layout": "document.njk", "tags": "document", "column": column.path}
            (place / f"{column.path}.json").write_text(quoted(common), encoding="utf-8")

    def source(self, folder: Path, document: Document) -> tuple[Path, str]:
        """A Markdown file in the folder of its column."""
        front = {"title": document.title, "date": f"{document.date:%Y-%m-%dT%H:%M:00+08:00}", **fields(document)}
        return folder / document.column.path / f"{document.name}.md", yaml_document(front, document.body)

    def command(self, folder: Path) -> Command:
        """A whole build, without a line for each page."""
        return Command((str(self._program), "--quiet"), folder)
