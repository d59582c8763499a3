"""The file that the patrol's record is: its tables, how it is opened, and how a damaged one is set aside, never deleted."""

from __future__ import annotations

import os
import sqlite3
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from pipeline.release import BEIJING, ReleaseError, reason

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator
    from pathlib import Path

RECORD = ".patrol.sqlite"
_VERSION = 1
_BUSY_SECONDS = 10
_BESIDE = ("", "-wal", "-shm")
_SCHEMA = """
create table if not exists visit (              -- one time that something was asked; times are those of Beijing
    id integer primary key,       -- in the order of time
    at text not null,             -- as 2026-11-24 09:00:00
    site text not null,
    host text not null,           -- empty for an outgoing link
    family text not null,         -- IPv4, IPv6
    path text not null,           -- of the site, or an outgoing link
    status integer,               -- null where there was no reply
    seconds real, bytes integer,
    failure text not null         -- why there was no reply, or why a visit of a front page counts as failed; else empty
);
-- all that the share of a week needs, so that it is a range of this index
create index if not exists visit_failed on visit (site, at, failure, status, host, path)
    where path = '/' and host != '';

create table if not exists finding (            -- once for as long as it lasts
    id integer primary key,
    code text not null, severity text not null,
    site text not null, host text not null, family text not null, path text not null,
    fact text not null, remedy text not null, clause text not null,
    began text not null,
    seen text not null,           -- when it was last found
    ended text,                   -- null while it lasts
    told integer not null         -- the operator's command was run for it
);
create unique index if not exists finding_open on finding (code, site, host, family, path) where ended is null;

create table if not exists turn (               -- the page of a site that was sampled last
    site text primary key, page text not null
) without rowid;

create table if not exists link (               -- an outgoing link
    site text not null, url text not null,
    page text not null,           -- the page in which it was last seen
    asked text not null,          -- when it was last asked; empty before the first time
    failures integer not null,    -- how many times in turn nothing was there
    primary key (site, url)
) without rowid;
create index if not exists link_turn on link (site, asked);
create index if not exists link_page on link (site, page);
"""


class RecordDamaged(Exception):
    """The file is no database, or a broken one."""


def connection(file: Path) -> sqlite3.Connection:
    """Open the file, or make it; raise `RecordDamaged` where it is no record, and what SQLite raises."""
    database = sqlite3.connect(file, timeout=_BUSY_SECONDS, isolation_level=None)
    try:
        [(version,)] = database.execute("pragma user_version").fetchall()
        if version == 0:
            database.executescript(
                f"pragma journal_mode = wal; begin immediate; {_SCHEMA} pragma user_version = {_VERSION}; commit;"
            )
        elif version != _VERSION:
            raise RecordDamaged
        database.execute("pragma synchronous = normal")
        _look_over(database)
    except BaseException:
        database.close()
        raise
    return database


@contextmanager
def reported(file: Path) -> Iterator[None]:
    """A busy lock or a full disk is the machine's trouble; any other fault of SQLite's is the file's."""
    try:
        yield
    except sqlite3.OperationalError as error:
        if _is_of_the_schema(error):
            raise RecordDamaged from error
        raise ReleaseError(
            file.name, f"巡查记录用不了（{error}）", "检查磁盘空间和权限，看是不是另一个巡查正在写"
        ) from error
    except OSError as error:
        raise ReleaseError(file.name, f"巡查记录用不了（{reason(error)}）", "检查输出文件夹的权限") from error
    except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
        raise RecordDamaged from error


def set_aside(file: Path, now: dt.datetime) -> Path:
    """Rename a damaged record with what SQLite keeps beside it, and return its new name; raise `ReleaseError`."""
    stem = f"{file.name}.damaged-{now.astimezone(BEIJING):%Y%m%dT%H%M%S}"
    taken = (file.with_name(f"{stem}-{number}") for number in range(1, 1000))
    aside = next((each for each in (file.with_name(stem), *taken) if not os.path.lexists(each)), file.with_name(stem))
    with reported(file):
        for suffix in _BESIDE:
            with suppress(FileNotFoundError):
                file.with_name(file.name + suffix).rename(aside.with_name(aside.name + suffix))
    return aside


def _look_over(database: sqlite3.Connection) -> None:
    """Read a row of each table, and the newest visits, so that a broken file is known before a round."""
    for query in (
        "select * from finding where ended is null",
        "select page from turn",
        "select url from link",
        "select at from visit order by id desc",
    ):
        database.execute(f"{query} limit 100").fetchall()


def _is_of_the_schema(error: sqlite3.OperationalError) -> bool:
    """Whether tables are not as they should be, or a text is none, which has no code of its own."""
    return getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) == sqlite3.SQLITE_ERROR
