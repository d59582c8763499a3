"""The audit as it would be without a memo: every page is parsed, every link is looked up in what there is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from model.faults import Fault
from pipeline.audit.seeing import broken, see, through
from pipeline.audit.setting import Setting
from pipeline.rules.book import book

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pipeline.audit.seeing import Finding, Seen


def plain_audit(folder: Path, setting: Setting = Setting()) -> tuple[Fault, ...]:  # noqa: B008 frozen
    """What fails on a site's pages, in its order."""
    files = {file.relative_to(folder).as_posix(): file for file in folder.rglob("*") if file.is_file()}
    pages = {name: see(file.read_bytes(), name, setting) for name, file in files.items() if name.endswith(".html")}
    spared = pages["index.html"].spares if "index.html" in pages else ()
    own = ((name, each) for name, page in pages.items() for each in page.findings if each.fact not in spared)
    links = ((name, each) for name in pages for each in _of_links(name, pages, set(files)))
    rules = book()
    return tuple(
        sorted(
            Fault(f"{folder.name}/{name}", each.line, each.rule, each.fact, each.remedy)
            for name, each in (*own, *links)
            if rules[each.rule].severity.fails
        )
    )


def _of_links(name: str, pages: dict[str, Seen], files: set[str]) -> Iterator[Finding]:
    for link in (link for block in pages[name].blocks for link in block):
        target = pages.get(link.file)
        if link.file not in files or (link.fragment and (not target or link.fragment not in target.ids)):
            yield broken(link.line, link.address)
        if target and target.sends and not pages[name].sends:
            yield through(link.line, link.address)
