"""Which files the output is to hold: the pages that the views want, kept in step with the documents and the settings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from model.lifecycle import Mode
from model.variants import variants_of
from plugins.engine.ask import Ask
from plugins.engine.codec import decode
from plugins.engine.old_addresses import table_keys
from plugins.engine.registry import PageKey
from plugins.engine.same_files import same_files
from plugins.engine.tags import unpack

if TYPE_CHECKING:
    import datetime as dt

    from model.content_folder import Content
    from model.faults import Fault
    from model.site import Site
    from plugins.engine.ledger import Ledger
    from plugins.engine.registry import Registry, View

NEW = "新的网页"
_MANY = 1000
#: The name of a view, and the key of a page that it makes.
Planned = tuple[str, PageKey]


@dataclass(slots=True)
class Plan:
    """The rows of table `page`. What goes is taken out at once, what comes is put in by `settle`.

    `modes` is what the hosts of each site show: of a site that rests or is closed, no document has a page. `dropped` are the
    files that went, `turned` the views of which a site got or lost a page, by site.
    """

    ledger: Ledger
    registry: Registry
    first: bool
    modes: Mapping[str, Mode]
    sites: Mapping[str, Site]
    dropped: set[tuple[str, str]] = field(default_factory=set)
    turned: set[tuple[str, str]] = field(default_factory=set)
    _coming: list[tuple[str, ...]] = field(default_factory=list)
    _came: list[tuple[str, str]] = field(default_factory=list)
    _clash: bool = False

    def of_document(self, path: str, keys: Iterable[Planned]) -> None:
        """Have the pages of a document be these and no others; none while its site shows none."""
        serving = self.modes.get(path.partition("/")[0]) is Mode.SERVING
        self._of_owner(path, keys if serving else ())

    def of_table(self, path: str, keys: Iterable[Planned]) -> None:
        """Have the pages of a site's table of old addresses be these and no others; none while it rests."""
        resting = self.modes.get(path.partition("/")[0]) is Mode.RESTING
        self._of_owner(path, () if resting else keys)

    def _of_owner(self, path: str, keys: Iterable[Planned]) -> None:
        query = "select id, file, view, of from page where owner = ? and owner != ''"  # as the index has it
        rows = () if self.first else self.ledger.database.execute(query, (path,)).fetchall()
        self._replace(path.partition("/")[0], path, rows, keys)

    def of_site(self, ask: Ask) -> None:
        """Have the pages that a site has besides those of its documents be what the views list."""
        query = "select id, file, view, of from page where site = ? and owner = ''"
        rows = () if self.first else self.ledger.database.execute(query, (ask.site.id,)).fetchall()
        self._replace(ask.site.id, "", rows, site_keys(self.registry, ask))

    def without_documents(self, site: str) -> None:
        """Have no page of any document of a site."""
        query = "select id, file, view, of from page where site = ? and owner != ''"
        self._replace(site, "", self.ledger.database.execute(query, (site,)).fetchall(), ())

    def without(self, site: str) -> None:
        """Have no page of a site that is no more."""
        query = "select id, file, view, of from page where site = ?"
        self._replace(site, "", self.ledger.database.execute(query, (site,)).fetchall(), ())

    def _replace(
        self, site: str, owner: str, rows: Iterable[tuple[int, str, str, str]], keys: Iterable[Planned]
    ) -> None:
        old = {(file, view, of): page for page, file, view, of in rows}
        for view, key in self._varied(site, keys):
            if old.pop((key.file, view, key.of), None) is None:
                self._coming.append((site, key.file, key.file.lower(), view, key.of, owner, NEW))
                self.turned.add((site, view))
        for (file, view, _), page in old.items():
            self._drop(site, file, page)
            self.turned.add((site, view))
        if self.first and len(self._coming) > _MANY:
            self._put()

    def _varied(self, site: str, keys: Iterable[Planned]) -> Iterator[Planned]:
        """Yield each page, and after it the variants that are derived from it."""
        settled = self.sites.get(site)
        variants = variants_of(settled.settings.variants) if settled else ()
        roots = settled.roots if settled else ()
        for view, key in keys:
            yield view, key
            varied = self.registry.view_named(view).varied
            for each in variants:
                if varied >= each.ways and each.has(key.file, roots):
                    yield each.name, PageKey(each.file(key.file, roots), key.file, key.source, key.key)

    def _drop(self, site: str, file: str, page: int) -> None:
        database = self.ledger.database
        forget_answers(self.ledger, page)
        database.execute("delete from page where id = ?", (page,))
        database.execute("insert or ignore into leftover values (?, ?)", (site, file))
        self.dropped.add((site, file))

    def _put(self) -> None:
        query = "insert or ignore into page (site, file, folded, view, of, owner, stale) values (?, ?, ?, ?, ?, ?, ?)"
        put = self.ledger.database.executemany(query, self._coming).rowcount
        self._clash |= put < len(self._coming)
        self._came += [(site, folded) for site, _, folded, *_ in self._coming] if not self.first else []
        self._coming.clear()

    def settle(self, content: Content, now: dt.datetime) -> list[Fault]:
        """Put in what is to come; return the faults of pages that want one file, or a file that is another's folder."""
        self._put()
        if not (self._clash or self._is_folder_of_another() or any(map(self._lies_in_a_file, self._came))):
            return []
        asks = [Ask(self.ledger.database, content, site, now) for site in content.sites.values()]
        return [fault for ask in asks for fault in same_files(self._all_keys(ask), ask)]

    def _all_keys(self, ask: Ask) -> list[PageKey]:
        """Every page of a site in the order of the views, for the message about two that want one file."""
        keys: list[Planned] = []
        serving = self.modes[ask.site.id] is Mode.SERVING
        public = ask.public_documents() if serving else []
        documents = [(decode(data), ask.files(path), ask.outside(path)) for path, data in public]
        for view in views_of(self.registry, ask):
            keys += (each for each in site_keys(self.registry, ask) if each[0] == view.name)
            keys += ((view.name, key) for each in documents for key in view.of(*each))
        resting = self.modes[ask.site.id] is Mode.RESTING
        keys += () if resting else table_keys(self.ledger, ask.site.id)
        return [key for _, key in self._varied(ask.site.id, keys)]

    def _is_folder_of_another(self) -> bool:
        query = """select 1 from page p where p.stale is not null and p.made = '' and exists (select 1 from page q
            where q.site = p.site and q.folded >= p.folded || '/' and q.folded < p.folded || '0') limit 1"""
        return self.ledger.database.execute(query).fetchone() is not None

    def _lies_in_a_file(self, came: tuple[str, str]) -> bool:
        site, folded = came
        parts = folded.split("/")
        above = ["/".join(parts[:number]) for number in range(1, len(parts))]
        query = f"select 1 from page where site = ? and folded in ({', '.join('?' * len(above))}) limit 1"
        return self.ledger.database.execute(query, (site, *above)).fetchone() is not None


def forget_answers(ledger: Ledger, page: int) -> None:
    """Forget what a page asked."""
    database = ledger.database
    [(packed,)] = database.execute("select tags from page where id = ?", (page,)).fetchall()
    database.executemany("delete from tag where tag = ? and page = ?", [(tag, page) for tag in unpack(packed or b"")])
    database.execute("delete from due where page = ?", (page,))


def site_keys(registry: Registry, ask: Ask) -> Iterable[Planned]:
    """Yield the pages that a site has besides those of its documents, in all its languages."""
    for view in views_of(registry, ask):
        for each in (ask, *(ask.in_edition(edition) for edition in ask.site.editions if view.spoken)):
            yield from ((view.name, key) for key in (view.pages(each) if view.pages else ()))


def views_of(registry: Registry, ask: Ask) -> list[View]:
    """Return the views that make pages of a site in what its hosts show now."""
    return [view for view in registry.views if ask.mode in view.modes]
