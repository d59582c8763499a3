"""What the examples of the rules are made of: numbers that nobody can have, and the smallest files that programs write."""

from __future__ import annotations

import io
import zipfile
from html import escape
from typing import TYPE_CHECKING

from pipeline.rules.personal.numbers import check_digit, luhn

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_CORE = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
_DC = "http://purl.org/dc/elements/1.1/"

#: A mobile number whose beginning (154) belongs to no network.
MOBILE = "15400120012"


def identity(order: int = 1) -> str:
    """An identity number with a right check digit, of a county that does not exist (140499) and of a day in 1901."""
    first = f"14049919010203{order:03}"
    return first + check_digit(first)


def card() -> str:
    """The number of a bank card with a right check digit, of an issuer that does not exist."""
    return next(number for last in range(10) if luhn(number := f"629999000000001234{last}"))


def notice(body: str, *attachments: str, title: str = "关于公示补助对象的通知") -> str:
    """The text of a notice of the demonstration city."""
    attached = [f"attachments: [{', '.join(attachments)}]"] if attachments else []
    head = ["---", f"title: {title}", "date: 2026-11-20 10:00", "source: 云川市民政局", "author: 川念安"]
    words = ["keywords: [公示, 补助]", "description: 公示补助对象，公示期五个工作日。"]
    return "\n".join(
        [*head, *words, *attached, "---", body, "", "云川市民政局\\", "2026年11月20日", "{: .signature}", ""]
    )


def letter(question: str, answer: str) -> str:
    """The text of an answered letter."""
    head = ["---", "title: 反映路灯不亮", "date: 2026-11-20 09:40", "source: 云川市城市管理局", "author: 云采薇"]
    dates = ["received: 2026-11-18", "replied: 2026-11-20", "replier: 云川市城市管理局", "category: 求助"]
    words = ["description: 反映路灯不亮，已经修复。", f"question: {question}"]
    return "\n".join(
        [*head, *words, *dates, "---", answer, "", "云川市城市管理局\\", "2026年11月20日", "{: .signature}", ""]
    )


def table(*rows: Iterable[str]) -> str:
    """A table of pipes."""
    lines = [f"| {' | '.join(row)} |" for row in rows]
    return "\n".join([lines[0], f"|{' --- |' * lines[0].count(' | ')} --- |", *lines[1:]])


def docx(*paragraphs: str, author: str = "") -> bytes:
    """A text of Word; paragraphs are XML of runs where they begin with `<`."""
    runs = (each if each.startswith("<") else f"<w:r><w:t>{escape(each)}</w:t></w:r>" for each in paragraphs)
    body = "".join(f"<w:p>{each}</w:p>" for each in runs)
    parts = {"word/document.xml": f'<w:document xmlns:w="{_WORD}"><w:body>{body}</w:body></w:document>'}
    core = f'<c:coreProperties xmlns:c="{_CORE}" xmlns:dc="{_DC}"><dc:creator>{escape(author)}</dc:creator></c:coreProperties>'
    return zipped(parts | ({"docProps/core.xml": core} if author else {}))


def xlsx(rows: Iterable[Iterable[str]], *, state: str = "visible") -> bytes:
    """A workbook with an empty sheet, and one named 名单 that is `visible` or `hidden`."""
    cells = "".join(f"<row>{''.join(map(_cell, row))}</row>" for row in rows)
    sheets = (
        '<sheet name="说明" sheetId="1" r:id="r1"/>' + f'<sheet name="名单" sheetId="2" state="{state}" r:id="r2"/>'
    )
    relations = "".join(f'<Relationship Id="r{n}" Target="worksheets/sheet{n}.xml"/>' for n in (1, 2))
    return zipped(
        {
            "xl/workbook.xml": f'<workbook xmlns="{_SHEET}" xmlns:r="{_RELATIONS}"><sheets>{sheets}</sheets></workbook>',
            "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}">{relations}</Relationships>',
            "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{_SHEET}"><sheetData/></worksheet>',
            "xl/worksheets/sheet2.xml": f'<worksheet xmlns="{_SHEET}"><sheetData>{cells}</sheetData></worksheet>',
        }
    )


def _cell(text: str) -> str:
    return f'<c t="inlineStr"><is><t>{escape(text)}</t></is></c>'


def picture(latitude: bool) -> bytes:
    """A photograph that says where it was taken, or does not."""
    from PIL import Image  # loaded where there is a picture

    made, exif = Image.new("RGB", (600, 400), "#8aa"), Image.Exif()
    if latitude:
        exif.get_ifd(0x8825)[2] = (36.0, 11.0, 0.0)
    file = io.BytesIO()
    made.save(file, "JPEG", exif=exif)
    return file.getvalue()


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    """A zip file with these members."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as container:
        for name, text in parts.items():
            container.writestr(zipfile.ZipInfo(name, (2026, 11, 20, 10, 0, 0)), text)
    return file.getvalue()
