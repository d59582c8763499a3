"""Findings as JUnit XML: a suite an owner or keeper, a case a rule, which fails with its findings; for servers that know nothing but tests."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from model.shown import shown
from pipeline.findings.text import NOBODY

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pipeline.findings.finding import Finding


def render(findings: Iterable[Finding], root: str) -> str:
    """Return the report as XML text; only what fails a command fails a case, the rest is its output."""
    suites: dict[str, dict[str, list[Finding]]] = defaultdict(lambda: defaultdict(list))
    for each in findings:
        for owner in (each.owner, *each.keepers):
            suites[shown(owner) or NOBODY][each.code].append(each)
    report = ET.Element("testsuites", name="zhengzhan")
    for owner, cases in sorted(suites.items()):
        _suite(report, owner, cases, root)
    if not suites:
        ET.SubElement(
            ET.SubElement(report, "testsuite", name=NOBODY, tests="1", failures="0", errors="0"),
            "testcase",
            name="检查",
        )
    return ET.tostring(report, encoding="unicode", xml_declaration=True)


def _suite(report: ET.Element, owner: str, cases: dict[str, list[Finding]], root: str) -> None:
    failures = sum(any(each.fails for each in several) for several in cases.values())
    suite = ET.SubElement(report, "testsuite", name=owner, tests=str(len(cases)), failures=str(failures), errors="0")
    for code, several in sorted(cases.items()):
        case = ET.SubElement(suite, "testcase", name=code, classname=owner)
        text = "\n".join(shown(f"{root}{each}") for each in several)
        if any(each.fails for each in several):
            ET.SubElement(
                case, "failure", message=shown(several[0].message), type=several[0].severity.value
            ).text = text
        else:
            ET.SubElement(case, "system-out").text = text
