"""The rule book: every rule, by code. A module of rules is listed here and nowhere else."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING

from pipeline.rules.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pipeline.rules.rule import Subject

#: The modules that declare rules, by their names below `pipeline`; each rule is a name in its module.
_MODULES: tuple[str, ...] = (
    "audit.rules.access",
    "audit.rules.article",
    "audit.rules.between",
    "audit.rules.elsewhere",
    "audit.rules.footer",
    "audit.rules.furniture",
    "audit.rules.hidden",
    "audit.rules.identity",
    "audit.rules.language",
    "audit.rules.links",
    "audit.rules.meta",
    "rules.advice",
    "rules.between.blank",
    "rules.between.consultations",
    "rules.between.disclosure",
    "rules.between.expiry",
    "rules.between.freshness",
    "rules.between.interpretations",
    "rules.between.messages",
    "rules.between.replies",
    "rules.between.sites",
    "rules.between.sums",
    "rules.between.yearly",
    "rules.documents.bodies",
    "rules.documents.completeness",
    "rules.documents.maps",
    "rules.documents.reposts",
    "rules.documents.statutory",
    "rules.documents.totals",
    "rules.documents.validity",
    "rules.exceptions",
    "rules.history.dates",
    "rules.personal.attached",
    "rules.personal.persons",
    "rules.standing",
    "rules.standing_live",
    "rules.wording.advertising",
    "rules.wording.browsers",
    "rules.wording.numbering",
    "rules.wording.numerals",
    "rules.wording.punctuation",
    "rules.wording.secrecy",
    "rules.wording.terms",
    "rules.wording.titles",
)


@cache
def book() -> Mapping[str, Rule]:
    """Return all rules by code, in the order of the modules; raise `ValueError` where two bear one code."""
    rules: dict[str, Rule] = {}
    for name in _MODULES:
        for each in vars(import_module(f"pipeline.{name}")).values():
            if isinstance(each, Rule) and rules.setdefault(each.code, each) is not each:
                raise ValueError(f"two rules are called {each.code}")
    return rules


@cache
def rules_on(subject: Subject) -> tuple[Rule, ...]:
    """Return the rules on a subject that have a function."""
    return tuple(rule for rule in book().values() if rule.subject is subject and rule.find)
