"""The audit as it would be without a memo: every page is parsed, every link is looked up in what there is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.audit.page import broken, read_page, through

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from model.faults import Fault
    from pipeline.audit.page import Page


def plain_audit(folder: Path) -> tuple[Fault, ...]:
    """The findings on a site's pages, in their order."""
    files = {file.relative_to(folder).as_posix(): file for file in folder.rglob("*") if file.is_file()}
    pages = {name: read_page(file.read_bytes(), name) for name, file in files.items() if name.endswith(".html")}
    spared = pages["index.html"].spares if "index.html" in pages else ()
    own = (
        finding.at(f"{folder.name}/{name}")
        for name, page in pages.items()
        for finding in page.findings
        if finding.item not in spared
    )
    return tuple(
        sorted([*own, *(fault for name in pages for fault in _of_links(folder.name, name, pages, set(files)))])
    )


def _of_links(site: str, name: str, pages: dict[str, Page], files: set[str]) -> Iterator[Fault]:
    for link in (link for block in pages[name].blocks for link in block):
        target = pages.get(link.file)
        if link.file not in files or (link.fragment and (not target or link.fragment not in target.ids)):
            yield broken(link.line, link.address).at(f"{site}/{name}")
        if target and target.sends and not pages[name].sends:
            yield through(link.line, link.address).at(f"{site}/{name}")
