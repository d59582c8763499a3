"""Take one document's file: from its bytes to the rows that the ledger keeps of it, and the pages that it wants.

A pure function of the file, the files beside it and the moment; the same in the build's own process and in a worker's.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import os
from stat import S_ISREG
from typing import TYPE_CHECKING, NamedTuple

from model.faults import Fault
from model.kinds import Policy
from model.reading import Beside, Reading, read_document
from model.translation import version_of
from plugins.engine.codec import encode, to_json
from plugins.engine.outward import EXTERNAL, outside
from plugins.engine.reader import Body, Reader

if TYPE_CHECKING:
    from collections.abc import Iterable

    from model.content_folder import Content
    from model.document import Document
    from model.site import Column
    from plugins.engine.files import OwnedFile
    from plugins.engine.picture_cache import PictureCache
    from plugins.engine.registry import PageKey, View

Row = tuple[object, ...]


class Task(NamedTuple):
    """A file to be taken: content-relative, with its site and column; `known` is the digest that need not be read again."""

    path: str
    site: str
    column: Column
    known: str


class Taken(NamedTuple):
    """What taking a file gave. Without `rows` it is as it was, or at fault; `number` is what an unreadable one bears."""

    path: str
    rows: Rows | None = None
    faults: tuple[Fault, ...] = ()
    number: str = ""


class Rows(NamedTuple):
    """The rows of one document in the ledger's tables, and its pages: view and key of each."""

    document: Row
    body: Row
    links: tuple[Row, ...]
    files: tuple[Row, ...]
    pages: tuple[tuple[str, PageKey], ...]


class Taker:
    """Takes files, one after the other, as of `now`."""

    def __init__(
        self, content: Content, views: Iterable[View], now: dt.datetime, pictures: PictureCache | None = None
    ) -> None:
        self._folder = str(content.folder)
        self._platform = content.platform
        self._views = tuple(views)
        self._now = now
        self._reader = Reader(content.folder, pictures)
        self._beside = {name: Beside(site.editions, self._fetch) for name, site in content.sites.items()}

    def take(self, task: Task) -> Taken:
        """Return what a file gives; nothing but the path where its bytes are those that are known."""
        try:
            with open(f"{self._folder}/{task.path}", "rb", buffering=0) as file:  # noqa: PTH123 (a path object takes as long again)
                data = file.read()
        except OSError as error:
            fact = f"文件打不开：{error.strerror}"
            return Taken(task.path, faults=(Fault(task.path, 1, "UNREADABLE", fact, "检查文件的权限"),))
        digest = hashlib.blake2b(data, digest_size=16).hexdigest()
        if digest == task.known:
            return Taken(task.path)
        return self._read(task, data, digest)

    def _fetch(self, path: str) -> bytes:
        """The bytes of an original; a link is not followed, and nothing but a file is read."""
        number = os.open(f"{self._folder}/{path}", os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        with os.fdopen(number, "rb") as file:
            if not S_ISREG(os.fstat(number).st_mode):
                raise FileNotFoundError(path)
            return file.read()

    def _read(self, task: Task, data: bytes, digest: str) -> Taken:
        beside = self._beside[task.site]
        reading = read_document(task.path, data, task.site, task.column, beside)
        if reading.document is None:
            return Taken(task.path, faults=reading.faults, number=reading.number)
        body = self._reader.read(reading)
        rows = Rows(
            document_row(reading, body, digest, self._now, version_of(reading.body) if beside.editions else ""),
            _body_row(task.path, body),
            tuple((task.path, m.line, m.sort, m.target, m.fragment, m.title, m.url) for m in body.references),
            tuple((task.path, *_columns_of(file)) for file in body.files),
            pages_of(self._views, reading.document, body.files, self._outside(body), self._now),
        )
        return Taken(task.path, rows, (*reading.faults, *body.faults))

    def _outside(self, body: Body) -> tuple[str, ...]:
        return outside((each.target for each in body.references if each.sort == EXTERNAL), self._platform)


def pages_of(
    views: Iterable[View],
    document: Document,
    files: tuple[OwnedFile, ...],
    outside: tuple[str, ...],
    now: dt.datetime,
) -> tuple[tuple[str, PageKey], ...]:
    """Return the pages that the views make of a document, each with its view; none where it is not on its site."""
    if not document.is_public(now):
        return ()
    return tuple((view.name, key) for view in views for key in view.of(document, files, outside))


def state_of(document: Document, now: dt.datetime) -> int:
    """Return 0 for a document that is not on its site, 1 for a current one, 2 for an archived one."""
    return 0 if not document.is_public(now) else 2 if document.is_archived(now) else 1


def document_row(reading: Reading, body: Body, digest: str, now: dt.datetime, version: str) -> Row:
    """Return the row of table `document`; `version` is that of the text, where it is wanted."""
    document = reading.document
    assert document
    policy = document if isinstance(document, Policy) else None
    return (
        document.path,
        digest,
        document.site,
        document.column,
        document.kind,
        document.url,
        document.title,
        document.date.isoformat(),
        document.note,
        body.excerpt,
        state_of(document, now),
        document.appears.isoformat(),
        document.expires_at.isoformat() if document.expires_at else None,
        _midnight(document.archived),
        policy.document_number if policy else None,
        policy.status if policy else None,
        _midnight(policy.effective) if policy else None,
        getattr(document, "order", 0),
        int(bool(document.image)),
        document.lang,
        document.original or None,
        version,
        document.original_version,
        encode(document),
        to_json(reading.lines),
    )


def _midnight(day: dt.date | None) -> str | None:
    """The minute at which a day begins, written as moments are."""
    return f"{day.isoformat()}T00:00:00" if day else None


def _columns_of(file: OwnedFile) -> Row:
    seen = (file.path, file.name, file.label, file.size, file.width, file.height)
    return (*seen, file.digest, int(file.attached), file.derived)


def _body_row(path: str, body: Body) -> Row:
    return (
        path,
        body.html,
        to_json(body.contents),
        to_json(body.anchors),
    )
