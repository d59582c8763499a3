"""A copy of the demonstration city into which examples are planted, one after the other, and from which they are taken again."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import subprocess
from collections import Counter
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.check import check
from pipeline.check.taking_in import LEDGER
from pipeline.rules.rule import Edited

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.findings.finding import Finding
    from pipeline.rules.rule import Change, Example

ROOT = Path(__file__).parent.parent.parent
NOW = "2026-11-24 09:00"
#: The rest of the city comes in by a commit of this moment.
ARRIVED = "2026-11-20 08:00"


class PlantedCity:
    """The city in a folder, with the check's ledger beside it; `committed` says whether it is a git repository, too."""

    def __init__(self, folder: Path, *, committed: bool) -> None:
        self.content = folder / "content"
        self._output = folder / "output"
        self._usual: dict[str, tuple[Finding, ...]] = {}
        shutil.copytree(ROOT / "content", self.content)
        self._committed = committed
        if committed:
            self._git("init", "-q", "-b", "main")
            self._commit(ARRIVED)

    def findings(self, as_of: str = NOW) -> tuple[Finding, ...]:
        """Everything that the check finds as of a moment."""
        return check(self.content, dt.datetime.fromisoformat(as_of), output=self._output, jobs=1).findings

    def brought(self, example: Example) -> list[Finding]:
        """What the check finds with an example in its place, and not without it.

        A finding that counts documents says another number then, and is the same all the same.
        """
        as_of = example.as_of or NOW
        if as_of not in self._usual:
            self._usual[as_of] = self.findings(as_of)
        usual, places = set(self._usual[as_of]), Counter(map(_place, self._usual[as_of]))
        ledger, kept = self._output / LEDGER, self._output / "kept.sqlite"
        shutil.copyfile(ledger, kept)
        with self._planted(example):
            found = self.findings(as_of)
        kept.replace(ledger)  # what was found in the whole city need not be found again
        more = Counter(map(_place, found)) - places
        return [each for each in found if more[_place(each)] and each not in usual]

    @contextmanager
    def _planted(self, example: Example) -> Iterator[None]:
        before = {path: self._bytes(path) for path in example.files}
        for path, change in example.files.items():
            self._write(path, changed(before[path], change))
        if self._committed:
            self._commit(example.committed)
        try:
            yield
        finally:
            if self._committed:
                self._git("reset", "-q", "--hard", "HEAD~1")
            for path, data in before.items():
                self._write(path, data)

    def _bytes(self, path: str) -> bytes | None:
        file = self.content / path
        return file.read_bytes() if file.is_file() else None

    def _write(self, path: str, data: bytes | None) -> None:
        file = self.content / path
        if data is None:
            file.unlink(missing_ok=True)
            self._without_empty(file.parent)
        else:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(data)

    def _without_empty(self, folder: Path) -> None:
        """Take away the folders that an example came with; an empty one of a site's would be a fault."""
        while folder.is_dir() and folder != self.content and not any(folder.iterdir()):
            folder.rmdir()
            folder = folder.parent

    def _commit(self, moment: str) -> None:
        self._git("add", "-A")
        self._git("commit", "-q", "-m", "content: Change", moment=moment)

    def _git(self, *arguments: str, moment: str = ARRIVED) -> None:
        at = f"{moment}:00 +0800"
        who = {"GIT_AUTHOR_DATE": at, "GIT_COMMITTER_DATE": at}
        identity = ("-c", "user.name=编辑甲", "-c", "user.email=bianji-jia@yunchuan.gov.cn")
        subprocess.run(["git", *identity, *arguments], cwd=self.content, env=os.environ | who, check=True)


def changed(before: bytes | None, change: Change) -> bytes | None:
    """What a file is after an example's change to it."""
    if isinstance(change, Edited):
        text = (before or b"").decode()
        assert text.count(change.old) >= 1, f"no {change.old!r} there"
        return text.replace(change.old, change.new, 1).encode()
    if callable(change):
        return change()
    return change.encode() if isinstance(change, str) else change


def _place(finding: Finding) -> tuple[str, str]:
    return finding.path, finding.code
