"""What the bench asks of a generator: to be installed, to be given documents in its own form, and to be run."""

from __future__ import annotations

import json
import shutil
from abc import ABC, abstractmethod
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.columns import site_facts

if TYPE_CHECKING:
    from benchmarks.corpus import Document
    from benchmarks.measure import Command

HERE = Path(__file__).parent
REPOSITORY = HERE.parent
#: Where what builds left behind waits until the bench is over.
AWAY = "away"


class NotToBeHad(Exception):
    """A generator that cannot be installed or started here, with the reason in a line."""


class Peer(ABC):
    """A generator; its settings and theme lie in the folder of its name beside this file.

    `most` is the largest corpus that it does all works on, `most_from_nothing` the largest that it builds at all.
    """

    name: str
    title: str
    most = 1_000
    most_from_nothing = 1_000

    @abstractmethod
    def install(self, tools: Path) -> str:
        """Make the generator ready, below `tools` where it must be installed, and return its version.

        Raises `NotToBeHad`.
        """

    @abstractmethod
    def command(self, folder: Path) -> Command:
        """Return what builds the site of a working folder."""

    @abstractmethod
    def source(self, folder: Path, document: Document) -> tuple[Path, str]:
        """Return the file of a document and its text in the generator's form."""

    def begin(self, folder: Path) -> None:
        """Put the settings, the theme and the site's facts into an empty working folder."""
        shutil.copytree(HERE / self.name, folder)

    def output(self, folder: Path) -> Path:
        """Return the folder of the built site."""
        return folder / "output"

    def remains(self, folder: Path) -> tuple[Path, ...]:
        """Return everything that a build leaves behind: the output, caches, ledgers."""
        return (self.output(folder),)

    def write(self, folder: Path, document: Document) -> None:
        """Write one document."""
        file, text = self.source(folder, document)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")

    def clean(self, folder: Path) -> None:
        """Put away what builds left behind, so that the next one begins from nothing."""
        for place in self.remains(folder):
            put_away(place, folder.parent / AWAY)


def put_away(place: Path, away: Path) -> None:
    """Move a file or folder, where it is there, into a folder that is deleted when the bench is over.

    Deleted now, it would cost everybody more than building does: for minutes the file system would go through all
    that became free whenever it makes a file.
    """
    if place.exists():
        away.mkdir(parents=True, exist_ok=True)
        place.rename(away / f"{len(list(away.iterdir()))}-{place.name}")


def quoted(value: object) -> str:
    """Return a value as JSON, which YAML and TOML read as well for texts and lists of texts."""
    return json.dumps(value, ensure_ascii=False)


def fields(document: Document) -> dict[str, Any]:
    """Return what every generator's front matter says of a document beside title, date and column."""
    found: dict[str, Any] = {
        "source": document.source,
        "author": document.author,
        "keywords": list(document.keywords),
        "description": document.description,
    }
    if document.policy:
        found["document_number"] = document.policy.number
        found["issuer"] = document.policy.issuer
        found["issued"] = document.policy.issued.isoformat()
    return found


def yaml_document(front: dict[str, Any], body: str) -> str:
    """Return a document with YAML front matter."""
    lines = [f"{key}: {quoted(value)}" for key, value in front.items()]
    return "\n".join(("---", *lines, "---", "", body, ""))


def write_site_facts(file: Path) -> None:
    """Write the site's facts and columns as JSON, for themes that read them from a file."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(quoted(site_facts()) + "\n", encoding="utf-8")


def publish_static(folder: Path) -> None:
    """Put our theme's stylesheet, script and icon where a generator copies them from, to be published as `/static/…`."""
    shutil.copytree(HERE / "ours" / "theme" / "static", folder / "static")
