"""Texts and slides of Office (docx, pptx): paragraphs, tables, headers, notes, comments, text boxes, and what was deleted or hidden."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.rules.personal.authors import note_properties
from pipeline.rules.personal.containers import Container, Unopenable, attribute, local, xml
from pipeline.rules.personal.seen import Cell, Passage

if TYPE_CHECKING:
    from lxml.etree import _Element

    from pipeline.rules.personal.seen import Seen

#: The parts of a file that hold text, and what people call them.
_PARTS = {
    "word/document": "",
    "word/header": "页眉",
    "word/footer": "页脚",
    "word/footnotes": "脚注",
    "word/endnotes": "尾注",
    "word/comments": "批注",
    "ppt/slides/slide": "幻灯片",
    "ppt/notesSlides/": "备注页",
    "ppt/comments/": "批注",
}


def read_words(seen: Seen, data: bytes, prefix: str = "") -> None:
    """Put to `seen` all that a docx or pptx holds; raises `Unopenable`."""
    container = Container(data)
    if not any(name.startswith(("word/document", "ppt/slides/slide")) for name in container.names):
        raise Unopenable("里面没有正文")
    for start, called in _PARTS.items():
        for name in container.matching(start):
            _walk(seen, xml(container.read(name)), prefix + called)
            if called == "批注" and any(each.text.strip() for each in seen.passages if each.place == prefix + called):
                seen.hidden(f"{prefix}文件里有批注")
    note_properties(seen, container)


def _walk(seen: Seen, element: _Element, place: str) -> None:
    for child in element:
        name = local(child)
        if name == "p":
            text = _paragraph(seen, child)
            if text.strip():
                seen.passages.append(Passage(text, place=place or f"第{len(seen.passages) + 1}段"))
        elif name == "tbl":
            seen.add_table(_rows(seen, child, place))
        elif name != "Fallback":
            _walk(seen, child, place)


def _rows(seen: Seen, table: _Element, place: str) -> list[tuple[Cell, ...]]:
    rows = []
    for number, row in enumerate((each for each in table.iterchildren() if local(each) == "tr"), 1):
        cells = [each for each in row.iterchildren() if local(each) in {"tc", "sdt"}]
        where = f"{place}表格第{number}行"
        rows.append(tuple(Cell(_cell(seen, each), place=where) for each in cells))
    return rows


def _cell(seen: Seen, cell: _Element) -> str:
    """A cell's text; what stands in a table within it is text, too."""
    paragraphs = (each for each in cell.iter() if local(each) == "p")
    return " ".join(filter(None, (_paragraph(seen, each).strip() for each in paragraphs)))


def _paragraph(seen: Seen, paragraph: _Element) -> str:
    parts: list[str] = []
    for each in paragraph.iter():
        name = local(each)
        if name in {"t", "delText"} and not _is_double(each):
            parts.append(each.text or "")
            _note_hidden(seen, each, name)
        elif name in {"tab", "br", "cr"}:
            parts.append(" ")
    return "".join(parts)


def _is_double(text: _Element) -> bool:
    """Whether it is written a second time, for old programs."""
    return any(local(each) == "Fallback" for each in text.iterancestors())


def _note_hidden(seen: Seen, text: _Element, name: str) -> None:
    if not (text.text or "").strip():
        return
    if name == "delText":
        seen.hidden("文件里留着修订时删去的文字")
    run = text.getparent()
    properties = next((each for each in run if local(each) == "rPr"), None) if run is not None else None
    vanish = next((each for each in properties if local(each) == "vanish"), None) if properties is not None else None
    if vanish is not None and attribute(vanish, "val") not in {"0", "false", "off"}:
        seen.hidden("文件里有设成隐藏的文字")
