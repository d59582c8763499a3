"""That a moved copy says what its original says: both are read, and what they give is compared."""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass
from html import unescape
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote

from model.faults import Unreadable
from model.reading import read_document
from model.record import specs
from pipeline.moving.copies import beside
from plugins.engine.reader import Reader

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from model.document import Document
    from model.site import Site
    from pipeline.moving.moves import Move
    from plugins.engine.files import OwnedFile
    from plugins.engine.reader import Body

_NAMED = re.compile(r'href="doc:([^"#]+)')
#: What a copy may have otherwise; what it names is compared reference by reference.
_OF_ITS_PLACE = frozenset(
    {"path", "site", "column", "slug", "archived", "publish_at", "expires_at", "aliases", "moved_from"}
)
_NAMING = frozenset({"interprets", "repeals", "documents", "result"})


@dataclass(frozen=True, slots=True)
class Proof:
    """Reads the documents of a site in `content` beside their copies, which are laid into the folder `scratch`."""

    content: Path
    scratch: Path
    site: Site
    after: Callable[[str], str]
    before: Reader
    then: Reader

    @classmethod
    def between(cls, content: Path, scratch: Path, site: Site, after: Callable[[str], str]) -> Proof:
        """Return a proof; `after` says where a document's file is after the move."""
        return cls(content, scratch, site, after, Reader(content), Reader(scratch))

    def files(self, move: Move, data: bytes, copy: bytes) -> tuple[OwnedFile, ...]:
        """Return the files that a document owns; raise `Unreadable` where its copy does not say what it says itself."""
        column = self.site.column(move.document.home)
        assert column
        body = self.before.read(read_document(move.document.path, data, self.site.id, column))
        self._lay(move, copy, body.files)
        wrong = self._wrong(move, copy, body)
        shutil.rmtree(self.scratch / move.site)
        if wrong:
            fact = f"搬到“{move.path}”，{wrong}与原来不一样"
            raise Unreadable("MAP_COPY", fact, "把信息区、链接的写法改得简单些，再运行一次")
        return body.files

    def _wrong(self, move: Move, copy: bytes, body: Body) -> str:
        reading = read_document(move.path, copy, move.site, move.column)
        if reading.document is None:
            return "信息区"
        return _difference(self._expected(move, body), _said(reading.document, self.then.read(reading)))

    def _lay(self, move: Move, copy: bytes, files: tuple[OwnedFile, ...]) -> None:
        """Put a copy and the files that it owns where they would be."""
        (self.scratch / move.path).parent.mkdir(parents=True)
        (self.scratch / move.path).write_bytes(copy)
        for file in files:
            there = self.scratch / beside(file.path, move)
            there.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(self.content / file.path, there)

    def _expected(self, move: Move, body: Body) -> dict[str, object]:
        """What the document says, as it should be said from the new place."""
        said = _said(move.document, body)
        html = _NAMED.sub(lambda found: f'href="doc:{quote(self.after(unquote(unescape(found[1]))))}', body.html)
        html = html.replace(f'"{move.document.url}', f'"{move.url}')
        references = tuple((sort, self.after(target) or target, *more) for sort, target, *more in _references(body))
        return said | {"正文": _folded(html), "链接": references}


def _said(document: Document, body: Body) -> dict[str, object]:
    """What a document says, by what it is called."""
    fields = {
        spec.alias: getattr(document, key)
        for key, spec in specs(type(document)).items()
        if key not in _OF_ITS_PLACE | _NAMING
    }
    files = tuple((file.name, file.digest, file.label, file.attached) for file in body.files)
    return {**fields, "附件和图片": files, "链接": _references(body), "正文": _folded(body.html)}


def _folded(html: str) -> str:
    """A text without the spaces that stand for a tab, whose number hangs on the lengths of the paths before it."""
    return re.sub("  +", " ", html)


def _references(body: Body) -> tuple[tuple[str, ...], ...]:
    return tuple((each.sort, each.target, each.fragment, each.title, each.url) for each in body.references)


def _difference(expected: dict[str, object], said: dict[str, object]) -> str:
    """The first thing that is not as it should be, or nothing."""
    return next((name for name in expected | said if expected.get(name) != said.get(name)), "")
