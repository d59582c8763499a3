"""The faults that the book gives account of are found by something."""

from __future__ import annotations

import re

import pytest

from pipeline.rules import standing, standing_live
from pipeline.rules.rule import Rule, Severity, Subject
from tests.rules.ledger_of import CONTENT

STOPPING = [each for each in vars(standing).values() if isinstance(each, Rule)]
LIVE = [each for each in vars(standing_live).values() if isinstance(each, Rule)]
PIPELINE = CONTENT.parent / "pipeline"


def test_what_stops_a_build_is_an_error() -> None:
    assert {(rule.severity, rule.subject, rule.find) for rule in STOPPING} == {(Severity.ERROR, Subject.SETTINGS, None)}


@pytest.mark.parametrize("rule", LIVE, ids=lambda rule: rule.code)
def test_what_the_hosts_show_is_told_of_somewhere(rule: Rule) -> None:
    files = [each for each in PIPELINE.rglob("*.py") if "rules" not in each.parts]
    told = [each for each in files if re.search(f'"{rule.code}"', each.read_text(encoding="utf-8"))]

    assert told
    assert (rule.subject, rule.find) == (Subject.LIVE, None)
