"""Zoomed in, with larger text, with wider spacing: nothing is lost, and nothing has to be scrolled sideways.

Source: WCAG 2.2, 1.4.4 (text twice as large), 1.4.10 (1280 × 1024 at 400 %), 1.4.12 (spacing), at which no content or control may be lost.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.browser.built import LAID_OUT
from tests.browser.voice import CHINESE

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

SCRIPT = Path(__file__).with_name("losses.js").read_text(encoding="utf-8")
#: A style of the reader's, as a browser adds it: no policy of the page is against it.
ADOPT = """(style) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(style);
    document.adoptedStyleSheets = [sheet];
}"""
SPACING = """* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; }
    p { margin-bottom: 2em !important; }"""
#: What must be there and large enough to be hit, whatever the window.
CONTROLS = (".tools button", ".switch a", ".main-nav a", ".site-name a", "#main")


def zoomed(page: Page) -> None:
    """1280 × 1024 at 400 %."""
    page.set_viewport_size({"width": 320, "height": 256})


def text_twice(page: Page) -> None:
    """Text alone at 200 %, as a browser's own setting makes it."""
    page.set_viewport_size({"width": 1280, "height": 1024})
    page.context.new_cdp_session(page).send("Page.setFontSizes", {"fontSizes": {"standard": 32, "fixed": 26}})


def spaced(page: Page) -> None:
    """The spacing of WCAG 1.4.12."""
    page.set_viewport_size({"width": 390, "height": 900})
    page.evaluate(ADOPT, SPACING)


def tools_largest(page: Page) -> None:
    """The reading tools' largest text and widest lines, with the tools open, on a telephone."""
    page.set_viewport_size({"width": 320, "height": 600})
    page.evaluate("Object.assign(document.documentElement.dataset, { size: '200', spacing: 'wider' })")
    page.evaluate("document.querySelectorAll('.tools button').forEach((each) => each.click())")


def tools_largest_on_a_desk(page: Page) -> None:
    """The same on screens of common widths."""
    tools_largest(page)
    page.set_viewport_size({"width": 1366, "height": 768})


WAYS: list[Callable[[Page], None]] = [zoomed, text_twice, spaced, tools_largest, tools_largest_on_a_desk]


@pytest.mark.parametrize(
    ("way", "variant"),
    [(way, variant) for way in WAYS for variant in (LAID_OUT if way is not tools_largest_on_a_desk else ("", "en"))],
)
def test_nothing_is_lost(visit: Any, variant: str, way: Callable[[Page], None]) -> None:
    lost = {}

    for sort, page in visit(variant, script_first=CHINESE):
        way(page)
        page.evaluate(SCRIPT)
        if found := page.evaluate("losses()"):
            lost[sort] = found[:5]

    if way is text_twice:
        page.context.new_cdp_session(page).send("Page.setFontSizes", {"fontSizes": {"standard": 16, "fixed": 13}})
    assert lost == {}


@pytest.mark.parametrize("variant", ["", "care"])
def test_at_400_percent_every_control_is_there(visit: Any, variant: str) -> None:
    for sort, page in visit(variant, only=("home", "policy", "guide")):
        zoomed(page)
        for control in CONTROLS:
            box = page.locator(control).first.bounding_box()
            assert box, (sort, control)
            assert min(box["width"], box["height"]) >= 24, (sort, control)


def test_text_twice_as_large_is_twice_as_large(open_page: Any) -> None:
    page = open_page("policy", width=1280)
    size = "parseFloat(getComputedStyle(document.querySelector('#zoom p')).fontSize)"
    before = page.evaluate(size)

    text_twice(page)
    after = page.evaluate(size)
    page.context.new_cdp_session(page).send("Page.setFontSizes", {"fontSizes": {"standard": 16, "fixed": 13}})

    assert after == pytest.approx(2 * before)


@pytest.mark.parametrize(
    "style",
    [
        ".prose p { white-space: nowrap; }",
        "h1 { height: 1em; overflow: hidden; }",
        ".about { margin-top: -4rem; }",
        "main { width: 1200px; }",
    ],
)
def test_what_is_lost_is_found(open_page: Any, style: str) -> None:
    page = open_page("policy")
    zoomed(page)
    page.evaluate(SCRIPT)
    assert page.evaluate("losses()") == []

    page.evaluate(ADOPT, style)

    assert page.evaluate("losses()")
