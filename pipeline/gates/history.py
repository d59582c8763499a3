"""What git knows of what is to be published: the commit, what is not committed, and the commits since the last publication.

Nothing of the repository is changed. Messages and names of commits are whatever anybody wrote: they are split at NUL, which they cannot hold.
"""

from __future__ import annotations

import re
import tempfile
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from model.faults import ContentFaults, Fault
from model.people import PEOPLE_FILE, People, read_people
from pipeline.gates.git import answer, ask
from pipeline.release import shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

#: What decides, besides the content, how every page comes out; as paths from the top of the repository.
SHARED = (
    "theme", "plugins", "model", "pipeline", "commands", "pelicanconf.py", "tasks.py", "pyproject.toml", ".gitattributes",
)  # fmt: skip
_MOST_FILES = 20
_COMMIT = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")
_ADDRESS = re.compile(r"<([^<>\s]+)>\s*$")
_TRAILER = "%(trailers:key={},valueonly,unfold,separator=%x01)"
_FIELDS = ("/%H", "%P", "%ae", _TRAILER.format("Co-authored-by"), _TRAILER.format("Reviewed-by"), "%s")
#: Every commit, with the paths below those asked for that it changes; of a merge, those that it changes by itself.
_LOG = (
    *("-c", "log.showRoot=true", "-c", "log.follow=false", "log", "-z", "--full-history", "--sparse"),
    *("--remerge-diff", "--name-only"),
    *("--no-renames", "--no-relative", "--no-ext-diff", "--no-show-signature", "--no-color", "--encoding=UTF-8"),
    f"--format=%x00{'%x00'.join(_FIELDS)}",
)


@dataclass(frozen=True, slots=True)
class Checkout:
    """The work tree around a content folder: its top, the folder's path from there (empty at the top), the commit."""

    top: Path
    folder: str
    commit: str


@dataclass(frozen=True, slots=True)
class Commit:
    """A commit: its parents, the e-mail addresses of authors and reviewers in lower case, the paths that it changes."""

    id: str
    parents: tuple[str, ...]
    authors: frozenset[str]
    reviewers: tuple[str, ...]
    subject: str
    paths: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.id[:12]}“{shown(self.subject)[:60]}”"


def checkout(content: Path) -> Checkout:
    """Return the work tree that holds `content`; raise `ContentFaults` where there is none, or half a history."""
    if not content.is_dir():
        raise ContentFaults([Fault(content.name, 1, "NO_CONTENT", "内容文件夹不存在", "用--content写出内容文件夹")])
    shallow, commit, up = answer(content, "rev-parse", "--is-shallow-repository", "HEAD", "--show-cdup").split(b"\n")[
        :3
    ]
    if shallow != b"false":
        fact = "git仓库只取了一部分历史，看不出改动都审核过"
        raise ContentFaults([Fault(content.name, 1, "SHALLOW_HISTORY", fact, "取全历史：git fetch --unshallow")])
    top = (content.resolve() / up.decode()).resolve()
    folder = content.resolve().relative_to(top).as_posix()
    return Checkout(top, "" if folder == "." else folder, commit.decode())


def uncommitted(here: Checkout) -> list[Fault]:
    """Return a fault for each file that decides what is built and is not as the commit has it; files that git ignores count too."""
    status = ("status", "--porcelain=v1", "-z", "--untracked-files=all", "--ignored=traditional", "--no-renames")
    entries = answer(here.top, *status, "--", here.folder or ".", *SHARED).decode(errors="surrogateescape").split("\0")
    paths = [entry[3:] for entry in entries if entry and not (entry.startswith("!!") and _is_of_no_account(entry[3:]))]
    faults = [
        Fault(shown(path), 1, "UNCOMMITTED", "与提交里的不一样，没有审核过", "提交并送审，或者恢复：git status")
        for path in paths[:_MOST_FILES]
    ]
    more = len(paths) - _MOST_FILES
    return faults + ([Fault("…", 1, "UNCOMMITTED", f"另有{more}个文件没有提交", "git status列出全部")] * (more > 0))


def _is_of_no_account(path: str) -> bool:
    """An ignored file that nothing is built from: what Python compiles, what is hidden."""
    return any(part == "__pycache__" or part.startswith(".") for part in PurePosixPath(path).parts)


def is_there(here: Checkout, commit: str) -> bool:
    """Say whether the repository has a commit, by its full name."""
    return bool(_COMMIT.fullmatch(commit)) and not ask(here.top, "cat-file", "-e", f"{commit}^{{commit}}").returncode


def comes_from(here: Checkout, commit: str, descendant: str) -> bool:
    """Say whether `descendant` has `commit` in its history."""
    return ask(here.top, "merge-base", "--is-ancestor", commit, descendant).returncode == 0


def branch_of(here: Checkout, name: str) -> str | None:
    """Return the ref of a protected branch: that of `origin` where there is one, else the local one, None without either."""
    refs = (f"refs/remotes/origin/{name}", f"refs/heads/{name}")
    found = answer(here.top, "for-each-ref", "--format=%(refname)", *refs).decode(errors="replace").split("\n")
    return next((ref for ref in refs if ref in found), None)


def people_at(here: Checkout, commit: str) -> People:
    """Return the people of a commit that is there; nobody where it has no `people.toml`."""
    path = f"{here.folder}/{PEOPLE_FILE}".removeprefix("/")
    entry = answer(here.top, "ls-tree", "--full-tree", "-z", commit, "--", path).decode(errors="replace").split()
    if len(entry) < 3 or entry[1] != "blob":
        return People()
    with tempfile.TemporaryDirectory() as scratch:
        (Path(scratch) / PEOPLE_FILE).write_bytes(answer(here.top, "cat-file", "blob", entry[2]))
        return read_people(Path(scratch))[0]


def commits_since(here: Checkout, base: str | None, paths: Sequence[str]) -> tuple[Commit, ...]:
    """Return the commits that the checkout has and `base` has not, newest first; all where it is None.

    Of each the paths are named that it changes below `paths`. Git is called once.
    """
    found = answer(here.top, *_LOG, f"{base}..{here.commit}" if base else here.commit, "--", *paths)
    return tuple(_commits(found.decode(errors="surrogateescape").split("\0")))


def _commits(parts: list[str]) -> Iterator[Commit]:
    """Take the log apart: a commit's name begins with `/` here, as no path does; the first of its paths has a line end before it."""
    place = next((place for place, part in enumerate(parts) if part.startswith("/")), len(parts))
    while place < len(parts):
        name, parents, author, others, reviewers, subject = parts[place : place + len(_FIELDS)]
        place += len(_FIELDS)
        paths: list[str] = []
        while place < len(parts) and not parts[place].startswith("/"):
            if parts[place]:
                paths.append(parts[place] if paths else parts[place].removeprefix("\n"))
            place += 1
        authors = frozenset({author.lower(), *_addresses(others)})
        yield Commit(name[1:], tuple(parents.split()), authors, _addresses(reviewers), subject, tuple(paths))


def _addresses(trailers: str) -> tuple[str, ...]:
    found = (_ADDRESS.search(each) for each in trailers.split("\1"))
    return tuple(match[1].lower() for match in found if match)
