"""Findings for people: by owner, the gravest first, each with its place and what to do."""

from __future__ import annotations

from collections import Counter
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING

from model.shown import shown
from pipeline.rules.rule import Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pipeline.findings.finding import Finding

_GRAVEST_FIRST = list(Severity)
NOBODY = "全平台"


def lines(findings: Iterable[Finding]) -> Iterator[str]:
    """Yield the lines to print: a heading an owner, then that owner's findings; a sum of columns also under each one's keeper."""
    told = ((owner, each) for each in findings for owner in (each.owner, *each.keepers))
    for owner, theirs in groupby(sorted(told, key=_by_owner), key=itemgetter(0)):
        several = [each for _, each in theirs]
        yield f"【{shown(owner) or NOBODY}】{counted(several)}"
        yield from (f"{each.severity.label} {each}" for each in several)


def counted(findings: Sequence[Finding]) -> str:
    """Return how many findings there are of each severity: 错误2处，提示1处."""
    count = Counter(each.severity for each in findings)
    return "，".join(f"{severity.label}{count[severity]}处" for severity in _GRAVEST_FIRST if count[severity])


def _by_owner(told: tuple[str, Finding]) -> tuple[object, ...]:
    owner, finding = told
    return (owner, _GRAVEST_FIRST.index(finding.severity), finding)
