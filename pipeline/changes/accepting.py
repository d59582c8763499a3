"""Write what was recognised into the sites' tables of old addresses: rows at their end, and the target of rows that it leads on.

Every other byte of a table stays as it is. Source: 长治市政府网站管理办法第八条第四项.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from model.faults import ContentFaults
from model.redirects import REDIRECTS_FILE
from pipeline.sources.tables import grown
from pipeline.sources.writing import write_all

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pipeline.changes.comparison import Changes


def accept(content: Path, found: Changes) -> tuple[str, ...]:
    """Write the recognised rows and the corrections of all sites, all or none, and return the tables that were written.

    Raises `ContentFaults` where the content has faults, for what cannot be read was not recognised, and `OutputError` where the
    disk refuses. What the tables lead to is no hindrance: that is mended here.
    """
    if found.after:
        raise ContentFaults(found.after)
    files = dict(_tables(content, found))
    write_all(content, files)
    return tuple(files)


def _tables(content: Path, found: Changes) -> Iterator[tuple[str, bytes]]:
    for site in found.sites:
        if site.recognised or site.corrections:
            path = f"{site.name}/{REDIRECTS_FILE}"
            file = content / path
            rows = [{"old": old.url, "new": old.new} for old in site.recognised]
            led_on = {each.row.line: each.new for each in site.corrections}
            yield path, grown(path, file.read_bytes() if file.is_file() else b"", rows, led_on)
