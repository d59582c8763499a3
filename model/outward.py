"""Which addresses lead out of the government's sites: before a link to one of them is followed, its reader is asked.

Source: 互联网政务应用安全管理规定 (links to what is not the government's); the list follows what government sites do.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import idna

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

#: `gov.cn` and `.政务`, where by their form all domains of a platform lie (`model/identifiers/domain.py`); and where the certificate
#: of a site's mark is shown, to which the mark must lead at once (党政机关网站标识).
KNOWN = frozenset({"gov.cn", "xn--zfr164b", "bszs.conac.cn"})
_HOST = re.compile(r"[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})*")
_LONGEST = 253


def leads_out(address: str, allowed: Collection[str] = ()) -> bool:
    """Say whether an `https` or `http` address is neither below `KNOWN` nor below a host of `allowed` (as `sent` gives them)."""
    return not any(name in KNOWN or name in allowed for name in _names(host_of(address)))


def host_of(address: str) -> str:
    """Return the host of an address as `sent` does; nothing where it is not certain which host a browser would ask."""
    try:
        parts = urlsplit(address)
        name = (parts.hostname or "").removesuffix(".")
    except ValueError:
        return ""
    return "" if "\\" in parts.netloc else sent(name)  # for browsers a backslash ends the host


def sent(host: str) -> str:
    """Return a host's name as browsers send it, lower case, Chinese as `xn--…`; nothing for what is no name."""
    try:
        name = host if host.isascii() else idna.encode(host, uts46=True).decode("ascii")
    except (idna.IDNAError, UnicodeError):
        return ""
    name = name.lower()
    return name if _HOST.fullmatch(name) and len(name) <= _LONGEST else ""


def _names(host: str) -> Iterator[str]:
    """A host's name, and all above it."""
    while host:
        yield host
        host = host.partition(".")[2]
