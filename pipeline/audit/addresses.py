"""What the addresses that a page names mean: another host's, or a file of this site."""

from __future__ import annotations

import posixpath
import re
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from model.patterns import pattern

_PROGRAM = pattern(r"\.(?:aspx?|jspx?|php|do|action|cgi|ashx|svc)$", re.IGNORECASE)
_PAGE = pattern(r"\.s?html?$", re.IGNORECASE)
_TWISTED = pattern(r"(?:^|/)\.{0,2}/|/\.{1,2}$|\\")


class Address(NamedTuple):
    """An address, taken apart. Without a `path` it means the page itself; None is that of one which makes no sense.

    `by_program` is said of those that a program on the host answers: no file tells whether it does.
    """

    elsewhere: bool
    inside: bool
    path: str | None
    fragment: str
    by_program: bool = False


@lru_cache(1 << 12)
def address_of(written: str) -> Address:
    """Return what an address says, as it is written in a page."""
    try:
        parts = urlsplit(written)
    except ValueError:
        return Address(elsewhere=written.startswith("//"), inside=True, path=None, fragment="")
    elsewhere = bool(parts.netloc) or written.startswith("//")
    inside = not (parts.scheme or parts.netloc)
    path = unquote(parts.path)
    name = path.rpartition("/")[2]
    by_program = bool(_PROGRAM.search(name) or (parts.query and name and "." not in name))
    return Address(elsewhere, inside, path, _place_of(unquote(parts.fragment), name), by_program)


def _place_of(fragment: str, name: str) -> str:
    """The place in a page that a fragment names; nothing for `#top`, which every page has, for what a script reads, and in other files."""
    if fragment.lower() == "top" or fragment[:1] in {"/", "!", ":"}:
        return ""
    return fragment if "." not in name or _PAGE.search(name) else ""


def target_of(address: Address, file: str) -> str:
    """Return the file that an address inside the site, with a path, means in the page `file`, as browsers resolve it.

    What names no file is a folder; nothing where the address makes no sense.
    """
    path = address.path
    if not path:
        return ""
    if not path.startswith("/"):
        path = f"/{file.rpartition('/')[0]}/{path}"
    if _TWISTED.search(path):
        path = _straight(path)
    if path.endswith("/"):
        return f"{path}index.html".lstrip("/")
    return (path if "." in path.rpartition("/")[2] else f"{path}/index.html").lstrip("/")


def _straight(path: str) -> str:
    """A path without steps to itself and upwards; there is nothing above the host's first folder."""
    path = path.replace("\\", "/")
    straight = posixpath.normpath(path)
    return f"{straight}/" if path.endswith(("/", "/.", "/..")) and straight != "/" else straight
