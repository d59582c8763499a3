"""Look at one file: are its bytes those that were audited, and if not, what is to be seen in them."""

from __future__ import annotations

import hashlib
import json
import os
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from pipeline.audit.lists import is_list, read_list, targets_in
from pipeline.audit.reading import unreadable
from pipeline.audit.seeing import see
from pipeline.rules.book import rule_of
from pipeline.rules.rule import Subject
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
    own: bool
    title: str
    description: str
    words: str
    versions: str
    kin: str
    blocks: tuple[tuple[int, str], ...]


#: What is kept of a file that is no page; of a list of pages, with its bytes' digest and stamp.
NOTHING = Kept("[]", "[]", False, "[]", "[]", False, False, "", "", "", "", "", ())


class Looked(NamedTuple):
    """A page, or what lists pages, that was looked at; `kept` is None where its bytes are the known ones.

    `targets` are the files that a list names; None of a page.
    """

    file: str
    digest: str
    stamp: str
    kept: Kept | None
    targets: frozenset[str] | None = None


def look(folder: Path, setting: Setting, asked: Asked) -> Looked:
    """Read a page of the site in `folder`, or what lists its pages; raise `OutputError` where that cannot be done."""
    listing = is_list(asked.file)
    try:
        with (folder / asked.file).open("rb") as opened:
            stat = os.fstat(opened.fileno())
            data = read_list(opened, stat.st_size) if listing else opened.read()
    except OSError as error:
        raise unreadable(f"{folder.name}/{asked.file}", error) from error
    digest, stamp = hashlib.sha256(data).hexdigest(), stamp_to_trust(stat)
    if digest == asked.known:
        return Looked(asked.file, digest, stamp, None)
    if listing:
        return Looked(asked.file, digest, stamp, NOTHING, targets_in(data))
    return Looked(asked.file, digest, stamp, _kept(see(data, asked.file, setting)))


def stamp_to_trust(stat: os.stat_result) -> str:
    """Return the stamp of a file; nothing where it was touched a moment ago, and may be again without a sign of it."""
    if max(stat.st_mtime_ns, stat.st_ctime_ns) >= trusted_before():
        return ""
    return stamp_of(stat.st_mtime_ns, stat.st_ctime_ns, stat.st_size, stat.st_ino)


def _kept(seen: Seen) -> Kept:
    failing = [_fails(each.rule) for each in seen.findings]
    return Kept(
        failing=_json([each for each, fails in zip(seen.findings, failing, strict=True) if fails]),
        advice=_json([each for each, fails in zip(seen.findings, failing, strict=True) if not fails]),
        sends=seen.sends,
        spares=_json(seen.spares),
        ids=_json(seen.ids),
        indexed=seen.indexed,
        own=seen.own,
        title=seen.title,
        description=seen.description,
        words=seen.words,
        versions=seen.versions,
        kin=seen.kin,
        blocks=tuple((links[0].line, _block(links)) for links in seen.blocks),
    )


@cache
def _fails(code: str) -> bool:
    rule = rule_of(code, Subject.PAGE)
    assert rule
    return rule.severity.fails


def _block(links: tuple[Link, ...]) -> str:
    """A block with its lines counted from its first, so that it is the same wherever it stands."""
    return _json([link._replace(line=link.line - links[0].line) for link in links])


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
