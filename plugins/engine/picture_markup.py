"""How a picture is written: `<picture>` with what is derived of it, and the picture itself for those who take neither format."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from plugins.engine.values import Source

if TYPE_CHECKING:
    from plugins.engine.files import OwnedFile

#: How wide a picture in a text is shown: the column's measure, and on narrow screens all but its margins.
IN_TEXT = "(max-width: 850px) 92vw, 782px"


def sources(owned: OwnedFile, folder: str) -> tuple[Source, ...]:
    """Return the sources of a picture in the page folder with this address, one a format, the smallest first."""
    found: dict[str, list[str]] = {}
    for name in owned.derived.split():
        stem, _, suffix = name.partition(".")
        found.setdefault(suffix, []).append(f"{folder}{name} {stem.rpartition('-')[2]}w")
    return tuple(Source(f"image/{suffix}", ", ".join(each)) for suffix, each in found.items())


def in_text(owned: OwnedFile, folder: str, given: str, *, first: bool) -> str:
    """Return a picture of a text; `given` are the attributes of its author, written as HTML.

    All but the first wait until they are near.
    """
    lazy = "" if first else ' loading="lazy"'
    size = f'width="{owned.width}" height="{owned.height}" decoding="async"{lazy}'
    image = f'<img src="{folder}{quote(owned.name)}"{given} {size}>'
    written = [
        f'<source type="{each.type}" srcset="{each.srcset}" sizes="{IN_TEXT}">' for each in sources(owned, folder)
    ]
    return f"<picture>{''.join(written)}{image}</picture>" if written else image
