"""What `invoke rules` does: explain one rule, print the table of all, or write the documentation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from model.faults import ContentFaults, Fault, did_you_mean
from model.profile import read_profile
from pipeline.rules.book import book, rule_of
from pipeline.rules.table import by_article, explained, with_examples
from pipeline.sources.writing import write_all

if TYPE_CHECKING:
    from pathlib import Path

#: The files that are written, each with what makes its text.
_PAGES = {"rules.md": by_article, "rule-examples.md": with_examples}


def run(content: Path, code: str, folder: Path | None) -> str:
    """Return what is to be printed; with a folder, write the documentation there. Raises `ContentFaults` for a code that is none, `OutputError`."""
    profile, faults = read_profile(content)
    if faults:
        raise ContentFaults(faults)
    if code:
        rule = rule_of(code)
        if rule is None:
            nearest = did_you_mean(code, book())
            remedy = f"是不是“{nearest}”？" if nearest else "invoke rules列出全部"
            raise ContentFaults([Fault(code, 1, "NO_RULE", "没有这条规则", remedy)])
        return explained(rule, profile)
    if folder is None:
        return by_article(profile)
    write_all(folder, {name: make(profile).encode() for name, make in _PAGES.items()})
    return f"已写出：{'、'.join(str(folder / name) for name in _PAGES)}"
