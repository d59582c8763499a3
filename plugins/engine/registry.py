"""What a feature plugin declares: the pages it makes (views), what it adds to other pages (parts), what it finds wrong (checks).

A plugin connects a function to `features`; the engine sends it a `Registry` once for each build, so that nothing is kept
in a module:

    def add(registry): registry.view(View("home", pages, context, template="pages/home.html"))
    def register(): features.connect(add)
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from blinker import signal

from plugins.engine.templates import ThemeFiles, read_theme_files

if TYPE_CHECKING:
    from pathlib import Path

    from model.document import Document
    from model.faults import Fault
    from model.site import Column
    from plugins.engine.ask import Ask
    from plugins.engine.inquiry import Inquiry

features = signal("zhengzhan_features")

Context = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class PageKey:
    """A page that a view makes: its file below the site's output, and what it is of (a path, a number, nothing).

    `source` and `line` say where an editor asked for it, for the message when two pages want one file; line 0 is that
    of the document's `slug`.
    """

    file: str
    of: str = ""
    source: str = ""
    line: int = 0


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

    `pages` lists them by asking; `context` makes the plain frozen values that one is made from (for an HTML page with
    its `subject` among them). `template` is the theme's template, where `{kind}` stands for the document's kind; a
    view without one has `write`, which makes the bytes from the context (and files that the context names by digest).
    """

    name: str
    pages: Callable[[Ask], Iterable[PageKey]]
    context: Callable[[Ask, PageKey], Context]
    template: str = ""
    write: Callable[[Ask, Context], bytes] | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """A value that a feature adds to pages under its own name; `views` names them, none means every HTML page."""

    name: str
    make: Callable[[Ask, Subject], Any]
    views: frozenset[str] = frozenset()


Check = Callable[["Inquiry"], Iterable["Fault"]]


@dataclass(slots=True)
class Registry:
    """Everything that the plugins of a build declared, in their order; `theme` holds the theme's files for them."""

    theme: ThemeFiles
    views: list[View] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    checks: list[Check] = field(default_factory=list)

    def view(self, view: View) -> None:
        """Add a sort of pages."""
        self.views.append(view)

    def part(self, name: str, make: Callable[[Ask, Subject], Any], *views: str) -> None:
        """Add a value to the pages of these views, or to all."""
        self.parts.append(Part(name, make, frozenset(views)))

    def check(self, check: Check) -> None:
        """Add a check over all documents, made after reading and before anything is written."""
        self.checks.append(check)


def collect(theme: Path) -> Registry:
    """Return what the connected plugins declare, for the theme in that folder."""
    registry = Registry(read_theme_files(theme))
    features.send(registry)
    return registry
