"""What a reader's system asks for: less motion, more contrast, colours of its own.

Source: WCAG 2.2, 1.4.1, 1.4.11, 2.3.3; Media Queries Level 5.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.browser.voice import CHINESE

if TYPE_CHECKING:
    from playwright.sync_api import Page

TYPES = ("home", "policy", "guide", "column", "dataset", "consultation", "reading_tools")
MEDIA = {
    "reduced_motion": "prefers-reduced-motion: reduce",
    "contrast": "prefers-contrast: more",
    "forced_colors": "forced-colors: active",
}
MOVING = """[...document.querySelectorAll("*")].flatMap((each) => ["", "::before", "::after"].map((part) => getComputedStyle(each, part)))
    .filter((style) => parseFloat(style.transitionDuration) || style.animationName !== "none" || style.scrollBehavior !== "auto").length"""
#: Of lines: nearly 4 : 1 on white.
MIDDLE = 255 - 0x80
#: Links that are known by colour alone: neither underlined nor drawn as buttons.
UNMARKED = """[...document.querySelectorAll("main a, .switch a")].map((each) => getComputedStyle(each))
    .filter((style) => !parseFloat(style.borderTopWidth) && (!style.textDecorationLine.includes("underline") || style.textDecorationColor.endsWith(", 0)"))).length"""
CONTRAST = """() => {
    const style = getComputedStyle(document.documentElement);
    return ["--line", "--line-deep", "--main"].map((name) => style.getPropertyValue(name).trim());
}"""
#: What is pressed, chosen or current, and looks like what is around it, when only edges, lines and the system's colours are left.
UNSEEN = """() => {
    const edge = (each) => {
        const style = getComputedStyle(each);
        return ["borderTopWidth", "borderBottomWidth", "borderLeftWidth", "outlineStyle", "outlineWidth", "textDecorationLine", "borderBottomColor",
            "borderLeftColor", "borderTopColor", "fontWeight"].map((name) => style[name]).join();
    };
    const shown = (selector) => [...document.querySelectorAll(selector)].filter((each) => each.checkVisibility());
    const lined = (each) => {
        const style = getComputedStyle(each);
        return parseFloat(style.borderTopWidth) > 0 && style.borderTopColor !== style.backgroundColor;
    };
    const marked = (each, others) => others.every((other) => other === each || edge(other) !== edge(each));
    const problems = shown("button, .button, .tiles a").filter((each) => !lined(each)).map((each) => `no edge: ${each.outerHTML.slice(0, 100)}`);
    for (const [within, current] of [[".main-nav a", "[aria-current]"], [".branch a", "[aria-current]"], [".reading label", ":has(:checked)"], [".aloud button[data-rate]", "[aria-pressed='true']"]]) {
        const all = shown(within), chosen = all.filter((each) => each.matches(current)), others = all.filter((each) => !each.matches(current));
        problems.push(...chosen.filter((each) => !marked(each, others)).map((each) => `not marked: ${each.outerHTML.slice(0, 100)}`));
    }
    return problems;
}"""
RINGS = """() => [...document.querySelectorAll("a[href], button, input")].filter((each) => each.checkVisibility()).filter((each) => {
    each.focus({ preventScroll: true, focusVisible: true });
    const { outlineStyle, outlineWidth, outlineColor, backgroundColor } = getComputedStyle(each);
    return outlineStyle === "none" || parseFloat(outlineWidth) < 2 || outlineColor === backgroundColor;
}).map((each) => each.outerHTML.slice(0, 100))"""


@pytest.fixture
def preferring(visit: Any) -> Any:
    """Go through some types of pages as a reader with preferences sees them, with all tools open."""

    def visited(variant: str, name: str, value: str) -> Any:
        for sort, page in visit(variant, only=TYPES, script_first=CHINESE, **{name: value}):
            page.evaluate("document.querySelectorAll('.tools button').forEach((each) => each.click())")
            assert page.evaluate(f"matchMedia('({MEDIA[name]})').matches")
            yield sort, page

    return visited


@pytest.mark.parametrize("variant", ["", "care"])
def test_nothing_moves_where_less_motion_is_asked_for(preferring: Any, variant: str) -> None:
    assert {
        sort: page.evaluate(MOVING) for sort, page in preferring(variant, "reduced_motion", "reduce")
    } == dict.fromkeys(sorted(TYPES), 0)


def test_motion_is_found_where_it_is_not_asked_away(open_page: Any) -> None:
    assert open_page("home").evaluate(MOVING) == 1  # the page scrolls smoothly


@pytest.mark.parametrize("variant", ["", "care"])
def test_with_more_contrast_lines_are_darker_and_links_underlined(
    preferring: Any, open_page: Any, variant: str
) -> None:
    usual = open_page("home", variant).evaluate(CONTRAST)

    for sort, page in preferring(variant, "contrast", "more"):
        assert page.evaluate(UNMARKED) == 0, sort
        for before, now in zip(usual, page.evaluate(CONTRAST), strict=True):
            assert _darkness(now) >= max(_darkness(before), MIDDLE)


def _darkness(colour: str) -> float:
    digits = colour.removeprefix("#")
    parts = [digits[at : at + 2] for at in (0, 2, 4)] if len(digits) == 6 else [2 * each for each in digits]
    return 255 - sum(int(part, 16) for part in parts) / 3


@pytest.mark.parametrize("variant", ["", "care"])
def test_in_forced_colours_what_is_pressed_chosen_or_current_is_seen(preferring: Any, variant: str) -> None:
    problems = {
        sort: found for sort, page in preferring(variant, "forced_colors", "active") if (found := page.evaluate(UNSEEN))
    }

    assert problems == {}


@pytest.mark.parametrize("variant", ["", "care"])
def test_in_forced_colours_the_focus_is_seen(preferring: Any, variant: str) -> None:
    assert {
        sort: found for sort, page in preferring(variant, "forced_colors", "active") if (found := page.evaluate(RINGS))
    } == {}


def test_in_forced_colours_what_is_not_seen_is_found(open_page: Any) -> None:
    page: Page = open_page("column", forced_colors="active")
    assert page.evaluate(UNSEEN) == []

    page.evaluate("document.querySelector('.tools button').style.border = 'none'")
    page.evaluate(
        "document.querySelectorAll('[aria-current]').forEach((each) => { each.style.border = each.style.fontWeight = '0 inherit'; each.style.setProperty('border-color', 'CanvasText', 'important'); each.style.fontWeight = 'inherit'; })"
    )

    assert {each.split(":")[0] for each in page.evaluate(UNSEEN)} >= {"no edge"}
