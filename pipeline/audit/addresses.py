"""What the addresses that a page names mean: another host's, or a file of this site."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple
from urllib.parse import unquote, urlsplit


class Address(NamedTuple):
    """An address, taken apart. Without a `path` it means the page itself; None is that of one which makes no sense."""

    elsewhere: bool
    inside: bool
    path: str | None
    fragment: str


@lru_cache(1 << 12)
def address_of(written: str) -> Address:
    """Return what an address says, as it is written in a page."""
    try:
        parts = urlsplit(written)
    except ValueError:
        return Address(elsewhere=written.startswith("//"), inside=True, path=None, fragment="")
    elsewhere = bool(parts.netloc) or written.startswith("//")
    inside = not (parts.scheme or parts.netloc)
    return Address(elsewhere, inside, unquote(parts.path), unquote(parts.fragment))


def target_of(address: Address, file: str) -> str:
    """Return the file that an address inside the site, with a path, means in the page `file`; nothing where it makes no sense."""
    path = address.path
    if not path:
        return ""
    if not path.startswith("/"):
        path = f"/{file.rpartition('/')[0]}/{path}"
    return f"{path}index.html".lstrip("/") if path.endswith("/") else path.lstrip("/")
