"""Workbooks (xlsx): every sheet, also hidden ones, hidden rows and columns, and comments."""

from __future__ import annotations

import datetime as dt
import io
import re
from collections import Counter
from dataclasses import dataclass, field
from html import unescape
from typing import TYPE_CHECKING

from lxml import etree

from model.patterns import pattern
from pipeline.rules.personal.authors import note_properties
from pipeline.rules.personal.containers import Container, Unopenable, attribute, local, xml
from pipeline.rules.personal.seen import Cell, Passage

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

    from pipeline.rules.personal.seen import Seen

#: How many cells of one workbook are looked at.
_CELLS = 200_000
_REFERENCE = pattern(r"([A-Z]{1,3})(\d{1,7})")
_DATES = frozenset({14, 15, 16, 17, 22, *range(27, 37), *range(50, 59)})
_EPOCH = dt.date(1899, 12, 30)


@dataclass(slots=True)
class _Book:
    container: Container
    strings: list[str]
    dates: frozenset[int]
    left: int = _CELLS


@dataclass(slots=True)
class _Sheet:
    name: str
    hidden: bool
    columns: set[int] = field(default_factory=set)
    rows: list[tuple[Cell, ...]] = field(default_factory=list)
    out_of_sight: Counter[str] = field(default_factory=Counter)


def read_sheets(seen: Seen, data: bytes, prefix: str = "") -> None:
    """Put to `seen` all that a workbook holds; raises `Unopenable`."""
    container = Container(data)
    book = _Book(container, list(_strings(container)), _date_styles(container))
    root = xml(container.read("xl/workbook.xml"))
    targets = _targets(container)
    lists = _lists(container, root) if any(each.get("state", "").endswith("idden") for each in root.iter()) else ""
    for each in (each for each in root.iter() if local(each) == "sheet"):
        target = targets.get(attribute(each, "id"), "")
        if target in container.names and "worksheets" in target:
            sheet = _Sheet(each.get("name", ""), each.get("state", "") in {"hidden", "veryHidden"})
            _read_sheet(book, sheet, target, prefix)
            seen.add_table(sheet.rows, sheet.name)
            _note_hidden(seen, sheet, prefix, lists)
    _read_comments(seen, container, prefix)
    note_properties(seen, container)
    if book.left <= 0:
        seen.unseen(f"{prefix}表格超过{_CELLS}格，没有看完")


def _targets(container: Container) -> dict[str, str]:
    """The files of the sheets by their ids."""
    relations = xml(container.read("xl/_rels/workbook.xml.rels"))
    named = {each.get("Id", ""): each.get("Target", "") for each in relations}
    return {key: target.lstrip("/") if target.startswith("/") else f"xl/{target}" for key, target in named.items()}


def _lists(container: Container, workbook: _Element) -> str:
    """The formulas by which other sheets draw on one: a hidden sheet that only feeds a drop-down list hides nothing."""
    names = (each for each in workbook.iter() if local(each) == "definedName")
    named = "".join(each.text or "" for each in names if not each.get("name", "").startswith("_xlnm"))
    return named + "".join(
        match for name in container.matching("xl/worksheets/sheet") for match in _validations(container.read(name))
    )


def _validations(data: bytes) -> list[str]:
    found = re.findall(rb"<(?:\w+:)?(?:formula[12]|f)>([^<]{1,200})</", data[data.rfind(b"</sheetData>") :])
    return [unescape(each.decode("utf-8", "replace")) for each in found]


def _strings(container: Container) -> Iterator[str]:
    if "xl/sharedStrings.xml" not in container.names:
        return
    for each in xml(container.read("xl/sharedStrings.xml")):
        yield _text(each)


def _text(element: _Element) -> str:
    """What is written, without what tells how it is pronounced."""
    return "".join(
        each.text or ""
        for each in element.iter()
        if local(each) == "t" and local(each.getparent()) != "rPh"  # type: ignore[arg-type]
    )


def _date_styles(container: Container) -> frozenset[int]:
    """The styles of cells that show a number as a day."""
    if "xl/styles.xml" not in container.names:
        return frozenset()
    root = xml(container.read("xl/styles.xml"))
    own = {
        each.get("numFmtId", "")
        for each in root.iter()
        if local(each) == "numFmt" and _shows_day(each.get("formatCode", ""))
    }
    styles = next((each for each in root if local(each) == "cellXfs"), ())
    formats = [each.get("numFmtId", "") for each in styles]
    return frozenset(
        number for number, each in enumerate(formats) if each in own or (each.isdigit() and int(each) in _DATES)
    )


def _shows_day(code: str) -> bool:
    plain = re.sub(r'"[^"]*"|\[[^\]]*\]|\\.', "", code).lower()
    return "y" in plain and "d" in plain


def _read_sheet(book: _Book, sheet: _Sheet, target: str, prefix: str) -> None:
    stream = etree.iterparse(
        io.BytesIO(book.container.read(target)),
        events=("end",),
        tag=("{*}col", "{*}row"),
        resolve_entities=False,
        no_network=True,
    )
    try:
        for _, element in stream:
            name = local(element)
            if name == "col" and element.get("hidden", "") in {"1", "true"}:
                first, last = int(element.get("min", "")), int(element.get("max", ""))
                sheet.columns |= set(range(first, min(last, 1000) + 1))
            elif name == "row":
                sheet.rows.append(tuple(_cells(book, sheet, element, prefix)))
                element.clear()
                if book.left <= 0:
                    return
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Unopenable("文件已损坏") from error


def _cells(book: _Book, sheet: _Sheet, row: _Element, prefix: str) -> Iterator[Cell]:
    """The cells of a row in their columns; those not written are empty."""
    hidden_row = row.get("hidden", "") in {"1", "true"}
    at = 0
    for element in row:
        reference = _REFERENCE.fullmatch(element.get("r", ""))
        column = min(_column(reference[1]), 1000) if reference else at + 1
        for _ in range(at + 1, column):
            yield Cell("")
        book.left -= max(column - at, 1)
        at = max(column, at + 1)
        text = _value(book, element)
        hidden = "（隐藏）" if sheet.hidden or hidden_row or column in sheet.columns else ""
        if text and hidden:
            sheet.out_of_sight["工作表" if sheet.hidden else "行" if hidden_row else "列"] += 1
        yield Cell(text, place=f"{prefix}工作表“{sheet.name}”{reference[0] if reference else ''}{hidden}")


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def _value(book: _Book, cell: _Element) -> str:
    kind = cell.get("t", "")
    if kind == "inlineStr":
        return _text(cell).strip()
    value = next((each.text or "" for each in cell if local(each) == "v"), "").strip()
    if kind == "s":
        return book.strings[int(value)].strip() if value.isdigit() and int(value) < len(book.strings) else ""
    if kind in {"str", "b", "e"} or not value:
        return value
    return _number(value, cell.get("s", ""), book.dates)


def _number(value: str, style: str, dates: frozenset[int]) -> str:
    """A number as people see it: a day where its style shows one, whole numbers without exponent."""
    try:
        number = float(value)
    except ValueError:
        return value
    if style.isdigit() and int(style) in dates and 0 < number < 100_000:
        return (_EPOCH + dt.timedelta(days=int(number))).isoformat()
    return str(int(number)) if number.is_integer() and abs(number) < 1e18 else value


def _note_hidden(seen: Seen, sheet: _Sheet, prefix: str, lists: str) -> None:
    if sheet.hidden and sheet.name in lists:
        return
    for what, count in sheet.out_of_sight.items():
        of = f"隐藏的工作表“{sheet.name}”" if what == "工作表" else f"工作表“{sheet.name}”有隐藏的{what}"
        seen.hidden(f"{prefix}{of}，里面有{count}格内容")


def _read_comments(seen: Seen, container: Container, prefix: str) -> None:
    for start in ("xl/comments", "xl/threadedComments/"):
        for name in container.matching(start):
            for each in xml(container.read(name)).iter():
                text = _text(each) if local(each) == "comment" else (each.text or "") if local(each) == "text" else ""
                if text.strip():
                    seen.passages.append(Passage(text, place=f"{prefix}批注"))
                    seen.hidden(f"{prefix}表格里有批注")
