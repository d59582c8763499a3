"""The rule book: every rule, by code. A module of rules is listed here and nowhere else, and loaded when its subject is looked at."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING

from pipeline.rules.rule import Rule, Subject

if TYPE_CHECKING:
    from collections.abc import Mapping

#: The modules that declare the rules on a subject, by their names below `pipeline`; each rule is a name in its module.
_MODULES: dict[Subject, tuple[str, ...]] = {
    Subject.SETTINGS: ("rules.standing",),
    Subject.CONTENT: (
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
        "rules.exceptions",
    ),
    Subject.DOCUMENT: (
        "rules.documents.bodies",
        "rules.documents.completeness",
        "rules.documents.maps",
        "rules.documents.reposts",
        "rules.documents.statutory",
        "rules.documents.totals",
        "rules.documents.validity",
        "rules.personal.attached",
        "rules.personal.persons",
        "rules.wording.advertising",
        "rules.wording.browsers",
        "rules.wording.numbering",
        "rules.wording.numerals",
        "rules.wording.punctuation",
        "rules.wording.secrecy",
        "rules.wording.terms",
        "rules.wording.titles",
    ),
    Subject.HISTORY: ("rules.history.dates",),
    Subject.PAGE: (
        "audit.rules.access",
        "audit.rules.article",
        "audit.rules.attachments",
        "audit.rules.cookies",
        "audit.rules.elsewhere",
        "audit.rules.footer",
        "audit.rules.furniture",
        "audit.rules.hidden",
        "audit.rules.identity",
        "audit.rules.language",
        "audit.rules.links",
        "audit.rules.meta",
        "audit.rules.meta_article",
        "audit.rules.search",
    ),
    Subject.OUTPUT: ("audit.rules.between", "audit.rules.scripts", "audit.rules.weight"),
    Subject.LIVE: ("rules.standing_live",),
}


@cache
def book() -> Mapping[str, Rule]:
    """Return all rules by code, in the order of the modules; raise `ValueError` where two bear one code."""
    rules: dict[str, Rule] = {}
    for subject in _MODULES:
        for code, each in _declared(subject).items():
            if rules.setdefault(code, each) is not each:
                raise ValueError(f"two rules are called {code}")
    return rules


@cache
def rules_on(subject: Subject) -> tuple[Rule, ...]:
    """Return the rules on a subject that have a function."""
    return tuple(rule for rule in _declared(subject).values() if rule.find)


def rule_of(code: str, *first: Subject) -> Rule | None:
    """Return the rule that bears a code, or None; it is looked for on the subjects `first`, since each takes time to load."""
    found = (_declared(subject).get(code) for subject in dict.fromkeys((*first, *_MODULES)))
    return next(filter(None, found), None)


@cache
def _declared(subject: Subject) -> Mapping[str, Rule]:
    rules: dict[str, Rule] = {}
    for name in _MODULES[subject]:
        for each in vars(import_module(f"pipeline.{name}")).values():
            if isinstance(each, Rule) and rules.setdefault(each.code, each) is not each:
                raise ValueError(f"two rules are called {each.code}")
    if any(each.subject is not subject for each in rules.values()):
        raise ValueError(f"{subject.name}: a rule on another subject is among them")
    return rules
