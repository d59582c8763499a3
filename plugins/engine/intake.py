"""Take all documents of all sites into the ledger, and find everything that is wrong with them in one run."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from model.content_folder import Content, Found, find_documents, read_content
from model.faults import ContentFaults, Fault
from model.kinds import Policy
from model.profile import read_profile
from model.reading import Reading, read_document
from plugins.engine.ask import Ask
from plugins.engine.before import Before
from plugins.engine.codec import encode
from plugins.engine.inquiry import Inquiry
from plugins.engine.reader import Body, Reader

if TYPE_CHECKING:
    from pathlib import Path

    from plugins.engine.ledger import Ledger
    from plugins.engine.registry import PageKey, Registry


def take_in(folder: Path, ledger: Ledger, registry: Registry, now: dt.datetime) -> Content:
    """Read the content folder into the ledger; raise `ContentFaults` with every fault there is.

    Returns the sites. Nothing is committed: a ledger that is closed after a fault is as it was.
    """
    if not folder.is_dir():
        raise ContentFaults(
            [Fault(folder.name or ".", 1, "NO_CONTENT", "内容文件夹不存在", "用--content写出内容文件夹")]
        )
    content = read_content(folder)
    faults = [*content.faults, *read_profile(folder)[1]]
    ledger.forget_pages()
    taken = _take_in_documents(content, ledger)
    faults += taken.faults
    inquiry = Inquiry(ledger.database, content, now, frozenset(taken.paths), frozenset(taken.numbers))
    for check in registry.checks:
        faults += check(inquiry)
    for site in content.sites.values():
        ask = Ask(ledger.database, content, site, now)
        faults += same_files(planned_pages(registry, ask), ask)
    if faults:
        raise ContentFaults(faults)
    return content


@dataclass(slots=True)
class _Taken:
    """What taking in gave: every file found, the numbers that unreadable ones bear, and the faults."""

    paths: list[str] = field(default_factory=list)
    numbers: list[str] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


def _take_in_documents(content: Content, ledger: Ledger) -> _Taken:
    reader, before, taken = Reader(content.folder), Before(content.folder, ledger), _Taken()
    for site in content.sites.values():
        found, misplaced = find_documents(content, site)
        taken.faults += misplaced
        taken.paths += [each.path for each in found]
        for each in found:
            _take_in_one(each, reader, ledger, before, taken)
    for path in before.paths - set(taken.paths):
        ledger.forget_document(path)
    return taken


def _take_in_one(found: Found, reader: Reader, ledger: Ledger, before: Before, taken: _Taken) -> None:
    try:
        data = found.file.read_bytes()
    except OSError as error:
        data = None
        taken.faults.append(Fault(found.path, 1, "UNREADABLE", f"文件打不开：{error.strerror}", "检查文件的权限"))
    made_from = before.made_from(found, data or b"")
    if data is not None and before.holds(found.path, made_from):
        return
    ledger.forget_document(found.path)
    if data is not None:
        _read(found, data, reader, ledger, made_from, taken)


def _read(found: Found, data: bytes, reader: Reader, ledger: Ledger, made_from: str, taken: _Taken) -> None:
    reading = read_document(found.path, data, found.site.id, found.column)
    taken.faults += reading.faults
    if reading.document is None:
        taken.numbers += [reading.number] if reading.number else []
        return
    body = reader.read(reading)
    taken.faults += body.faults
    _write_document(ledger, reading, body, made_from)


def _write_document(ledger: Ledger, reading: Reading, body: Body, made_from: str) -> None:
    document = reading.document
    assert document
    policy = document if isinstance(document, Policy) else None
    row = (
        document.path,
        made_from,
        document.site,
        document.column,
        document.kind,
        document.url,
        document.title,
        document.date.isoformat(),
        document.note,
        body.excerpt,
        document.appears.isoformat(),
        document.expires_at.isoformat() if document.expires_at else None,
        int(document.draft),
        document.archived.isoformat() if document.archived else None,
        policy.document_number if policy else None,
        policy.status if policy else None,
        policy.effective.isoformat() if policy and policy.effective else None,
        getattr(document, "order", 0),
        int(bool(document.image)),
        encode(document),
        json.dumps(dict(reading.lines)),
    )
    database = ledger.database
    database.execute(f"insert into document values ({', '.join('?' * len(row))})", row)
    headings = [dataclasses.astuple(heading) for heading in body.contents]
    database.execute(
        "insert into body values (?, ?, ?, ?)",
        (
            document.path,
            body.html,
            json.dumps(headings, ensure_ascii=False),
            json.dumps(body.anchors, ensure_ascii=False),
        ),
    )
    database.executemany(
        "insert into link values (?, ?, ?, ?, ?, ?, ?)",
        [(document.path, m.line, m.sort, m.target, m.fragment, m.title, m.url) for m in body.references],
    )
    database.executemany(
        "insert into file values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (document.path, f.path, f.name, f.label, f.size, f.width, f.height, f.digest, int(f.attached))
            for f in body.files
        ],
    )


def planned_pages(registry: Registry, ask: Ask) -> list[PageKey]:
    """Return every page that the views would make for a site."""
    return [key for view in registry.views for key in view.pages(ask)]


def same_files(keys: list[PageKey], ask: Ask) -> list[Fault]:
    """Two pages that want one file: both places are named. A file cannot be a folder of another either."""
    first: dict[str, PageKey] = {}
    faults = []
    for key in keys:
        other = first.setdefault(key.file.lower(), key)
        if other is not key:
            faults.append(_same_file(key, other, ask))
    folders = {parent for file in first for parent in _parents(file)}
    for file in sorted(folders & first.keys()):
        message = f"网址“/{file}”与它下面的网页冲突"
        faults.append(Fault(*_asked_for(first[file], ask), "SAME_URL", message, "换一个旧网址或者文件名"))
    return faults


def _same_file(key: PageKey, other: PageKey, ask: Ask) -> Fault:
    """The page that an editor can move is at fault: one with a source rather than one of the site's own."""
    mine, theirs = sorted((key, other), key=lambda each: (not each.source, each.line == 0, each.source))
    message = f"网址“/{key.file.removesuffix('index.html')}”已经用于{theirs.source or '网站自己的页面'}"
    return Fault(*_asked_for(mine, ask), "SAME_URL", message, "改其中一个的slug、文件名或者旧网址")


def _asked_for(key: PageKey, ask: Ask) -> tuple[str, int]:
    return (key.source, key.line or ask.line_of(key.source, "slug")) if key.source else (f"{ask.site.id}/site.toml", 1)


def _parents(file: str) -> list[str]:
    parts = file.split("/")
    return ["/".join(parts[:number]) for number in range(1, len(parts))]
