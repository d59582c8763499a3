"""Take what changed of the content into the ledger: documents, and which documents that touches."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from model.redirects import REDIRECTS_FILE
from plugins.engine.codec import decode
from plugins.engine.files import OwnedFile
from plugins.engine.old_addresses import OldAddresses
from plugins.engine.outward import named_outside, naming_outside
from plugins.engine.scan import Folder, is_odd
from plugins.engine.survey import HOSTS, mode_of
from plugins.engine.taking import Taken, Taker, Task, pages_of, state_of
from plugins.engine.touch import Change, facet_of
from plugins.engine.workers import spread

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from model.document import Document
    from model.faults import Fault
    from plugins.engine.ledger import Ledger
    from plugins.engine.picture_cache import PictureCache
    from plugins.engine.plan import Plan
    from plugins.engine.survey import Survey


@dataclass(slots=True)
class Intake:
    """The taking in of one survey. `changes` stays empty where the ledger was, since then everything is new."""

    seen: Survey
    ledger: Ledger
    plan: Plan
    pictures: PictureCache | None = None
    faults: list[Fault] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    broken: set[str] = field(default_factory=set)
    claimed: set[str] = field(default_factory=set)
    old_addresses: OldAddresses = field(init=False)
    _tables: set[str] = field(default_factory=set)
    _suspects: list[str] = field(default_factory=list)
    _waiting: dict[str, Task] = field(default_factory=dict)
    _read: set[str] = field(default_factory=set)
    _lost: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        seen = self.seen
        self.old_addresses = OldAddresses(seen.content, self.ledger, self.plan, seen.facts["now"])

    def take(self, jobs: int) -> None:
        """Bring the ledger's documents up to the content, within the running transaction."""
        for path in self.seen.gone:
            self._without_folder(path)
        for folder, place in self.seen.folders:
            self._look_into(folder, place)
        self._owners_of_suspects()
        self._read_waiting(jobs)
        self._translations()
        self._read_waiting(jobs)
        if not self.seen.first:
            self._let_time_pass()
        self._take_tables()
        self._ask_of_other_hosts()
        for site in self.otherwise():
            self._plan_again(site)

    # What is in the folders

    def _without_folder(self, path: str) -> None:
        for (name,) in self.ledger.database.execute("select name from source where folder = ?", (path,)).fetchall():
            self._vanished(path, name)
        for table, key in (("source", "folder"), ("folder", "path")):
            self.ledger.database.execute(f"delete from {table} where {key} = ?", (path,))

    def _look_into(self, folder: Folder, place: str) -> None:
        database = self.ledger.database
        stored = dict(database.execute("select name, stamp from source where folder = ?", (folder.path,)).fetchall())
        before = database.execute("select place from folder where path = ?", (folder.path,)).fetchone()
        same = before == (place,)
        files = {name: stamp for name, sort, stamp in folder.entries if sort == "f" and not is_odd(name)}
        fresh = [(name, stamp) for name, stamp in files.items() if not (stamp and same and stored.get(name) == stamp)]
        for name, _ in fresh:
            self._found(folder, name, known=same and name in stored)
        for name in stored.keys() - files.keys():
            self._vanished(folder.path, name)
        gone = [(folder.path, name) for name in stored.keys() - files.keys()]
        database.executemany("delete from source where folder = ? and name = ?", gone)
        kept = ((folder.path, name, stamp) for name, stamp in fresh if stored.get(name) != stamp)
        database.executemany("insert or replace into source values (?, ?, ?)", kept)
        database.execute("insert or replace into folder values (?, ?, ?)", (folder.path, folder.stamp, place))

    def _found(self, folder: Folder, name: str, *, known: bool) -> None:
        path = f"{folder.path}/{name}"
        if is_table(path):
            self._tables.add(path)
        elif not name.endswith(".md"):
            self._suspects.append(path)
        elif folder.column:
            digest = self._digest_of(path) if known else ""
            self._waiting[path] = Task(path, folder.site.id, folder.column, digest)
        else:
            self._vanished(folder.path, name)

    def _digest_of(self, path: str) -> str:
        row = self.ledger.database.execute("select digest from document where path = ?", (path,)).fetchone()
        return str(row[0]) if row else ""

    def _vanished(self, folder: str, name: str) -> None:
        path = f"{folder}/{name}"
        if is_table(path):
            self._tables.add(path)
        elif not name.endswith(".md"):
            self._suspects.append(path)
        elif not self.seen.first:
            self._lost.add(path)
            self._forget(path)

    def _owners_of_suspects(self) -> None:
        """A document is read again where a file that it owns is not as it was."""
        for path in self._suspects if not self.seen.first else ():
            query = "select document, digest from file where path = ?"
            for owner, digest in self.ledger.database.execute(query, (path,)).fetchall():
                if self._is_no_more(path, digest):
                    self._read_again(owner)
        self._suspects.clear()

    def _is_no_more(self, path: str, digest: str) -> bool:
        file = self.seen.content.folder / path
        try:
            return file.is_symlink() or hashlib.blake2b(file.read_bytes(), digest_size=16).hexdigest() != digest
        except OSError:
            return True

    def _read_waiting(self, jobs: int) -> None:
        prepare = partial(
            _prepare, partial(Taker, self.seen.content, self.plan.registry.views, self.seen.now, self.pictures)
        )
        tasks = list(self._waiting.values())
        self._waiting.clear()
        for taken in spread(prepare, tasks, jobs):
            self._keep(taken)

    def _translations(self) -> None:
        """A translation is read again where its original was, or is no more: it has its date and number from there."""
        query = "select path from document where original = ?"
        for original in () if self.seen.first else sorted(self._read | self.broken | self._lost):
            for (path,) in self.ledger.database.execute(query, (original,)).fetchall():
                if path not in self._read:
                    self._read_again(path)

    def _read_again(self, path: str) -> None:
        site = self.seen.content.sites.get(path.partition("/")[0])
        column = site and site.column(path.partition("/")[2].rpartition("/")[0])
        if site and column and self._digest_of(path):
            self._waiting[path] = Task(path, site.id, column, "")

    # What the documents give

    def _keep(self, taken: Taken) -> None:
        if taken.rows is None and not taken.faults:
            return
        self.faults += taken.faults
        if taken.rows is None:
            self.broken.add(taken.path)
            self.claimed |= {taken.number} - {""}
            self._forget(taken.path)
            return
        self._read.add(taken.path)
        old = None if self.seen.first else facet_of(self.ledger.database, taken.path)
        if old:
            self.ledger.forget_document(taken.path)
        rows = taken.rows
        for table, several in (
            ("document", [rows.document]),
            ("body", [rows.body]),
            ("link", rows.links),
            ("file", rows.files),
        ):
            self.ledger.insert(table, several)
        self.plan.of_document(taken.path, rows.pages)
        new = None if self.seen.first else facet_of(self.ledger.database, taken.path)
        self._note((old, new))

    def _forget(self, path: str) -> None:
        old = facet_of(self.ledger.database, path)
        if old:
            self.ledger.forget_document(path)
            self.plan.of_document(path, ())
            self._note((old, None))

    def _note(self, change: Change) -> None:
        """Keep a change for what follows from it; where all is new, nothing does."""
        if not self.seen.first:
            self.changes.append(change)

    # What the calendar changes

    def _let_time_pass(self) -> None:
        """Documents that came, left or were archived between the ledger's moment and now, in whichever direction."""
        for path in due_between(self.ledger, self.seen):
            if path not in self._read:
                self._turn(path)

    def _turn(self, path: str) -> None:
        database, now = self.ledger.database, self.seen.now
        old = facet_of(database, path)
        [(data,)] = database.execute("select data from document where path = ?", (path,)).fetchall()
        document = decode(data)
        database.execute("update document set state = ? where path = ?", (state_of(document, now), path))
        self._plan(document)
        self._note((old, facet_of(database, path)))

    # What a site's table and record change

    def _take_tables(self) -> None:
        for path in sorted(self._tables):
            self.old_addresses.take(path)
        if not self.seen.first:
            self.old_addresses.let_time_pass(self.seen.before["now"])
        self.faults += self.old_addresses.faults

    def _ask_of_other_hosts(self) -> None:
        """Where links need no question to other hosts than in the last build, have the pages that ask be those that are wanted."""
        if self.seen.first or HOSTS not in self.seen.changed:
            return
        query = "select data from document where path = ?"
        for path in naming_outside(self.ledger.database):
            [(data,)] = self.ledger.database.execute(query, (path,)).fetchall()
            self._plan(decode(data))

    def otherwise(self) -> Iterator[str]:
        """Yield the sites whose hosts showed something else in the last build, or that had other variants."""
        for site in self.seen.content.sites if not self.seen.first else ():
            before, facts = self.seen.before, self.seen.facts
            if f"life:{site}" not in before:
                continue
            if (
                mode_of(before[f"life:{site}"]) != mode_of(facts[f"life:{site}"])
                or before.get(f"variants:{site}") != facts[f"variants:{site}"]
            ):
                yield site

    def _plan_again(self, site: str) -> None:
        """Have every document of a site have the pages that it has in what the hosts show now."""
        self.plan.without_documents(site)
        rows = self.ledger.database.execute("select data from document where site = ?", (site,)).fetchall()
        for (data,) in rows:
            self._plan(decode(data))
        self.old_addresses.plan_pages(site)

    def _plan(self, document: Document) -> None:
        """Have a document that the ledger has have its pages."""
        path = document.path
        files = tuple(OwnedFile(*row) for row in _files_of(self.ledger, path))
        left = named_outside(self.ledger.database, path, self.seen.content.platform)
        self.plan.of_document(path, pages_of(self.plan.registry.views, document, files, left, self.seen.now))


def is_table(path: str) -> bool:
    """Say whether a file is a site's table of old addresses."""
    return path.endswith(f"/{REDIRECTS_FILE}") and path.count("/") == 1


def _prepare(make: partial[Taker]) -> partial[Taken]:
    return partial(_take, make())


def _take(taker: Taker, task: Task) -> Taken:
    return taker.take(task)


def _files_of(ledger: Ledger, path: str) -> Iterable[tuple]:  # type: ignore[type-arg]
    query = "select path, name, label, size, width, height, digest, attached, derived from file where document = ?"
    return ledger.database.execute(query, (path,)).fetchall()


def due_between(ledger: Ledger, seen: Survey) -> Iterator[str]:
    """Yield the documents whose minute of coming, leaving, archiving or taking effect lies between the ledger's moment and now."""
    low, high = sorted((seen.before["now"], seen.facts["now"]))
    found: dict[str, None] = {}
    for column in ("appears", "leaves", "archived", "effective"):
        query = f"select path from document where {column} > ? and {column} <= ? order by path"
        found |= {path: None for (path,) in ledger.database.execute(query, (low, high))}
    yield from found
