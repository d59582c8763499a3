"""Every text, edge of a control and ring of the focus stands out from its ground, on all pages, in all schemes of the reading tools.

Source: WCAG 2.2, 1.4.3, 1.4.6 and 1.4.11. Text has 4.5:1, in the care variant and in each scheme 7:1; large text, edges and rings
have 3:1.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.browser.voice import CHINESE

if TYPE_CHECKING:
    from playwright.sync_api import Page

SCRIPT = Path(__file__).with_name("contrast.js").read_text(encoding="utf-8")
SCHEMES = ["", "yellow", "dark", "plain"]
#: What is set in each colour is text somewhere.
TEXT_TOKENS = ("--main", "--main-deep", "--on-main", "--ink", "--ink-soft", "--warn")
TOKENS = """(names) => names.map((name) => {
    const made = document.body.appendChild(document.createElement("i"));
    made.style.color = `var(${name})`;
    const colour = getComputedStyle(made).color.match(/[\\d.]+/g).map((each) => Number(each).toString(16).padStart(2, "0"));
    made.remove();
    return `#${colour.join("")}`;
})"""


def pairs(page: Page, kind: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = page.evaluate(f"{kind}()")
    return found


def least(pair: dict[str, Any], strict: bool) -> float:
    return 7 if strict else 3 if pair["large"] else 4.5


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("variant", ["", "care"])
def test_every_text_stands_out_from_its_ground(visit: Any, variant: str, scheme: str) -> None:
    faint, colours, tokens = {}, set(), set()

    for sort, page in visit(variant, script_first=CHINESE):
        page.evaluate(SCRIPT)
        dress(page, scheme)
        tokens |= set(page.evaluate(TOKENS, TEXT_TOKENS))
        for pair in pairs(page, "texts") + (page.evaluate("hover()") or pairs(page, "texts")):
            colours.add(pair["front"])
            if pair["ratio"] < least(pair, bool(variant or scheme)):
                faint[pair["front"], pair["back"]] = round(pair["ratio"], 2), sort, pair["html"]

    assert faint == {}
    assert tokens <= colours


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("variant", ["", "care"])
def test_edges_of_controls_and_the_focus_stand_out(visit: Any, variant: str, scheme: str) -> None:
    faint, seen = {}, 0

    for sort, page in visit(
        variant, only=("home", "policy", "guide", "column", "list", "site_map", "leave"), script_first=CHINESE
    ):
        page.evaluate(SCRIPT)
        dress(page, scheme)
        for pair in pairs(page, "edges") + pairs(page, "rings"):
            seen += 1
            if pair["ratio"] < 3:
                faint[pair["front"], pair["back"]] = round(pair["ratio"], 2), sort, pair["html"]

    assert faint == {}
    assert seen > 300


def dress(page: Page, scheme: str) -> None:
    """Show the page in a scheme, with the reading tools open and a document being read aloud."""
    page.evaluate("(scheme) => { if (scheme) document.documentElement.dataset.scheme = scheme; }", scheme)
    page.evaluate("document.querySelectorAll('.tools button, .aloud .start').forEach((each) => each.click())")


def test_what_is_faint_is_found(open_page: Any) -> None:
    page = open_page("policy")
    page.evaluate(SCRIPT)
    assert min(pair["ratio"] for pair in pairs(page, "texts")) >= 4.5

    page.evaluate("document.documentElement.style.setProperty('--ink-soft', '#999')")
    page.evaluate("document.documentElement.style.setProperty('--focus', '#fff')")
    page.evaluate("document.documentElement.style.setProperty('--main-deep', '#ddd')")

    assert min(pair["ratio"] for pair in pairs(page, "texts")) < 3
    assert min(pair["ratio"] for pair in pairs(page, "rings")) < 3
