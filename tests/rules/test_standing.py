"""The faults that the book gives account of are those that the content gives."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from model.faults import ContentFaults
from pipeline.check import incomplete
from pipeline.rules import standing, standing_live
from pipeline.rules.rule import Rule, Severity, Subject
from tests.rules.ledger_of import CONTENT, books

if TYPE_CHECKING:
    from pipeline.rules.rule import Example

RULES = [each for each in vars(standing).values() if isinstance(each, Rule)]
LIVE = [each for each in vars(standing_live).values() if isinstance(each, Rule)]
CODE = CONTENT.parent


def codes(example: Example) -> set[str]:
    """The faults of the city of an example."""
    try:
        with books(example.files) as seen:
            lives = seen.content.lives
            return {
                each.code
                for site in seen.content.sites.values()
                for each in incomplete(site, lives[site.id].state(seen.today))
            }
    except ContentFaults as error:
        return {fault.code for fault in error.faults}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_the_examples_give_the_fault_and_no_other(rule: Rule) -> None:
    assert [codes(example) for example in rule.breaks] == [{rule.code}] * len(rule.breaks)
    assert [codes(example) for example in rule.keeps] == [set()] * len(rule.keeps)


def test_what_stops_a_build_is_an_error() -> None:
    assert {(rule.severity, rule.subject, rule.find) for rule in RULES} == {(Severity.ERROR, Subject.SETTINGS, None)}


@pytest.mark.parametrize("rule", LIVE, ids=lambda rule: rule.code)
def test_what_the_hosts_show_is_told_of_somewhere(rule: Rule) -> None:
    files = [*(CODE / "pipeline").rglob("*.py")]
    told = [
        file
        for file in files
        if "rules" not in file.parts and re.search(f'"{rule.code}"', file.read_text(encoding="utf-8"))
    ]

    assert told
    assert (rule.subject, rule.find) == (Subject.LIVE, None)
