"""From a document's Markdown to its body: sanitised HTML, contents list, anchors, links, and the files that it owns.

A pure function of the document and the files beside it; links to other documents stay named by path (`doc:`) and become
addresses when a page is made, since a target may move without this text changing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape, unescape
from typing import TYPE_CHECKING, Any

from model.phrases import msg
from plugins.engine.charts import draw_charts
from plugins.engine.mentions import Mention, Mentions
from plugins.engine.nesting import too_deep
from plugins.engine.plain_text import PlainText, write_plain_text
from plugins.engine.plain_words import words_of
from plugins.engine.values import Heading

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from markdown import Markdown

    from model.faults import Fault
    from model.reading import Reading
    from plugins.engine.files import OwnedFile
    from plugins.engine.picture_cache import PictureCache

_ID = re.compile(r'<[a-z][^>]*? id="([^"]+)"')
_TABLE = re.compile(r"<table\b(?=[^>]*>\s*(?:<caption\b[^>]*>(.*?)</caption>)?)", re.DOTALL)
#: A text shorter than this needs no contents list.
_LONG_TEXT = 1500
_FEW_HEADINGS = 4
_EXCERPT = 100
#: What a table without a name is called, with its number.
TABLE = msg("表格")


@dataclass(frozen=True, slots=True)
class Body:
    """A document's text, ready for its page."""

    html: str
    contents: tuple[Heading, ...]
    anchors: tuple[str, ...]
    excerpt: str
    references: tuple[Mention, ...]
    files: tuple[OwnedFile, ...]
    faults: tuple[Fault, ...]


class Reader:
    """Reads bodies, one after the other, with one converter; without a cache of pictures, nothing is derived of them."""

    def __init__(self, folder: Path, pictures: PictureCache | None = None) -> None:
        self._folder = folder
        self._pictures = pictures
        self._markdown: Any = None

    def read(self, reading: Reading) -> Body:
        """Return the body of a document that could be typed."""
        assert reading.document
        work = Mentions(self._folder, reading, self._pictures)
        plain = write_plain_text(reading.body)
        html, tokens = ("", []) if plain else self._convert(reading, work)
        work.read_front_matter()
        text = plain or _resolved(work.rewrite(html), tokens)
        drawn, undrawn = draw_charts(text.html, reading.document.lang)
        for name in undrawn:
            work.refuse_chart(name)
        return Body(
            html=_frame_tables(drawn),
            contents=text.headings
            if len(text.headings) >= _FEW_HEADINGS and len(words_of(text.html)) > _LONG_TEXT
            else (),
            anchors=text.anchors,
            excerpt=reading.document.description or _shorten(words_of(text.html)),
            references=tuple(work.references),
            files=tuple(work.files.owned.values()),
            faults=tuple(work.faults),
        )

    def _convert(self, reading: Reading, work: Mentions) -> tuple[str, list[dict[str, Any]]]:
        """What the library makes of a text, with the tokens of its headings."""
        self._markdown = self._markdown or _make_markdown()
        deep = too_deep(reading.body)
        try:
            if deep < 0:
                html = str(self._markdown.reset().convert(reading.body))
                return html, self._markdown.toc_tokens if html else []
        except RecursionError:
            deep = 0
        work.refuse_nesting(deep)
        return "", []


def _make_markdown() -> Markdown:
    """The converter, loaded where there is a text that needs it."""
    from plugins.engine.markdown_dialect import make_markdown

    return make_markdown()


def _resolved(html: str, tokens: list[dict[str, Any]]) -> PlainText:
    return PlainText(html, tuple(_headings(tokens)), tuple(unescape(anchor) for anchor in _ID.findall(html)))


def _shorten(text: str) -> str:
    return text if len(text) <= _EXCERPT else text[: _EXCERPT - 1] + "…"


def _headings(tokens: list[dict[str, Any]]) -> Iterator[Heading]:
    for token in tokens:
        yield Heading(token["level"], token["name"], token["id"])
        yield from _headings(token["children"])


def _frame_tables(html: str) -> str:
    """Put each table into a frame that scrolls on narrow screens, can be reached by keyboard, and is called as its caption says."""
    if "<table" not in html:
        return html
    number = 0

    def open_frame(found: re.Match[str]) -> str:
        nonlocal number
        number += 1
        name = escape(words_of(found[1] or "")) or f"{TABLE}{number}"
        return f'<div class="table-frame" role="group" aria-label="{name}" tabindex="0"><table'

    return _TABLE.sub(open_frame, html).replace("</table>", "</table></div>")
