"""From the documents that changed to the tags of what may be answered otherwise now, each with a reason for `--explain`.

Lists are numbered from the oldest, so that a document which comes or goes touches its own block of ranks and those after it;
of its neighbours, only the two beside its old place and the two beside its new one.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from plugins.engine import tags
from plugins.engine.old_addresses import names_of

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator

    from plugins.engine.intake import Intake
    from plugins.engine.ledger import Ledger

#: The columns of a facet, in its order; `mentions` are added from the table `link`.
COLUMNS = "path, site, column_path, kind, url, title, date, note, summary, state, number, status, place, illustrated, lang, original, version, translates"


@dataclass(frozen=True, slots=True)
class Facet:
    """What others may show of a document, as the ledger has it; `mentions` are (purpose, path or number)."""

    path: str
    site: str
    column: str
    kind: str
    url: str
    title: str
    date: str
    note: str
    summary: str
    state: int
    number: str | None
    status: str | None
    place: int
    illustrated: int
    lang: str
    original: str | None
    version: str
    translates: str
    mentions: frozenset[tuple[str, str]]

    @property
    def shown(self) -> tuple[object, ...]:
        """What a list shows of it."""
        seen = (
            self.site,
            self.url,
            self.title,
            self.date,
            self.note,
            self.summary,
            self.number,
            self.status,
            self.lang,
        )
        return (self.kind, *seen) if self.state else ()

    @property
    def rank(self) -> tuple[object, ...]:
        """What places it in a list."""
        order = (self.site, self.column, self.date, self.place, self.kind, self.illustrated)
        return (self.state, *order) if self.state else ()

    @property
    def where(self) -> tuple[str, ...]:
        """Its address, and the language that is spoken there."""
        return (self.site, self.url, self.lang) if self.state else ()


#: A document before and after; nothing where it was not, or is no more.
Change = tuple[Facet | None, Facet | None]


def facet_of(database: sqlite3.Connection, path: str) -> Facet | None:
    """Return the facet of a document in the ledger."""
    row = database.execute(f"select {COLUMNS} from document where path = ?", (path,)).fetchone()
    if row is None:
        return None
    named = database.execute(
        "select distinct sort, target from link where source = ? and sort not in ('link', 'external')", (path,)
    )
    return Facet(*row, frozenset(named.fetchall()))  # type: ignore[call-arg]  # a row has as many as it has


@dataclass(slots=True)
class Touch:
    """What changes of documents touch, as they stand in the ledger now; `reasons` has the first reason of each tag."""

    database: sqlite3.Connection
    reasons: dict[str, str] = field(default_factory=dict)
    _lowest: dict[tuple[str, str, int], tuple[tuple[str, str], str]] = field(default_factory=dict)

    def add(self, change: Change) -> None:
        """Note one document's change."""
        old, new = change
        path = (old or new).path  # type: ignore[union-attr]  # one of them is there
        self._because(tags.document(path), f"{path}{'是新的' if old is None else '改了'}")
        if _of(old, "shown") != _of(new, "shown"):
            self._because(tags.title(path), f"显示的{path}的标题、日期、摘要或者状态变了")
            for each in {path, *(facet.number for facet in change if facet and facet.number)}:
                self._because(tags.named(each), f"提到的{path}变了")
        if _of(old, "where") != _of(new, "where"):
            self._because(tags.address(path), f"链接到的{path}换了网址，或者上线、下线了")
        if _of(old, "rank") != _of(new, "rank"):
            self._moved(change)
        if _dated(old) != _dated(new):
            self._dated_otherwise(change)
        self._mentions(change)

    def _because(self, tag: str, reason: str) -> None:
        self.reasons.setdefault(tag, reason)

    def _moved(self, change: Change) -> None:
        for facet in change:
            if facet and facet.state:
                members = (facet.site, facet.column, facet.state)
                reason = f"栏目{facet.column}里{facet.path}有增减，或者换了位置"
                self._because(tags.members(*members), reason)
                key = (facet.date, facet.path)
                self._lowest[members] = min(self._lowest.get(members, (key, reason)), (key, reason))
                for path in self._neighbours(facet) if facet.state == tags.CURRENT else ():
                    self._because(tags.beside(path), f"相邻的{facet.path}有增减，或者换了位置")

    def _neighbours(self, facet: Facet) -> Iterator[str]:
        for sign, order in ((">", "asc"), ("<", "desc")):
            query = (
                "select path from document where site = ? and column_path = ? and state = ? "
                f"and (date, path) {sign} (?, ?) order by date {order}, path {order} limit 1"
            )
            place = (facet.site, facet.column, facet.state, facet.date, facet.path)
            yield from (path for (path,) in self.database.execute(query, place))

    def _dated_otherwise(self, change: Change) -> None:
        for facet in change:
            if facet and facet.state:
                year = facet.date[:4]
                self._because(
                    tags.year(facet.site, facet.lang, year), f"{year}年的{facet.path}有增减，或者换了网址、日期"
                )
                self._because(tags.years(facet.site, facet.lang), f"{year}年的{facet.path}有增减")

    def _mentions(self, change: Change) -> None:
        for sort, target in {mention for facet in change if facet for mention in facet.mentions}:
            path = (change[0] or change[1]).path  # type: ignore[union-attr]
            self._because(tags.naming(sort, target), f"{path}对它的解读、废止、收录或者翻译变了")
            if sort == "repeals":
                query = "select path from document where number = ? union select path from document where original = ?"
                bearing = self.database.execute(query, (target, target)).fetchall()
                for bearer in {target, *(each for (each,) in bearing)}:
                    self._because(tags.title(bearer), f"{path}对{bearer}的废止变了")

    def settle(self) -> dict[str, str]:
        """Return every touched tag with its reason; to be called once, when all changes are in the ledger."""
        for (site, column, state), (key, reason) in self._lowest.items():
            place = (site, column, state)
            total = self._count(place, "")
            before = self._count(place, "and (date, path) < (?, ?)", *key)
            for number in range(before // tags.BLOCK, total // tags.BLOCK + 1):
                self._because(tags.block(*place, number), reason)
        return self.reasons

    def _count(self, place: tuple[str, str, int], rest: str, *key: str) -> int:
        query = f"select count(*) from document where site = ? and column_path = ? and state = ? {rest}"
        return int(self.database.execute(query, (*place, *key)).fetchone()[0])


def _of(facet: Facet | None, name: str) -> object:
    return getattr(facet, name) if facet else ()


def _dated(facet: Facet | None) -> tuple[object, ...]:
    return (*facet.where, facet.date) if facet and facet.state else ()


def touched(database: sqlite3.Connection, changes: Iterable[Change]) -> dict[str, str]:
    """Return the tags that changes touch, with their reasons."""
    touch = Touch(database)
    for change in changes:
        touch.add(change)
    return touch.settle()


def touch_old_addresses(reasons: dict[str, str], ledger: Ledger, intake: Intake) -> None:
    """Add the tags that rows of the tables touch: what links to a withdrawn document, and what took its place."""
    for turned in intake.old_addresses.turned:
        reason = f"{turned.site}的旧网址表里/{turned.file}那一行变了，或者到了日子"
        reasons.setdefault(tags.redirect(turned.site, turned.file), reason)
        reasons.setdefault(tags.document(turned.new), reason)
        reasons.setdefault(tags.pages(turned.site, "moved"), reason)
        for path in names_of(ledger, [turned]):
            for tag in (tags.title, tags.address, tags.named):
                reasons.setdefault(tag(path), reason)
    for site, view in intake.plan.turned:
        reasons.setdefault(tags.pages(site, view), f"{site}的旧网址有增减")
