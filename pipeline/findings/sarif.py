"""Findings as SARIF 2.1.0 (OASIS), the form in which forges and editors show what a check found."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from pipeline.rules.book import rule_of
from pipeline.rules.rule import Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pipeline.findings.finding import Finding

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS = {Severity.VETO: "error", Severity.ERROR: "error", Severity.WARNING: "warning", Severity.HINT: "note"}


def render(findings: Iterable[Finding], root: str) -> str:
    """Return one run with its rules and results as JSON text; paths are relative addresses below `root`."""
    several = list(findings)
    codes = sorted({each.code for each in several})
    driver = {"name": "zhengzhan", "rules": [_rule(code) for code in codes]}
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(each, codes, root) for each in several],
    }
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=2)


def _rule(code: str) -> dict[str, Any]:
    rule = rule_of(code)
    if not rule:
        return {"id": code, "defaultConfiguration": {"level": "error"}}
    return {
        "id": code,
        "shortDescription": {"text": rule.title},
        "help": {"text": f"{rule.remedy}。依据：{rule.clause}"},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
        "properties": {"severity": rule.severity.value},
    }


def _result(finding: Finding, codes: Sequence[str], root: str) -> dict[str, Any]:
    address = quote(f"{root}{finding.path}")
    region: dict[str, int] = {"startLine": finding.line}
    result: dict[str, Any] = {
        "ruleId": finding.code,
        "ruleIndex": codes.index(finding.code),
        "level": _LEVELS[finding.severity],
        "message": {"text": f"{finding.message}（{finding.remedy}）"},
        "locations": [{"physicalLocation": {"artifactLocation": {"uri": address}, "region": region}}],
        "partialFingerprints": {"zhengzhan/v1": fingerprint(finding)},
    }
    if change := finding.replacement:
        region |= {"startColumn": change.start + 1, "endColumn": change.end + 1}
        replacement = {"deletedRegion": dict(region), "insertedContent": {"text": change.text}}
        result["fixes"] = [{"artifactChanges": [{"artifactLocation": {"uri": address}, "replacements": [replacement]}]}]
    return result


def fingerprint(finding: Finding) -> str:
    """Return what stays the same when lines are inserted above a finding."""
    return hashlib.sha256(f"{finding.path}\n{finding.code}\n{finding.message}".encode()).hexdigest()[:32]
