"""The forms in which findings can be had, by the name that a command's `--format` takes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.findings import forges, junit, plain_json, sarif, text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from pipeline.findings.finding import Finding


def _text(findings: Iterable[Finding], root: str) -> str:  # noqa: ARG001 (people look for places below the folder)
    return "\n".join(text.lines(findings))


FORMS: dict[str, Callable[[Iterable[Finding], str], str]] = {
    "text": _text,
    "json": plain_json.render,
    "sarif": sarif.render,
    "github": forges.github,
    "gitlab": forges.gitlab,
    "junit": junit.render,
}
