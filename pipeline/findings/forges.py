"""Findings as the notes that GitHub and GitLab show beside the changed lines."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING

from pipeline.findings.sarif import fingerprint
from pipeline.rules.rule import Severity

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pipeline.findings.finding import Finding

_GITHUB = {Severity.VETO: "error", Severity.ERROR: "error", Severity.WARNING: "warning", Severity.HINT: "notice"}
_GITLAB = {
    Severity.VETO: "blocker",
    Severity.ERROR: "critical",
    Severity.WARNING: "minor",
    Severity.HINT: "info",
}


def github(findings: Iterable[Finding], root: str) -> str:
    """Return a workflow command a finding."""
    return "\n".join(_command(each, root) for each in findings)


def _command(finding: Finding, root: str) -> str:
    title = f"{finding.severity.label} {finding.code}"
    place = f"file={_property(root + finding.path)},line={finding.line},title={_property(title)}"
    clause = f"；依据：{finding.clause}" if finding.clause else ""
    return f"::{_GITHUB[finding.severity]} {place}::{_data(f'{finding.message}（{finding.remedy}{clause}）')}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def gitlab(findings: Iterable[Finding], root: str) -> str:
    """Return GitLab's code quality report, a list of issues as JSON text."""
    seen: Counter[str] = Counter()
    return json.dumps([_issue(each, root, seen) for each in findings], ensure_ascii=False, indent=2)


def _issue(finding: Finding, root: str, seen: Counter[str]) -> dict[str, object]:
    mark = fingerprint(finding)
    seen[mark] += 1
    return {
        "description": f"{finding.message}（{finding.remedy}）",
        "check_name": finding.code,
        "fingerprint": f"{mark}-{seen[mark]}",  # each must be unlike all others
        "severity": _GITLAB[finding.severity],
        "location": {"path": f"{root}{finding.path}", "lines": {"begin": finding.line}},
    }
