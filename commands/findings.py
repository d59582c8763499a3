"""What checks found, printed in the form that was asked for."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from invoke.exceptions import Exit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.findings.finding import Finding


def print_findings(findings: Sequence[Finding], form: str, folder: str) -> None:
    """Print findings in a form; what people are told besides goes where it does not disturb a program that reads the form."""
    from pipeline.findings.finding import failing
    from pipeline.findings.forms import FORMS

    if form not in FORMS:
        raise Exit(f"--format：没有“{form}”，可用的有{'、'.join(FORMS)}", code=2)
    if text := FORMS[form](findings, _root(folder)):
        print(text)
    if wrong := failing(findings):
        raise Exit(f"共{len(wrong)}处要改", code=1)
    if form == "text":
        print("没有要改的地方")


def _root(folder: str) -> str:
    """What stands before a finding's path for programs that read it from the current folder."""
    return f"{os.path.relpath(folder)}/".removeprefix("./")
