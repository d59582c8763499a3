"""A QR code of each page's own address, drawn as SVG in the page: no script, no request (ISO/IEC 18004, level M)."""

from __future__ import annotations

import re
from functools import cache
from itertools import count
from typing import TYPE_CHECKING

from markupsafe import Markup
from zxingcpp import BarcodeFormat, create_barcode

from plugins.engine.formats import escaped
from plugins.engine.registry import Registry, Subject, features

if TYPE_CHECKING:
    from plugins.engine.ask import Ask

#: The standard asks for four modules of white; two suffice on the page's own white ground.
_BORDER = 2
#: Eight ways to mask a code are tried for the one that is read best, at five times the cost of the code itself. The code says
#: which it bears, and a web address is scattered well by any.
_MASK = 3
#: How many modules are drawn at once: of six there are 64 pieces, each put into words once.
_PIECE = 6
_RUNS = re.compile(rb"\x00+|[^\x00]+")


def qrcode(ask: Ask, subject: Subject) -> str:
    """What the code says: the page's address; nothing where the page has none of its own."""
    return f"{ask.site.address}{subject.url}" if subject.indexed else ""


def qr_svg(text: str, label: str) -> Markup:
    """Draw a text as a QR code with a label; to be called where a page is rendered, since that is not each time that its values are asked."""
    code = create_barcode(text, BarcodeFormat.QRCode, ec_level="M", data_mask=_MASK)
    image = code.to_image(scale=1, add_quiet_zones=False)
    width, _ = image.shape
    modules = bytes(memoryview(image))  # type: ignore[arg-type]  # its types leave the buffer out
    lines = (modules[start : start + width] for start in range(0, len(modules), width))
    drawing = "".join(map(_line, count(_BORDER), lines))
    side = width + 2 * _BORDER
    return Markup(  # noqa: S704 (numbers, and what is escaped)
        f'<svg role="img" aria-label="{escaped(label)}" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}" class="qr">'
        f'<path stroke="#000" d="{drawing}"/></svg>'
    )


def _line(y: int, modules: bytes) -> str:
    """The strokes of one line of modules, from its left end."""
    pieces = (modules[start : start + _PIECE] for start in range(0, len(modules), _PIECE))
    return f"M{_BORDER} {y}.5{''.join(map(_piece, pieces))}"


@cache
def _piece(modules: bytes) -> str:
    """A stroke along each run of dark modules (0), a move over each of light ones."""
    return "".join(f"h{len(run)}" if run[0] == 0 else f"m{len(run)} 0" for run in _RUNS.findall(modules))


def add(registry: Registry) -> None:
    """Declare the code of every page."""
    registry.part("qrcode", qrcode)
    registry.filter("qr_svg", qr_svg)


def register() -> None:
    """Connect to the engine."""
    features.connect(add)
