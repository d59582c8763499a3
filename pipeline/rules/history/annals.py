"""What the rules on the history see: the documents as they are, and what git tells of how they came to be so."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from pipeline.rules.books import Books
from pipeline.rules.history.blobs import as_moment
from pipeline.rules.history.state import UNKNOWN, Changed, Kept, State


class Arrival(NamedTuple):
    """A document's own time, and the moment when it came in."""

    path: str
    date: dt.datetime
    arrived: dt.datetime

    @property
    def gap(self) -> dt.timedelta:
        """By how much its time is the earlier."""
        return self.arrived - self.date


@dataclass(frozen=True, slots=True)
class Annals:
    """The ledger as of a moment, and the history up to the commit that is checked out; no `state` where there is no git."""

    books: Books
    state: State | None

    @property
    def begin(self) -> str:
        """The moment from which documents are committed as they are written; what came before was imported."""
        moment = self.books.content.platform.records_begin
        return moment.isoformat() if moment else ""

    def arrivals(self, least: dt.timedelta, most: dt.timedelta = dt.timedelta.max) -> Iterator[Arrival]:
        """Yield the originals whose time is earlier than the moment when they came in, by more than `least` and no more than `most`.

        What is not committed yet comes in now. What came with the first commit or before records begin was imported; whoever archived a document on
        arrival or names its old address says that it is older.
        """
        for path, date in self._originals():
            arrived = self._arrived(path)
            if arrived == UNKNOWN or arrived < self.begin or date >= arrived:
                continue
            found = Arrival(path, as_moment(date), as_moment(arrived))
            if least < found.gap <= most and not self._is_older(path, found.arrived):
                yield found

    def changed(self) -> Iterator[tuple[str, Changed]]:
        """Yield the originals whose time is another than the one under which they became public, with the change that first made it so."""
        for path, date in self._originals():
            kept = self._documents.get(path)
            if kept is None or (kept.date in {"", date} and not kept.changes):
                continue
            first = next((each for each in self._public_changes(path, kept, date) if each.at >= self.begin), None)
            if first and first.old != date:
                yield path, first

    @property
    def _documents(self) -> dict[str, Kept]:
        return self.state.documents if self.state else {}

    def _originals(self) -> Iterator[tuple[str, str]]:
        if self._documents:
            yield from self.books.rows("select path, date from document where original is null order by path")

    def _arrived(self, path: str) -> str:
        kept = self._documents.get(path)
        if kept is None:
            return self.books.now.isoformat()
        return kept.arrived

    def _is_older(self, path: str, arrived: dt.datetime) -> bool:
        document = self.books.document(path)
        return not document or document.draft or bool(document.moved_from) or document.is_archived(arrived)

    def _public_changes(self, path: str, kept: Kept, date: str) -> Iterator[Changed]:
        """The changes of what was public by then; one that is not committed yet is the last."""
        yield from (each for each in kept.changes if each.public)
        now = self.books.now.isoformat()
        online = not kept.batch.endswith("+") and kept.date <= now
        if online and kept.date not in {"", date} and not self._hidden(path):
            yield Changed(now, kept.date, date, public=True)

    def _hidden(self, path: str) -> bool:
        document = self.books.document(path)
        return not document or document.draft or bool(document.publish_at and document.publish_at > self.books.now)
