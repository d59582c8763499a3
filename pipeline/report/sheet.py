"""Write a report as a workbook in the form that offices exchange: a title across, whose it is, the blocks with lines, A4 upright.

The same report gives the same bytes: the library's own times of day are replaced.
"""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass
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
        self._across(report.title, Font(name=_TITLE, size=18), "center", 36)
        for name, value in report.head:
            self._cells((name, value or UNKNOWN), frozenset())
        for text in report.opening:
            self._across(text, Font(name=_TEXT, size=12), "left")
        for number, part in enumerate(report.parts, 1):
            self._across(f"{numeral(number)}、{part.heading}", Font(name=_HEADING, size=12), "left", 24)
            for each in part.content:
                if isinstance(each, str):
                    self._across(each, Font(name=_TEXT, size=12), "left")
                else:
                    self._table(each if isinstance(each, Table) else figures_table(each))

    def _table(self, table: Table) -> None:
        if table.caption:
            self._across(table.caption, Font(name=_TEXT, size=12, bold=True), "center")
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
        self.page.row_dimensions[self.row].height = height or _height(text, sum(_widths(self.columns)))

    def _cells(self, row: tuple[str, ...], numbers: frozenset[int], *, head: bool = False) -> None:
        """A row of cells with lines around them; the last one takes the columns that are left."""
        self.row += 1
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
        cell.value = float(plain) if "." in plain else int(plain)
    else:
        _say(cell, plain)
    cell.font = Font(name=_HEADING if head else _TEXT, size=12)
    side = "center" if head else "right" if number else "left"
    cell.alignment = Alignment(horizontal=side, vertical="center", wrap_text=True)
    if head:
        cell.fill = _GROUND


def _plain(text: str) -> str:
    """A text without the characters that no workbook can hold."""
    return _ODD.sub("", text)


def _height(text: str, width: float) -> float:
    """The height of a text over the whole width, in points: a Chinese character is two units wide."""
    units = sum(2 if ord(each) > 0x2000 else 1 for each in text)
    return 20.0 * max(1, -(-units // int(width)))


def _widths(columns: int) -> list[float]:
    if columns <= len(_WIDTHS):
        return [float(each) for each in _WIDTHS]
    return [30.0, *[58.0 / (columns - 1)] * (columns - 1)]


def _set_up(page: Worksheet) -> None:
    """Widths, A4 upright as wide as the paper, the title on each sheet, the number of the page below."""
    columns = page.max_column
    for number, width in enumerate(_widths(columns)):
        page.column_dimensions[chr(ord("A") + number)].width = width
    page.page_setup.orientation = "portrait"
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
