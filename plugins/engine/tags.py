"""Tags: the names of what a page asked, under which it is found again when the answer may have changed."""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Iterable

#: Numbered lists are cut into blocks of this many ranks, counted from the oldest.
BLOCK = 20
CURRENT, ARCHIVED = 1, 2


def document(path: str) -> str:
    """Anything about a document."""
    return f"document:{path}"


def title(path: str) -> str:
    """What lists show of a document: title, address, date, state, summary."""
    return f"title:{path}"


def address(path: str) -> str:
    """Where a document is, and whether it is on its site."""
    return f"address:{path}"


def members(site: str, column: str, state: int) -> str:
    """Which documents a column holds, and in which order."""
    return f"members:{site}/{column}/{state}"


def block(site: str, column: str, state: int, number: int) -> str:
    """Which documents have the ranks of a block (from 0) of a column's list."""
    return f"block:{site}/{column}/{state}/{number}"


def beside(path: str) -> str:
    """The neighbours of a document in its column."""
    return f"beside:{path}"


def naming(sort: str, target: str) -> str:
    """Which documents name a path or number for a purpose."""
    return f"naming:{sort}:{target}"


def named(target: str) -> str:
    """Which documents have a path or bear a number."""
    return f"named:{target}"


def years(site: str, lang: str) -> str:
    """In which years documents of a site are dated, in a language."""
    return f"years:{site}/{lang}"


def year(site: str, lang: str, year: str) -> str:
    """The addresses and days of a site's documents of a year, in their order, in a language."""
    return f"year:{site}/{lang}/{year}"


def settings(site: str) -> str:
    """What other sites show of a site."""
    return f"settings:{site}"


def life(site: str) -> str:
    """The record of a site's life, and its state."""
    return f"life:{site}"


def hosts() -> str:
    """To which hosts links need no question."""
    return "hosts"


def pages(site: str, view: str) -> str:
    """Which pages of a sort a site has."""
    return f"pages:{site}/{view}"


def redirect(site: str, file: str) -> str:
    """What the table of old addresses says of a file."""
    return f"redirect:{site}/{file}"


def numbers_of(tags: Iterable[str]) -> list[int]:
    """Return the numbers that stand for tags in the ledger, in order; two tags with one number only cost a look too many."""
    return sorted(struct.unpack("<q", hashlib.blake2b(tag.encode(), digest_size=8).digest())[0] for tag in tags)


def pack(numbers: list[int]) -> bytes:
    """Return numbers as bytes, for a page's row."""
    return struct.pack(f"<{len(numbers)}q", *numbers)


def unpack(data: bytes) -> tuple[int, ...]:
    """Return the numbers that `pack` made `data` of."""
    return struct.unpack(f"<{len(data) // 8}q", data)
