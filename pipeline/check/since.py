"""What a change brings: the findings that were not there at an earlier revision of the content."""

from __future__ import annotations

import shutil
import tempfile
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from pipeline.changes.revisions import commit_of, content_at
from pipeline.check import Checked, check
from pipeline.check.taking_in import LEDGER
from pipeline.gates.git import answer
from pipeline.rules.book import rule_of
from pipeline.rules.rule import Subject
from plugins.engine.clock import now_in_shanghai

if TYPE_CHECKING:
    import datetime as dt

    from pipeline.findings.finding import Finding

_RENAMED_AS_IT_WAS = "R100"


def check_since(
    content: Path, revision: str, as_of: dt.datetime | None = None, *, output: Path | None = None, jobs: int = 0
) -> Checked:
    """Return what `check` finds now and would not have found in the content as it was at `revision`, both as of one minute.

    Lines and files may have moved: a finding is the same where its rule and its fact are, in its file or in what git takes for that
    file renamed. One on the history is brought by the change where that touched what its file says. Raises `RevisionError` where
    the revision cannot be had.
    """
    now = as_of or now_in_shanghai()
    with content_at(content, revision) as before, tempfile.TemporaryDirectory() as scratch:
        found = check(content, now, output=output, jobs=jobs)
        known = output / LEDGER if output else None
        if known and known.is_file():  # most documents are as they were: none of those is read again
            shutil.copyfile(known, Path(scratch) / LEDGER)
        known_then = check(before, now, output=Path(scratch), jobs=jobs).findings
    change = _change(content, revision)
    earlier = Counter(_same(each, change.renamed.get(each.path, each.path)) for each in known_then)
    brought = (each for each in found.findings if each.path in change.touched or not _is_on_history(each))
    return Checked(tuple(each for each in brought if not _taken(earlier, each)))


class _Change(NamedTuple):
    """Content-relative paths: of the files that do not say what they said, and of those renamed, from the old to the new."""

    touched: frozenset[str]
    renamed: dict[str, str]


def _change(content: Path, revision: str) -> _Change:
    """What became of the files since the revision; those without a commit are touched."""
    commit = commit_of(content, revision)
    listed = answer(content, "diff", "--name-status", "-M", "--no-ext-diff", "--relative", "-z", commit, "--", ".")
    added = answer(content, "ls-files", "--others", "--exclude-standard", "-z", "--", ".")
    touched, renamed = set(_paths(added)), {}
    parts = iter(_paths(listed))
    for status in parts:
        path = old = next(parts)
        if status.startswith("R"):
            path = renamed[old] = next(parts)
        if status != _RENAMED_AS_IT_WAS:
            touched.add(path)
    return _Change(frozenset(touched), renamed)


def _paths(listed: bytes) -> list[str]:
    """The parts of what git lists with `-z`, each ended by a zero."""
    return listed.decode(errors="surrogateescape").split("\0")[:-1]


def _is_on_history(finding: Finding) -> bool:
    rule = rule_of(finding.code)
    return rule is not None and rule.subject is Subject.HISTORY


def _same(finding: Finding, path: str) -> tuple[str, str, str]:
    return path, finding.code, finding.message


def _taken(earlier: Counter[tuple[str, str, str]], finding: Finding) -> bool:
    """Whether it was there before; each earlier one stands for one of now."""
    same = _same(finding, finding.path)
    if not earlier[same]:
        return False
    earlier[same] -= 1
    return True
