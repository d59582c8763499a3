"""How a page asks the ledger: each question leaves a tag, so that the page is made again when the answer may change.

`Ask` is for one page; what is not asked through it cannot reach a template. Its questions stand in three files: on single
documents (`questions`), on lists (`lists`), on pairs and the calendar (here).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from model.vocabulary import REPEALED
from plugins.engine import tags
from plugins.engine.lists import Lists
from plugins.engine.questions import PUBLIC

if TYPE_CHECKING:
    from model.document import Document
    from model.kinds import Policy

_PAIRED = "d.title, d.site, d.url, d.number, d.note, d.lang"
#: A document in the page's language, or an original that is not translated into it.
_IN_LANGUAGE = """(d.lang = :lang or d.original is null and not exists
  (select 1 from document t where t.original = d.path and t.lang = :lang and t.state > 0))"""


@dataclass(frozen=True, slots=True)
class Paired:
    """A document that another names; `url` is empty where it is only named."""

    text: str
    url: str
    number: str
    note: str
    lang: str = ""


@dataclass(frozen=True, slots=True)
class Translated:
    """A document in one of its languages; `stale` where the original's text is another than the one that was translated."""

    lang: str
    title: str
    url: str
    stale: bool


class Ask(Lists):
    """All questions of one page."""

    __slots__ = ()

    def named_by(self, path: str, sort: str) -> tuple[Paired, ...]:
        """Return the documents that a document names for a purpose (`interprets`, `repeals`), as its page shows them."""
        self.asked.add(tags.document(path))
        rows = self._rows(
            "select target, title, url from link where source = :path and sort = :sort order by rowid",
            path=path,
            sort=sort,
        )
        return tuple(paired for row in rows for paired in self._named(path, *row))

    def _named(self, path: str, target: str, title: str, url: str) -> list[Paired]:
        self.asked.add(tags.named(target))
        if url:
            rows = self._rows(f"select d.url from document d where d.path = :path and {PUBLIC}", path=path)
            return [Paired(title or target, self.outward(rows[0][0], url) if rows else "", target, "")]
        query = f"select {_PAIRED} from document d where (d.path = :path or d.number = :path and {_IN_LANGUAGE}) and {PUBLIC} order by d.path"
        found = self._followed(query, target, tags.named, lang=self.site.lang)
        return [replace(self._paired(row), note="") for row in found] or [Paired(title or target, "", target, "")]

    def naming(self, path: str, number: str, sort: str) -> tuple[Paired, ...]:
        """Return the public documents that name this one, by path or by number, for a purpose."""
        names = [each for each in (path, number, *self._was(path)) if each]
        self.asked.update(tags.naming(sort, each) for each in names)
        places = ", ".join(f":name{place}" for place in range(len(names)))
        rows = self._rows(
            "select distinct d.path, d.effective, d.date from link l join document d on d.path = l.source "
            f"where l.sort = :sort and l.target in ({places}) and d.original is null and {PUBLIC} order by d.date, d.path",
            sort=sort,
            **{f"name{place}": name for place, name in enumerate(names)},
        )
        query = f"select {_PAIRED} from document d where d.path = :path"
        counting = (self.spoken(path) for path, effective, _ in rows if sort != "repeals" or self._in_force(effective))
        return tuple(self._paired(row) for path in counting for row in self._rows(query, path=path))

    def _was(self, path: str) -> list[str]:
        """The paths of withdrawn documents whose old addresses lead to this one: who names them, names it."""
        query = (
            "select d.path from redirect r cross join document d indexed by document_gone on d.site = r.site and d.state < 1 "
            "and d.url = '/' || substr(r.file, 1, length(r.file) - 10) where r.new = :path and r.holds = 1 order by d.path"
        )
        return [each for (each,) in self._rows(query, path=path)]

    def _paired(self, row: tuple) -> Paired:  # type: ignore[type-arg]
        title, site, url, number, note, lang = row
        return Paired(title, self.address(site, url), number or "", note, self.foreign(lang))

    def _in_force(self, effective: str | None) -> bool:
        return effective is None or self.reached(dt.date.fromisoformat(effective[:10]))

    def reached(self, day: dt.date) -> bool:
        """Say whether a day has come; the page falls due when it does, and again where a build is of an earlier day."""
        self.due.add(dt.datetime(day.year, day.month, day.day).isoformat())
        return day <= self.now.date()

    def status(self, policy: Policy) -> str:
        """Return whether a policy is in force: what it says of itself, or 废止 where a document in force repeals it."""
        named = policy.original or policy.path
        return REPEALED if self.naming(named, policy.document_number, "repeals") else policy.status

    def languages_of(self, document: Document) -> tuple[Translated, ...]:
        """Return a document in each language in which it is public, itself included; nothing where its site has one language."""
        if not self.main.editions:
            return ()
        original = document.original or document.path
        self.asked.update((tags.document(original), tags.naming("translation", original)))
        rows = self._rows(
            f"select d.lang, d.title, d.url, d.translates, d.version, d.original from document d where d.path = :path and {PUBLIC} union all "
            f"select d.lang, d.title, d.url, d.translates, o.version, d.original from document d join document o on o.path = d.original "
            f"where d.original = :path and {PUBLIC} order by 1",
            path=original,
        )
        return tuple(
            Translated(lang, title, url, bool(of) and was != version) for lang, title, url, was, version, of in rows
        )
