"""Links of documents that lead out of the government's sites: each leads to a page below its document, which asks first.

A text keeps its addresses as they were written; which of them lead out is settled when a page is made or planned, since the
platform's list of hosts may change without any text changing (docs/decisions/0022-leaving-the-site.md).
"""

from __future__ import annotations

import hashlib
import re
from html import escape, unescape
from typing import TYPE_CHECKING

from model.outward import leads_out

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable

    from model.site import Platform

#: What table `link` calls an address elsewhere to which a document's page links.
EXTERNAL = "external"
#: Where below a document the pages stand that ask; no column may be called so.
FOLDER = "leave"
_DIGITS = 12
#: As the sanitiser writes links: in its attributes there is no bare `>`, in its texts no bare `<`.
_LINK = re.compile(r'(<a\b[^>]*? )href="(https?://[^"]*)"', re.IGNORECASE)


def asking_at(document: str, address: str) -> str:
    """Return the address of the page that asks before a link of the document (by its URL) to `address` is followed."""
    return f"{document}{FOLDER}/{hashlib.blake2b(address.encode(), digest_size=16).hexdigest()[:_DIGITS]}/"


def outside(addresses: Iterable[str], platform: Platform) -> tuple[str, ...]:
    """Return those of the addresses that lead out of the government's sites, each once."""
    return tuple(each for each in dict.fromkeys(addresses) if leads_out(each, platform.allowed_hosts))


def named_outside(database: sqlite3.Connection, path: str, platform: Platform) -> tuple[str, ...]:
    """Return the addresses at which the page of a document in the ledger leads out."""
    query = "select target from link where source = ? and sort = ? order by rowid"
    return outside((target for (target,) in database.execute(query, (path, EXTERNAL))), platform)


def naming_outside(database: sqlite3.Connection) -> list[str]:
    """Return the paths of all documents that name an address elsewhere."""
    rows = database.execute("select distinct source from link where sort = ? order by 1", (EXTERNAL,))
    return [path for (path,) in rows]


def links_out(html: str, resolve: Callable[[str], str]) -> str:
    """Return a text with each link elsewhere leading where `resolve(address)` says; one that this changes is marked."""
    if "<a " not in html:
        return html

    def led(match: re.Match[str]) -> str:
        address = unescape(match[2])
        url = resolve(address)
        return match[0] if url == address else f'{match[1]}rel="external nofollow" href="{escape(url)}"'

    return _LINK.sub(led, html)
