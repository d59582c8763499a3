"""The demonstration city with changes, as the rules between documents and on the history see it.

One copy of the city and one ledger serve all: what a test changes is taken in, looked at, and put back.
"""

from __future__ import annotations

import datetime as dt
import os
import shutil
import subprocess
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from model.profile import read_profile
from pipeline.build import SETTINGS, theme_of
from pipeline.pelican_run import declared
from pipeline.rules.books import Books
from pipeline.rules.rule import Edited
from plugins.engine.ledger import Ledger
from plugins.engine.survey import survey
from plugins.engine.taking_in import take_in
from tests.scratch import scratch

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pipeline.rules.rule import Change, Found, Rule

CONTENT = Path(__file__).parent.parent.parent / "content"
NOW = dt.datetime(2026, 11, 24, 9, 0)


class _City:
    def __init__(self) -> None:
        folder = scratch()
        self.content = folder / "content"
        shutil.copytree(CONTENT, self.content)
        self.ledger = Ledger(folder / "ledger.sqlite")
        self.take(NOW)
        self.ledger.commit()

    def take(self, now: dt.datetime) -> Books:
        seen = survey(self.content, self.ledger, now, theme_of(SETTINGS), SETTINGS)
        take_in(seen, self.ledger, declared(SETTINGS))
        self.ledger.remember_facts(seen.facts)
        profile, faults = read_profile(self.content)
        assert not faults
        return Books(self.ledger.database, seen.content, profile, now)


@cache
def _city() -> _City:
    return _City()


@contextmanager
def books(files: Mapping[str, Change] | None = None, as_of: dt.datetime = NOW) -> Iterator[Books]:
    """Give the books of the city with changed files, as of a moment."""
    city = _city()
    before = {path: _bytes(city.content / path) for path in files or {}}
    try:
        for path, change in (files or {}).items():
            write(city.content / path, change)
        yield city.take(as_of)
    finally:
        city.ledger.database.rollback()
        for path, data in before.items():
            write(city.content / path, data)
            for folder in (city.content / path).parents[: path.count("/")]:
                if folder.is_dir() and not any(folder.iterdir()):
                    folder.rmdir()


def _bytes(file: Path) -> bytes | None:
    return file.read_bytes() if file.is_file() else None


def write(file: Path, change: Change) -> None:
    """Do to a file what an example says."""
    if change is None:
        file.unlink(missing_ok=True)
        return
    if isinstance(change, Edited):
        text = file.read_text(encoding="utf-8")
        assert text.count(change.old) == 1, (file, change.old, text.count(change.old))
        change = text.replace(change.old, change.new)
    data = change.encode() if isinstance(change, str) else change if isinstance(change, bytes) else change()
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data)


def found(rule: Rule, files: Mapping[str, Change] | None = None, as_of: dt.datetime = NOW) -> list[Found]:
    """Return what a rule between documents finds in the city with changed files."""
    assert rule.find
    with books(files, as_of) as seen:
        return list(rule.find(seen))


class Repository:
    """A git repository to commit into, at moments of one's own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self.git("init", "-q", "-b", "main")

    def git(self, *arguments: str, at: str = "2026-11-20 10:00") -> str:
        moment = f"{at.replace(' ', 'T')}:00+08:00"
        own = {"GIT_AUTHOR_DATE": moment, "GIT_COMMITTER_DATE": moment, "GIT_CONFIG_GLOBAL": os.devnull}
        names = ("-c", "user.name=t", "-c", "user.email=t@example.com", "-c", "protocol.file.allow=always")
        command = ["git", "-C", str(self.folder), *names, *arguments]
        return subprocess.run(command, env=os.environ | own, check=True, capture_output=True, text=True).stdout

    def commit(self, files: Mapping[str, Change], at: str) -> None:
        """Change files and commit them at a moment."""
        for path, change in files.items():
            write(self.folder / path, change)
        self.git("add", "-A")
        self.git("commit", "-q", "--allow-empty", "-m", "x", at=at)
