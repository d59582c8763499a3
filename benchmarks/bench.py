"""Measure our builds and the peers' on the same documents, in turn, and write down what came out."""

from __future__ import annotations

import datetime as dt
import os
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.corpus import make_document
from benchmarks.demonstration import DEMONSTRATION
from benchmarks.demonstration import WORKS as DEMONSTRATION_WORKS
from benchmarks.demonstration import documents as documents_of_demonstration
from benchmarks.machine import describe_machine
from benchmarks.measure import CommandFailed, measure
from benchmarks.outcome import files_in, outcome
from benchmarks.peer import AWAY, HERE, NotToBeHad, Peer, put_away
from benchmarks.peers import OURS, PEERS
from benchmarks.results import Results, Row, Run, write
from benchmarks.works import FROM_NOTHING, WORKS, Work

SHORT = (1_000, 10_000)
LONG = (100_000,)
_TURNS = 3
_LONG_RUN = 15.0  # seconds of wall time above which a build is not repeated

Say = Callable[[str], object]


class UnknownPeer(Exception):
    """A name that no peer has; the message names those there are."""


@dataclass(slots=True)
class _Field:
    """Who takes part: the peers that are ready, their versions, and why others are not."""

    ready: list[Peer] = field(default_factory=list)
    versions: dict[str, str] = field(default_factory=dict)
    missing: dict[str, str] = field(default_factory=dict)

    def drop(self, peer: Peer, reason: str) -> None:
        """Go on without a peer."""
        self.ready = [each for each in self.ready if each is not peer]
        self.missing[peer.title] = reason


def bench(folder: Path, *, long: bool = False, peers: tuple[str, ...] = (), say: Say = print) -> Results:
    """Measure everything, with generators, corpora and outputs below `folder`; raise `UnknownPeer`.

    A run with all peers writes its results beside this file; one with chosen `peers` writes them into `folder`.
    """
    folder = folder.resolve()
    place = folder if peers else HERE
    taking_part = _make_ready((OURS, *_chosen(peers)), folder / "tools", say)
    sizes = SHORT + LONG if long else SHORT
    for name in (DEMONSTRATION.name, *map(str, sizes)):
        put_away(folder / name, folder / AWAY)
    rows = _measure_demonstration(taking_part, folder / DEMONSTRATION.name, say)
    for documents in sizes:
        rows += _measure_corpus(documents, taking_part, folder / f"{documents}", say)
        results = _results(rows, taking_part)
        write(results, place)  # what a long run has found is not lost when it is broken off
    for away in (*folder.glob(AWAY), *folder.glob(f"*/{AWAY}")):
        shutil.rmtree(away)
    say(f"results: {place / 'RESULTS.md'}")
    return results


def _results(rows: list[Row], taking_part: _Field) -> Results:
    return Results(
        day=f"{dt.date.today()}",
        machine=describe_machine(),
        cores=os.cpu_count() or 1,
        versions=taking_part.versions,
        missing=taking_part.missing,
        rows=tuple(rows),
        ours=OURS.title,
    )


def _chosen(names: Sequence[str]) -> tuple[Peer, ...]:
    known = {peer.name: peer for peer in PEERS}
    for name in names:
        if name not in known:
            raise UnknownPeer(f"{name}: no such peer; there are {', '.join(known)}")
    return tuple(known[name] for name in names) if names else PEERS


def _make_ready(peers: Sequence[Peer], tools: Path, say: Say) -> _Field:
    found = _Field()
    for peer in peers:
        try:
            found.versions[peer.title] = peer.install(tools)
            found.ready.append(peer)
            say(f"{peer.title} {found.versions[peer.title]}")
        except NotToBeHad as error:
            found.missing[peer.title] = str(error)
            say(f"{peer.title} is not to be had here: {error}")
    return found


def _measure_corpus(documents: int, taking_part: _Field, folder: Path, say: Say) -> list[Row]:
    """All works on a corpus of one size."""
    _write_corpus(documents, [peer for peer in taking_part.ready if documents <= peer.most_from_nothing], folder)
    rows: list[Row] = []
    for work in WORKS:
        rows += _measure_work(work, documents, taking_part, folder, say)
    return rows


def _measure_demonstration(taking_part: _Field, folder: Path, say: Say) -> list[Row]:
    """What ours alone does: the demonstration sites."""
    folder.mkdir(parents=True)
    DEMONSTRATION.begin(folder / DEMONSTRATION.name)
    alone = _Field([DEMONSTRATION], taking_part.versions)
    rows: list[Row] = []
    for work in DEMONSTRATION_WORKS:
        rows += _measure_work(work, documents_of_demonstration(), alone, folder, say)
    return rows


def _write_corpus(documents: int, peers: Sequence[Peer], folder: Path) -> None:
    folder.mkdir(parents=True)
    for peer in peers:
        peer.begin(folder / peer.name)
    for number in range(documents):
        document = make_document(number)
        for peer in peers:
            peer.write(folder / peer.name, document)


def _measure_work(work: Work, documents: int, taking_part: _Field, folder: Path, say: Say) -> list[Row]:
    """Build in turn, so that whatever else the machine does hits everyone alike."""
    runs: dict[str, list[Run]] = {}
    for turn in range(1, _TURNS + 1):
        for peer in taking_part.ready:
            if not _is_due(peer, work, documents, runs.get(peer.title, [])):
                continue
            try:
                run = _run(work, peer, folder / peer.name, documents, turn)
            except CommandFailed as error:
                _give_up(peer, error, taking_part, say)
            else:
                runs.setdefault(peer.title, []).append(run)
                say(f"{documents:,} documents, {work.name}: {peer.title} {run.wall:.2f} s")
    return [Row(documents, work.name, title, tuple(done)) for title, done in runs.items()]


def _is_due(peer: Peer, work: Work, documents: int, done: list[Run]) -> bool:
    """Say whether a peer takes part in this work, and again."""
    most = peer.most_from_nothing if work is FROM_NOTHING else peer.most
    return documents <= most and not (done and done[0].wall > _LONG_RUN)


def _give_up(peer: Peer, error: CommandFailed, taking_part: _Field, say: Say) -> None:
    """A peer that fails is left out from there on; that we fail ends it all."""
    if peer in (OURS, DEMONSTRATION):
        raise error
    say(f"{peer.title} failed: {error}")
    taking_part.drop(peer, "its build failed")


def _run(work: Work, peer: Peer, folder: Path, documents: int, turn: int) -> Run:
    sign = work.prepare(peer, folder, documents, turn)
    output = peer.output(folder)
    before = files_in(output)
    os.sync()  # what others wrote is not to be paid for now
    cost = measure(peer.command(folder))
    found = outcome(before, files_in(output))
    if not sign.stands(output):
        raise CommandFailed(f"{peer.title} ended well, but {sign.file} does not show what was to be built")
    return Run(cost.wall, cost.cpu, cost.others, cost.memory, found.pages, found.written)
