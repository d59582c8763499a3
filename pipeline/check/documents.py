"""Try the rules on the documents that changed since they were last tried, and remember what was found."""

from __future__ import annotations

import hashlib
import json
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from model.front_matter import SourceFaults, take_apart
from pipeline.rules import book as rule_book
from pipeline.rules.book import rules_on
from pipeline.rules.rule import Found, Replacement, Subject
from pipeline.rules.written import Written
from plugins.engine.codec import decode, to_json
from plugins.engine.files import OwnedFile
from plugins.engine.workers import spread

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from model.faults import Fault
    from model.site import Column, Site
    from pipeline.rules.written import City
    from plugins.engine.ledger import Ledger

#: Stands in the place of a document where a finding is on the settings.
_SETTINGS = ""
_ROOM = Path(rule_book.__file__).parent
#: The documents that were not looked at since they, or their column's settings, changed.
_WAITING = """select d.path, n.place from document d
    join temp.column_now n on n.site = d.site and n.path = d.column_path
    where not exists (select 1 from checked c where c.path = d.path and c.place = n.place)"""
_DOCUMENT = "select d.data, d.lines, b.html from document d join body b on b.path = d.path where d.path = ?"
_FILES = "select path, name, label, size, width, height, digest, attached, derived from file where document = ?"
_FINDINGS = "select f.document, f.path, f.line, f.rule, f.fact, f.remedy, f.replacement from finding f"


class Task(NamedTuple):
    """A document as the ledger has it, to be looked at; all of it plain, to be sent to a process."""

    path: str
    data: str
    lines: str
    html: str
    files: tuple[OwnedFile, ...]
    column: Column


class Row(NamedTuple):
    """A finding as the ledger keeps it."""

    document: str
    path: str
    line: int
    rule: str
    fact: str
    remedy: str
    replacement: str

    def found(self) -> Found:
        """Return what the rule found."""
        change = Replacement(*json.loads(self.replacement)) if self.replacement else None
        return Found(self.line, self.fact, self.remedy, self.path, change)


def begin_anew(ledger: Ledger, city: City) -> None:
    """Forget every finding where something changed that all of them follow from, within the running transaction."""
    database, digest = ledger.database, _digest(city)
    if database.execute("select digest from rulebook").fetchall() != [(digest,)]:
        for table in ("rulebook", "checked", "finding"):
            database.execute(f"delete from {table}")  # noqa: S608 (our own names)
        database.execute("insert into rulebook values (?)", (digest,))


def keep_advice(ledger: Ledger, of_settings: Callable[[], Iterable[Fault]]) -> None:
    """Have the ledger know what is to be said of the settings, which needs the pinyin of names: that takes long to load."""
    database = ledger.database
    if not database.execute("select 1 from checked where path = ?", (_SETTINGS,)).fetchone():
        found = of_settings()
        ledger.insert("finding", [Row(_SETTINGS, *_place(each), "") for each in found])
        database.execute("insert into checked values (?, '')", (_SETTINGS,))


def _place(fault: Fault) -> tuple[str, int, str, str, str]:
    return fault.path, fault.line, fault.code, fault.message, fault.remedy


def try_rules(ledger: Ledger, city: City, sites: Iterable[Site], jobs: int) -> None:
    """Have the ledger know what the rules find in each document that is not checked, within the running transaction."""
    database, columns = ledger.database, _columns_now(ledger, sites)
    places = dict(database.execute(_WAITING).fetchall())
    tasks = (_task(ledger, path, columns[place]) for path, place in places.items())
    if places:
        rules_on(Subject.DOCUMENT)  # loaded once, before processes are forked
    for path, rows in spread(partial(_prepare, city), tasks, jobs):
        database.execute("delete from finding where document = ?", (path,))
        database.execute("insert or replace into checked values (?, ?)", (path, places[path]))
        ledger.insert("finding", rows)


def _columns_now(ledger: Ledger, sites: Iterable[Site]) -> dict[str, Column]:
    """Have the ledger know the columns as they are set now, and return them by the digest of their settings."""
    database = ledger.database
    database.execute("create temp table if not exists column_now (site text, path text, place text)")
    database.execute("delete from temp.column_now")
    columns = {}
    for site in sites:
        for column in site.columns:
            place = hashlib.blake2b(repr(column).encode(), digest_size=16).hexdigest()
            columns[place] = column
            rows = [(site.id, each.place(column.path), place) for each in (site, *site.editions)]
            database.executemany("insert into temp.column_now values (?, ?, ?)", rows)
    return columns


def remembered(ledger: Ledger) -> Iterator[Row]:
    """Yield every finding on single documents and on the settings."""
    yield from (Row(*row) for row in ledger.database.execute(_FINDINGS))


def remembered_of_public(ledger: Ledger) -> Iterator[Row]:
    """Yield every finding on the documents that are on their sites."""
    query = f"{_FINDINGS} join document d on d.path = f.document where d.state > 0"
    yield from (Row(*row) for row in ledger.database.execute(query))


def _task(ledger: Ledger, path: str, column: Column) -> Task:
    data, lines, html = ledger.database.execute(_DOCUMENT, (path,)).fetchone()
    return Task(path, data, lines, html, _files(ledger, path), column)


def _files(ledger: Ledger, path: str) -> tuple[OwnedFile, ...]:
    return tuple(OwnedFile(*row) for row in ledger.database.execute(_FILES, (path,)))


def _prepare(city: City) -> partial[tuple[str, list[Row]]]:
    return partial(_look, city)


def _look(city: City, task: Task) -> tuple[str, list[Row]]:
    """What the rules find in one document."""
    seen = _written(city, task)
    rules = rules_on(Subject.DOCUMENT) if seen else ()
    return task.path, [_row(task.path, rule.code, each) for rule in rules if rule.find for each in rule.find(seen)]


def _written(city: City, task: Task) -> Written | None:
    document = decode(task.data)
    try:
        source = take_apart(task.path, (city.folder / task.path).read_bytes())
    except (OSError, SourceFaults):  # it was changed or taken away since it was read: the next check says so
        return None
    return Written(
        document,
        json.loads(task.lines),
        source.body,
        source.body_line,
        task.html,
        task.files,
        city.sites[document.site],
        task.column,
        city,
    )


def _row(document: str, rule: str, found: Found) -> Row:
    change = to_json(list(found.replacement)) if found.replacement else ""
    return Row(document, found.path or document, found.line, rule, found.fact, found.remedy, change)


def _digest(city: City) -> str:
    """What findings follow from besides the documents: the rules with their tables, the settings, words and thresholds."""
    digest = hashlib.blake2b(repr((city.profile, city.words, city.sites, city.closed)).encode(), digest_size=16)
    for file in sorted(each for each in _ROOM.rglob("*") if each.suffix in {".py", ".toml"}):
        digest.update(f"{file.relative_to(_ROOM)}\n".encode() + file.read_bytes())
    return digest.hexdigest()
