"""All pages of a site together, as the rules between pages ask about them: the audit's memo, and the files that are no pages."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from pathlib import Path

    from pipeline.audit.setting import Setting

#: The pages that are another form of a page, or its continuation.
_DERIVED = re.compile(r"(?:^|/)(?:care|zh-Hant|page|leave|archive)/|(?:^|/)(?:index_\d+|404|410|50\d)\.html$")
_ADDRESS = re.compile(rb"<loc>\s*([^<\s]+)\s*</loc>|<link\b(?=[^>]*\brel=\"alternate\")[^>]*\bhref=\"([^\"]+)\"")
_LARGEST = 60_000_000


@dataclass(frozen=True, slots=True)
class Output:
    """The pages of a site: `memo` knows them up to date, `folder` is where they lie, `setting` what they were compared with."""

    memo: sqlite3.Connection
    folder: Path
    setting: Setting

    @property
    def site(self) -> str:
        """The name of the site."""
        return self.folder.name

    def rows(self, query: str) -> Iterator[Any]:
        """Yield the rows of a query in which `:site` is the site."""
        yield from self.memo.execute(query, {"site": self.site})

    def has(self, file: str) -> bool:
        """Whether there is a file."""
        query = "select 1 from page where site = ? and file = ?"
        return self.memo.execute(query, (self.site, file)).fetchone() is not None

    def named_in(self, pattern: str) -> Iterator[tuple[str, int, str, str]]:
        """Yield each page that a site map or a feed names: its own file, the line, the address, the file that this means."""
        for place in sorted(self.folder.rglob(pattern)):
            file = place.relative_to(self.folder).as_posix()
            if place.is_symlink() or not place.is_file() or place.stat().st_size > _LARGEST:
                continue
            for line, text in enumerate(place.read_bytes().split(b"\n"), 1):
                for found in _ADDRESS.finditer(text):
                    address = (found[1] or found[2]).decode("utf-8", "replace").replace("&amp;", "&")
                    yield file, line, address, file_of(address)


def file_of(address: str) -> str:
    """Return the file below a site's folder that an address means; nothing for one that makes no sense."""
    try:
        path = unquote(urlsplit(address).path).lstrip("/")
    except ValueError:
        return ""
    return f"{path}index.html" if path.endswith("/") or not path else path


def is_continued(file: str) -> bool:
    """Whether a page is a further one of a list."""
    return "/page/" in file


def is_derived(file: str) -> bool:
    """Whether a page is a version of another, or its continuation."""
    return _DERIVED.search(file) is not None
