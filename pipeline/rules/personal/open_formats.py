"""The open formats: texts and sheets of ODF (odt, ods), and OFD."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.rules.personal.containers import Container, attribute, local, xml
from pipeline.rules.personal.seen import Cell, Passage

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

    from pipeline.rules.personal.seen import Seen

#: How often a repeated cell is taken for as many.
_REPEATED = 50


def read_open_document(seen: Seen, data: bytes, prefix: str = "") -> None:
    """Put to `seen` what an ODF file holds; raises `Unopenable`."""
    _walk(seen, xml(Container(data).read("content.xml")), prefix)


def _walk(seen: Seen, element: _Element, place: str) -> None:
    for child in element:
        name = local(child)
        if name in {"p", "h"}:
            seen.passages.append(Passage(_words(child), place=place))
        elif name == "table":
            title = attribute(child, "name")
            rows = (each for each in child.iter() if local(each) == "table-row")
            cells = (tuple(_cells(row, f"{place}表格“{title}”第{n}行")) for n, row in enumerate(rows, 1))
            seen.add_table(cells, title)
        else:
            _walk(seen, child, place)


def _cells(row: _Element, place: str) -> Iterator[Cell]:
    for each in row:
        if local(each) in {"table-cell", "covered-table-cell"}:
            times = attribute(each, "number-columns-repeated")
            cell = Cell(_words(each).strip(), place=place)
            yield from [cell] * min(int(times) if times.isdigit() else 1, _REPEATED)


def _words(element: _Element) -> str:
    return "".join(str(part) for part in element.itertext())


def read_ofd(seen: Seen, data: bytes, prefix: str = "") -> None:
    """Put to `seen` the texts of an OFD file's pages; raises `Unopenable`."""
    container = Container(data)
    pages = [name for name in container.names if name.endswith("/Content.xml")]
    for number, name in enumerate(sorted(pages), 1):
        texts = (each.text or "" for each in xml(container.read(name)).iter() if local(each) == "TextCode")
        seen.passages += [Passage(text, place=f"{prefix}第{number}页") for text in texts if text.strip()]
    if not seen.passages:
        seen.unseen(f"{prefix}里面没有文字（扫描件），机器看不到内容")
