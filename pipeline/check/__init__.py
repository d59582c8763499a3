"""Check the sources: every fault of the content, and what the rules find in documents, between them, and in their history.

A document that has not changed is not checked again: its findings are in the check's ledger. See `docs/decisions/0021-rules.md`.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from model.exceptions import read_exceptions
from model.faults import ContentFaults, Fault
from model.profile import read_profile
from model.site_rules import advice as advice_on
from model.site_rules import is_closed
from model.wording import read_wording
from model.yearly_files import faults_of_yearly_forms
from pipeline import translations
from pipeline.build import SETTINGS, theme_of
from pipeline.check.completeness import incomplete as incomplete
from pipeline.check.documents import begin_anew, keep_advice, remembered, remembered_of_public, try_rules
from pipeline.check.excepted import faults_of_rules, without_excepted
from pipeline.check.past import in_history
from pipeline.check.taking_in import LedgerUnusable, TakenIn, taken_in
from pipeline.findings.finding import Finding, Owners, failing, of_fault, of_found
from pipeline.life.forms import faults_of_forms
from pipeline.rules.book import rule_of, rules_on
from pipeline.rules.books import Books
from pipeline.rules.rule import Found, Subject
from pipeline.rules.written import City
from plugins.engine.clock import now_in_shanghai
from plugins.engine.workers import cores

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Iterator

    from model.content_folder import Content
    from pipeline.check.documents import Row
    from pipeline.rules.rule import Rule


class Checked(NamedTuple):
    """What was found, in the order of places; exceptions are taken away already."""

    findings: tuple[Finding, ...]

    @property
    def faults(self) -> tuple[Finding, ...]:
        """What fails the check: vetoes and errors."""
        return tuple(each for each in self.findings if each.fails)

    @property
    def advice(self) -> tuple[Finding, ...]:
        """What holds nothing up: warnings and hints."""
        return tuple(each for each in self.findings if not each.fails)


def check(content: Path, as_of: dt.datetime | None = None, *, output: Path | None = None, jobs: int = 0) -> Checked:
    """Return what is wrong with the content folder as of a minute (default: now), or might be better.

    With `output`, what was found is remembered there in a ledger of the check's own, and only what changed is looked at. `jobs` is
    how many processes may work at once, 0 for as many as there are processors.
    """
    now, jobs = as_of or now_in_shanghai(), jobs or cores()
    try:
        return _checked(content, now, output, jobs)
    except LedgerUnusable:
        return _checked(content, now, None, jobs)
    except ContentFaults as error:
        return Checked(tuple(of_fault(each, Owners({})) for each in error.faults))


def forbidden(content: Path, output: Path, sites: Collection[str], as_of: dt.datetime | None = None) -> list[Finding]:
    """Return what single documents say that must not be published: vetoes and errors in public documents of these sites.

    What is a matter of the calendar is not among them, since publishing mends it. Raises `ContentFaults` where there is no content.
    """
    now = as_of or now_in_shanghai()
    try:
        return _forbidden(content, now, output, sites)
    except LedgerUnusable:
        return _forbidden(content, now, None, sites)


def _forbidden(content: Path, now: dt.datetime, output: Path | None, sites: Collection[str]) -> list[Finding]:
    with taken_in(content, now, output) as taken:
        read = taken.seen.content
        owners = Owners(read.sites)
        waivers, _ = read_exceptions(read.folder, read.sites, read.people)
        _look_at_documents(taken, cores())
        rows = [row for row in remembered_of_public(taken.ledger) if row.document.partition("/")[0] in sites]
        found = [of_found(_rule(row), row.found(), row.document, owners) for row in rows]
        left, _ = without_excepted(found, waivers, now.date())
        return failing(left)


def _checked(content: Path, now: dt.datetime, output: Path | None, jobs: int) -> Checked:
    with taken_in(content, now, output, jobs) as taken:
        return Checked(tuple(sorted(set(_findings(taken, now, jobs)))))


def _findings(taken: TakenIn, now: dt.datetime, jobs: int) -> list[Finding]:
    content = taken.seen.content
    owners, today = Owners(content.sites), now.date()
    waivers, wrong = read_exceptions(content.folder, content.sites, content.people)
    faults = (*taken.faults, *wrong, *faults_of_rules(waivers), *_faults_of_settings(content, today))
    placed = [(rule, found, "") for rule, found in _between(taken, now)] + list(_in_documents(taken, jobs))
    found = [of_found(rule, each, path, owners) for rule, each, path in placed]
    found += [of_fault(each, owners) for each in _advice(taken)]
    left, about = without_excepted(found, waivers, today)
    left += [of_found(rule, each, "", owners) for rule, each in about]
    return [*(of_fault(each, owners) for each in faults), *left]


def _faults_of_settings(content: Content, today: dt.date) -> Iterator[Fault]:
    yield from faults_of_forms(content.folder)
    yield from read_wording(content.folder)[1]
    yield from faults_of_yearly_forms(content.folder, content.sites)
    for site in content.sites.values():
        yield from incomplete(site, content.lives[site.id].state(today))


def _in_documents(taken: TakenIn, jobs: int) -> Iterator[tuple[Rule, Found, str]]:
    _look_at_documents(taken, jobs)
    keep_advice(taken.ledger, partial(advice_on, taken.seen.content))
    yield from ((_rule(row), row.found(), row.document) for row in remembered(taken.ledger))


def _rule(row: Row) -> Rule:
    rule = rule_of(row.rule, Subject.DOCUMENT)
    assert rule  # a ledger of other rules is begun anew
    return rule


def _look_at_documents(taken: TakenIn, jobs: int) -> None:
    """Have the ledger know what the rules find in each document."""
    content = taken.seen.content
    profile, _ = read_profile(content.folder)
    closed = frozenset(site for site, life in content.lives.items() if is_closed(life))
    words, _ = read_wording(content.folder)
    bare = {name: replace(site, columns=(), editions=()) for name, site in content.sites.items()}
    city = City(content.folder, profile, bare, words, closed)
    begin_anew(taken.ledger, city)
    try_rules(taken.ledger, city, content.sites.values(), jobs)


def _between(taken: TakenIn, now: dt.datetime) -> Iterator[tuple[Rule, Found]]:
    profile, _ = read_profile(taken.seen.content.folder)
    books = Books(taken.ledger.database, taken.seen.content, profile, now)
    for rule in rules_on(Subject.CONTENT):
        assert rule.find
        yield from ((rule, found) for found in rule.find(books))
    yield from in_history(taken.ledger, books)


def _advice(taken: TakenIn) -> Iterator[Fault]:
    yield from translations.advice(taken.ledger.database, taken.seen.content, theme_of(SETTINGS))
