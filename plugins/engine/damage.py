"""Look whether the files of the output are still those that were written, by their stamps, while the content is looked at."""

from __future__ import annotations

import hashlib
import json
import os
import threading
from pathlib import Path
from typing import TYPE_CHECKING

from plugins.engine.ledger import reading_connection
from plugins.engine.stamps import stamp_of_output

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable, Iterator

    from plugins.engine.ledger import Ledger

#: So many files take as long to look at as a process takes to begin.
_MANY = 3000


def look(ledger: Ledger, output: Path, sites: Iterable[str]) -> Callable[[], list[int]]:
    """Begin to look at the files of sites below `output`; return what waits for the pages whose stamps are not as they were.

    Many files are looked at by a process of their own, unless threads run, which a fork would not survive.
    """
    names = tuple(sites)
    [(pages,)] = ledger.database.execute("select coalesce(max(id), 0) from page").fetchall()
    if pages < _MANY or threading.active_count() > 1:
        return lambda: list(_restamped(ledger, output, _other(ledger.database, output, names)))
    reading, writing = os.pipe()
    child = os.fork()
    if child:
        os.close(writing)
        return lambda: list(_restamped(ledger, output, _answer(reading, child)))
    _in_child(ledger.file, output, names, writing)
    return list  # a child never comes here


def _in_child(file: Path, output: Path, sites: tuple[str, ...], writing: int) -> None:
    try:
        found = list(_other(reading_connection(file), output, sites))
        with os.fdopen(writing, "w") as pipe:
            json.dump(found, pipe)
    finally:
        os._exit(0)


def _answer(reading: int, child: int) -> list[int]:
    with os.fdopen(reading) as pipe:
        text = pipe.read()
    os.waitpid(child, 0)
    return [int(page) for page in json.loads(text)]


def _other(database: sqlite3.Connection, output: Path, sites: tuple[str, ...]) -> Iterator[int]:
    """Yield the pages whose files are missing, or have another stamp than when they were written."""
    for site in sites:
        query = "select id, file, stamp from page where +site = ? and made != ''"  # in the order of the table, which is quicker
        pages = database.execute(query, (site,))
        try:
            folder = os.open(output / site, os.O_RDONLY | os.O_DIRECTORY)
        except OSError:
            yield from (page for page, _, _ in pages)
            continue
        try:
            yield from (page for page, file, stamp in pages if _stamp(file, folder) != stamp)
        finally:
            os.close(folder)


def _stamp(file: str, folder: int) -> str:
    try:
        return stamp_of_output(os.lstat(file, dir_fd=folder))
    except OSError:
        return ""


def _restamped(ledger: Ledger, output: Path, pages: Iterable[int]) -> Iterator[int]:
    """Yield those pages whose bytes are other ones; the rest, as in a restored copy of the output, have new stamps."""
    query = "select id, site, file, digest from page where id = ?"
    rows = [row for page in pages for row in ledger.database.execute(query, (page,))]
    for page, site, name, digest in rows:
        file = output / site / name
        try:
            same = not file.is_symlink() and hashlib.sha256(file.read_bytes()).hexdigest() == digest
        except OSError:
            same = False
        if same:
            stamp = stamp_of_output(file.lstat())
            ledger.database.execute("update page set stamp = ? where id = ?", (stamp, page))
        else:
            yield page
