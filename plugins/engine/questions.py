"""What a page asks of single documents: their facts, texts, files and addresses. Each question leaves a tag."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Self
from urllib.parse import quote

from model.language import MAIN_LANGUAGE
from plugins.engine import tags
from plugins.engine.codec import decode
from plugins.engine.files import OwnedFile
from plugins.engine.old_addresses import OLD
from plugins.engine.outward import asking_at, named_outside, outside
from plugins.engine.picture_markup import sources
from plugins.engine.values import Heading, Link, Picture
from plugins.engine.words import Words

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator

    from model.content_folder import Content
    from model.document import Document
    from model.lifecycle import Lifecycle, Mode
    from model.site import Site
    from plugins.engine.picture_cache import PictureCache

#: A document is on its site: it is no draft, its minute has come, and it has not been withdrawn.
PUBLIC = "d.state > 0"
WORDS = Words()


@dataclass(frozen=True, slots=True)
class Text:
    """A document's body as stored; links to other documents are still named by path."""

    html: str
    contents: tuple[Heading, ...]


def followed(database: sqlite3.Connection, path: str) -> Iterator[str]:
    """Yield a document's path and, as long as that one is withdrawn, the path of the one that its old address leads to."""
    query = (
        "select r.new from document d join redirect r on r.site = d.site and r.file = substr(d.url, 2) || 'index.html' "
        "where d.path = ? and d.state < 1 and r.holds = 1 and r.new like '%.md'"
    )
    seen: set[str] = set()
    while path and path not in seen:
        yield path
        seen.add(path)
        [path] = database.execute(query, (path,)).fetchone() or [""]


@dataclass(slots=True)
class Questions:
    """The questions of one page of `site`, in one language, as of `now` (Asia/Shanghai, without zone)."""

    database: sqlite3.Connection
    content: Content
    site: Site
    now: dt.datetime
    words: Words = WORDS
    pictures: PictureCache | None = None
    asked: set[str] = field(default_factory=set)
    due: set[str] = field(default_factory=set)

    def in_edition(self, edition: Site) -> Self:
        """Return the questions of a page of the same site in another language; for the plan, which shows no texts."""
        return replace(self, site=edition)

    def say(self, text: str) -> str:
        """Return a text of the interface in the page's language."""
        return self.words.say(text)

    @property
    def main(self) -> Site:
        """The site in its main language, which has the others."""
        return self.content.sites[self.site.id]

    def spoken(self, path: str) -> str:
        """Return the path of a document in the page's language: of its public translation where there is one, else its own."""
        if self.site.lang == MAIN_LANGUAGE:
            return path
        self.asked.add(tags.naming("translation", path))
        query = f"select d.path from document d where d.original = :path and d.lang = :lang and {PUBLIC} order by d.path limit 1"
        rows = self._rows(query, path=path, lang=self.site.lang)
        return str(rows[0][0]) if rows else path

    def foreign(self, lang: str) -> str:
        """Return the tag of a text's language where it is not the page's, else nothing."""
        return "" if lang == self.site.lang else Words(lang).tag

    @property
    def mode(self) -> Mode:
        """What the site's hosts show now. This leaves no tag: where it is another, all pages of the site are others."""
        return self.content.mode(self.site.id, self.now.date())

    def life(self) -> Lifecycle:
        """Return the record of the site's life."""
        self.asked.add(tags.life(self.site.id))
        return self.content.lives[self.site.id]

    def _rows(self, query: str, **values: object) -> list[tuple]:  # type: ignore[type-arg]
        return self.database.execute(query, values).fetchall()

    def public_documents(self) -> list[tuple[str, str]]:
        """Return path and data of every public document of the site; this leaves no tag, and is not for pages."""
        return self._rows(
            f"select d.path, d.data from document d where d.site = :site and {PUBLIC} order by d.path",
            site=self.site.id,
        )

    def document(self, path: str) -> Document:
        """Return a document."""
        self.asked.add(tags.document(path))
        [(data,)] = self._rows("select data from document where path = :path", path=path)
        return decode(data)

    def text(self, path: str) -> Text:
        """Return a document's body."""
        self.asked.add(tags.document(path))
        [(html, contents)] = self._rows("select html, contents from body where path = :path", path=path)
        return Text(html, tuple(Heading(*each) for each in json.loads(contents)))

    def files(self, path: str) -> tuple[OwnedFile, ...]:
        """Return the files that a document owns, attachments in the order they are listed."""
        self.asked.add(tags.document(path))
        rows = self._rows(
            "select path, name, label, size, width, height, digest, attached, derived from file where document = :path order by path",
            path=path,
        )
        return tuple(OwnedFile(*row) for row in rows)

    def picture(self, document: Document, alt: str) -> Picture | None:
        """Return the picture that a document names as its own."""
        if not document.image:
            return None
        path = f"{document.folder}/{document.image}"
        found = next(file for file in self.files(document.path) if file.path == path)
        folder = self.address(document.site, document.url)
        return Picture(f"{folder}{quote(found.name)}", alt, found.width, found.height, sources(found, folder))

    def file_digest(self, document: str, path: str) -> str:
        """Return the digest of a file that a document owns."""
        self.asked.add(tags.document(document))
        [(digest,)] = self._rows(
            "select digest from file where document = :document and path = :path", document=document, path=path
        )
        return str(digest)

    def line_of(self, path: str, key: str) -> int:
        """Return the line of a front-matter key or of an item of its list (`key.0`), 1 where it is not written."""
        [(lines,)] = self._rows("select lines from document where path = :path", path=path)
        found = json.loads(lines)
        return int(found.get(key) or found.get(key.partition(".")[0], 1))

    def address(self, site: str, url: str) -> str:
        """Return how this page links to `url` of a site: from the root on its own, in full on another."""
        if site == self.site.id:
            return url
        self.asked.add(tags.settings(site))
        return f"{self.content.sites[site].address}{url}"

    def link(self, path: str) -> Link | None:
        """Return title and address of a public document, or nothing."""
        query = f"select d.title, d.site, d.url, d.lang from document d where d.path = :path and {PUBLIC}"
        for title, site, url, lang in self._followed(query, path):
            return Link(title, self.address(site, url), self.foreign(lang))
        return None

    def _followed(self, query: str, path: str, tag: Callable[[str], str] = tags.title, **values: object) -> list[tuple]:  # type: ignore[type-arg]
        """Return what a query gives for a document, or for the one that it moved to: a link never goes through a redirect."""
        for place in followed(self.database, path):
            self.asked.add(tag(place))
            rows = self._rows(query, path=self.spoken(place), **values)
            if rows:
                return rows
        return []

    def outside(self, path: str) -> tuple[str, ...]:
        """Return the addresses at which a document leads out; this leaves no tag, and is not for pages."""
        return named_outside(self.database, path, self.content.platform)

    def outward(self, document: str, address: str) -> str:
        """Return how the page of a document, by its URL, links to an address elsewhere: through one that asks where that leads out."""
        self.asked.add(tags.hosts())
        return asking_at(document, address) if outside([address], self.content.platform) else address

    def address_of(self, path: str) -> str:
        """Return the address of a public document, or nothing."""
        return self.whereabouts(path)[0]

    def whereabouts(self, path: str) -> tuple[str, str]:
        """Return the address of a public document, and its language where that is not the page's; nothing where it is not public."""
        query = f"select d.site, d.url, d.lang from document d where d.path = :path and {PUBLIC}"
        for site, url, lang in self._followed(query, path, tags.address):
            return self.address(site, url), self.foreign(lang)
        return "", ""

    def pages(self, *views: str) -> list[tuple[str, str, str]]:
        """Return file, view and subject of the site's pages that stand at old addresses, of these views."""
        self.asked.update(tags.pages(self.site.id, view) for view in views)
        query = f"select file, view, of from page where site = :site and view in {OLD} order by file"
        return [row for row in self._rows(query, site=self.site.id) if row[1] in views]

    def redirect(self, file: str) -> tuple[str, str, str, str]:
        """Return old address, new one, note and alternative of a row of the site's table."""
        self.asked.add(tags.redirect(self.site.id, file))
        query = "select old, new, note, instead from redirect where site = :site and file = :file"
        [row] = self._rows(query, site=self.site.id, file=file)
        return row

    def leads_to(self, new: str) -> Link | None:
        """Return the page that a table's address or path means, as this page links to it; nothing for a lost document."""
        if new.endswith(".md") and "://" not in new:
            return self.link(new)
        return Link(self._called(new), new) if new else None

    def _called(self, address: str) -> str:
        """What an address is called: a column of this site by its name, another site of the platform by its name."""
        for site in self.content.sites.values():
            if address.startswith(f"{site.address}/"):
                self.asked.add(tags.settings(site.id))
                return site.settings.name
        column = self.site.column(address.strip("/"))
        return column.name if column else address
