"""Pelican as it comes, with its own cache and a small theme: what this project adds to it is not there."""

from __future__ import annotations

import sys
from importlib.metadata import version
from typing import TYPE_CHECKING

from benchmarks.measure import Command
from benchmarks.peer import Peer, fields, publish_static, write_site_facts

if TYPE_CHECKING:
    from pathlib import Path

    from benchmarks.corpus import Document


class PlainPelican(Peer):
    """The Pelican and the Python that this project runs on."""

    name = "pelican"
    title = "Pelican"
    most_from_nothing = 10_000

    def install(self, tools: Path) -> str:  # noqa: ARG002 (the others need it)
        """It is there already."""
        return version("pelican")

    def begin(self, folder: Path) -> None:
        """Add the site's facts and the static files."""
        super().begin(folder)
        publish_static(folder / "theme")
        write_site_facts(folder / "site.json")

    def source(self, folder: Path, document: Document) -> tuple[Path, str]:
        """A Markdown file in the folder of its category, with Pelican's metadata lines."""
        more = fields(document)
        more["summary"] = more.pop("description")
        more["editor"] = more.pop("author")  # an author would be a page of its own
        more["keywords"] = ",".join(document.keywords)
        front = {"title": document.title, "date": f"{document.date:%Y-%m-%d %H:%M}", **more}
        text = "\n".join((*(f"{key}: {value}" for key, value in front.items()), "", document.body, ""))
        return folder / "content" / document.column.path / f"{document.name}.md", text

    def command(self, folder: Path) -> Command:
        """A build with the settings in the folder."""
        return Command((sys.executable, "-m", "pelican", "-s", "pelicanconf.py", "--fatal", "errors"), folder)

    def remains(self, folder: Path) -> tuple[Path, ...]:
        """The output and Pelican's cache."""
        return (self.output(folder), folder / "cache")
