"""Read the history of the documents: when each came in, and every later change of its time.

Git is asked for what is new since the last time; of ten thousand documents and a thousand commits that takes a second, and afterwards next to nothing.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from model.faults import ContentFaults
from pipeline.gates.git import answer, ask
from pipeline.gates.history import Checkout, branch_of
from pipeline.rules.history.blobs import Times, times_of
from pipeline.rules.history.log import LOG, Commit, Touched, commits
from pipeline.rules.history.state import UNKNOWN, Changed, Kept, State

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_NOTHING = Times("", "")


def read_history(content: Path, before: State | None = None, branch: str = "main") -> State | None:
    """Return the history of the documents in `content`; None where there is no git, no repository or no commit.

    `before` is what was returned last; only what came since is looked at, unless the history was rewritten or is but a part of itself. `branch` is the
    protected one, by its name: what is not on it yet is not public.
    """
    here, shallow = _checkout(content)
    if here is None:
        return None
    if before and not shallow and not before.shallow:
        if before.head == here.commit:
            return before
        if ask(here.top, "merge-base", "--is-ancestor", before.head, here.commit).returncode:
            before = None
    else:
        before = None
    return _Reading(here, before, branch).read(shallow=shallow)


def _checkout(content: Path) -> tuple[Checkout | None, bool]:
    """The work tree around the content, and whether it has but a part of its history."""
    try:
        found = ask(content, "rev-parse", "--is-shallow-repository", "HEAD", "--show-cdup")
    except ContentFaults:
        return None, False
    lines = found.stdout.decode(errors="surrogateescape").split("\n")
    if found.returncode or len(lines) < 3:
        return None, False
    top = (content.resolve() / lines[2]).resolve()
    folder = content.resolve().relative_to(top).as_posix()
    return Checkout(top, "" if folder == "." else folder, lines[1]), lines[0] == "true"


class _Reading:
    """One reading: commits are folded into what is known, oldest first."""

    def __init__(self, here: Checkout, before: State | None, branch: str) -> None:
        self._here = here
        self._since = before.head if before else ""
        self._known = dict(before.documents) if before else {}
        self._branch = branch
        self._prefix = f"{here.folder}/" if here.folder else ""

    def read(self, *, shallow: bool) -> State:
        """Return what is known with the new commits."""
        wanted = f"{self._since}..{self._here.commit}" if self._since else self._here.commit
        found = [self._ours(commit) for commit in commits(answer(self._here.top, *LOG, wanted))]
        batches = self._batches(found)
        blobs = (blob for commit in found for each in commit.files for blob in (*each.before, each.after))
        times = times_of(self._here.top, (blob for blob in blobs if blob.strip("0")))
        for commit in found:
            for each in commit.files:
                self._fold(commit, each, batches[commit.id], times)
        return State(self._here.commit, shallow, self._known)

    def _ours(self, commit: Commit) -> Commit:
        """The commit with its files below the content folder, by their paths from there; what was moved in from elsewhere has no past."""
        length = len(self._prefix)
        files = (
            each._replace(path=each.path[length:], was=each.was[length:] if each.was.startswith(self._prefix) else "")
            for each in commit.files
            if each.path.startswith(self._prefix)
        )
        return commit._replace(files=tuple(files))

    def _batches(self, found: list[Commit]) -> dict[str, str]:
        """With which commit of the first line each went online; those that are not on the protected branch yet, all together."""
        parents = {commit.id: commit.parents for commit in found}
        base = self._base()
        waiting = f"{base[:12]}+"
        public = _closure(parents, base) if base else parents.keys()
        batches = {name: waiting for name in parents if name not in public}
        for name in _first_line(parents, base or self._here.commit):
            for each in _closure(parents, name, batches.keys()):
                batches[each] = name[:12]
        return {name: batches.get(name, waiting) for name in parents}

    def _base(self) -> str:
        """The commit up to which the protected branch has this history; empty where there is no such branch."""
        ref = branch_of(self._here, self._branch) if self._branch else None
        return ask(self._here.top, "merge-base", ref, self._here.commit).stdout.decode().strip() if ref else ""

    def _fold(self, commit: Commit, each: Touched, batch: str, times: Mapping[str, Times]) -> None:
        at, new = commit.at.isoformat(), times.get(each.after, _NOTHING)
        was = self._known.get(each.was) if each.sort == "R" else self._known.get(each.path)
        if each.sort == "A" or (each.sort == "R" and was is None):
            arrived = at if commit.parents and each.sort == "A" else UNKNOWN
            self._known[each.path] = Kept(min(arrived, was.arrived) if was else arrived, batch, new.date)
        elif each.sort != "D":
            was = was or Kept(UNKNOWN, batch, "")
            self._known[each.path] = _changed(was, at, batch, [times.get(blob, _NOTHING) for blob in each.before], new)


def _changed(was: Kept, at: str, batch: str, olds: Iterable[Times], new: Times) -> Kept:
    """What is known of a document after a commit has changed it; what a merge has from one of its sides is no change."""
    olds = [old for old in olds if old.date]
    kept = was._replace(date=new.date)
    if not olds or not new.date or any(old.date == new.date for old in olds):
        return kept
    old = olds[0]
    public = bool(old.appears) and old.appears <= at and batch != was.batch
    return kept._replace(changes=(*was.changes, Changed(at, old.date, new.date, public)))


def _first_line(parents: Mapping[str, tuple[str, ...]], last: str) -> list[str]:
    """A commit, its first parent, and so on, oldest first, as far as they are known."""
    found = []
    while last in parents:
        found.append(last)
        last = parents[last][0] if parents[last] else ""
    return found[::-1]


def _closure(parents: Mapping[str, tuple[str, ...]], last: str, without: Iterable[str] = ()) -> set[str]:
    """A commit and all from which it comes, as far as they are known and not among `without`."""
    found: set[str] = set()
    waiting = [last]
    while waiting:
        name = waiting.pop()
        if name in parents and name not in found and name not in without:
            found.add(name)
            waiting += parents[name]
    return found
