"""The sites' registers of messages as the rules see them, read once for as long as their files stay as they are."""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from model.lifecycle import State
from model.message_terms import Terms, terms_of
from model.messages import MESSAGES_FOLDER, Message, read_messages
from model.working_days import WorkingDays

if TYPE_CHECKING:
    from collections.abc import Iterator

    from model.faults import Fault
    from pipeline.rules.books import Books

Register = tuple[tuple[Message, ...], tuple["Fault", ...]]
_Stamp = tuple[str, int, int, int]


def registers(books: Books) -> Iterator[Register]:
    """Yield the messages of each site, and what is wrong with its register; a closed site has handed its own on."""
    for site in books.content.sites:
        life = books.content.lives.get(site)
        if life is None or life.state(books.today) is not State.CLOSED:
            yield register(books.content.folder / site)


def register(site_folder: Path) -> Register:
    """Return the messages of one site's folder, and what is wrong with them."""
    return _read(site_folder, tuple(_stamps(site_folder / MESSAGES_FOLDER)))


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
def _read(site_folder: Path, _: tuple[_Stamp, ...]) -> Register:
    messages, faults = read_messages(site_folder)
    return messages, tuple(faults)
