"""A finding: a place where a rule is broken, with how grave it is, the clause, and whose it is to mend."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from model.faults import Fault
from model.shown import shown
from pipeline.rules.book import rule_of
from pipeline.rules.rule import Replacement, Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from model.site import Site
    from pipeline.rules.rule import Found, Rule


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One thing to mend, in the order of places.

    `path` is relative to the content folder, of a built page to the output folder; `line` counts from 1. `clause` is empty where no
    clause asks for it but only that content be readable at all. `owner` is whose it is to mend; of a sum of columns that is the
    site's sponsor, and `keepers` are those in charge of the columns that count. `replacement` is what `--fix` writes.
    """

    path: str
    line: int
    code: str
    message: str
    remedy: str
    severity: Severity = Severity.ERROR
    clause: str = ""
    owner: str = ""
    replacement: Replacement | None = field(default=None, compare=False)
    keepers: tuple[str, ...] = ()

    def __str__(self) -> str:
        clause = f"；依据：{self.clause}" if self.clause else ""
        return shown(f"{self.path}:{self.line}: {self.code} {self.message}（{self.remedy}{clause}）")

    def as_fault(self) -> Fault:
        """Return it as what stops a command."""
        remedy = f"{self.remedy}；依据：{self.clause}" if self.clause else self.remedy
        return Fault(self.path, self.line, self.code, self.message, remedy)

    @property
    def fails(self) -> bool:
        """Whether it fails a command."""
        return self.severity.fails


class Owners:
    """Says whose a path of the content or the output is: the person or office in charge of its column, or the site's sponsor."""

    def __init__(self, sites: Mapping[str, Site]) -> None:
        self._sites = sites

    def of(self, path: str) -> str:
        """Return the owner of a path; the empty text for what belongs to no site."""
        name, _, rest = path.partition("/")
        site = self._sites.get(name)
        return _named(site, rest.rpartition("/")[0]) if site else ""

    def of_columns(self, path: str, columns: Sequence[str]) -> tuple[str, tuple[str, ...]]:
        """Return whose a finding in the file at `path` is that is about columns of its site, and who else keeps one of these.

        What is about one column is its keeper's; what is about several is the owner's of the path.
        """
        site, owner = self._sites.get(path.partition("/")[0]), self.of(path)
        named = tuple(dict.fromkeys(_named(site, each) for each in columns)) if site else ()
        if len(columns) == len(named) == 1:
            return named[0], ()
        return owner, tuple(each for each in named if each != owner)


def _named(site: Site, column: str) -> str:
    sponsor, keeper = site.settings.sponsor or site.settings.name, site.keeper(column)
    return f"{sponsor}（{keeper}）" if keeper else sponsor


def of_fault(fault: Fault, owners: Owners) -> Finding:
    """Return a fault of the model, the engine or the audit as a finding: an error, unless the book says otherwise."""
    rule = rule_of(fault.code)
    severity, clause = (rule.severity, rule.clause) if rule else (Severity.ERROR, "")
    return Finding(
        fault.path,
        fault.line,
        fault.code,
        shown(fault.message),
        shown(fault.remedy),
        severity,
        clause,
        owners.of(fault.path),
    )


def of_found(rule: Rule, found: Found, path: str, owners: Owners) -> Finding:
    """Return what a rule found in the file at `path`, unless it names another."""
    place = found.path or path
    remedy = found.remedy or rule.remedy
    owner, keepers = owners.of_columns(place, found.columns)
    return Finding(
        place,
        found.line,
        rule.code,
        shown(found.fact),
        shown(remedy),
        rule.severity,
        rule.clause,
        owner,
        found.replacement,
        keepers,
    )


def failing(findings: Iterable[Finding]) -> list[Finding]:
    """Return the findings that fail a command."""
    return [each for each in findings if each.fails]
