"""The sites of a content folder as a comparison sees them: settings, record, addresses, documents, table of old addresses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import unquote

from model.content_folder import read_content
from model.faults import ContentFaults, Fault
from model.lifecycle import LIFECYCLE_FILE, Mode
from model.redirects import REDIRECTS_FILE, Redirect, read_redirects
from pipeline.sources.addresses import addresses
from plugins.engine.old_addresses import OLD

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator
    from pathlib import Path

    from model.content_folder import Content
    from model.lifecycle import Lifecycle
    from model.site import Site
    from pipeline.sources.addresses import Address, Document, SiteAddresses

#: The view of a page at an old address that a document itself names.
ALIAS = "redirect"


def place_of(url: str) -> str:
    """Return what all ways of writing an address of a file have in common: no slash at the end, no `index.html`."""
    return url.removesuffix("index.html").rstrip("/") if url.endswith("/index.html") else url.rstrip("/")


def written_place(text: str) -> str:
    """Return the place that an address means which somebody wrote: percent signs read, question and fragment left out."""
    return place_of(unquote(text.partition("#")[0].partition("?")[0]))


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A site as of a moment; `mode` is what its hosts show.

    Its pages, the old addresses that its documents name, and the rows of its table are by place.
    """

    site: Site
    life: Lifecycle
    mode: Mode
    documents: dict[str, Document]
    pages: dict[str, Address]
    aliases: dict[str, Address]
    table: dict[str, Redirect]

    def is_there(self, place: str, day: dt.date) -> bool:
        """Say whether an address answers on a day: with its page, or by leading on."""
        row = self.table.get(place)
        return place in self.pages or place in self.aliases or (row is not None and row.holds(day))


@dataclass(frozen=True, slots=True)
class State:
    """All sites of a content folder as of a moment, and the faults of the content, but for what tables of old addresses lead to.

    `unread` are those of them for which a site, a record or a table is not in the comparison.
    """

    sites: dict[str, Snapshot]
    faults: tuple[Fault, ...]
    unread: tuple[Fault, ...]


def state_of(content: Path, now: dt.datetime) -> State:
    """Read a content folder as of `now`, whatever is wrong with it; raise `ContentFaults` where there is no such folder."""
    planned, faults = _planned(content, now)
    read = read_content(content.resolve())
    sites, unread = {}, list(_unread(read))
    for name, site in read.sites.items():
        rows, wrong = read_table(content, name)
        unread += wrong
        sites[name] = _snapshot(site, read.lives[name], read.mode(name, now.date()), planned[name], rows)
    others = {fault for fault in faults if not fault.path.endswith(f"/{REDIRECTS_FILE}")}
    return State(sites, tuple(sorted(others.union(unread))), tuple(unread))


def _unread(content: Content) -> Iterator[Fault]:
    """The faults for which a site or its record was not read."""
    for fault in content.faults:
        if fault.path.partition("/")[0] not in content.sites or fault.path.endswith(f"/{LIFECYCLE_FILE}"):
            yield fault


def _planned(content: Path, now: dt.datetime) -> tuple[dict[str, SiteAddresses], tuple[Fault, ...]]:
    try:
        return addresses(content, now), ()
    except ContentFaults as error:
        if not content.is_dir():
            raise
        return addresses(content, now, whatever=True), error.faults


def read_table(content: Path, site: str) -> tuple[list[Redirect], list[Fault]]:
    """Return the rows of a site's table of old addresses, none where it has no table, and what is wrong with it."""
    file, path = content / site / REDIRECTS_FILE, f"{site}/{REDIRECTS_FILE}"
    if file.is_symlink():
        return [], [Fault(path, 1, "SYMLINK", "这是符号链接，内容文件夹里不用链接", "换成文件本身")]
    try:
        return read_redirects(path, file.read_bytes())
    except FileNotFoundError:
        return [], []
    except OSError as error:
        return [], [Fault(path, 1, "UNREADABLE", f"文件打不开：{error.strerror}", "检查文件的权限")]


def _snapshot(site: Site, life: Lifecycle, mode: Mode, found: SiteAddresses, rows: list[Redirect]) -> Snapshot:
    """Of a closed site no document is to be seen: what was moved stands on another."""
    by_place = {place_of(url): address for url, address in found.addresses.items()}
    pages = {place: address for place, address in by_place.items() if address.view not in OLD}
    aliases = {place: address for place, address in by_place.items() if address.view == ALIAS}
    documents = {} if mode is Mode.CLOSED else found.documents
    return Snapshot(site, life, mode, documents, pages, aliases, {written_place(row.old): row for row in rows})
