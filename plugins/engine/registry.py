"""What a feature plugin declares: the pages it makes (views), what it adds to other pages (parts), what it finds wrong (checks).

A plugin connects a function to `features`; the engine sends it a `Registry` once for each build, so that nothing is kept
in a module:

    def add(registry): registry.view(View("home", pages, context, template="pages/home.html"))
    def register(): features.connect(add)
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, partial
from typing import TYPE_CHECKING, Any, NamedTuple

from blinker import signal

from model.lifecycle import Mode
from model.variants import CARE, TRADITIONAL
from plugins.engine.theme_files import ThemeFiles, read_theme_files
from plugins.engine.words import Words, read_words

if TYPE_CHECKING:
    from pathlib import Path

    from model.document import Document
    from model.faults import Fault
    from model.site import Column, Site
    from plugins.engine.ask import Ask
    from plugins.engine.files import OwnedFile
    from plugins.engine.inquiry import Inquiry
    from plugins.engine.values import Assets

features = signal("zhengzhan_features")

Context = Mapping[str, Any]
#: The variants of a page that people read.
VARIED = frozenset({CARE, TRADITIONAL})


class PageKey(NamedTuple):
    """A page that a view makes: its file below the site's output, and what it is of (a path, a number, nothing).

    `source` is the document that asks for it, and `key` the field that does, for the message when two pages want one file; of a
    table, the line.
    """

    file: str
    of: str = ""
    source: str = ""
    key: str = "slug"


@dataclass(frozen=True, slots=True)
class Subject:
    """What an HTML page is about; every part makes its value from it."""

    view: str
    url: str
    heading: str
    trail: tuple[Column, ...] = ()
    document: Document | None = None
    feed: str = ""
    indexed: bool = True


@dataclass(frozen=True, slots=True)
class View:
    """Pages of one sort.

    `pages` lists those that the site has by asking, `of_document` those that a document has, from it and the files it owns
    alone, `of_link` the one that it has for each address at which its links lead out of the government's sites; a view has one of
    the three. `context` makes the plain frozen values that one is made from (for an HTML page with
    its `subject` among them). `template` is the theme's template, where `{kind}` stands for the document's kind; a
    view without one has `write`, which makes the bytes from the context (and files that the context names by digest).
    `modes` are what a site's hosts show while it has such pages: as a rule, the whole site. `varied` are the variants (`care`,
    `zh-Hant`) that are derived from the finished pages, where the site has them. `spoken` says that `pages` are there in each
    language of the site.
    """

    name: str
    context: Callable[[Ask, PageKey], Context]
    pages: Callable[[Ask], Iterable[PageKey]] | None = None
    of_document: Callable[[Document, tuple[OwnedFile, ...]], Iterable[PageKey]] | None = None
    of_link: Callable[[Document, str], PageKey] | None = None
    template: str = ""
    write: Callable[[Ask, Context], bytes] | None = None
    modes: frozenset[Mode] = frozenset({Mode.SERVING})
    varied: frozenset[str] = frozenset()
    spoken: bool = False

    def of(self, document: Document, files: tuple[OwnedFile, ...], outside: tuple[str, ...]) -> Iterator[PageKey]:
        """Yield the pages that a document has, from the files that it owns and the addresses at which it leads out."""
        if self.of_document:
            yield from self.of_document(document, files)
        if self.of_link:
            yield from (self.of_link(document, each) for each in outside)


@dataclass(frozen=True, slots=True)
class Part:
    """A value that a feature adds to pages under its own name; `views` names them, none means every HTML page.

    A value that asks nothing, and is the same on many pages of a site, says by `shared` what those pages have in common:
    it is made once for all of them.
    """

    name: str
    make: Callable[[Ask, Subject], Any]
    views: frozenset[str] = frozenset()
    shared: Callable[[Subject], object] | None = None


@dataclass(frozen=True, slots=True)
class Frame:
    """What a variant knows of the site, in one language, whose pages it is derived from.

    `words` are the texts of the interface in that language, `traditional` those in traditional characters.
    """

    site: Site
    assets: Assets
    terms: Mapping[str, str]
    words: Words
    traditional: Words


#: From the text of a finished page (or feed) to that of its variant.
Derive = Callable[[str], str]
Check = Callable[["Inquiry"], Iterable["Fault"]]


@dataclass(slots=True)
class Registry:
    """Everything that the plugins of a build declared, in their order.

    `theme` holds the theme's files for them, `words` gives what its interface says in a language.
    """

    theme: ThemeFiles
    words: Callable[[str], Words]
    views: list[View] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    checks: list[Check] = field(default_factory=list)
    filters: dict[str, Callable[..., Any]] = field(default_factory=dict)
    variants: dict[str, Callable[[Frame], Derive]] = field(default_factory=dict)

    def view(self, view: View) -> None:
        """Add a sort of pages."""
        self.views.append(view)

    def view_named(self, name: str) -> View:
        """Return a view by its name."""
        return next(view for view in self.views if view.name == name)

    def parts_of(self, view: str) -> tuple[Part, ...]:
        """Return the parts that a view's pages have, in their order; to be asked when all are declared."""
        return tuple(part for part in self.parts if not part.views or view in part.views)

    def part(
        self,
        name: str,
        make: Callable[[Ask, Subject], Any],
        *views: str,
        shared: Callable[[Subject], object] | None = None,
    ) -> None:
        """Add a value to the pages of these views, or to all."""
        self.parts.append(Part(name, make, frozenset(views), shared))

    def filter(self, name: str, make: Callable[..., Any]) -> None:
        """Add a filter to the templates: what is costly is made only where a page is rendered."""
        self.filters[name] = make

    def variant(self, name: str, prepare: Callable[[Frame], Derive]) -> None:
        """Add how a variant is derived; `prepare` is called once for a site, what it returns once for each page."""
        self.variants[name] = prepare

    def check(self, check: Check) -> None:
        """Add a check over all documents, made after reading and before anything is written."""
        self.checks.append(check)


def collect(theme: Path) -> Registry:
    """Return what the connected plugins declare, for the theme in that folder."""
    registry = Registry(read_theme_files(theme), cache(partial(read_words, theme)))
    features.send(registry)
    return registry
