"""Shortcuts through Python-Markdown for what most of an official text is: plain paragraphs without a single mark.

Each leaves out work that could not change anything; a test holds the output to that of the library without them.
"""

from __future__ import annotations

import re
from functools import lru_cache
from html import unescape as unescape_html
from itertools import takewhile
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import Element, SubElement

from markdown.blockprocessors import ParagraphProcessor
from markdown.extensions.attr_list import AttrListTreeprocessor
from markdown.extensions.toc import (
    TocTreeprocessor,
    escape_cdata,
    nest_toc_tokens,
    remove_fnrefs,
    render_inner_html,
    strip_tags,
    unescape,
    unique,
)
from markdown.serializers import to_html_string
from markdown.treeprocessors import InlineProcessor, UnescapeTreeprocessor
from markdown.util import AtomicString, Registry

if TYPE_CHECKING:
    from collections.abc import Iterator

    from markdown import Markdown

#: What the text must hold for an inline pattern to find anything; a pattern that is not named here is always tried.
_NEEDS = {
    "backtick": "`",
    "escape": "\\",
    "backslash_break": "\\",
    "footnote": "[^",
    "reference": "[",
    "link": "[",
    "short_reference": "[",
    "image_link": "![",
    "image_reference": "![",
    "short_image_ref": "![",
    "autolink": "<",
    "automail": "<",
    "html": "<",
    "entity": "&",
    "linebreak": "  \n",
}
_EMPHASIS = re.compile("[*_]")
_HEADINGS = frozenset(f"h{level}" for level in range(1, 7))
_ORDINARY = _HEADINGS | {
    "div", "p", "ul", "ol", "li", "dl", "dt", "dd", "blockquote", "table", "caption", "thead", "tbody", "tr", "th", "td", "strong", "em",
    "code", "pre", "sup",
}  # fmt: skip
#: What text or attribute cannot hold as it is: markup, and the library's marks of stashed text.
_MARKUP = re.compile('[<>&"\x02]')
#: A block of one line that begins with a Chinese character or opening mark: nothing but a paragraph begins so.
_CHINESE = "[\u3400-\u4dbf\u4e00-\u9fff“‘（《【〔「『]"
_PLAIN = re.compile(rf"{_CHINESE}[^\n]*\Z")
#: One without a single mark, that is neither an article nor the caption of a table: nothing will ask for it again.
_BARE = re.compile(rf"\u3000*(?!第|附?表|条形图){_CHINESE}[^\n<>&\"\x02`\\[*_!{{}}]*\Z")
#: What makes the paragraph before it a term.
_DEFINITION = re.compile(" {0,3}:")
#: The name, and the attribute, of an element that stands for a run of bare paragraphs.
_RUN = "run"


def take_shortcuts(md: Markdown) -> None:
    """Put the shortcuts into a converter whose extensions are all registered."""
    md.treeprocessors.register(MarkedInline(md), "inline", 20)
    md.treeprocessors.register(MarkedUnescape(md), "unescape", 0)
    md.is_block_level = lru_cache(1000)(md.is_block_level)  # type: ignore[method-assign]
    md.treeprocessors.register(MarkedAttributes(md), "attr_list", 8.5)  # before the outline, as without shortcuts
    md.parser.blockprocessors.register(PlainParagraph(md.parser), "plain_paragraph", 1000)
    md.parser.blockprocessors = Settled(md.parser.blockprocessors)
    md.serializer = serialize


def _by_priority(registry: Any) -> list[Any]:
    """A registry's items with name and priority, which it gives away only so."""
    return sorted(registry._priority, key=lambda item: -item.priority)


class Settled(Registry[Any]):
    """A registry into which nothing more comes, so that its order need not be worked out at each use."""

    def __init__(self, registry: Registry[Any]) -> None:
        super().__init__()
        for item in _by_priority(registry):
            self.register(registry[item.name], item.name, item.priority)
        self._settled = list(super().__iter__())

    def __iter__(self) -> Iterator[Any]:
        return iter(self._settled)


class MarkedInline(InlineProcessor):
    """Tries a pattern only on a text that holds what the pattern begins with."""

    def __init__(self, md: Markdown) -> None:
        super().__init__(md)
        names = [item.name for item in _by_priority(md.inlinePatterns)]
        self._needs = [_NEEDS.get(name, "" if name != "em_strong" else "*_") for name in names]
        self._patterns = [md.inlinePatterns[name] for name in names]
        known = (need for need in self._needs if need and need != "*_")
        always = "|" if "" in self._needs else ""  # which every text matches
        self._marked = re.compile("|".join({"[*_]", *map(re.escape, known)}) + always)

    def run(self, tree: Element, ancestors: list[str] | None = None) -> Element:
        """Go into those blocks only that hold a mark at all."""
        if any(child.tail and self._marked.search(child.tail) for child in tree):
            return super().run(tree, ancestors)
        for child in tree:
            if any(map(self._marked.search, child.itertext())):
                alone = Element(tree.tag)
                alone.append(child)
                super().run(alone, ancestors)
        return tree

    def _InlineProcessor__handleInline(self, data: str, patternIndex: int = 0) -> str:  # noqa: N802, N803 (the library's names)
        """What the library does under this name, without the patterns that have nothing to find."""
        if isinstance(data, AtomicString) or not self._marked.search(data):
            return data
        start, apply = 0, self._InlineProcessor__applyPattern  # type: ignore[attr-defined]
        while patternIndex < len(self._patterns):
            matched = False
            if self._may_match(self._needs[patternIndex], data):
                data, matched, start = apply(self._patterns[patternIndex], data, patternIndex, start)
            if not matched:
                patternIndex, start = patternIndex + 1, 0  # noqa: N806
        return data

    @staticmethod
    def _may_match(need: str, data: str) -> bool:
        return need in data if need != "*_" else _EMPHASIS.search(data) is not None


class MarkedUnescape(UnescapeTreeprocessor):
    """Looks for escaped characters only in a document with a backslash."""

    def run(self, root: Element) -> None:
        """Restore the characters that were escaped."""
        if any("\\" in line for line in self.md.lines):  # type: ignore[attr-defined]  # set by convert()
            super().run(root)


class MarkedAttributes(AttrListTreeprocessor):
    """Looks for attribute lists only in a document with a brace."""

    def run(self, doc: Element) -> None:
        """Assign the attributes that the text gives."""
        if any("{" in text for text in doc.itertext()):
            super().run(doc)


class PlainParagraph(ParagraphProcessor):
    """Takes a plain paragraph before all other processors have looked whether it is theirs; a run of bare ones at once."""

    def test(self, parent: Element, block: str) -> bool:  # noqa: ARG002 (the library's signature)
        """Say whether a block cannot be anything else."""
        return _PLAIN.match(block) is not None or _BARE.match(block) is not None

    def run(self, parent: Element, blocks: list[str]) -> None:
        """Take the block, and the bare ones that follow."""
        bare = list(takewhile(_BARE.match, blocks)) if parent is self.parser.root else []
        if len(bare) < len(blocks) and _DEFINITION.match(blocks[len(bare)]):
            bare = bare[:-1]
        if not bare:
            super().run(parent, blocks)
            return
        run = SubElement(parent, _RUN)
        run.set(_RUN, "\n".join(f"<p>{block.lstrip()}</p>" for block in bare))
        del blocks[: len(bare)]


class TokensOnly(TocTreeprocessor):
    """Gives headings their anchors and lists them as tokens; the list as HTML is the theme's."""

    def run(self, doc: Element) -> None:
        """Set the ids, and `md.toc_tokens`."""
        used = {element.attrib["id"] for element in doc.iter() if "id" in element.attrib}
        tokens: list[Any] = []
        counters: dict[str, int] = {}
        for element in doc.iter():
            if element.tag in _HEADINGS:
                name = self._name(element)
                if "id" not in element.attrib:
                    element.attrib["id"] = unique(self.slugify(unescape_html(name), self.sep), used, counters)
                level = int(element.tag[1])
                if self.toc_top <= level <= self.toc_bottom:
                    tokens.append({"level": level, "id": unescape(element.attrib["id"]), "name": name})
        self.md.toc_tokens = nest_toc_tokens(tokens)  # type: ignore[attr-defined]

    def _name(self, heading: Element) -> str:
        """A heading's text; one that is not plain is rendered to find it."""
        text = heading.text or ""
        if len(heading) or _MARKUP.search(text):
            return strip_tags(render_inner_html(remove_fnrefs(heading), self.md))
        return " ".join(text.split())


def serialize(element: Element) -> str:
    """Return what the library's `to_html_string` does; elements that are not ordinary are left to it."""
    written: list[str] = []
    _write(written, element)
    return "".join(written)


def _write(written: list[str], element: Element) -> None:
    if element.tag == _RUN:
        written.append(element.attrib[_RUN] + "\n")
        return
    opening = _opening(element)
    if not opening:
        written.append(to_html_string(element))
        return
    written.append(opening)
    if element.text:
        written.append(escape_cdata(element.text))
    for child in element:
        _write(written, child)
    written.append(f"</{element.tag}>{escape_cdata(element.tail)}" if element.tail else f"</{element.tag}>")


def _opening(element: Element) -> str:
    """The opening tag of an ordinary element with at most one attribute, which needs no escaping; nothing for others."""
    tag, attributes = element.tag, element.attrib
    if tag not in _ORDINARY or len(attributes) > 1:
        return ""
    for name, value in attributes.items():
        plain = isinstance(value, str) and name != value and not _MARKUP.search(value)
        return f'<{tag} {name}="{value}">' if plain else ""
    return f"<{tag}>"
