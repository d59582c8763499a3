"""The ledger, one SQLite file for the whole platform (统一信息资源库): every document with its rendered body and what it refers to,
every page with what it was made from.

It is a cache: delete it and the next build is the same. Schema history: 1, the first; 2, what each document was made from;
3, stamps of folders and files, pages with what is stale about them, tags as numbers; 4, the seal; 5, larger pages, and bodies that lie in
one piece; 6, tables of old addresses; 7, languages; 8, what is derived of pictures; 9, findings; 10, registers of messages.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing, contextmanager, suppress
from threading import Thread
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

SCHEMA_VERSION = 10

SCHEMA = """
create table fact (              -- what every page depends on: `now`, digests of the code, the theme, the settings of each site
    name text primary key, value text not null
) without rowid;

create table folder (            -- a folder of the content
    path text primary key,
    stamp text not null,          -- digest of its listing with the stamps of its files; empty where one is not to be trusted
    place text not null           -- digest of the site, the column, and the code that read its documents
) without rowid;

create table source (            -- a file in a folder of the content
    folder text not null, name text not null, stamp text not null,
    primary key (folder, name)
) without rowid;

create table document (           -- one row a Markdown file that could be typed
    path text primary key,        -- content-relative
    digest text not null,         -- of the file's bytes
    site text not null, column_path text not null, kind text not null, url text not null,
    title text not null, date text not null, note text not null, summary text not null,
    state integer not null,       -- as of the fact `now`: 0 not on its site, 1 current, 2 archived
    appears text not null,        -- the minute from which it is public
    leaves text,                  -- the minute at which it is withdrawn
    archived text,                -- the day of archiving
    number text,                  -- 发文字号 of a policy
    status text, effective text,  -- of a policy
    place integer not null,       -- the order among leaders and organisations
    illustrated integer not null, -- it has a picture of its own
    lang text not null,
    original text,                -- the path of the document that it translates
    version text not null,        -- of its text; empty where the site has one language
    translates text not null,     -- the version of the original that it translates; empty where it does not say
    data text not null,           -- the typed document, see codec.py
    lines text not null           -- the line of each front-matter key
) without rowid;
create index document_by_column on document (site, column_path, state, date, path);
create index document_by_year on document (site, lang, state, date, path, url);
create index document_by_original on document (original, lang) where original is not null;
create index document_by_kind on document (site, kind, column_path, state, date, path);
create index document_illustrated on document (site, column_path, state, date, path) where illustrated = 1;
create index document_by_number on document (number) where number is not null;
create index document_appears on document (appears);
create index document_leaves on document (leaves) where leaves is not null;
create index document_archived on document (archived) where archived is not null;
create index document_effective on document (effective) where effective is not null;

-- written so that no query for a `state` that is given is planned anew each time (it would be with `= 0`)
create index document_gone on document (site, url) where state < 1;

create table redirect (          -- a row of a site's redirects.csv
    site text not null,
    file text not null,           -- what a plain host serves at the old address
    line integer not null, old text not null,
    new text not null,            -- the path of a document, an address, or nothing where the content is gone
    begins text,                  -- the minute from which it holds
    note text not null, instead text not null,
    holds integer not null,       -- as of the fact `now`
    to_site text not null, to_file text not null,  -- the page that an address in `new` means; empty where it is none of the platform's
    primary key (site, file)
) without rowid;
create index redirect_by_new on redirect (new);
create index redirect_by_page on redirect (to_site, to_file);
create index redirect_instead on redirect (instead) where instead != '';
create index redirect_begins on redirect (begins) where begins is not null;

create table body (               -- with row ids: else a text of more than a quarter of a page would be cut up
    path text primary key, html text not null,
    contents text not null,       -- headings of a long document
    anchors text not null         -- every id that a link may name
);

create table link (               -- what a document refers to
    source text not null, line integer not null,
    sort text not null,           -- link, interprets, repeals, topic, result, translation, external
    target text not null,         -- a document's path or number; of an external one, the address
    fragment text not null, title text not null, url text not null
);
create index link_by_source on link (source, sort);
create index link_by_target on link (target, sort);

create table file (               -- a picture or attachment, owned by its document
    document text not null, path text not null, name text not null, label text not null,
    size integer not null, width integer not null, height integer not null, digest text not null,
    attached integer not null,    -- listed under `attachments`
    derived text not null,        -- the files that are derived of a picture which is shown
    primary key (document, path)
) without rowid;
create index file_by_path on file (path);
create index file_picture on file (digest) where width > 0;

create table page (               -- every file that the output is to hold
    id integer primary key, site text not null, file text not null,
    folded text not null,         -- the file in lower case: two names that differ in nothing else are one
    view text not null, of text not null,
    owner text not null,          -- the document whose page it is; empty for a page of the site's own
    template text not null default '',
    made text not null default '',-- digest of all it was made from; empty where what stands in the output is not known
    digest text not null default '', size integer not null default 0,
    stamp text not null default '',
    tags blob not null default '',-- the numbers under which `tag` has it
    stale text,                   -- why it must be asked again; null where it is as it should be
    moving integer not null default 0,  -- its bytes are on their way into the output
    unique (site, folded)
);
create index page_by_owner on page (owner) where owner != '';
create index page_of_site on page (site, view) where owner = '';
create index page_of_redirect on page (site, file) where view in ('redirect', 'moved', 'gone');
create index page_by_template on page (template);
create index page_stale on page (site, id) where stale is not null;

create table leftover (          -- a file of the output that no page makes any more
    site text not null, file text not null, primary key (site, file)
) without rowid;

-- What the check remembers; a build leaves these empty.

create table rulebook (digest text not null);  -- what all findings follow from: the rules, the city's words, settings and thresholds

create table checked (           -- documents on which the rules were tried since they last changed
    path text primary key,
    place text not null           -- digest of the column's settings then
) without rowid;

create table finding (           -- what a rule found in a document
    document text not null, path text not null, line integer not null, rule text not null,
    fact text not null, remedy text not null, replacement text not null
);
create index finding_by_document on finding (document);

create table history (state text not null);  -- what git was asked last, and what it said

create table register (          -- a file of a site's register of messages
    path text primary key, digest text not null, messages text not null, faults text not null
);

create table seal (word text not null);  -- what stands beside the ledger, see seal.py

create table tag (tag integer not null, page integer not null, primary key (tag, page)) without rowid;
create table due (at text not null, page integer not null, primary key (at, page)) without rowid;
create index due_of_page on due (page);
"""

_TABLES = (
    "fact", "folder", "source", "document", "body", "link", "file", "redirect", "page", "leftover", "tag", "due",
    "rulebook", "checked", "finding", "history", "register",
)  # fmt: skip
#: Where a document is kept, under the key that names it.
_OF_DOCUMENTS = {
    "document": "path", "body": "path", "link": "source", "file": "document", "checked": "path", "finding": "document",
}  # fmt: skip


class Ledger:
    """An open ledger. What is written becomes lasting by `commit`, and is forgotten by `close` without it."""

    def __init__(self, file: Path) -> None:
        file.parent.mkdir(parents=True, exist_ok=True)
        self.file = file
        self.database, self.begun_anew = _open(file)

    def close(self) -> None:
        """Forget what was not committed, and close the file."""
        self.database.rollback()
        self.database.close()

    def commit(self) -> None:
        """Make everything written since the last commit lasting, at once."""
        self.database.commit()

    def write_back(self) -> Thread:
        """Begin to copy what was committed from the log into the file, beside other work; `close` does what is left undone."""
        copying = Thread(target=_write_back, args=(self.file,), daemon=True)
        copying.start()
        return copying

    def forget_everything(self) -> None:
        """Forget everything but the seal, within the running transaction."""
        for table in _TABLES:
            self.database.execute(f"delete from {table}")

    def forget_document(self, path: str) -> None:
        """Forget a document and everything that reading it gave, within the running transaction."""
        for table, key in _OF_DOCUMENTS.items():
            self.database.execute(f"delete from {table} where {key} = ?", (path,))

    def facts(self) -> dict[str, str]:
        """Return what every page depended on in the last build; nothing before the first."""
        return dict(self.database.execute("select name, value from fact").fetchall())

    def remember_facts(self, facts: dict[str, str]) -> None:
        """Replace what every page depends on, within the running transaction."""
        self.database.execute("delete from fact")
        self.database.executemany("insert into fact values (?, ?)", facts.items())

    def count(self, table: str, site: str = "") -> int:
        """Return how many rows of a site a table has, or how many of all."""
        if site:
            return int(self.database.execute(f"select count(*) from {table} where site = ?", (site,)).fetchone()[0])
        return int(self.database.execute(f"select count(*) from {table}").fetchone()[0])

    def insert(self, table: str, rows: Sequence[tuple[object, ...]]) -> None:
        """Insert whole rows, all of one length, within the running transaction."""
        if rows:
            self.database.executemany(f"insert into {table} values ({', '.join('?' * len(rows[0]))})", rows)


def reading_connection(file: Path) -> sqlite3.Connection:
    """Return a connection of one's own that only reads what was committed, for a worker process."""
    return _tuned(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True))


def _write_back(file: Path) -> None:
    with suppress(sqlite3.Error), closing(_tuned(_connect(file))) as database:
        database.execute("pragma wal_checkpoint(passive)")


def _open(file: Path) -> tuple[sqlite3.Connection, str]:
    """Open the file, or begin a new one where it is not a ledger of this version; say why that had to be."""
    database = _connect(file)
    try:
        [version] = database.execute("pragma user_version").fetchone()
        if version == SCHEMA_VERSION:
            return _tuned(database), ""
    except sqlite3.OperationalError:
        database.close()
        raise
    except (sqlite3.DatabaseError, UnicodeDecodeError):  # the latter of a damaged schema, which its message quotes
        version = -1
    database.close()
    if version:
        discard(file)
    database = _tuned(_connect(file))
    database.executescript(
        f"pragma page_size = 8192; pragma journal_mode = wal; begin; {SCHEMA} pragma user_version = {SCHEMA_VERSION}; commit;"
    )
    return database, "台账是别的版本的，或者损坏了：已经删去，从头构建" if version else ""


def discard(file: Path) -> None:
    """Delete a ledger with what SQLite keeps beside it."""
    for name in (file, file.with_name(file.name + "-wal"), file.with_name(file.name + "-shm")):
        name.unlink(missing_ok=True)


def _connect(file: Path) -> sqlite3.Connection:
    database = sqlite3.connect(file)
    database.row_factory = None
    return database


def _tuned(database: sqlite3.Connection) -> sqlite3.Connection:
    """A crash of the machine may lose the last commits and nothing else; the cache is bounded, whatever the ledger weighs.

    The log is written back beside other work, or when the file is closed, and not in the middle of a commit.
    """
    database.execute("pragma synchronous = normal")
    database.execute("pragma cache_size = -32768")
    database.execute("pragma temp_store = memory")
    database.execute("pragma wal_autocheckpoint = 0")
    return database


@contextmanager
def opened(file: Path) -> Iterator[Ledger]:
    """Open the ledger at `file` for a block, and close it whatever happens."""
    ledger = Ledger(file)
    try:
        yield ledger
    finally:
        ledger.close()
