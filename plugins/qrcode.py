"""A QR code of each page's own address, drawn as SVG in the page: no script, no request."""

from __future__ import annotations

from typing import TYPE_CHECKING

import segno

from plugins.engine.registry import Registry, Subject, features

if TYPE_CHECKING:
    from plugins.engine.ask import Ask


def qrcode(ask: Ask, subject: Subject) -> str:
    """The SVG's markup; nothing where the page has no address of its own."""
    if not subject.indexed:
        return ""
    code = segno.make(f"{ask.site.address}{subject.url}", error="m", micro=False)
    drawing = code.svg_inline(omitsize=True, border=2, lineclass=None, svgclass="qr")
    return drawing.replace("<svg ", '<svg role="img" aria-label="本页网址的二维码" ', 1)


def add(registry: Registry) -> None:
    """Declare the code of every page."""
    registry.part("qrcode", qrcode)


def register() -> None:
    """Connect to the engine."""
    features.connect(add)
