"""Small pictures of pages that are kept, and how much a page looks otherwise than its own."""

from __future__ import annotations

import io
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PIL import Image, ImageChops

from tests.browser.programs import lacking, needed

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser.built import Shown

KEPT = Path(__file__).with_name("kept")
#: Windows by name: a telephone, a tablet, a desk, a touch screen in a hall.
SCREENS: dict[str, dict[str, Any]] = {
    "390": {"width": 390, "height": 844},
    "768": {"width": 768, "height": 1024},
    "1440": {"width": 1440, "height": 900},
    "1080": {"width": 1080, "height": 1920, "has_touch": True},
}
#: Every type of the standard pages, and these of the variants.
VARIANTS = {("home", "care"), ("policy", "care"), ("home", "zh-Hant"), ("home", "en"), ("policy", "en")}
#: The width of a picture, and how much of a page it shows, in pixels of the window.
WIDTH, TALLEST = 240, 3000
#: Both are divided into squares; one is otherwise where its colours are, on average, this far from those that were kept.
SQUARE, FAR = 8, 12
#: As many squares may be otherwise: edges of letters differ a little from machine to machine.
MOST = 8
FONTS = {"sans": "Noto Sans CJK SC", "serif": "Noto Serif CJK SC", "mono": "Noto Sans Mono CJK SC"}
_PREPARE = """async (style) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(style);
    document.adoptedStyleSheets = [sheet];
    await Promise.all([...document.images].map((each) => { each.loading = "eager"; return each.decode(); }));
    await document.fonts.ready;
}"""
_STYLE = f""":root {{ --sans: "{FONTS["sans"]}"; scroll-behavior: auto; }} body:not(.care) {{ --serif: "{FONTS["serif"]}"; }}
    code, pre, kbd {{ font-family: "{FONTS["mono"]}"; }}"""


def need_fonts() -> None:
    """A picture is like another only in the same fonts."""
    for font in FONTS.values():
        found = subprocess.run(
            [needed("fc-match"), "-f", "%{family}", font], capture_output=True, text=True, check=True
        )
        if font not in found.stdout.split(","):
            lacking(f"the font {font} (fonts-noto-cjk) is not installed")


def wanted(row: Shown) -> bool:
    """Whether pictures of a page are kept."""
    return not row.variant or (row.sort, row.variant) in VARIANTS


def kept_file(row: Shown, screen: str) -> Path:
    """Where its picture is."""
    return KEPT / f"{row}-{screen}.webp".replace(" ", "-").replace("/", "-")


def picture(page: Page, style: str = "") -> Image.Image:
    """Return a picture of the page, small; `style` is added to it."""
    page.evaluate(_PREPARE, _STYLE + style)
    size = page.viewport_size
    assert size
    height = min(page.evaluate("document.documentElement.scrollHeight"), TALLEST)
    # Not by a screenshot of the full page, in which a touch screen is none.
    page.set_viewport_size({"width": size["width"], "height": height})
    taken = Image.open(io.BytesIO(page.screenshot(type="jpeg", quality=95)))
    page.set_viewport_size(size)
    return taken.convert("RGB").resize((WIDTH, round(height * WIDTH / size["width"])), Image.Resampling.BOX)


def otherwise(one: Image.Image, other: Image.Image) -> int:
    """How many squares are otherwise; what only one of them has is so."""
    size = (max(one.width, other.width), max(one.height, other.height))
    first, second = _upon(one, size), _upon(other, size)
    rows, columns = -(-size[1] // SQUARE), -(-size[0] // SQUARE)
    apart = ImageChops.difference(first, second).convert("L").resize((columns, rows), Image.Resampling.BOX)
    longer = abs(one.height - other.height) // SQUARE * columns
    return longer + sum(apart.histogram()[FAR:])


def _upon(image: Image.Image, size: tuple[int, int]) -> Image.Image:
    paper = Image.new("RGB", size, "white")
    paper.paste(image)
    return paper
