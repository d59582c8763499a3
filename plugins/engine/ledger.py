"""The ledger, one SQLite file for the whole platform (统一信息资源库): every document with its rendered body and what it refers to,
every page with what it was made from.

It is a cache: delete it and the next build is the same. Schema history: 1, the first; 2, what each document was made from.
"""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SCHEMA_VERSION = 2

SCHEMA = """
create table document (           -- one row a Markdown file that could be typed
    path text primary key,        -- content-relative
    made_from text not null,      -- digest of its bytes, its column, and the epoch of the code that read it
    site text not null, column_path text not null, kind text not null, url text not null,
    title text not null, date text not null, note text not null, summary text not null,
    appears text not null,        -- the minute from which it is public
    leaves text,                  -- the minute at which it is withdrawn
    draft integer not null,
    archived text,                -- the day of archiving
    number text,                  -- 发文字号 of a policy
    status text, effective text,  -- of a policy
    place integer not null,       -- the order among leaders and organisations
    illustrated integer not null, -- it has a picture of its own
    data text not null,           -- the typed document, see codec.py
    lines text not null           -- the line of each front-matter key
) without rowid;
create index document_by_column on document (site, column_path, date, path);
create index document_by_number on document (number) where number is not null;

create table body (
    path text primary key, html text not null,
    contents text not null,       -- headings of a long document
    anchors text not null         -- every id that a link may name
) without rowid;

create table link (               -- what a document refers to
    source text not null, line integer not null,
    sort text not null,           -- link, interprets, repeals, topic, result, translation
    target text not null,         -- a document's path or number
    fragment text not null, title text not null, url text not null
);
create index link_by_source on link (source, sort);
create index link_by_target on link (target, sort);

create table file (               -- a picture or attachment, owned by its document
    document text not null, path text not null, name text not null, label text not null,
    size integer not null, width integer not null, height integer not null, digest text not null,
    attached integer not null,    -- listed under `attachments`
    primary key (document, path)
) without rowid;

create table page (               -- every file of the output
    id integer primary key, site text not null, file text not null, view text not null, of text not null,
    context text not null,        -- digest of the values it was made from
    digest text not null, size integer not null,
    unique (site, file)
);
create table tag (tag text not null, page integer not null references page (id), primary key (tag, page)) without rowid;
create table due (at text not null, page integer not null references page (id), primary key (at, page)) without rowid;
"""

#: What each build makes anew, emptied children first, and where a document is kept, under the key that names it.
_OF_PAGES = ("due", "tag", "page")
_OF_DOCUMENTS = {"document": "path", "body": "path", "link": "source", "file": "document"}


class Ledger:
    """An open ledger. What is written becomes lasting by `commit`, and is forgotten by `close` without it."""

    def __init__(self, file: Path) -> None:
        file.parent.mkdir(parents=True, exist_ok=True)
        self.file = file
        self.database = _open(file)

    def close(self) -> None:
        """Forget what was not committed, and close the file."""
        self.database.rollback()
        self.database.close()

    def commit(self) -> None:
        """Make everything written since the last commit lasting, at once."""
        self.database.commit()

    def forget_pages(self) -> None:
        """Forget every page, within the running transaction."""
        for table in _OF_PAGES:
            self.database.execute(f"delete from {table}")

    def forget_document(self, path: str) -> None:
        """Forget a document and everything that reading it gave, within the running transaction."""
        for table, key in _OF_DOCUMENTS.items():
            self.database.execute(f"delete from {table} where {key} = ?", (path,))

    def read_before(self) -> dict[str, str]:
        """Return what each document in the ledger was made from, by path."""
        return dict(self.database.execute("select path, made_from from document").fetchall())

    def owned_files(self) -> dict[str, list[tuple[str, str]]]:
        """Return path and digest of every file that a document owns, by the document's path."""
        owned: dict[str, list[tuple[str, str]]] = {}
        for document, path, digest in self.database.execute("select document, path, digest from file"):
            owned.setdefault(document, []).append((path, digest))
        return owned


def _open(file: Path) -> sqlite3.Connection:
    """Open the file, or begin a new one where it is not a ledger of this version."""
    database = _connect(file)
    try:
        [version] = database.execute("pragma user_version").fetchone()
        if version == SCHEMA_VERSION and database.execute("pragma quick_check(1)").fetchone() == ("ok",):
            return database
    except sqlite3.DatabaseError:
        version = -1
    database.close()
    if version:
        for name in (file, file.with_name(file.name + "-wal"), file.with_name(file.name + "-shm")):
            name.unlink(missing_ok=True)
    database = _connect(file)
    database.executescript(f"{SCHEMA} pragma user_version = {SCHEMA_VERSION};")
    return database


def _connect(file: Path) -> sqlite3.Connection:
    database = sqlite3.connect(file)
    database.row_factory = None
    return database


@contextmanager
def opened(file: Path) -> Iterator[Ledger]:
    """Open the ledger at `file` for a block, and close it whatever happens."""
    ledger = Ledger(file)
    try:
        yield ledger
    finally:
        ledger.close()
