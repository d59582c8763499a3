"""Take a site's table of old addresses into the ledger: rows, the pages that stand at the old addresses, what that touches."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote, urlsplit

from model.faults import Fault
from model.redirects import REDIRECTS_FILE, read_redirects
from plugins.engine.registry import PageKey

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from model.content_folder import Content
    from model.redirects import Redirect
    from plugins.engine.ledger import Ledger
    from plugins.engine.plan import Plan

#: The views whose pages stand at old addresses: of a document's `aliases`, and of the table, for what moved and what is gone.
OLD = ("redirect", "moved", "gone")
_PAGES = (".html", ".htm", ".shtml")


class Turned(NamedTuple):
    """An old address whose row came, went, changed or began to hold; `new` is where it led or leads."""

    site: str
    file: str
    new: str


@dataclass(slots=True)
class OldAddresses:
    """The taking in of the tables of one build, as of `now` (a moment as text)."""

    content: Content
    ledger: Ledger
    plan: Plan
    now: str
    faults: list[Fault] = field(default_factory=list)
    turned: list[Turned] = field(default_factory=list)

    def take(self, path: str) -> None:
        """Read a site's table again; one that is no more has no rows."""
        site = path.partition("/")[0]
        try:
            file = self.content.folder / path
            rows, faults = read_redirects(path, file.read_bytes()) if file.exists() else ([], [])
        except OSError as error:
            rows, faults = [], [Fault(path, 1, "UNREADABLE", f"文件打不开：{error.strerror}", "检查文件的权限")]
        self.faults += faults
        if not faults:
            self._replace(site, {file_of(row.old): self._row(site, row) for row in rows})

    def _row(self, site: str, row: Redirect) -> tuple[object, ...]:
        begins = f"{row.begins.isoformat()}T00:00:00" if row.begins else None
        holds = int(begins is None or begins <= self.now)
        page = page_meant(self.content, site, row.new)
        return (site, file_of(row.old), row.line, row.old, row.new, begins, row.note, row.instead, holds, *page)

    def _replace(self, site: str, rows: dict[str, tuple[object, ...]]) -> None:
        database = self.ledger.database
        before = {row[1]: row for row in database.execute("select * from redirect where site = ?", (site,))}
        for file in before.keys() | rows.keys():
            old, new = before.get(file), rows.get(file)
            if old != new:
                self.turned += [Turned(site, file, str(row[4])) for row in (old, new) if row]
        database.execute("delete from redirect where site = ?", (site,))
        self.ledger.insert("redirect", list(rows.values()))
        self.plan_pages(site)

    def let_time_pass(self, before: str) -> None:
        """Have rows begin to hold, or end where the build is of an earlier day."""
        low, high = sorted((before, self.now))
        query = "select site, file, new from redirect where begins > ? and begins <= ?"
        turned = [Turned(*row) for row in self.ledger.database.execute(query, (low, high)).fetchall()]
        query = "update redirect set holds = begins <= ? where begins > ? and begins <= ?"
        self.ledger.database.execute(query, (self.now, low, high))
        self.turned += turned
        for site in sorted({each.site for each in turned}):
            self.plan_pages(site)

    def plan_pages(self, site: str) -> None:
        """Have the pages of a site's table be those of the rows that hold."""
        self.plan.of_table(f"{site}/{REDIRECTS_FILE}", table_keys(self.ledger, site))


def table_keys(ledger: Ledger, site: str) -> Iterator[tuple[str, PageKey]]:
    """Yield view and key of each page that stands at an old address of a site's table."""
    query = "select file, new, line from redirect where site = ? and holds = 1 order by file"
    for file, new, line in ledger.database.execute(query, (site,)).fetchall():
        yield "moved" if new else "gone", PageKey(file, file, f"{site}/{REDIRECTS_FILE}", str(line))


def file_of(address: str) -> str:
    """Return the file that a plain host serves for an address: a folder's `index.html` where it names no page."""
    path = unquote(address).strip("/")
    return path if path.endswith(_PAGES) else f"{path}/index.html".lstrip("/")


def page_meant(content: Content, site: str, address: str) -> tuple[str, str]:
    """Return the site and the file that an address of a table means; nothing where it is a document's path or elsewhere."""
    parts = urlsplit(address)
    if not address or not (parts.netloc or address.startswith("/")):
        return "", ""
    if parts.netloc:
        found = (each.id for each in content.sites.values() if each.settings.domain == parts.netloc)
        site = next(found, "")
    path = unquote(parts.path)
    last = path.rpartition("/")[2]
    return (site, path.lstrip("/") if "." in last else file_of(path)) if site else ("", "")


def names_of(ledger: Ledger, turned: Iterable[Turned]) -> set[str]:
    """Return the paths of the withdrawn documents that stood at old addresses."""
    query = "select path from document indexed by document_gone where site = ? and url = ? and state < 1"
    urls = ((each.site, f"/{each.file.removesuffix('index.html')}") for each in turned)
    return {path for place in urls for (path,) in ledger.database.execute(query, place)}
