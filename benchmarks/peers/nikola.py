"""Nikola, which keeps a database of what each page was made from and makes only what changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.columns import COLUMNS, NEWEST
from benchmarks.installing import python_packages, version_of
from benchmarks.measure import Command
from benchmarks.peer import Peer, fields, publish_static, write_site_facts

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Any

    from benchmarks.corpus import Document


class Nikola(Peer):
    """Columns are its categories; the home page lists them with its post-list shortcode."""

    name = "nikola"
    title = "Nikola"
    _program: Path

    def install(self, tools: Path) -> str:
        """Install the package and the template engine of the theme."""
        place = python_packages(tools, self.name, "nikola==8.3.3", "jinja2==3.1.6")
        self._program = place / "bin" / "nikola"
        return version_of(str(self._program), "version")

    def begin(self, folder: Path) -> None:
        """Add the site's facts, the static files and the home page."""
        super().begin(folder)
        publish_static(folder / "files")
        write_site_facts(folder / "site.json")
        lists = (
            f"<h2>{each.name}</h2>\n\n"
            f'{{{{% post-list stop={NEWEST} categories="{each.path}" template="post_list_directive.tmpl" %}}}}{{{{% /post-list %}}}}\n'
            for each in COLUMNS
        )
        home = {"title": "首页", "slug": "index", "date": "2026-01-01 08:00:00 UTC+08:00", "pretty_url": "False"}
        (folder / "pages").mkdir()
        (folder / "pages" / "index.md").write_text(_nikola_document(home, "\n".join(lists)), encoding="utf-8")

    def source(self, folder: Path, document: Document) -> tuple[Path, str]:
        """A Markdown file with Nikola's own metadata."""
        more = fields(document)
        more["origin"] = more.pop("source")  # `source` and `author` mean something else to Nikola
        more["editor"] = more.pop("author")
        more["keywords"] = ",".join(document.keywords)
        date = f"{document.date:%Y-%m-%d %H:%M}:00 UTC+08:00"
        front = {"title": document.title, "slug": document.name, "date": date, "category": document.column.path}
        file = folder / "posts" / document.column.path / f"{document.name}.md"
        return file, _nikola_document({**front, **more}, document.body)

    def command(self, folder: Path) -> Command:
        """A build of what its database finds out of date."""
        return Command((str(self._program), "build", "--quiet"), folder)

    def remains(self, folder: Path) -> tuple[Path, ...]:
        """The output, the cache and the database."""
        return (self.output(folder), folder / "cache", *folder.glob(".doit.db*"))


def _nikola_document(front: dict[str, Any], body: str) -> str:
    lines = [f".. {key}: {value}" for key, value in front.items()]
    return "\n".join(("<!--", *lines, "-->", "", body, ""))
