"""Take away the findings that somebody has allowed, and find what is wrong with the exceptions themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from model.faults import Fault, did_you_mean
from pipeline.rules.book import book, rule_of
from pipeline.rules.exceptions import EXCEPTION_EXPIRED, EXCEPTION_UNUSED
from pipeline.rules.rule import Found, Subject

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator, Sequence

    from model.exceptions import Waiver
    from pipeline.findings.finding import Finding
    from pipeline.rules.rule import Rule


def is_excepted(found: Fault | Finding, waivers: Iterable[Waiver], today: dt.date) -> bool:
    """Say whether somebody has allowed it; its path is content-relative, of a built page output-relative."""
    return any(each.covers(found.code, found.path, found.message, today) for each in waivers)


def without_excepted(
    findings: Iterable[Finding], waivers: Sequence[Waiver], today: dt.date
) -> tuple[list[Finding], list[tuple[Rule, Found]]]:
    """Return the findings that nobody has allowed, and what is found about the exceptions: run out, or of no use any more."""
    used: set[Waiver] = set()
    left = []
    for each in findings:
        covering = {waiver for waiver in waivers if waiver.covers(each.code, each.path, each.message, today)}
        used |= covering
        if not covering:
            left.append(each)
    return left, list(_about(waivers, used, today))


def _about(waivers: Iterable[Waiver], used: set[Waiver], today: dt.date) -> Iterator[tuple[Rule, Found]]:
    for waiver in waivers:
        if waiver.until < today:
            fact = f"{waiver.who}批准的例外（{waiver.rule}）到{waiver.until}为止，已经过期"
            yield EXCEPTION_EXPIRED, Found(waiver.line, fact, path=waiver.file)
        elif waiver not in used:
            fact = f"{waiver.path}里没有{waiver.rule}要放过的地方"
            yield EXCEPTION_UNUSED, Found(waiver.line, fact, path=waiver.file)


def faults_of_rules(waivers: Iterable[Waiver]) -> Iterator[Fault]:
    """Yield the exceptions to rules that are not there, or that no check can pass over since they stop a build."""
    for waiver in waivers:
        rule = rule_of(waiver.rule)
        if rule is None:
            nearest = did_you_mean(waiver.rule, book())
            remedy = f"是不是“{nearest}”？" if nearest else "代码见检查列出的，或者docs/rules.md"
            yield Fault(waiver.file, waiver.line, "EXCEPTION_RULE", f"没有{waiver.rule}这条规则", remedy)
        elif rule.subject in {Subject.SETTINGS, Subject.LIVE}:
            fact = f"{waiver.rule}不能有例外"
            yield Fault(waiver.file, waiver.line, "EXCEPTION_RULE", fact, "改正它；只有检查列出的规则可以有例外")
