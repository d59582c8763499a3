"""A document's Markdown as people read it: paragraphs without marks, each with its line in the file."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from model.patterns import pattern

if TYPE_CHECKING:
    from pipeline.rules.written import Written

_LINK = pattern(r"!?\[([^\[\]]*)\]\([^)\s]*\)")
_ATTRIBUTES = pattern(r"\{:[^}]*\}")


class Paragraph(NamedTuple):
    """Lines that belong together, joined as a page joins them; `line` is the first one's."""

    line: int
    text: str


def paragraphs(written: Written) -> tuple[Paragraph, ...]:
    """Return the paragraphs of a document; lines that end with a break stay paragraphs of their own."""
    found: list[Paragraph] = []
    begun, parts = 0, list[str]()
    for number, line in [*written.body_lines(), (0, "")]:
        stripped = line.strip()
        if parts and (not stripped or stripped[0] in "#|-*>"):
            found.append(Paragraph(begun, "".join(parts)))
            parts = []
        if stripped:
            begun = begun if parts else number
            parts.append(_plain(stripped))
            if stripped.endswith("\\"):
                found.append(Paragraph(begun, "".join(parts)))
                parts = []
    return tuple(found)


def _plain(line: str) -> str:
    """A stripped line without its marks."""
    text = line.removesuffix("\\").lstrip("#>").replace("**", "").replace("__", "")
    if "{:" in text:
        text = _ATTRIBUTES.sub("", text)
    return "".join((_LINK.sub(r"\1", text) if "](" in text else text).split())
