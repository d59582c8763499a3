"""The rules on links inside a site. They hang on which other pages there are, so the audit judges them by its memo."""

from __future__ import annotations

from pipeline.audit.rules import clauses
from pipeline.audit.rules.examples import added
from pipeline.rules.rule import Severity, Subject, standing_rule

BROKEN = standing_rule(
    "BROKEN_LINK",
    Subject.PAGE,
    title="链接打不开",
    sources=(clauses.LINKS,),
    severity=Severity.ERROR,
    remedy="改正链接，或者重新构建",
    breaks=(added('<a href="/nowhere/">无</a>'), added('<a href="/zwdt/#nothing">无</a>')),
    keeps=(added('<a href="/zwdt/#main">有</a>'),),
)
REDIRECTED = standing_rule(
    "REDIRECTED_LINK",
    Subject.PAGE,
    title="链接到旧网址",
    sources=(clauses.LINKS,),
    severity=Severity.ERROR,
    remedy="链接到新的网址",
)
