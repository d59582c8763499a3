"""The faults of content that stop a build, out of all that a check finds: what small cities of tests are held to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.rules.book import book

if TYPE_CHECKING:
    from pipeline.check import Checked
    from pipeline.findings.finding import Finding


def model_faults(checked: Checked) -> list[Finding]:
    """Return the faults that no rule of the check looks for: those of reading, of references, of a site's life and settings."""
    rules = book()
    return [each for each in checked.faults if each.code not in rules or rules[each.code].find is None]
