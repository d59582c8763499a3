"""What a change brings: the findings that were not there at an earlier revision of the content."""

from __future__ import annotations

import shutil
import tempfile
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

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


def check_since(
    content: Path, revision: str, as_of: dt.datetime | None = None, *, output: Path | None = None, jobs: int = 0
) -> Checked:
    """Return what `check` finds now and would not have found in the content as it was at `revision`, both as of one minute.

    Lines may have moved: a finding is the same where its file, its rule and its fact are. One on the history is brought by the
    change where that touched its file. Raises `RevisionError` where the revision cannot be had.
    """
    now = as_of or now_in_shanghai()
    with content_at(content, revision) as before, tempfile.TemporaryDirectory() as scratch:
        found = check(content, now, output=output, jobs=jobs)
        known = output / LEDGER if output else None
        if known and known.is_file():  # most documents are as they were: none of those is read again
            shutil.copyfile(known, Path(scratch) / LEDGER)
        earlier = Counter(map(_same, check(before, now, output=Path(scratch), jobs=jobs).findings))
    touched = _touched(content, revision)
    brought = (each for each in found.findings if each.path in touched or not _is_on_history(each))
    return Checked(tuple(each for each in brought if not _taken(earlier, each)))


def _touched(content: Path, revision: str) -> frozenset[str]:
    """The content-relative paths of the files that are not as they were at the revision, those without a commit among them."""
    commit = commit_of(content, revision)
    changed = answer(content, "diff", "--name-only", "--no-renames", "--relative", "-z", commit, "--", ".")
    added = answer(content, "ls-files", "--others", "--exclude-standard", "-z", "--", ".")
    return frozenset((changed + added).decode(errors="surrogateescape").split("\0"))


def _is_on_history(finding: Finding) -> bool:
    rule = rule_of(finding.code)
    return rule is not None and rule.subject is Subject.HISTORY


def _same(finding: Finding) -> tuple[str, str, str]:
    return finding.path, finding.code, finding.message


def _taken(earlier: Counter[tuple[str, str, str]], finding: Finding) -> bool:
    """Whether it was there before; each earlier one stands for one of now."""
    if not earlier[_same(finding)]:
        return False
    earlier[_same(finding)] -= 1
    return True
