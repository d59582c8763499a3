"""What people come for, done by keys alone; at each stop the focus is to be seen, and nothing lies over it.

Source: WCAG 2.2, 2.1.1, 2.1.2, 2.4.3, 2.4.7 and 2.4.11.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.browser.built import LAID_OUT
from tests.browser.voice import CHINESE

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

#: Of what has the focus: what it says, where it leads, and what is wrong with how it is seen.
HERE = """() => {
    const here = document.activeElement, { outlineStyle, outlineWidth } = getComputedStyle(here);
    const shown = [...here.getClientRects()].find(({ top, bottom, left, right, width, height }) =>
        width > 1 && height > 1 && top >= 0 && left >= -1 && bottom <= innerHeight + 1 && right <= innerWidth + 1);
    const wrong = [];
    if (outlineStyle === "none" || parseFloat(outlineWidth) < 2) wrong.push("no ring");
    if (!shown) wrong.push("outside the window");
    else {
        const over = document.elementFromPoint((shown.left + shown.right) / 2, (shown.top + shown.bottom) / 2);
        if (!over || !(here.contains(over) || over.contains(here) || (here.labels && [...here.labels].some((each) => each.contains(over))))) wrong.push(`under ${over && over.outerHTML.slice(0, 80)}`);
    }
    return { text: here.textContent.trim(), name: here.name || "", href: here.getAttribute("href") || "", page: here === document.body,
        main: Boolean(here.closest("main")), wrong: wrong.map((each) => `${here.outerHTML.slice(0, 80)}: ${each}`) };
}"""


class Walk:
    """A reader at a page who has keys and nothing else."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.here: dict[str, Any] = {}

    def press(self, *keys: str) -> None:
        """Press keys one after another."""
        for key in keys:
            self.page.keyboard.press(key)

    def tab(self, key: str = "Tab") -> dict[str, Any]:
        """Go to the next stop, and see that it is to be seen."""
        self.press(key)
        self.here = self.page.evaluate(HERE)
        for _ in range(20):  # where it has to be scrolled to, it comes smoothly
            if not self.here["wrong"]:
                break
            self.page.wait_for_timeout(50)
            self.here = self.page.evaluate(HERE)
        if not self.here["page"]:
            assert self.here["wrong"] == []
        return self.here

    def to(self, wanted: Callable[[dict[str, Any]], object], most: int) -> int:
        """Go on to a stop; return the number of stops to it, which is at most `most`."""
        for number in range(1, most + 1):
            if wanted(self.tab()):
                return number
        raise AssertionError(f"not among the next {most} stops; the last was {self.here}")

    def follow(self) -> None:
        """Follow the link that has the focus."""
        with self.page.expect_navigation():
            self.press("Enter")

    def skip(self) -> None:
        """Go past the navigation."""
        assert self.tab()["href"] == "#main"
        self.press("Enter")
        assert self.page.evaluate("document.activeElement.id") == "main"


def leads(part: str) -> Callable[[dict[str, Any]], bool]:
    return lambda here: part in here["href"]


def says(text: str) -> Callable[[dict[str, Any]], bool]:
    return lambda here: text in here["text"]


@pytest.fixture
def walk(open_page: Any) -> Any:
    def begun(sort: str, variant: str = "", **options: Any) -> Walk:
        return Walk(open_page(sort, variant, **options))

    return begun


@pytest.mark.parametrize("width", [390, 1440])
@pytest.mark.parametrize("variant", ["", "care"])
def test_a_policy_its_interpretation_and_the_way_back(walk: Any, variant: str, width: int) -> None:
    reader = walk("home", variant, width=width)
    home = reader.page.url

    reader.skip()
    reader.to(leads("/zwgk/zcwj/zfwz-banfa/"), most=30)
    reader.follow()
    policy = reader.page.url
    reader.skip()
    reader.to(leads("/zwgk/zcjd/"), most=3)
    reader.follow()
    assert "解读" in reader.page.title()
    reader.skip()
    reader.to(leads("/zwgk/zcwj/zfwz-banfa/"), most=3)
    reader.follow()
    assert reader.page.url == policy
    reader.to(says("首页"), most=9)
    reader.follow()

    assert reader.page.url == home


@pytest.mark.parametrize("variant", ["", "care"])
def test_a_service_guide_and_its_materials(walk: Any, variant: str) -> None:
    reader = walk("home", variant)

    reader.to(says("办事服务"), most=12)
    reader.follow()
    reader.skip()
    reader.to(says("高龄津贴申请"), most=20)
    reader.follow()
    assert "材料" in reader.page.locator("main .facts").inner_text()
    reader.skip()
    reader.to(leads(".docx"), most=8)

    with reader.page.expect_download() as file:
        reader.press("Enter")
    assert file.value.suggested_filename.endswith(".docx")


def test_the_variants_and_back_to_the_same_place(walk: Any) -> None:
    reader = walk("policy")
    begun = reader.page.url

    for name, stops in (("关怀版", 2), ("繁體", 3), ("標準版", 2), ("简体", 3)):
        assert reader.to(says(name), most=3) == stops
        reader.follow()
        assert reader.page.url.endswith(begun.split("/", 3)[3])
        assert reader.page.evaluate("scrollY") == 0

    assert reader.page.url == begun


def test_the_languages_and_back_and_what_is_said_where_there_is_no_translation(open_at: Any) -> None:
    reader = Walk(open_at("portal", "/zwgk/zcwj/lvhua-banfa/"))
    for name, url in (("English", "/en/zwgk/zcwj/lvhua-banfa/"), ("中文", "/zwgk/zcwj/lvhua-banfa/")):
        reader.to(says(name), most=5)
        reader.follow()
        assert reader.page.url.split("/", 3)[3] == url[1:]
    assert not reader.page.locator("#untranslated").count()

    reader = Walk(open_at("portal", "/zwgk/zcwj/fangxun-yuan/"))
    reader.to(says("English"), most=5)
    reader.follow()

    assert reader.page.url.endswith("/en/zwgk/zcwj/#untranslated")
    assert reader.page.locator("#untranslated").is_visible()
    reader.page.goto(reader.page.url.partition("#")[0])
    assert not reader.page.locator("#untranslated").is_visible()


def test_the_reading_tools_are_opened_used_and_closed(walk: Any) -> None:
    reader = walk("policy")
    chosen = "({ ...document.documentElement.dataset })"

    assert reader.to(says("阅读工具"), most=6) <= 6
    reader.press("Enter")
    for name, key in (("size", "ArrowRight"), ("scheme", "ArrowRight"), ("pointer", "Space"), ("ruler", "Space")):
        reader.to(lambda here, name=name: here["name"] == name, most=2)
        reader.press(key)
    assert reader.page.evaluate(chosen) == {"size": "125", "scheme": "yellow", "pointer": "large", "ruler": "on"}
    reader.tab("Shift+Tab")
    assert reader.here["name"] == "pointer"
    reader.press("Escape")

    assert not reader.page.locator("#reading-panel").is_visible()
    assert says("阅读工具")(reader.page.evaluate(HERE))
    reader.press("Enter")
    reader.to(says("恢复默认"), most=7)
    reader.press("Space")
    reader.to(says("收起"), most=1)
    reader.press("Space")
    assert not reader.page.locator("#reading-panel").is_visible()
    assert reader.page.evaluate(chosen) == {}


@pytest.mark.parametrize("variant", LAID_OUT)
def test_the_first_stop_of_every_type_of_page_leads_to_its_content(visit: Any, variant: str) -> None:
    for sort, page in visit(variant, script_first=CHINESE):
        reader = Walk(page)
        reader.skip()
        if page.locator("main :is(a[href], button):visible").count():
            assert reader.tab()["main"], sort


@pytest.mark.parametrize("width", [390, 1440])
@pytest.mark.parametrize(("sort", "variant"), [("home", ""), ("policy", ""), ("guide", "care"), ("column", "en")])
def test_every_stop_of_a_page_is_seen_and_the_last_leads_out(
    open_page: Any, sort: str, variant: str, width: int
) -> None:
    reader = Walk(open_page(sort, variant, width=width, reduced_motion="reduce"))
    stops = reader.page.locator(":is(a[href], button, input):visible").count()

    assert reader.tab()["href"] == "#main"
    number = reader.to(
        lambda here: here["page"] or here["href"] == "#main", most=stops + 6
    )  # what scrolls is a stop, too

    assert number >= stops - 1


def test_a_focus_that_is_not_seen_is_found(walk: Any) -> None:
    reader = walk("policy")

    reader.page.evaluate("document.querySelector('.skip').style.setProperty('top', '-4rem', 'important')")
    with pytest.raises(AssertionError, match="outside the window"):
        reader.tab()
    reader.page.evaluate("document.querySelector('.switch a').style.outline = 'none'")
    with pytest.raises(AssertionError, match="no ring"):
        reader.tab()
    reader.page.evaluate("document.body.insertAdjacentHTML('beforeend', '<div id=\"over\">')")
    reader.page.evaluate("Object.assign(over.style, { position: 'fixed', inset: 0, zIndex: 9 })")
    with pytest.raises(AssertionError, match="under"):
        reader.tab()
