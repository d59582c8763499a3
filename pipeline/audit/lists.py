"""What lists the pages of a site for machines: its site maps and feeds, and the files that they name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from model.patterns import pattern

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

SITE_MAP, FEED = "sitemap*.xml", "feed*.xml"
_IS_LIST = pattern(r"(?:^|/)(?:sitemap|feed)[^/]*\.xml$")
_ADDRESS = re.compile(rb"<loc>\s*([^<\s]+)\s*</loc>|<link\b(?=[^>]*\brel=\"alternate\")[^>]*\bhref=\"([^\"]+)\"")
#: An address whose path needs no decoding, as nearly all are.
_SIMPLE = pattern(r"https?://[^/?#%\s]*/([^?#%]*)")
#: The standard lets a site map have 50 MB (sitemaps.org); what is larger is not read.
_LARGEST = 60_000_000


def is_list(file: str) -> bool:
    """Say whether a file of a site is a site map or a feed, by its name."""
    return _IS_LIST.search(file) is not None


def read_list(opened: BinaryIO, size: int) -> bytes:
    """Return the bytes of a site map or a feed; nothing of one that is larger than any may be."""
    return opened.read() if size <= _LARGEST else b""


def targets_in(data: bytes) -> frozenset[str]:
    """Return the files that a site map or a feed names."""
    return frozenset(file_of(_address(found)) for found in _ADDRESS.finditer(data))


def places_in(data: bytes) -> Iterator[tuple[int, str]]:
    """Yield each address in a site map or a feed, after its line."""
    for line, text in enumerate(data.split(b"\n"), 1):
        yield from ((line, _address(found)) for found in _ADDRESS.finditer(text))


def _address(found: re.Match[bytes]) -> str:
    return (found[1] or found[2]).decode("utf-8", "replace").replace("&amp;", "&")


def file_of(address: str) -> str:
    """Return the file below a site's folder that an address means; nothing for one that makes no sense."""
    if simple := _SIMPLE.fullmatch(address):
        path = simple[1]
    else:
        try:
            path = unquote(urlsplit(address).path).lstrip("/")
        except ValueError:
            return ""
    return f"{path}index.html" if path.endswith("/") or not path else path
