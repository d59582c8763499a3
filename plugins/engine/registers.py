"""Messages as they were read once, kept in a ledger: a file of a register is not read again while its bytes stay as they are.

What other code read is forgotten with everything else in the ledger, see `survey`.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from model.faults import Fault
from model.messages import MESSAGES_FOLDER, Message, messages_of
from plugins.engine.codec import fields_of, to_json

if TYPE_CHECKING:
    import sqlite3

    from model.messages import Registered

_KNOWN = "select messages, faults from register where path = ? and digest = ?"
#: How the texts of days and minutes are read; there are so many of them that nothing is spent on finding out.
_TIMES: dict[str, Callable[[str], object]] = {
    "received": dt.datetime.fromisoformat,
    **dict.fromkeys(("accepted", "due", "answered"), dt.date.fromisoformat),
}
_OTHERS = "delete from register where substr(path, 1, ?) = ? and path not in (select value from json_each(?))"


def remembering(database: sqlite3.Connection) -> Callable[[str, bytes], Registered]:
    """Return what reads a file as `messages_of` does, and remembers it within the running transaction."""

    def read(path: str, data: bytes) -> Registered:
        digest = hashlib.blake2b(data, digest_size=16).hexdigest()
        known = database.execute(_KNOWN, (path, digest)).fetchone()
        if known:
            return _decoded(path, *known)
        messages, faults = messages_of(path, data)
        row = path, digest, to_json(list(map(_fields, messages))), to_json(list(map(dataclasses.astuple, faults)))
        database.execute("insert or replace into register values (?, ?, ?, ?)", row)
        return messages, faults

    return read


def forget_others(database: sqlite3.Connection, site: str, names: list[str]) -> None:
    """Forget the files of a site's register that are none of `names`, within the running transaction."""
    room = f"{site}/{MESSAGES_FOLDER}/"
    database.execute(_OTHERS, (len(room), room, json.dumps([f"{room}{name}" for name in names])))


def _fields(message: Message) -> dict[str, object]:
    """What a message says, without the place, which is that of its file; days and minutes as text."""
    fields = {name: value for name, value in fields_of(message).items() if name not in {"site", "path"}}
    return fields | {name: str(fields[name]) for name in _TIMES if name in fields}


def _decoded(path: str, messages: str, faults: str) -> Registered:
    site = path.partition("/")[0]
    found = tuple(Message(site=site, path=path, **_timed(each)) for each in json.loads(messages))
    return found, tuple(Fault(*each) for each in json.loads(faults))


def _timed(fields: dict[str, Any]) -> dict[str, Any]:
    for name, read in _TIMES.items():
        if name in fields:
            fields[name] = read(fields[name])
    return fields
