"""The seal: the same word in the ledger and beside it, as a sign that the one speaks of the other.

It is renewed before files are moved. Where the two differ, as when an older ledger was put back, or one was lost, the ledger does
not know what the output holds, and the build looks.
"""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from plugins.engine.output import cannot_write

if TYPE_CHECKING:
    from pathlib import Path

    from plugins.engine.ledger import Ledger

FILE = ".seal"


def is_whole(ledger: Ledger) -> bool:
    """Say whether the ledger speaks of the output that it lies in."""
    rows = ledger.database.execute("select word from seal").fetchall()
    try:
        return rows == [(_place(ledger).read_text(encoding="ascii"),)]
    except (OSError, UnicodeDecodeError):
        return False


def renew(ledger: Ledger) -> None:
    """Put a new word into the ledger, commit, and put it beside it; raise `OutputError` where that cannot be written."""
    word = uuid.uuid4().hex
    ledger.database.execute("delete from seal")
    ledger.database.execute("insert into seal values (?)", (word,))
    ledger.commit()
    try:
        _place(ledger).write_text(word, encoding="ascii")
    except OSError as error:
        raise cannot_write(_place(ledger), error) from error


def _place(ledger: Ledger) -> Path:
    return ledger.file.with_name(FILE)
