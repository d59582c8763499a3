"""The rule book: every rule, by code. A module of rules is listed here and nowhere else."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING

from pipeline.rules.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pipeline.rules.rule import Subject

#: The modules that declare rules; each rule is a name in its module.
_MODULES: tuple[str, ...] = (
    "advice",
    "between.blank",
    "between.consultations",
    "between.disclosure",
    "between.expiry",
    "between.freshness",
    "between.interpretations",
    "between.messages",
    "between.replies",
    "between.sites",
    "between.sums",
    "between.yearly",
    "documents.bodies",
    "documents.completeness",
    "documents.maps",
    "documents.reposts",
    "documents.statutory",
    "documents.totals",
    "documents.validity",
    "exceptions",
    "history.dates",
    "personal.attached",
    "personal.persons",
    "standing",
    "standing_live",
    "wording.advertising",
    "wording.browsers",
    "wording.numbering",
    "wording.numerals",
    "wording.punctuation",
    "wording.secrecy",
    "wording.terms",
    "wording.titles",
)


@cache
def book() -> Mapping[str, Rule]:
    """Return all rules by code, in the order of the modules; raise `ValueError` where two bear one code."""
    rules: dict[str, Rule] = {}
    for name in _MODULES:
        for each in vars(import_module(f"pipeline.rules.{name}")).values():
            if isinstance(each, Rule) and rules.setdefault(each.code, each) is not each:
                raise ValueError(f"two rules are called {each.code}")
    return rules


@cache
def rules_on(subject: Subject) -> tuple[Rule, ...]:
    """Return the rules on a subject that have a function."""
    return tuple(rule for rule in book().values() if rule.subject is subject and rule.find)
