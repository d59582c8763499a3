"""A page for each public document, with the template of its kind."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from plugins.engine.formats import escaped
from plugins.engine.mentions import link_target
from plugins.engine.outward import links_out
from plugins.engine.reader import TABLE
from plugins.engine.registry import VARIED, PageKey, Registry, Subject, View, features

if TYPE_CHECKING:
    from collections.abc import Iterator

    from model.document import Document
    from plugins.engine.ask import Ask
    from plugins.engine.files import OwnedFile
    from plugins.engine.registry import Context
    from plugins.engine.values import Heading, Picture


@dataclass(frozen=True, slots=True)
class BodyFace:
    """A document's text with its links in place; `contents` is empty for a short one."""

    html: str
    contents: tuple[Heading, ...]

    def __repr__(self) -> str:
        """The text as it is, which is long, and would be escaped character by character."""
        return f"{self.contents!r} {self.html}"


def pages(document: Document, _files: tuple[OwnedFile, ...]) -> Iterator[PageKey]:
    """One page a document."""
    yield PageKey(f"{document.url[1:]}index.html", document.path, document.path)


def context(ask: Ask, key: PageKey) -> Context:
    """The document and its text; everything else is the parts'."""
    document = ask.document(key.of)
    text = ask.text(key.of)
    html = links_out(link_target(text.html, ask.whereabouts), partial(ask.outward, document.url))
    html = _called(html, ask.say(TABLE))
    subject = Subject(
        view="document",
        url=document.url,
        heading=document.title,
        trail=ask.site.trail(document.column),
        document=document,
        feed=f"/{document.column}/feed.xml",
    )
    return {"subject": subject, "document": document, "body": BodyFace(html, text.contents)}


def _called(html: str, table: str) -> str:
    """The text with its tables that have no name called what they are called in the page's language."""
    return html if table == TABLE else html.replace(f'aria-label="{TABLE}', f'aria-label="{escaped(table)}')


def picture(ask: Ask, subject: Subject) -> Picture | None:
    """The document's own picture (题图)."""
    assert subject.document
    return ask.picture(subject.document, subject.document.title)


def add(registry: Registry) -> None:
    """Declare the pages, and the picture of each."""
    registry.view(View("document", context, of_document=pages, template="documents/{kind}.html", varied=VARIED))
    registry.part("picture", picture, "document")


def register() -> None:
    """Connect to the engine."""
    features.connect(add)
