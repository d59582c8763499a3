"""The rule on links to old addresses of a site. It hangs on which other pages there are, so the audit judges it by its memo.

Links that lead nowhere bear the code that they have in documents, `BROKEN_LINK`.
"""

from __future__ import annotations

from pipeline.audit.rules import clauses
from pipeline.audit.rules.examples import page_edit
from pipeline.rules.rule import Severity, Subject, standing_rule

REDIRECTED = standing_rule(
    "REDIRECTED_LINK",
    Subject.PAGE,
    title="链接到旧网址",
    sources=(clauses.LINKS,),
    severity=Severity.ERROR,
    remedy="链接到新的网址",
    breaks=(page_edit('<a href="/zwgk/zcwj/zfwz-banfa/">', '<a href="/zwxx/">'),),
    keeps=(page_edit('<a href="/zwgk/zcwj/zfwz-banfa/">', '<a href="/zwgk/">'),),
)
