"""The six 单项否决 of 国办秘函〔2019〕19号: what was found under each, and whether that says pass or fail.

A pass is said only where a machine looks at the whole indicator. Points are not given: how many belong to which indicator of the second
part is not confirmed by a source.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from pipeline.rules.book import book, rule_of
from pipeline.rules.rule import Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pipeline.findings.finding import Finding
    from pipeline.report.availability import Availability
    from pipeline.rules.books import Books
    from pipeline.rules.rule import Rule

_INDICATORS = "国办秘函〔2019〕19号"
FAILS, PASSES, LOOK = "不合格", "合格", "没有发现，由人工核对"
_NOT_WATCHED = "巡查次数不够，不作结论"
_REACHABLE = "二"
#: What stops a build without being a rule's matter: a file that cannot be read, a key that is none.
_NO_RULE = "内容里别的写错的地方"


class Veto(NamedTuple):
    """An indicator: its number, its name, and whether rules look at the whole of it."""

    number: str
    name: str
    whole: bool = False


VETOES = (
    Veto("一", "安全、泄密事故等严重问题"),
    Veto("二", "站点无法访问"),
    Veto("三", "首页不更新", whole=True),
    Veto("四", "栏目不更新", whole=True),
    Veto("五", "互动回应差"),
    Veto("六", "服务不实用"),
)


class Verdict(NamedTuple):
    """What is said of an indicator: how much was found under it, and pass, fail, or that a person must look."""

    veto: Veto
    found: str
    conclusion: str

    @property
    def clause(self) -> str:
        """Where it stands."""
        return f"{_INDICATORS}单项否决{self.veto.number}"


def verdicts(findings: Sequence[Finding], visits: Availability, books: Books) -> list[Verdict]:
    """Return what is said of each indicator, for the findings of one site."""
    return [
        _of_visits(veto, visits, books) if veto.number == _REACHABLE else _of_rules(veto, findings) for veto in VETOES
    ]


def _of_rules(veto: Veto, findings: Sequence[Finding]) -> Verdict:
    rules = {rule.code: rule for rule in book().values() if _is_under(rule, veto)}
    found = [each for each in findings if each.code in rules]
    fails = any(each.severity is Severity.VETO for each in found)
    shown = f"{len(found)}处" if fails or not found else f"{len(found)}处，还没有到否决"
    passes = veto.whole and any(rule.severity is Severity.VETO for rule in rules.values())
    return Verdict(veto, shown, FAILS if fails else PASSES if passes else LOOK)


def _is_under(rule: Rule, veto: Veto) -> bool:
    return any(
        source.document == _INDICATORS and source.clause.startswith(f"单项否决{veto.number}") for source in rule.sources
    )


def _of_visits(veto: Veto, visits: Availability, books: Books) -> Verdict:
    """A week counts that had enough visits on each of its days; one week over the limit is enough."""
    shares = [each.percent or 0 for each in visits.weeks(books.threshold("failure_visits"))]
    if not shares:
        return Verdict(veto, "—", _NOT_WATCHED)
    conclusion = FAILS if max(shares) >= books.threshold("failure_percent") else PASSES
    return Verdict(veto, f"最差的一周{max(shares):.2f}%", conclusion)


class Kind(NamedTuple):
    """What was found of one rule: its name, its clause, how grave, how often."""

    name: str
    clause: str
    severity: Severity
    number: int


def by_kind(findings: Iterable[Finding]) -> list[Kind]:
    """Return what was found by rule, the gravest and most frequent first."""
    gravest = list(Severity)
    count = Counter((_name(each.code), each.severity, each.clause) for each in findings)
    kinds = [Kind(name, clause or "—", severity, number) for (name, severity, clause), number in count.items()]
    return sorted(kinds, key=lambda each: (gravest.index(each.severity), -each.number, each.name))


def _name(code: str) -> str:
    rule = rule_of(code)
    return rule.title if rule else _NO_RULE
