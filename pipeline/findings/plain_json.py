"""Findings as JSON, for other programs: one object with all of them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pipeline.findings.finding import Finding


def render(findings: Iterable[Finding], root: str) -> str:
    """Return the findings as JSON text; paths are written below `root`."""
    return json.dumps({"findings": [_plain(each, root) for each in findings]}, ensure_ascii=False, indent=2)


def _plain(finding: Finding, root: str) -> dict[str, object]:
    found: dict[str, object] = {
        "path": f"{root}{finding.path}",
        "line": finding.line,
        "rule": finding.code,
        "severity": finding.severity.value,
        "message": finding.message,
        "remedy": finding.remedy,
        "clause": finding.clause,
        "owner": finding.owner,
    }
    if finding.keepers:
        found["keepers"] = finding.keepers
    if finding.replacement:
        found["replacement"] = finding.replacement._asdict()
    return found
