"""What the rules between documents see: the ledger, as of a moment. They ask by indexes, and never walk over all documents."""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from model.content_folder import Content
from model.document import Document
from model.profile import Profile
from plugins.engine.codec import decode


@dataclass(frozen=True, slots=True)
class Books:
    """All documents of the city as of `now` (Asia/Shanghai, without zone)."""

    database: sqlite3.Connection
    content: Content
    profile: Profile
    now: dt.datetime

    @property
    def today(self) -> dt.date:
        """The day."""
        return self.now.date()

    def threshold(self, name: str) -> int:
        """Return the value of a threshold of the profile."""
        return self.profile[name].value

    def rows(self, query: str, **values: object) -> Iterator[Any]:
        """Yield the rows of a query; values are bound by name."""
        yield from self.database.execute(query, values)

    def document(self, path: str) -> Document | None:
        """Return the document at a content-relative path, public or not."""
        row = self.database.execute("select data from document where path = ?", (path,)).fetchone()
        return decode(row[0]) if row else None

    def line_of(self, path: str, key: str) -> int:
        """Return the line of a front-matter key of a document; 1 where it is not written."""
        row = self.database.execute("select lines from document where path = ?", (path,)).fetchone()
        return int(json.loads(row[0]).get(key, 1)) if row else 1
