"""The care variant in a real browser: one column, sizes, targets, keyboard, reading aloud."""

from __future__ import annotations

import json
import re
from functools import partial
from typing import Any

import pytest
from playwright.sync_api import expect

from model.kinds import KINDS
from tests.browser.voice import CHINESE, voice

SPOKEN = "[...document.querySelectorAll('.spoken')].map((each) => each.textContent).join('')"
#: Of every text that is to be seen: its smallest size, of headings and of all else, and its tightest line.
SIZES = """() => {
    const found = { text: 99, heading: 99, line: 99 };
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walk.nextNode()) {
        const holder = walk.currentNode.parentElement;
        if (!walk.currentNode.data.trim() || !holder.checkVisibility() || holder.closest(".unseen, sup, sub")) continue;
        const style = getComputedStyle(holder), size = parseFloat(style.fontSize);
        const sort = holder.closest("h1, h2, h3, h4, h5, h6") ? "heading" : "text";
        found[sort] = Math.min(found[sort], size);
        found.line = Math.min(found.line, parseFloat(style.lineHeight) / size);
    }
    return found;
}"""
#: What can be pressed, outside running text, and is lower or narrower than a size.
SMALL = """([within, size]) => [...document.querySelectorAll(within)]
    .filter((each) => each.checkVisibility() && !each.closest("#zoom, .banner, .origin, .skip, td, .narrow > p, .pairs > p"))
    .map((each) => [each.getBoundingClientRect(), each.outerHTML])
    .filter(([box]) => box.width < size || box.height < size)
    .map(([box, html]) => `${Math.round(box.width)}×${Math.round(box.height)} ${html}`)"""


#: What leads through the site.
LEADING = ".main-nav a, .switch a, .aloud button, .branch a, .turning a"
#: How many links are not underlined, blocks stand beside others, elements float.
PLAIN = """[...document.querySelectorAll('main a, footer a, .breadcrumb a')].map((each) => getComputedStyle(each)).filter((each) =>
    !each.textDecorationLine.includes('underline') || each.textDecorationColor.endsWith(', 0)')).length"""
BESIDE = """[...document.querySelectorAll("main .block, main .items > li, main .tiles > li, main .cards > li, main .layout > *")]
    .filter((each) => each.nextElementSibling && each.nextElementSibling.getBoundingClientRect().height
        && each.nextElementSibling.getBoundingClientRect().top < each.getBoundingClientRect().bottom - 1).length"""
FLOATING = "[...document.querySelectorAll('*')].filter((each) => getComputedStyle(each).float !== 'none').length"
START = re.compile("^朗[读讀]$")
#: Types of pages that are lists of others.
LISTS = ("home", "column", "list", "archive_list", "site_map")


@pytest.fixture
def care(visit: Any) -> Any:
    """Go through all types of the care variant, with a voice."""
    return partial(visit, "care", script_first=CHINESE)


@pytest.fixture
def opened(open_page: Any) -> Any:
    """Open one page of a type, with a voice."""

    def open_type(sort: str, width: int = 1440, *, lang: str = "zh-CN", variant: str = "care") -> Any:
        return open_page(sort, variant, width=width, script_first=voice(lang) if lang else "")

    return open_type


def keep(page: Any, **choices: str) -> None:
    """Leave choices of the reading tools on the device, and show the page with them."""
    page.evaluate("(kept) => localStorage.setItem('reading-tools', kept)", json.dumps(choices))
    page.reload()


@pytest.mark.parametrize("width", [390, 1440])
def test_text_and_targets_are_large(care: Any, width: int) -> None:
    wrong = {}

    for sort, page in care(width=width):
        page.locator(".tools button").click()
        found = page.evaluate(SIZES)
        small = [*page.evaluate(SMALL, ["a, button", 44]), *page.evaluate(SMALL, [LEADING, 60])]
        if found["text"] < 18 or found["heading"] < 24 or found["line"] < 1.59 or small:
            wrong[sort] = found, small

    assert wrong == {}


def test_links_are_underlined_there_is_one_column_and_nothing_floats(care: Any) -> None:
    wrong = {sort: found for sort, page in care() if any(found := page.evaluate(f"[{PLAIN}, {BESIDE}, {FLOATING}]"))}

    assert wrong == {}


def test_a_document_can_be_read_aloud_and_a_list_not_and_nothing_is_said_unasked(care: Any) -> None:
    offered = {}

    for sort, page in care():
        offered[sort.split()[0]] = page.get_by_role("button", name=START).count()
        assert page.evaluate("said") == []

    assert {kind: offered[kind] for kind in KINDS} == dict.fromkeys(KINDS, 1)
    assert {kind: offered[kind] for kind in LISTS} == dict.fromkeys(LISTS, 0)


def test_large_text_reaches_30_pixels(opened: Any) -> None:
    page = opened("news")

    keep(page, size="150")

    assert page.evaluate(SIZES)["text"] >= 30


@pytest.mark.parametrize(("spacing", "least"), [("wide", 1.8), ("wider", 2.2)])
def test_the_lines_are_as_far_apart_as_chosen(opened: Any, spacing: str, least: float) -> None:
    page = opened("policy")

    keep(page, spacing=spacing)

    assert page.evaluate(SIZES)["line"] >= least - 0.01


def test_the_focus_is_not_to_be_overlooked(opened: Any) -> None:
    page = opened("guide")

    for _ in range(6):
        page.keyboard.press("Tab")
        style = page.evaluate(
            "(({ outlineWidth, boxShadow }) => [outlineWidth, boxShadow])(getComputedStyle(document.activeElement))"
        )
        assert style[0] == "4px"
        assert "11px" in style[1]


def test_each_page_leads_to_the_standard_one(opened: Any) -> None:
    page = opened("guide")

    address = page.url.split("/care", 1)[1]
    assert page.get_by_role("link", name="标准版").get_attribute("href") == address


@pytest.mark.parametrize("lang", ["", "en-US"])
def test_without_a_voice_for_the_language_nothing_is_offered(opened: Any, lang: str) -> None:
    assert opened("policy", lang=lang).locator(".aloud").count() == 0


def test_a_voice_that_comes_late_is_offered(opened: Any) -> None:
    page = opened("policy", lang="en-US")

    page.evaluate(
        "speechSynthesis.getVoices = () => [{ lang: 'zh_CN', localService: true }]; speechSynthesis.onvoiceschanged()"
    )

    assert page.locator(".aloud").count() == 1


def test_a_document_is_read_by_keyboard_sentence_by_sentence(opened: Any) -> None:
    page = opened("policy", 390)
    page.get_by_role("button", name="朗读").focus()

    page.keyboard.press("Enter")
    title = page.evaluate(SPOKEN)
    while not page.evaluate(SPOKEN).startswith("第一条"):
        page.evaluate("endSentence()")
    seen = page.evaluate("document.querySelector('.spoken').getBoundingClientRect()")

    assert title == page.locator("h1").inner_text()
    assert page.evaluate("said.at(-1)") == page.evaluate(SPOKEN)
    assert page.evaluate(SPOKEN).endswith("。")
    assert 0 <= seen["top"] <= 900
    assert page.locator(".aloud [role=status]").inner_text() == "正在朗读"


def test_reading_is_paused_gone_on_with_and_stopped(opened: Any) -> None:
    page = opened("reply")
    page.get_by_role("button", name="朗读").click()
    page.evaluate("endSentence()")
    here = page.evaluate(SPOKEN)

    page.get_by_role("button", name="暂停").click()
    assert page.evaluate("speechSynthesis.speaking") is None
    assert page.evaluate(SPOKEN) == here
    assert page.locator(".aloud [role=status]").inner_text() == "已暂停"

    page.get_by_role("button", name="继续").click()
    assert page.evaluate("speechSynthesis.speaking.text") == here

    page.get_by_role("button", name="停止").click()
    assert page.evaluate("speechSynthesis.speaking") is None
    assert page.evaluate(SPOKEN) == ""
    assert page.locator(".aloud [role=status]").inner_text() == "已停止"


def test_a_document_is_read_to_its_end_and_its_text_is_as_before(opened: Any) -> None:
    page = opened("guide")
    before = page.locator("article").inner_text()
    page.get_by_role("button", name="朗读").click()

    while page.evaluate("speechSynthesis.speaking"):
        page.evaluate("endSentence()")

    said = "".join(page.evaluate("said"))
    assert "".join(page.locator("#zoom").inner_text().split()) in "".join(said.split())
    assert "".join(page.locator(".facts").inner_text().split()) in "".join(said.split())
    assert page.locator(".aloud [role=status]").inner_text() == "读完了"
    assert page.locator("article").inner_text().replace("读完了", "").split() == before.split()


def test_the_bar_has_the_script_of_the_page(opened: Any) -> None:
    page = opened("reply", variant="zh-Hant/care")

    page.get_by_role("button", name="朗讀").click()

    assert page.get_by_role("button", name="暫停").is_visible()
    assert page.locator(".aloud [role=status]").inner_text() == "正在朗讀"


def test_the_rate_is_kept_on_the_device_and_holds_at_once(opened: Any) -> None:
    page = opened("reply")
    page.get_by_role("button", name="朗读").click()
    page.get_by_role("button", name="慢").click()
    slow = page.evaluate("speechSynthesis.speaking.rate")

    page.reload()

    assert slow < 1
    assert page.get_by_role("button", name="慢").get_attribute("aria-pressed") == "true"
    assert page.context.cookies() == []


def test_reading_ends_when_the_page_is_left(opened: Any) -> None:
    page = opened("reply")
    page.get_by_role("button", name="朗读").click()

    page.evaluate("window.dispatchEvent(new Event('pagehide'))")

    assert page.evaluate("speechSynthesis.speaking") is None
    assert page.evaluate(SPOKEN) == ""


@pytest.mark.parametrize("link", ["关怀版", "繁體"])
def test_the_way_to_a_variant_and_back_keeps_the_place_in_the_text(open_at: Any, link: str) -> None:
    page = open_at("portal", "/zwgk/zcwj/lvhua-banfa/")
    page.goto(f"{page.url}#art-14")

    page.get_by_role("link", name=link, exact=True).click()

    page.wait_for_url("**/zwgk/zcwj/lvhua-banfa/#art-14")
    expect(page.locator("#art-14")).to_be_in_viewport()
    page.get_by_role("link", name=re.compile("^(标准版|简体)$")).click()
    page.wait_for_url(re.compile(r"localhost:\d+/zwgk/zcwj/lvhua-banfa/#art-14$"))
