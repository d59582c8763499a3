"""The memo of the audit, one SQLite file for all sites: what was seen in each page, and where its links lead.

It is a cache: delete it and the findings are the same. It is of one version of the audit's code, its parser and Python; another
version begins anew. Links are kept by blocks, that is by parts of a page: the header, the navigation and the footer stand in the memo
once, however many pages show them, and each page only names its blocks.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
import sys
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from lxml import etree

import model.faults
import model.vocabulary
from pipeline.rules import rule
from plugins.engine.ledger import discard
from plugins.engine.output import OutputError

if TYPE_CHECKING:
    from collections.abc import Iterator

FILE = ".audit.sqlite"

_SCHEMA = """
create table about (version text not null);

create table compared (           -- the settings with which the pages of a site were compared
    site text primary key, digest text not null
) without rowid;

create table page (               -- a file of a site, as it was when it was audited
    id integer primary key, site text not null, file text not null,
    digest text not null,         -- of its bytes; empty for what is no page, of which only the name counts
    stamp text not null,          -- both times, size, inode; empty where they are not known, or not to be trusted
    failing text not null,        -- what is wrong with it for itself, so that it is not published
    advice text not null,         -- what else is wrong with it
    sends integer not null,       -- it only sends on to another address
    spares text not null,         -- what no page of the site need show; nothing but on the front page
    ids text not null,
    indexed integer not null,     -- it is to be found by others
    own integer not null,         -- it is so, and no version or continuation of another
    title text not null, description text not null,
    words text not null,          -- the digest of its article
    versions text not null,       -- its address, and those of it in other languages
    kin text not null,            -- how many versions it says that it has, and the digest of their addresses
    unique (site, file)
);
create index page_by_title on page (site, title) where own and title != '';
create index page_by_description on page (site, description) where own and description != '';
create index page_by_words on page (site, words) where own and words != '';
create index page_by_kin on page (site, kin) where kin != '';
create index page_failing on page (site) where failing != '[]';

create table listed (             -- what the site maps and the feeds of a site name
    site text not null, file text not null,  -- the site map, or the feed
    target text not null,         -- the file that is meant
    primary key (site, file, target)
) without rowid;
create index listed_by_target on listed (site, target);

create table place (              -- what a link can lead to, as it is written
    id integer primary key, site text not null, file text not null, fragment text not null, address text not null,
    broken integer,               -- it is not there; null where that must be looked up again
    sends integer not null default 0,  -- it is a page that only sends on
    unique (site, file, fragment, address)
);
create index place_doubtful on place (site) where broken is null;
create index place_wrong on place (site) where broken or sends;

create table block (id integer primary key, digest blob not null unique);  -- of its site and its links

create table link (               -- a link of a block; lines are counted from the block's first
    block integer not null, nth integer not null, line integer not null, place integer not null,
    primary key (block, nth)
) without rowid;
create index link_by_place on link (place);

create table part (               -- a block of a page, and the line at which it begins
    page integer not null, nth integer not null, line integer not null, block integer not null,
    primary key (page, nth)
) without rowid;
create index part_by_block on part (block);
"""


class MemoDamaged(OutputError):
    """The memo could not be read on and was discarded; it is a cache, and the audit begins anew."""


class MemoUnusable(OutputError):
    """The memo cannot be written, or another audit is at work on it."""


@contextmanager
def opened(file: Path | None) -> Iterator[sqlite3.Connection]:
    """Open the memo at `file` for a block, or one that nobody will see again; what is not committed is forgotten.

    A memo of another version is begun anew. Raises `MemoDamaged` or `MemoUnusable`, whatever the block was doing.
    """
    version = _version()
    try:
        if file and not _is_fit(file, version):
            _discard(file)
        with closing(_connect(file)) as memo:
            if not _tables(memo):
                _begin(memo, version)
            memo.execute("pragma synchronous = normal")
            memo.execute("pragma cache_size = -32768")
            yield memo
    except (sqlite3.DatabaseError, json.JSONDecodeError) as error:
        if isinstance(error, sqlite3.OperationalError) and not _is_damage(error):
            raise _unusable(file, error) from error
        _discard(file)
        raise MemoDamaged(f"{file}：检查记录损坏，已经删去") from error


def _is_damage(error: sqlite3.OperationalError) -> bool:
    """Say whether it is not that the memo cannot be written: SQLite names no other sign of damage than these."""
    return any(sign in str(error) for sign in ("decode", "malformed", "no such"))


def _discard(file: Path | None) -> None:
    try:
        if file:
            discard(file)
    except OSError as error:
        raise _unusable(file, error.strerror) from error


def _unusable(file: Path | None, fact: object) -> MemoUnusable:
    return MemoUnusable(f"{file or '临时文件夹'}：检查记录写不进去，{fact}（检查磁盘空间和权限）")


def _is_fit(file: Path, version: str) -> bool:
    """Say whether a memo is new, or of this version."""
    with closing(_connect(file)) as memo:
        tables = _tables(memo)
        return not tables or (
            "about" in tables and memo.execute("select version from about").fetchall() == [(version,)]
        )


def _tables(memo: sqlite3.Connection) -> set[str]:
    return {name for (name,) in memo.execute("select name from sqlite_master where type = 'table'")}


def _begin(memo: sqlite3.Connection, version: str) -> None:
    memo.executescript(f"pragma page_size = 8192; pragma journal_mode = wal; begin; {_SCHEMA}")
    memo.execute("insert into about values (?)", (version,))
    memo.execute("commit")


def _connect(file: Path | None) -> sqlite3.Connection:
    return sqlite3.connect(file.absolute() if file else "", isolation_level=None, uri=True)


def _version() -> str:
    """The digest of all that what is seen in the same bytes depends on."""
    parts = (sys.version, etree.LXML_VERSION, etree.LIBXML_VERSION)
    digest = hashlib.sha256(repr(parts).encode())
    code = (*sorted(Path(__file__).parent.rglob("*.py")), *sorted(Path(rule.__file__).parent.glob("*.py")))
    for file in (*code, Path(model.faults.__file__), Path(model.vocabulary.__file__)):
        digest.update(f"{file.name}\n".encode() + file.read_bytes())
    return digest.hexdigest()
