"""Bring what was seen in pages into the memo, and put in doubt what the links to them lead to."""

from __future__ import annotations

import hashlib
import json
from functools import lru_cache
from typing import TYPE_CHECKING

from pipeline.audit.looking import NOTHING, Kept

if TYPE_CHECKING:
    import sqlite3

    from pipeline.audit.looking import Looked

_FIND = "select id, sends, ids from page where site = ? and file = ?"
_COLUMNS = ("digest", "stamp", *Kept._fields[:-1])
_ADD = f"insert into page ({', '.join(_COLUMNS)}, site, file) values ({'?, ' * (len(_COLUMNS) + 1)}?)"  # noqa: S608 names of ours
_REPLACE = f"update page set {', '.join(f'{name} = ?' for name in _COLUMNS)} where site = ? and file = ?"  # noqa: S608
_ONLY_A_NAME = ("", "", *NOTHING[:-1])
_TARGETS = "select target from listed where site = ? and file = ?"
_NOT_LISTED = "delete from listed where site = ? and file = ? and target = ?"
_MANY = 1 << 12
#: Blocks that no page has any more, with their links, and the places to which no link leads then.
_TIDY = (
    "delete from let_go where exists (select 1 from part where part.block = let_go.block)",
    "create temp table left_alone as select distinct place from link where block in (select block from let_go)",
    "delete from link where block in (select block from let_go)",
    "delete from block where id in (select block from let_go)",
    """delete from place where id in (select place from left_alone)
        and not exists (select 1 from link where link.place = place.id)""",
)


class Keeper:
    """Writes what is known of one site into an open memo, within the running transaction; to be used for one audit."""

    def __init__(self, memo: sqlite3.Connection, site: str) -> None:
        self._memo, self._site = memo, site
        # What many pages share is looked up once.
        self._block = lru_cache(_MANY)(self._block_of)
        self._place = lru_cache(_MANY)(self._place_of)
        memo.execute("create temp table let_go (block integer primary key)")

    def keep(self, seen: Looked) -> None:
        """Keep what was seen in a page; where its bytes are the known ones, only its stamp."""
        if seen.kept:
            self._keep(seen.file, seen.digest, seen.stamp, seen.kept)
            self._keep_targets(seen.file, seen.targets or frozenset())
        else:
            query = "update page set stamp = ? where site = ? and file = ?"
            self._memo.execute(query, (seen.stamp, self._site, seen.file))

    def _keep(self, file: str, digest: str, stamp: str, kept: Kept) -> None:
        known = self._memo.execute(_FIND, (self._site, file)).fetchone()
        row = (digest, stamp, *kept[:-1], self._site, file)
        added = self._memo.execute(_REPLACE if known else _ADD, row).lastrowid
        page = int(known[0] if known else added or 0)
        if not known or known[1:] != (kept.sends, kept.ids):
            self._doubt(file)
        if known:
            self._let_go(page)
        parts = ((page, nth, line, self._block(block)) for nth, (line, block) in enumerate(kept.blocks))
        self._memo.executemany("insert into part values (?, ?, ?, ?)", parts)

    def _keep_targets(self, file: str, targets: frozenset[str]) -> None:
        """Keep what a list of pages names; of what stays nothing is written."""
        known = {each for (each,) in self._memo.execute(_TARGETS, (self._site, file))}
        left, more = known - targets, targets - known
        self._memo.executemany(_NOT_LISTED, ((self._site, file, each) for each in left))
        self._memo.executemany("insert into listed values (?, ?, ?)", ((self._site, file, each) for each in more))

    def keep_name(self, file: str) -> None:
        """Keep that there is a file which is not read."""
        self._memo.execute(_ADD, (*_ONLY_A_NAME, self._site, file))
        self._doubt(file)

    def forget(self, file: str) -> None:
        """Forget a file that is there no more."""
        [page, *_] = self._memo.execute(_FIND, (self._site, file)).fetchone()
        self._let_go(page)
        self._keep_targets(file, frozenset())
        self._memo.execute("delete from page where id = ?", (page,))
        self._doubt(file)

    def tidy(self) -> None:
        """Remove what was let go and no page has; to be called when all is kept."""
        for query in _TIDY:
            self._memo.execute(query)

    def _doubt(self, file: str) -> None:
        """Have it looked up again whether the links to a file find there what they name."""
        self._memo.execute("update place set broken = null where site = ? and file = ?", (self._site, file))

    def _let_go(self, page: int) -> None:
        self._memo.execute("insert or ignore into let_go select block from part where page = ?", (page,))
        self._memo.execute("delete from part where page = ?", (page,))

    def _block_of(self, text: str) -> int:
        """The number of a block, which is added where no page had it."""
        digest = hashlib.blake2b(f"{self._site} {text}".encode(), digest_size=16).digest()
        found = self._memo.execute("select id from block where digest = ?", (digest,)).fetchone()
        return int(found[0]) if found else self._add_block(digest, text)

    def _add_block(self, digest: bytes, text: str) -> int:
        block = self._memo.execute("insert into block (digest) values (?)", (digest,)).lastrowid
        assert block
        links = enumerate(json.loads(text))
        rows = (
            (block, nth, line, self._place(file, fragment, address)) for nth, (line, address, file, fragment) in links
        )
        self._memo.executemany("insert into link values (?, ?, ?, ?)", rows)
        return block

    def _place_of(self, file: str, fragment: str, address: str) -> int:
        """The number of what a link can lead to, which is added in doubt where no link led there."""
        row = (self._site, file, fragment, address)
        query = "select id from place where site = ? and file = ? and fragment = ? and address = ?"
        found = self._memo.execute(query, row).fetchone()
        if not found:
            query = "insert into place (site, file, fragment, address) values (?, ?, ?, ?)"
            return int(self._memo.execute(query, row).lastrowid or 0)
        return int(found[0])
