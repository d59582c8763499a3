"""Make one page: ask for its values, and only where they are not those it was made from, render it; write only other bytes.

The same in the build's own process and in a worker's, which writes what it makes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from model.variants import TRADITIONAL, VARIANTS
from plugins.engine.ask import Ask
from plugins.engine.registry import Frame, PageKey, Subject
from plugins.engine.tags import numbers_of, pack
from plugins.engine.templates import faults_of_theme
from plugins.engine.theme_digests import shown
from plugins.engine.variants import deriving

if TYPE_CHECKING:
    import datetime as dt
    import sqlite3

    from model.content_folder import Content
    from model.site import Site
    from plugins.engine.languages import Environments
    from plugins.engine.output import Output
    from plugins.engine.picture_cache import PictureCache
    from plugins.engine.registry import Context, Derive, Part, Registry, View


#: The tags that a page left, packed, and the moments at which it falls due.
Answers = tuple[bytes, tuple[str, ...]]
_NO_ANSWERS: Answers = (b"", ())


class Wanted(NamedTuple):
    """A page to be asked again; `made`, `digest`, `size` and `stamp` are what the ledger knows of what stands in the output."""

    id: int
    file: str
    view: str
    of: str
    owner: str
    made: str
    digest: str
    size: int
    stamp: str
    variants: tuple[Wanted, ...] = ()


class Made(NamedTuple):
    """What came of it; `written` where its bytes are staged."""

    id: int
    file: str
    template: str
    made: str
    digest: str
    size: int
    stamp: str
    tags: bytes
    due: tuple[str, ...]
    written: bool


@dataclass(frozen=True, slots=True)
class Maker:
    """Makes the pages of one site. `facts` has the digests of the code and of each template with all that it names."""

    database: sqlite3.Connection
    content: Content
    site: Site
    now: dt.datetime
    registry: Registry
    environments: Environments
    facts: dict[str, str]
    output: Output
    pictures: PictureCache
    _shared: dict[tuple[str, str, object], tuple[Any, str]] = field(default_factory=dict)
    _parts: dict[tuple[str, str], tuple[Part, ...]] = field(default_factory=dict)
    _ways: dict[str, dict[str, Derive]] = field(default_factory=dict)
    _derives: dict[tuple[str, str], Callable[[str, str], str]] = field(default_factory=dict)

    def make(self, wanted: Wanted) -> tuple[Made, ...]:
        """Make one page and its variants, as far as they must be."""
        view = self.registry.view_named(wanted.view)
        edition = self.site.edition_of(wanted.file)
        words = self.registry.words(edition.lang)
        ask = Ask(self.database, self.content, edition, self.now, words, self.pictures)
        template, context, texts = self._values(view, ask, PageKey(wanted.file, wanted.of, wanted.owner))
        made = self._digest(edition.lang, template, context, texts)
        render = partial(self._render, view, ask, template, context)
        answers = (pack(numbers_of(ask.asked)), tuple(sorted(ask.due)))
        if made == wanted.made:
            page, data = _made(wanted, answers, template, made, (wanted.digest, wanted.size, wanted.stamp)), b""
        else:
            data = render()
            page = self._put(wanted, answers, template, made, data)
        return (page, *self._variants(wanted.variants, page, data, render))

    def _put(self, wanted: Wanted, answers: Answers, template: str, made: str, data: bytes) -> Made:
        """Stage the bytes of a page, unless they are those that stand in the output."""
        digest = hashlib.sha256(data).hexdigest()
        if wanted.made and digest == wanted.digest:
            return _made(wanted, answers, template, made, (digest, len(data), wanted.stamp))
        stamp = "" if wanted.made else self.output.stamp(wanted.file, data)
        written = not stamp
        stamp = stamp or self.output.stage(wanted.file, data)
        return _made(wanted, answers, template, made, (digest, len(data), stamp), written=written)

    def _variants(
        self, variants: tuple[Wanted, ...], page: Made, data: bytes, render: Callable[[], bytes]
    ) -> Iterator[Made]:
        """Derive the variants of a page that are not of the bytes that it has now."""
        for wanted in variants:
            edition = self.site.edition_of(wanted.of)
            made = _digest_of(f"{page.digest} {self._frame_digest(edition.lang)}")
            if wanted.made != made:
                data = data or self._finished(page, render)
                text = self._derived(wanted.view, edition)(data.decode(), wanted.of)
                yield self._put(wanted, _NO_ANSWERS, "", made, text.encode())

    def _finished(self, page: Made, render: Callable[[], bytes]) -> bytes:
        """A page as it stands in the output; where that is not what was made, it is made again."""
        data = self.output.read(page.file)
        return data if hashlib.sha256(data).hexdigest() == page.digest else render()

    def _derived(self, name: str, edition: Site) -> Callable[[str, str], str]:
        """The way to a variant in a language. What two variants have in common is prepared once, and remembers the texts of both."""
        lang = edition.lang
        if lang not in self._ways:
            words = self.registry.words
            frame = Frame(edition, self.registry.theme.assets, self.content.terms, words(lang), words(TRADITIONAL))
            self._ways[lang] = {way: prepare(frame) for way, prepare in self.registry.variants.items()}
        if (name, lang) not in self._derives:
            way = deriving(self._ways[lang], VARIANTS[name], self.site, self.registry.words(lang))
            self._derives[name, lang] = way
        return self._derives[name, lang]

    def _frame_digest(self, lang: str) -> str:
        """What a variant is made of besides its page: code, settings, theme, terms, texts."""
        names = ("making", f"site:{self.site.id}", "static", "terms", f"words:{lang}", f"words:{TRADITIONAL}")
        return " ".join(self.facts.get(name, "") for name in names)

    def _values(self, view: View, ask: Ask, key: PageKey) -> tuple[str, Context, dict[str, str]]:
        """The page's template, the values that it shows, and the digests of those that are shared."""
        context: dict[str, Any] = dict(view.context(ask, key))
        texts: dict[str, str] = {}
        template = _template(view, context)
        subject = context.pop("subject", None)
        if isinstance(subject, Subject):
            for part in self._parts_of(subject.view, template):
                if part.shared:
                    context[part.name], texts[part.name] = self._made_once(part, ask, subject)
                else:
                    context[part.name] = part.make(ask, subject)
        return template, context, texts

    def _parts_of(self, view: str, template: str) -> tuple[Part, ...]:
        if (view, template) not in self._parts:
            names, parts = shown(self.facts.get(f"template:{template}", "")), self.registry.parts_of(view)
            self._parts[view, template] = tuple(part for part in parts if names is None or part.name in names)
        return self._parts[view, template]

    def _made_once(self, part: Part, ask: Ask, subject: Subject) -> tuple[Any, str]:
        assert part.shared
        key = (ask.site.lang, part.name, part.shared(subject))
        if key not in self._shared:
            value = part.make(ask, subject)
            self._shared[key] = (value, _digest_of(repr(value)))
        return self._shared[key]

    def _digest(self, lang: str, template: str, context: Context, texts: dict[str, str]) -> str:
        """Values are plain and frozen, so that their `repr` is the same in every run."""
        values = (f"{name}={texts.get(name) or repr(context[name])}" for name in sorted(context))
        frame = (self.facts["making"], self.facts.get(f"words:{lang}", ""), self.facts.get(f"template:{template}", ""))
        return _digest_of("\n".join((*frame, *values)))

    def _render(self, view: View, ask: Ask, template: str, context: Context) -> bytes:
        if view.write:
            return view.write(ask, context)
        with faults_of_theme(template):
            return self.environments.of(ask.site.lang).get_template(template).render(context).encode()


def _digest_of(text: str) -> str:
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()


def _template(view: View, context: Context) -> str:
    return view.template.format(kind=context["document"].kind) if "{kind}" in view.template else view.template


def _made(
    wanted: Wanted, answers: Answers, template: str, made: str, bytes_: tuple[str, int, str], *, written: bool = False
) -> Made:
    return Made(wanted.id, wanted.file, template, made, *bytes_, *answers, written)
