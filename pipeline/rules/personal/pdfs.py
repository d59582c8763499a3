"""PDF: the text of its pages, and the author it names. PDFium reads it, as in browsers, where it is meant for what comes from strangers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.rules.personal.authors import note_author
from pipeline.rules.personal.containers import Unopenable
from pipeline.rules.personal.lined_up import line_up
from pipeline.rules.personal.seen import Passage

if TYPE_CHECKING:
    from pipeline.rules.personal.seen import Seen

#: How many pages are looked at.
_PAGES = 300


def read_pdf(seen: Seen, data: bytes, prefix: str = "") -> None:
    """Put to `seen` the lines of a PDF's pages; raises `Unopenable`."""
    import pypdfium2  # loaded where there is a PDF

    try:
        pdf = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise Unopenable("加了密码" if "assword" in str(error) else "文件已损坏") from error
    first = len(seen.passages)
    try:
        for number in range(min(len(pdf), _PAGES)):
            lines = _page(pdf, number)
            seen.passages += [Passage(line, place=f"{prefix}第{number + 1}页") for line in lines]
        if len(pdf) > _PAGES:
            seen.unseen(f"{prefix}有{len(pdf)}页，只看了前{_PAGES}页")
        note_author(seen, {"作者": pdf.get_metadata_value("Author")})
    except pypdfium2.PdfiumError as error:
        raise Unopenable("文件已损坏") from error
    finally:
        pdf.close()
    if len(seen.passages) == first:
        seen.unseen(f"{prefix}里面没有文字（扫描件），机器看不到内容")
    line_up(seen, first)


def _page(pdf, number: int) -> list[str]:  # type: ignore[no-untyped-def]
    page = pdf[number]
    text = page.get_textpage()
    try:
        return [line for line in text.get_text_bounded().splitlines() if line.strip()]
    finally:
        text.close()
        page.close()
