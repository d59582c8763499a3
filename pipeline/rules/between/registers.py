"""The sites' registers of messages as the rules see them, read once for as long as their files stay as they are."""

from __future__ import annotations

import os
from functools import lru_cache
from typing import TYPE_CHECKING

from model.lifecycle import State
from model.message_terms import Terms, terms_of
from model.messages import MESSAGES_FOLDER, Registered, read_messages
from model.working_days import WorkingDays
from plugins.engine.registers import forget_others, remembering

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from pathlib import Path

    from pipeline.rules.books import Books

_Stamp = tuple[str, int, int, int]


def registers(books: Books) -> Iterator[Registered]:
    """Yield the messages of each site, and what is wrong with its register; a closed site has handed its own on."""
    for site in books.content.sites:
        life = books.content.lives.get(site)
        if life is None or life.state(books.today) is not State.CLOSED:
            yield register(books, site)


def register(books: Books, site: str) -> Registered:
    """Return the messages of one site, and what is wrong with its register."""
    folder = books.content.folder / site
    return _read(books.database, folder, tuple(_stamps(folder / MESSAGES_FOLDER)))


def terms(books: Books) -> Terms:
    """Return the terms by which messages are answered."""
    return terms_of(books.profile, WorkingDays(books.content.holidays))


def _stamps(folder: Path) -> Iterator[_Stamp]:
    """What tells that a folder's files are as they were; nothing of a folder that cannot be listed."""
    try:
        with os.scandir(folder) as listing:
            found = [(each.name, each.stat(follow_symlinks=False)) for each in listing]
    except OSError:
        return
    for name, stat in sorted(found):
        yield name, stat.st_mtime_ns, stat.st_size, stat.st_ino


@lru_cache(maxsize=64)
def _read(database: sqlite3.Connection, site_folder: Path, stamps: tuple[_Stamp, ...]) -> Registered:
    """What the ledger has of the files that are as they were, and what the others say; both for the rules of one check."""
    messages, faults = read_messages(site_folder, remembering(database))
    forget_others(database, site_folder.name, [name for name, *_ in stamps])
    return messages, tuple(faults)
