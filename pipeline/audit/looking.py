"""Look at one file: are its bytes those that were audited, and if not, what is to be seen in them."""

from __future__ import annotations

import hashlib
import json
import os
from typing import TYPE_CHECKING, NamedTuple

from pipeline.audit.seeing import see
from pipeline.rules.book import book
from plugins.engine.output import OutputError
from plugins.engine.stamps import stamp_of, trusted_before

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.audit.seeing import Link, Seen
    from pipeline.audit.setting import Setting


class Asked(NamedTuple):
    """A page to be looked at, and the digest that the memo has of it: nothing where it has none."""

    file: str
    known: str


class Kept(NamedTuple):
    """What the memo keeps of a page, as it keeps it: tuples as JSON; last, each block with the line at which it begins."""

    failing: str
    advice: str
    sends: bool
    spares: str
    ids: str
    indexed: bool
    title: str
    description: str
    words: str
    versions: str
    blocks: tuple[tuple[int, str], ...]


#: What is kept of a file that is no page.
NOTHING = Kept("[]", "[]", False, "[]", "[]", False, "", "", "", "", ())


class Looked(NamedTuple):
    """A page that was looked at; `kept` is None where its bytes are the known ones."""

    file: str
    digest: str
    stamp: str
    kept: Kept | None


def look(folder: Path, setting: Setting, asked: Asked) -> Looked:
    """Read a page of the site in `folder`; raise `OutputError` where that cannot be done."""
    try:
        with (folder / asked.file).open("rb") as opened:
            stamp, data = stamp_to_trust(os.fstat(opened.fileno())), opened.read()
    except OSError as error:
        raise unreadable(f"{folder.name}/{asked.file}", error) from error
    digest = hashlib.sha256(data).hexdigest()
    kept = None if digest == asked.known else _kept(see(data, asked.file, setting))
    return Looked(asked.file, digest, stamp, kept)


def stamp_to_trust(stat: os.stat_result) -> str:
    """Return the stamp of a file; nothing where it was touched a moment ago, and may be again without a sign of it."""
    if max(stat.st_mtime_ns, stat.st_ctime_ns) >= trusted_before():
        return ""
    return stamp_of(stat.st_mtime_ns, stat.st_ctime_ns, stat.st_size, stat.st_ino)


def unreadable(place: str, error: OSError) -> OutputError:
    """Return what is said where a file or a folder of the output cannot be read."""
    return OutputError(f"{place}：读不出来，{error.strerror}（检查权限，再构建一次）")


def _kept(seen: Seen) -> Kept:
    rules = book()
    failing = [rules[each.rule].severity.fails for each in seen.findings]
    return Kept(
        failing=_json([each for each, fails in zip(seen.findings, failing, strict=True) if fails]),
        advice=_json([each for each, fails in zip(seen.findings, failing, strict=True) if not fails]),
        sends=seen.sends,
        spares=_json(seen.spares),
        ids=_json(seen.ids),
        indexed=seen.indexed,
        title=seen.title,
        description=seen.description,
        words=seen.words,
        versions=seen.versions,
        blocks=tuple((links[0].line, _block(links)) for links in seen.blocks),
    )


def _block(links: tuple[Link, ...]) -> str:
    """A block with its lines counted from its first, so that it is the same wherever it stands."""
    return _json([link._replace(line=link.line - links[0].line) for link in links])


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
