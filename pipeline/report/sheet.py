"""Write a report as a workbook in the form that offices exchange: a title across, whose it is, the blocks with lines, A4.

The same report gives the same bytes: the library's own times of day are replaced.
"""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.header_footer import HeaderFooter, HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.properties import PageSetupProperties

from pipeline.report.document import figures_table, numeral
from pipeline.report.figure import UNKNOWN, Table

if TYPE_CHECKING:
    import datetime as dt

    from openpyxl.worksheet.worksheet import Worksheet

    from pipeline.report.figure import Written

_NUMBER = re.compile(r"\d{1,12}(?:\.\d{1,4})?", re.ASCII)
_TITLE, _HEADING, _TEXT = "方正小标宋简体", "黑体", "仿宋_GB2312"
_LINE = Side(style="thin", color="FF000000")
_BORDER = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_GROUND = PatternFill("solid", fgColor="FFF2F2F2")
_LEAST_COLUMNS = 3
_WIDTHS = (40, 22, 26)
#: What the columns after the first have together where there are more.
_ACROSS = 100.0
_SIZE, _TITLE_SIZE = 12, 18
#: A column's unit is as wide as a digit of the usual font: in pixels, of which 96 are an inch; points are 72. Cells have margins.
_UNIT, _MARGINS, _PIXELS_A_POINT = 7, 10, 96 / 72
_HIGHEST = 409.0
_A4 = 9
_MODIFIED = re.compile(rb"(<dcterms:(created|modified) [^>]*>)[^<]*")
_ODD = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def workbook(report: Written, sheet: str, moment: dt.datetime) -> bytes:
    """Return a report as the bytes of an `.xlsx` file, dated `moment`; `sheet` is what its sheet is called."""
    book = Workbook()
    page = book.active
    assert page is not None
    page.title = sheet
    book.properties.creator = dict(report.head).get("填报单位", "")
    _Filling(page, _columns(report)).fill(report)
    _set_up(page)
    stream = io.BytesIO()
    book.save(stream)
    return _settled(stream.getvalue(), moment)


def _columns(report: Written) -> int:
    tables = (each for part in report.parts for each in part.content if isinstance(each, Table))
    return max(_LEAST_COLUMNS, *(len(table.head) for table in tables), 0)


@dataclass(slots=True)
class _Filling:
    """Rows written from the top down; `columns` is how wide the form is."""

    page: Worksheet
    columns: int
    row: int = 0

    def fill(self, report: Written) -> None:
        """Write the whole report."""
        self._across(report.title, Font(name=_TITLE, size=_TITLE_SIZE), "center", 36)
        for name, value in report.head:
            self._cells((name, value or UNKNOWN), frozenset())
        for text in report.opening:
            self._across(text, Font(name=_TEXT, size=_SIZE), "left")
        for number, part in enumerate(report.parts, 1):
            self._across(f"{numeral(number)}、{part.heading}", Font(name=_HEADING, size=_SIZE), "left", 24)
            for each in part.content:
                if isinstance(each, str):
                    self._across(each, Font(name=_TEXT, size=_SIZE), "left")
                else:
                    self._table(each if isinstance(each, Table) else figures_table(each))

    def _table(self, table: Table) -> None:
        if table.caption:
            self._across(table.caption, Font(name=_TEXT, size=_SIZE, bold=True), "center")
        self._cells(table.head, frozenset(), head=True)
        for row in table.rows:
            self._cells(row, table.numbers)

    def _cell(self, column: int) -> Cell:
        cell = self.page.cell(self.row, column)
        assert isinstance(cell, Cell)
        return cell

    def _across(self, text: str, font: Font, side: str, height: float = 0) -> None:
        self.row += 1
        cell = self._cell(1)
        _say(cell, _plain(text))
        self.page.merge_cells(start_row=self.row, start_column=1, end_row=self.row, end_column=self.columns)
        cell.font = font
        cell.alignment = Alignment(horizontal=side, vertical="center", wrap_text=True)
        size = _TITLE_SIZE if self.row == 1 else _SIZE
        needed = _height(text, sum(_widths(self.columns)), size)
        self.page.row_dimensions[self.row].height = max(height, needed)

    def _cells(self, row: tuple[str, ...], numbers: frozenset[int], *, head: bool = False) -> None:
        """A row of cells with lines around them; the last one takes the columns that are left."""
        self.row += 1
        widths, last = _widths(self.columns), len(row) - 1
        shares = [*widths[:last], sum(widths[last:])]  # an office program fits no row with merged cells
        needed = [_height(text, share) for text, share in zip(row, shares, strict=True)]
        self.page.row_dimensions[self.row].height = max(needed)
        for place in range(self.columns):
            cell = self._cell(place + 1)
            cell.border = _BORDER
            if place < len(row):
                _write(cell, row[place], number=place in numbers, head=head)
        if len(row) < self.columns:
            self.page.merge_cells(start_row=self.row, start_column=len(row), end_row=self.row, end_column=self.columns)


def _say(cell: Cell, text: str) -> None:
    """Put a text into a cell that is no formula, whatever it begins with."""
    cell.value = text
    cell.data_type = "s"


def _write(cell: Cell, text: str, *, number: bool, head: bool) -> None:
    plain = _plain(text)
    is_number = number and _NUMBER.fullmatch(plain) is not None
    if is_number:
        whole, _, decimals = plain.partition(".")
        cell.value = float(plain) if decimals else int(whole)
        cell.number_format = f"0.{'0' * len(decimals)}" if decimals else "0"
    else:
        _say(cell, plain)
    cell.font = Font(name=_HEADING if head else _TEXT, size=_SIZE)
    side = "center" if head else "right" if number else "left"
    cell.alignment = Alignment(horizontal=side, vertical="center", wrap_text=True, indent=int(side == "right"))
    if head:
        cell.fill = _GROUND


def _plain(text: str) -> str:
    """A text without the characters that no workbook can hold."""
    return _ODD.sub("", text)


def _height(text: str, width: float, size: int = _SIZE) -> float:
    """The height of a text of a size in points over a width in units; a Chinese character is as wide as it is high, others half."""
    room, wide = width * _UNIT - _MARGINS, size * _PIXELS_A_POINT
    lines = sum(max(1, ceil(_pixels(each, wide) / room)) for each in text.split("\n"))
    return min(_HIGHEST, lines * size * 5 / 3)


def _pixels(line: str, wide: float) -> float:
    return sum(wide if ord(each) > 0x2000 else 0.6 * wide for each in line)


def _widths(columns: int) -> list[float]:
    if columns <= len(_WIDTHS):
        return [float(each) for each in _WIDTHS]
    return [34.0, *[_ACROSS / (columns - 1)] * (columns - 1)]


def _set_up(page: Worksheet) -> None:
    """Widths, A4 as wide as the paper, the title on each sheet, the number of the page below; more columns lie across it."""
    columns = page.max_column
    for number, width in enumerate(_widths(columns)):
        page.column_dimensions[chr(ord("A") + number)].width = width
    page.page_setup.orientation = "portrait" if columns <= len(_WIDTHS) else "landscape"
    page.page_setup.paperSize = _A4
    page.page_setup.fitToWidth = 1
    page.page_setup.fitToHeight = 0
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    page.print_title_rows = "1:1"
    page.print_options.horizontalCentered = True
    page.HeaderFooter = HeaderFooter(oddFooter=HeaderFooterItem(center=_HeaderFooterPart("第 &P 页，共 &N 页")))


def _settled(data: bytes, moment: dt.datetime) -> bytes:
    """The same workbook with one moment in place of all times."""
    stream = io.BytesIO()
    stamp = moment.timetuple()[:6]
    with zipfile.ZipFile(io.BytesIO(data)) as found, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as settled:
        for name in found.namelist():
            held = found.read(name)
            if name == "docProps/core.xml":
                held = _MODIFIED.sub(rb"\g<1>" + f"{moment:%Y-%m-%dT%H:%M:%SZ}".encode(), held)
            entry = zipfile.ZipInfo(name, date_time=stamp)
            entry.compress_type = zipfile.ZIP_DEFLATED
            settled.writestr(entry, held)
    return stream.getvalue()
