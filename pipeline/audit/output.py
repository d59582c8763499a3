"""All pages of a site together, as the rules between pages ask about them: the audit's memo, and the files that are no pages."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from model.patterns import pattern
from pipeline.audit.lists import file_of, places_in
from pipeline.audit.reading import read_file

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from pathlib import Path

    from pipeline.audit.setting import Setting

#: The pages that are another form of a page, or its continuation.
_DERIVED = pattern(r"(?:^|/)(?:care|zh-Hant|page|leave|archive)/|(?:^|/)(?:index_\d+|404|410|50\d)\.s?html?$")
_NOWHERE = """select file, target from listed where site = :site and '/' || file glob :pattern
    and not exists (select 1 from page where page.site = listed.site and page.file = listed.target)"""


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

    def versions_of(self, file: str) -> set[str] | None:
        """Return the addresses that a page says its versions have; None where it says nothing, or is not there."""
        query = "select versions from page where site = ? and file = ? and versions != ''"
        found = self.memo.execute(query, (self.site, file)).fetchone()
        return set(json.loads(found[0])[1].values()) if found else None

    def listed_nowhere(self, pattern: str) -> Iterator[tuple[str, int, str]]:
        """Yield what the site maps, or the feeds, name that is not there: their own file, the line, the address."""
        dead: defaultdict[str, set[str]] = defaultdict(set)
        for file, target in self.memo.execute(_NOWHERE, {"site": self.site, "pattern": f"*/{pattern}"}):
            dead[file].add(target)
        for file, targets in sorted(dead.items()):
            places = places_in(read_file(self.folder, file))
            yield from ((file, line, address) for line, address in places if file_of(address) in targets)


def is_continued(file: str) -> bool:
    """Whether a page is a further one of a list."""
    return "/page/" in file


def is_derived(file: str) -> bool:
    """Whether a page is a version of another, or its continuation."""
    return _DERIVED.search(file) is not None
