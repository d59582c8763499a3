"""The Markdown that editors write: Python-Markdown with the extensions that official documents need."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.extensions.tables import TableExtension
from markdown.extensions.toc import TocExtension
from markdown.inlinepatterns import SubstituteTagInlineProcessor
from markdown.postprocessors import Postprocessor
from markdown.treeprocessors import Treeprocessor

from plugins.engine.charts import CHARTED
from plugins.engine.markdown_shortcuts import TokensOnly, take_shortcuts
from plugins.engine.outline import ArticleCount, Levels, free, slugify

if TYPE_CHECKING:
    from collections.abc import Iterator

_HEADINGS = frozenset(f"h{level}" for level in range(1, 7))
_ALIGN = re.compile(r"text-align:\s*(left|center|right)")
#: How a paragraph begins that is the caption of the table below it: `表：` and `条形图：` (which are not said again), `表1 `, `附表二　`.
_CAPTION = re.compile(r"表[：:]\s*|(条形图)[：:]\s*|(?=附?表 ?(?:\d+(?:[-.]\d+)?|[一二三四五六七八九十]+)[：:\s])")
_WIDE = (
    "\u2014\u2018-\u201d\u2026\u3000-\u303f\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff"
)
_TAG = r"</?(?:a|b|i|em|strong|del|ins|sup|sub|span|mark|code|u)\b[^>]*>"
_INLINE = rf"(?:{_TAG})*"
_BREAK_AFTER_TAG = re.compile(rf"{_TAG}\n")
_BETWEEN_WIDE = re.compile(rf"([{_WIDE}]{_INLINE})\n(?={_INLINE}[{_WIDE}])")


def make_markdown() -> Markdown:
    """Return a converter to be kept and reset between documents."""
    md = _converter(Contents)
    take_shortcuts(md)
    return md


def plain_markdown() -> Markdown:
    """Return a converter for the same Markdown that takes no shortcuts."""
    return _converter(TocExtension)


def _converter(contents: type[TocExtension]) -> Markdown:
    return Markdown(
        output_format="html",
        extensions=[
            TableExtension(),
            "footnotes",
            "def_list",
            "attr_list",
            "fenced_code",
            "codehilite",
            "sane_lists",
            contents(slugify=slugify, toc_depth="2-4", marker=""),
            GovernmentDocument(),
        ],
        extension_configs={
            "codehilite": {"guess_lang": False, "css_class": "highlight"},
            "footnotes": {"BACKLINK_TITLE": "回到正文注{}处"},
        },
    )


class Contents(TocExtension):
    """Anchors and tokens of headings; `[TOC]` is a text like any other, since pages have a contents list of their own."""

    TreeProcessorClass = TokensOnly


class GovernmentDocument(Extension):
    """Outline without jumps, anchors of chapters and articles, tables with scopes, Chinese lines joined, `\\` as a line's end."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 (the library's name)
        """Register the processors; those on the tree run before the contents list is made (priority 5)."""
        md.inlinePatterns.register(SubstituteTagInlineProcessor(r"\\\n", "br"), "backslash_break", 185)
        md.treeprocessors.register(Outline(md), "outline", 8)
        md.treeprocessors.register(Articles(md), "articles", 7)
        md.treeprocessors.register(Tables(md), "scopes", 6)
        md.postprocessors.register(JoinLines(md), "join_lines", 35)


class Outline(Treeprocessor):
    """Gives each heading the depth of its nesting."""

    def run(self, root: Element) -> None:
        """Rename the headings."""
        levels = Levels()
        for heading in root.iter():
            if heading.tag in _HEADINGS:
                heading.tag = f"h{levels.of(int(heading.tag[1]))}"


class Articles(Treeprocessor):
    """A paragraph that begins an article (`第十二条　…`) gets the stable anchor `art-12`."""

    def run(self, root: Element) -> None:
        """Set the ids."""
        articles = ArticleCount()
        taken = {element.get("id") for element in root.iter()}
        for element in root.iter():
            anchor = articles.anchor(_beginning(element)) if element.tag in {"p", *_HEADINGS} else ""
            if anchor and element.tag == "p" and not element.get("id"):
                element.set("id", free(anchor, taken))
                taken.add(element.get("id"))


def _beginning(element: Element) -> str:
    """The first characters of an element's text."""
    text = ""
    for part in element.itertext():
        text += part
        if len(text) > 24:
            break
    return text.lstrip("\u3000 \n")


class Tables(Treeprocessor):
    """Column heads say what they head; alignment is a class, since the hosts' policy refuses inline styles. A name above is the caption."""

    def run(self, root: Element) -> None:
        """Rewrite the cells of every table, and take in the names that stand above."""
        _take_captions(root)
        for table in root.iter("table"):
            for cell in _cells(table):
                align = _ALIGN.search(cell.attrib.pop("style", ""))
                if align:
                    cell.set("class", f"align-{align[1]}")
                if cell.tag == "th" and "".join(cell.itertext()).strip():
                    cell.set("scope", "col")
                elif cell.tag == "th":
                    cell.tag = "td"


def _take_captions(root: Element) -> None:
    """Put the name that stands above a table into it; the caption of one that is to be drawn says so."""
    for above, table in list(pairwise(root)):
        if table.tag == "table" and above.tag == "p" and (found := _CAPTION.match(above.text or "")):
            root.remove(above)
            above.tag, above.tail, above.text = "caption", None, str(above.text)[found.end() :]
            if found[1]:
                above.set("class", CHARTED)
            table.insert(0, above)


def _cells(table: Element) -> Iterator[Element]:
    for row in table.iter("tr"):
        yield from row


class JoinLines(Postprocessor):
    """A single line break between two Chinese characters makes no space; runs before code blocks are put back."""

    def run(self, text: str) -> str:
        """Join the lines."""
        return _BETWEEN_WIDE.sub(r"\1", text) if _breaks_within_text(text) else text


def _breaks_within_text(text: str) -> bool:
    """Say whether a line ends within a text, not behind the tag of a block; in most documents none does."""
    return text.count("\n") > text.count(">\n") or _BREAK_AFTER_TAG.search(text) is not None
