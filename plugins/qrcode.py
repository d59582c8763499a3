"""A QR code of each page's own address, drawn as SVG in the page: no script, no request (ISO/IEC 18004, level M)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from markupsafe import Markup
from zxingcpp import BarcodeFormat, create_barcode

from plugins.engine.registry import Registry, Subject, features

if TYPE_CHECKING:
    from collections.abc import Iterator

    from plugins.engine.ask import Ask

#: The standard asks for four modules of white; two suffice on the page's own white ground.
_BORDER = 2
_DARK = re.compile(rb"\x00+")


def qrcode(ask: Ask, subject: Subject) -> str:
    """What the code says: the page's address; nothing where the page has none of its own."""
    return f"{ask.site.address}{subject.url}" if subject.indexed else ""


def qr_svg(text: str) -> Markup:
    """Draw a text as a QR code; to be called where a page is rendered, since it takes as long as the rest of it."""
    image = create_barcode(text, BarcodeFormat.QRCode, ec_level="M").to_image(scale=1, add_quiet_zones=False)
    width, _ = image.shape
    modules = bytes(memoryview(image))  # type: ignore[arg-type]  # its types leave the buffer out
    lines = (modules[start : start + width] for start in range(0, len(modules), width))
    drawing = "".join(_strokes(lines))
    side = width + 2 * _BORDER
    return Markup(  # noqa: S704 (numbers only)
        f'<svg role="img" aria-label="本页网址的二维码" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}" class="qr">'
        f'<path stroke="#000" d="{drawing}"/></svg>'
    )


def _strokes(lines: Iterator[bytes]) -> Iterator[str]:
    """A stroke for each run of dark modules in a line."""
    for y, line in enumerate(lines, _BORDER):
        for run in _DARK.finditer(line):
            yield f"M{run.start() + _BORDER} {y}.5h{run.end() - run.start()}"


def add(registry: Registry) -> None:
    """Declare the code of every page."""
    registry.part("qrcode", qrcode)
    registry.filter("qr_svg", qr_svg)


def register() -> None:
    """Connect to the engine."""
    features.connect(add)
