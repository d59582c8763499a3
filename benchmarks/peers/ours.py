"""This project, by its own command, with a theme that does the same work as the peers'."""

from __future__ import annotations

import sys
from importlib.metadata import version
from typing import TYPE_CHECKING

from benchmarks.columns import COLUMNS, SITE
from benchmarks.corpus import AS_OF, make_document
from benchmarks.measure import Command
from benchmarks.peer import HERE, REPOSITORY, Peer, fields, quoted, yaml_document

if TYPE_CHECKING:
    from pathlib import Path

    from benchmarks.corpus import Document


class Ours(Peer):
    """`invoke build`, with the ledger that it keeps beside the output."""

    name = "ours"
    title = "政站"
    most = most_from_nothing = 100_000

    def install(self, tools: Path) -> str:  # noqa: ARG002 (the others need it)
        """It is there already."""
        return version("zhengzhan")

    def begin(self, folder: Path) -> None:
        """Write `platform.toml` and `site.toml`; settings and theme are used where they lie."""
        write_content(folder / "content")

    def source(self, folder: Path, document: Document) -> tuple[Path, str]:
        """A Markdown file in the folder of its column."""
        front = {"title": document.title, "date": f"{document.date:%Y-%m-%d %H:%M}", **fields(document)}
        file = folder / "content" / "portal" / document.column.path / f"{document.name}.md"
        return file, yaml_document(front, document.body)

    def write_corpus(self, folder: Path, documents: int) -> None:
        """Write the corpus of so many documents into a new folder."""
        self.begin(folder)
        for number in range(documents):
            file, text = self.source(folder, make_document(number))
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")

    def command(self, folder: Path) -> Command:
        """Build as of a fixed minute."""
        settings = ("--settings", str(HERE / "ours" / "pelicanconf.py"))
        return build_command(folder, *settings, "--as-of", f"{AS_OF:%Y-%m-%d %H:%M}")

    def output(self, folder: Path) -> Path:
        """The one site; the ledger lies beside it."""
        return folder / "output" / "portal"

    def remains(self, folder: Path) -> tuple[Path, ...]:
        """The site and the ledger."""
        return (folder / "output",)


def build_command(folder: Path, *options: str) -> Command:
    """Return `invoke build` for the content in a folder, into the output there."""
    build = ("-m", "invoke", "--search-root", str(REPOSITORY), "build")
    places = ("--content", str(folder / "content"), "--output", str(folder / "output"))
    return Command((sys.executable, *build, *places, *options), folder)


def write_content(content: Path) -> None:
    """Write a content folder without documents."""
    (content / "portal").mkdir(parents=True)
    (content / "platform.toml").write_text('name = "云川市政府网站集约化平台"\nportal = "portal"\n', encoding="utf-8")
    (content / "portal" / "site.toml").write_text(_site_toml(), encoding="utf-8")


def _site_toml() -> str:
    lines = [f"{key} = {quoted(value)}" for key, value in SITE.items()]
    lines += ['kind = "portal"', "", "[home]", f"columns = {quoted([column.path for column in COLUMNS])}"]
    for column in COLUMNS:
        texts = {"path": column.path, "name": column.name, "description": column.description}
        texts |= {"type": column.type, "kind": column.kind}
        lines += ["", "[[columns]]", *(f"{key} = {quoted(value)}" for key, value in texts.items())]
        lines.append(f"keywords = {quoted([column.name])}")
    return "\n".join((*lines, ""))
