"""The demonstration sites as they are, with all that their theme shows: how long a build of a real platform takes."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from benchmarks.peer import REPOSITORY
from benchmarks.peers.ours import Ours, build_command
from benchmarks.works import Sign, Work

if TYPE_CHECKING:
    from pathlib import Path

    from benchmarks.measure import Command
    from benchmarks.peer import Peer


class Demonstration(Ours):
    """`invoke build` on a copy of the content, with the repository's own settings and theme."""

    name = "demonstration"

    def begin(self, folder: Path) -> None:
        """Copy the content."""
        shutil.copytree(REPOSITORY / "content", folder / "content")

    def command(self, folder: Path) -> Command:
        """Build as of now, as a city does."""
        return build_command(folder, "--settings", str(REPOSITORY / "pelicanconf.py"))

    def output(self, folder: Path) -> Path:
        """All sites."""
        return folder / "output"


def documents() -> int:
    """Return how many documents there are."""
    return sum(1 for _ in (REPOSITORY / "content").rglob("*.md"))


def _from_nothing(peer: Peer, folder: Path, _documents: int, _turn: int) -> Sign:
    peer.clean(folder)
    return Sign("portal/index.html", "云川市人民政府")


def _body_edited(_peer: Peer, folder: Path, _documents: int, turn: int) -> Sign:
    file = min(each for each in (folder / "content" / "portal/zwgk/tzgg").glob("*.md") if "." not in each.stem)
    words = f"第{turn}次核对。"
    file.write_text(f"{file.read_text(encoding='utf-8')}\n{words}\n", encoding="utf-8")
    return Sign(f"portal/zwgk/tzgg/{file.stem}/index.html", words)


DEMONSTRATION = Demonstration()
WORKS = (
    Work("the demonstration sites from nothing", _from_nothing),
    Work("the demonstration sites after one body was edited", _body_edited),
)
