"""The bench as a whole, with peers that are small programs of its own."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from benchmarks import bench as benching
from benchmarks import demonstration
from benchmarks.corpus import Document
from benchmarks.demonstration import DEMONSTRATION
from benchmarks.measure import Command, CommandFailed, measure
from benchmarks.outcome import Outcome, files_in, outcome
from benchmarks.peer import NotToBeHad, Peer
from benchmarks.results import Results
from benchmarks.works import WORKS

COPY = """
import pathlib, shutil
for file in pathlib.Path("in").glob("*/*.md"):
    page = pathlib.Path("output", file.parent.name, file.stem, "index.html")
    page.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(file, page)
    with (pathlib.Path("output") / file.parent.name / "index.html").open("a") as column:
        column.write(file.stem)
"""


class Copier(Peer):
    """Copies documents into place."""

    code = COPY

    def __init__(self, name: str, code: str = COPY) -> None:
        self.name = self.title = name
        self.code = code

    def install(self, tools: Path) -> str:
        return "1.0.0"

    def begin(self, folder: Path) -> None:
        folder.mkdir()

    def source(self, folder: Path, document: Document) -> tuple[Path, str]:
        return folder / "in" / document.column.path / f"{document.name}.md", f"{document.title}\n{document.body}"

    def command(self, folder: Path) -> Command:
        return Command((sys.executable, "-c", self.code), folder)


class Absent(Copier):
    """Cannot be installed."""

    def install(self, tools: Path) -> str:
        raise NotToBeHad("nowhere to be found")


def _bench(monkeypatch: pytest.MonkeyPatch, folder: Path, *others: Peer, ours: Peer | None = None) -> Results:
    monkeypatch.setattr(benching, "SHORT", (3,))
    monkeypatch.setattr(benching, "_TURNS", 1)
    monkeypatch.setattr(benching, "OURS", ours or Copier("ours"))
    monkeypatch.setattr(benching, "PEERS", others)
    monkeypatch.setattr(benching, "DEMONSTRATION_WORKS", ())
    return benching.bench(folder, peers=tuple(peer.name for peer in others), say=lambda _: None)


def test_every_work_is_measured_for_ours_and_the_peers(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    results = _bench(monkeypatch, tmp_path, Copier("other"))

    assert [(row.work, row.generator) for row in results.rows] == [
        (work.name, name) for work in WORKS for name in ("ours", "other")
    ]
    assert (tmp_path / "RESULTS.md").is_file()


def test_a_peer_that_cannot_be_had_is_named_and_left_out(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    results = _bench(monkeypatch, tmp_path, Absent("absent"))

    assert results.missing == {"absent": "nowhere to be found"}
    assert {row.generator for row in results.rows} == {"ours"}


@pytest.mark.parametrize("code", ["raise SystemExit(1)", "pass"])
def test_a_peer_that_does_not_build_is_left_out(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, code: str) -> None:
    results = _bench(monkeypatch, tmp_path, Copier("broken", code))

    assert results.missing == {"broken": "its build failed"}


def test_it_ends_where_ours_does_not_build(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with pytest.raises(CommandFailed):
        _bench(monkeypatch, tmp_path, Copier("other"), ours=Copier("ours", "pass"))


def test_the_demonstration_sites_are_measured_as_they_are(tmp_path: Path) -> None:
    folder = tmp_path / "demonstration"
    DEMONSTRATION.begin(folder)
    for work in demonstration.WORKS:
        sign = work.prepare(DEMONSTRATION, folder, demonstration.documents(), 1)
        measure(DEMONSTRATION.command(folder))
        assert sign.stands(DEMONSTRATION.output(folder))

    found = outcome({}, files_in(DEMONSTRATION.output(folder)))

    assert found.pages > demonstration.documents()
    assert not any("/." in file for file in files_in(DEMONSTRATION.output(folder)))


def test_what_a_build_left_behind_is_put_away_and_deleted_at_the_end(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    kept: list[object] = []

    def seen(before: object, _after: object) -> Outcome:
        kept.append(before)
        return Outcome(1, 1)

    monkeypatch.setattr(benching, "outcome", seen)

    _bench(monkeypatch, tmp_path, Copier("other"))

    assert kept[0] == {}, "the first build begins without an output"
    assert not list(tmp_path.glob("*/away"))


def test_a_name_that_no_peer_has_is_refused(tmp_path: Path) -> None:
    with pytest.raises(benching.UnknownPeer, match="there are hugo, zola"):
        benching.bench(tmp_path, peers=("hogu",))
