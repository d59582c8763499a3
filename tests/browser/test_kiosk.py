"""On a tall touch screen in a service hall (1080 × 1920): larger text, large targets, the whole width used."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.browser.test_care import SIZES, SMALL
from tests.browser.voice import CHINESE

SCREEN: dict[str, Any] = {"width": 1080, "height": 1920, "has_touch": True, "script_first": CHINESE}
LOSSES = Path(__file__).with_name("losses.js").read_text(encoding="utf-8")
WIDTH = "Math.max(...[...document.querySelectorAll('main > *')].map((each) => each.getBoundingClientRect().width))"


@pytest.mark.parametrize("variant", ["", "care", "en"])
def test_text_and_targets_are_large_and_nothing_is_lost(visit: Any, variant: str) -> None:
    wrong = {}

    for sort, page in visit(variant, **SCREEN):
        page.locator(".tools button").click()
        page.evaluate(LOSSES)
        found = page.evaluate("losses()"), page.evaluate(SMALL, ["a, button, .reading label", 44]), page.evaluate(SIZES)
        if found[0] or found[1] or found[2]["text"] < 18 or page.evaluate(WIDTH) < 1080 * 0.85:
            wrong[sort] = found, page.evaluate(WIDTH)

    assert wrong == {}


@pytest.mark.parametrize("size", ["", "125", "150", "200"])
def test_each_size_of_the_reading_tools_is_larger_than_on_a_desk(open_page: Any, size: str) -> None:
    sizes = []
    for screen in (SCREEN, {**SCREEN, "width": 1920, "height": 1080}):
        page = open_page("news", **screen)
        page.evaluate("(size) => { if (size) document.documentElement.dataset.size = size; }", size)
        sizes.append(page.evaluate("parseFloat(getComputedStyle(document.documentElement).fontSize)"))

    assert sizes[0] > 1.3 * sizes[1]
