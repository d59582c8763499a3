"""The care variant in a real browser: axe, one column, sizes, targets, keyboard, reading aloud, no script."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.test_pages import AXE_OPTIONS, HEAVIEST

if TYPE_CHECKING:
    from pipeline.host_server import HostServer
    from tests.browser.conftest import Demonstration, Windows

PAGES = {
    "home": "/",
    "column": "/zwgk/zcwj/",
    "branch": "/zwgk/",
    "list": "/zwdt/yaowen/page/2/",
    "site map": "/sitemap/",
    "policy": "/zwgk/zcwj/zfwz-banfa/",
    "changed policy": "/zwgk/zcwj/lvhua-banfa/",
    "guide": "/bsfw/gaoling-jintie/",
    "leader": "/zwgk/ldxx/yun-zhixing/",
    "reply": "/hdjl/ldxx/gaoling-jintie/",
    "consultation": "/hdjl/zjdc/minsheng-2027/",
    "news": "/zwdt/yaowen/2026-11-23-shuiku/",
    "report": "/zwgk/nb/xxgk-2025/",
}
#: Bytes of style and script that the care variant may have more.
MORE = 16 * 1024
DOCUMENTS = [sort for sort in PAGES if sort not in ("home", "column", "branch", "list", "site map")]
#: A voice that says what it is given and ends when the test says so.
VOICE = """
    window.said = [];
    window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
    Object.defineProperty(window, "speechSynthesis", { value: {
        speaking: null,
        getVoices: () => [{ lang: "LANG", localService: true, name: "一" }],
        speak(utterance) { this.speaking = utterance; said.push(utterance.text); },
        cancel() { this.speaking = null; window.canceled = (window.canceled || 0) + 1; },
    } });
    window.endSentence = () => window.speechSynthesis.speaking.onend();
"""
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
#: How many elements reach over the edge of the screen, but in what scrolls by itself.
OUTSIDE = """[...document.querySelectorAll("body *")].filter((each) => each.checkVisibility()
    && each.getBoundingClientRect().right > document.documentElement.clientWidth + 1
    && !each.closest(".table-frame, pre, .unseen")).length"""
#: What can be pressed, outside running text, and is lower or narrower than a size.
SMALL = """([within, size]) => [...document.querySelectorAll(within)]
    .filter((each) => each.checkVisibility() && !each.closest("#zoom, .banner, .origin, .skip, td, .narrow > p, .pairs > p"))
    .map((each) => [each.getBoundingClientRect(), each.outerHTML])
    .filter(([box]) => box.width < size || box.height < size)
    .map(([box, html]) => `${Math.round(box.width)}×${Math.round(box.height)} ${html}`)"""


@pytest.fixture
def opened(windows: Windows, server: HostServer) -> Any:
    """Open a page of the care variant; `voice` is the language of the only voice there is."""

    def open_page(sort: str, width: int = 1440, *, voice: str = "", prefix: str = "/care", **options: Any) -> Any:
        page = windows.window(width, VOICE.replace("LANG", voice) if voice else "", **options)
        answer = page.goto(f"http://portal.localhost:{server.port}{prefix}{PAGES[sort]}")
        assert answer
        assert answer.ok
        return page

    return open_page


def keep(page: Any, **choices: str) -> None:
    """Leave choices of the reading tools on the device, and show the page with them."""
    page.evaluate("(kept) => localStorage.setItem('reading-tools', kept)", json.dumps(choices))
    page.reload()


@pytest.mark.parametrize("width", [390, 1440])
@pytest.mark.parametrize("sort", PAGES)
def test_axe_finds_nothing(opened: Any, sort: str, width: int) -> None:
    page = opened(sort, width, voice="zh-CN")

    found = Axe().run(page, options=AXE_OPTIONS)

    assert [(each["id"], [node["html"][:200] for node in each["nodes"]]) for each in found.response["violations"]] == []


@pytest.mark.parametrize("size", ["", "150", "200"])
@pytest.mark.parametrize("width", [320, 390, 768, 1440, 2560])
def test_nothing_is_wider_than_the_screen(opened: Any, width: int, size: str) -> None:
    page = opened("home", width, voice="zh-CN")
    keep(page, size=size)
    wide = []

    for sort, url in PAGES.items():
        page.goto(f"{page.url.partition('/care')[0]}/care{url}")
        if page.evaluate("document.documentElement.scrollWidth") > width or page.evaluate(OUTSIDE):
            wide.append(sort)

    assert wide == []


@pytest.mark.parametrize("width", [390, 1440])
@pytest.mark.parametrize("sort", PAGES)
def test_text_is_at_least_18_pixels_and_headings_24(opened: Any, sort: str, width: int) -> None:
    page = opened(sort, width, voice="zh-CN")
    page.get_by_role("button", name="阅读工具").click()

    found = page.evaluate(SIZES)

    assert found["text"] >= 18
    assert found["heading"] >= 24
    assert found["line"] >= 1.59


def test_large_text_reaches_30_pixels(opened: Any) -> None:
    page = opened("news")

    keep(page, size="150")

    assert page.evaluate(SIZES)["text"] >= 30


@pytest.mark.parametrize(("spacing", "least"), [("wide", 1.8), ("wider", 2.2)])
def test_the_lines_are_as_far_apart_as_chosen(opened: Any, spacing: str, least: float) -> None:
    page = opened("policy", voice="zh-CN")

    keep(page, spacing=spacing)

    assert page.evaluate(SIZES)["line"] >= least - 0.01


@pytest.mark.parametrize("scheme", ["yellow", "dark", "plain"])
@pytest.mark.parametrize("sort", ["home", "policy"])
def test_every_scheme_of_the_reading_tools_holds_here(opened: Any, sort: str, scheme: str) -> None:
    page = opened(sort, voice="zh-CN")
    keep(page, scheme=scheme)
    for button in page.get_by_role("button", name="朗读").all():
        button.click()
        style = button.evaluate("(each) => [getComputedStyle(each).color, getComputedStyle(each).backgroundColor]")
        assert style[0] != style[1]  # the same colour twice is nothing that axe is sure of

    found = Axe().run(
        page, options={"runOnly": ["wcag2aaa", "wcag2aa"], "rules": {"color-contrast-enhanced": {"enabled": True}}}
    )

    assert [(each["id"], [node["html"][:200] for node in each["nodes"]]) for each in found.response["violations"]] == []


@pytest.mark.parametrize("width", [390, 1440])
@pytest.mark.parametrize("sort", PAGES)
def test_what_is_pressed_is_large(opened: Any, sort: str, width: int) -> None:
    page = opened(sort, width, voice="zh-CN")
    page.get_by_role("button", name="阅读工具").click()

    assert page.evaluate(SMALL, ["a, button", 44]) == []
    assert page.evaluate(SMALL, [".main-nav a, .switch a, .aloud button, .branch a, .turning a", 60]) == []


@pytest.mark.parametrize("sort", PAGES)
def test_links_are_underlined(opened: Any, sort: str) -> None:
    plain = "[...document.querySelectorAll('main a, footer a, .breadcrumb a')].filter((each) => !getComputedStyle(each).textDecorationLine.includes('underline') || getComputedStyle(each).textDecorationColor.endsWith(', 0)')).length"

    assert opened(sort).evaluate(plain) == 0


@pytest.mark.parametrize("sort", PAGES)
def test_there_is_one_column_and_nothing_floats(opened: Any, sort: str) -> None:
    page = opened(sort, 1440)
    beside = """[...document.querySelectorAll("main .block, main .items > li, main .tiles > li, main .cards > li, main .layout > *")]
        .filter((each) => each.nextElementSibling && each.nextElementSibling.getBoundingClientRect().height
            && each.nextElementSibling.getBoundingClientRect().top < each.getBoundingClientRect().bottom - 1).length"""

    assert page.evaluate(beside) == 0
    assert page.evaluate("[...document.querySelectorAll('*')].every((e) => getComputedStyle(e).float === 'none')")


def test_the_keyboard_is_in_the_content_after_at_most_four_stops(opened: Any) -> None:
    page = opened("policy", voice="zh-CN")

    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")

    assert page.evaluate("Boolean(document.activeElement.closest('main'))")


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

    assert page.get_by_role("link", name="标准版").get_attribute("href") == PAGES["guide"]


@pytest.mark.parametrize("sort", DOCUMENTS)
def test_nothing_is_said_before_a_button_is_pressed(opened: Any, sort: str) -> None:
    page = opened(sort, voice="zh-CN")

    assert page.get_by_role("button", name="朗读").is_visible()
    assert page.evaluate("said") == []


@pytest.mark.parametrize("voice", ["", "en-US"])
def test_without_a_voice_for_the_language_nothing_is_offered(opened: Any, voice: str) -> None:
    assert opened("policy", voice=voice).locator(".aloud").count() == 0


def test_a_voice_that_comes_late_is_offered(opened: Any) -> None:
    page = opened("policy", voice="en-US")

    page.evaluate(
        "speechSynthesis.getVoices = () => [{ lang: 'zh_CN', localService: true }]; speechSynthesis.onvoiceschanged()"
    )

    assert page.locator(".aloud").count() == 1


@pytest.mark.parametrize("sort", ["home", "column", "list"])
def test_a_list_is_not_read_aloud(opened: Any, sort: str) -> None:
    assert opened(sort, voice="zh-CN").locator(".aloud").count() == 0


def test_a_document_is_read_by_keyboard_sentence_by_sentence(opened: Any) -> None:
    page = opened("policy", 390, voice="zh-CN")
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
    page = opened("reply", voice="zh-CN")
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
    page = opened("guide", voice="zh-CN")
    before = page.locator("article").inner_text()
    page.get_by_role("button", name="朗读").click()

    while page.evaluate("speechSynthesis.speaking"):
        page.evaluate("endSentence()")

    said = "".join(page.evaluate("said"))
    assert "".join(page.locator("#zoom").inner_text().split()) in "".join(said.split())
    assert "便民服务中心申请" in said
    assert page.locator(".aloud [role=status]").inner_text() == "读完了"
    assert page.locator("article").inner_text().replace("读完了", "").split() == before.split()


def test_the_bar_has_the_script_of_the_page(opened: Any) -> None:
    page = opened("reply", voice="zh-CN", prefix="/zh-Hant/care")

    page.get_by_role("button", name="朗讀").click()

    assert page.get_by_role("button", name="暫停").is_visible()
    assert page.locator(".aloud [role=status]").inner_text() == "正在朗讀"


def test_the_rate_is_kept_on_the_device_and_holds_at_once(opened: Any) -> None:
    page = opened("reply", voice="zh-CN")
    page.get_by_role("button", name="朗读").click()
    page.get_by_role("button", name="慢").click()
    slow = page.evaluate("speechSynthesis.speaking.rate")

    page.reload()

    assert slow < 1
    assert page.get_by_role("button", name="慢").get_attribute("aria-pressed") == "true"
    assert page.context.cookies() == []


def test_reading_ends_when_the_page_is_left(opened: Any) -> None:
    page = opened("reply", voice="zh-CN")
    page.get_by_role("button", name="朗读").click()

    page.evaluate("window.dispatchEvent(new Event('pagehide'))")

    assert page.evaluate("speechSynthesis.speaking") is None
    assert page.evaluate(SPOKEN) == ""


@pytest.mark.parametrize("sort", PAGES)
def test_without_script_everything_is_there_but_the_tools(opened: Any, sort: str) -> None:
    page = opened(sort, 390, java_script_enabled=False)

    assert page.locator("main").is_visible()
    assert page.locator(".main-nav a").count() == 7
    assert page.get_by_role("button").count() == 0


@pytest.mark.parametrize("sort", PAGES)
def test_a_page_logs_no_error_and_asks_for_nothing_elsewhere(browser: Any, server: HostServer, sort: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    asked: list[str] = []
    errors: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.add_init_script(VOICE.replace("LANG", "zh-CN"))

    here = f"http://portal.localhost:{server.port}"
    page.goto(f"{here}/care{PAGES[sort]}")
    if sort in DOCUMENTS:
        page.get_by_role("button", name="朗读").click()
    context.close()

    assert errors == []
    assert [each for each in asked if not each.startswith(f"{here}/")] == []


@pytest.mark.parametrize("sort", PAGES)
def test_a_page_without_its_pictures_is_light(demonstration: Demonstration, sort: str) -> None:
    folder = demonstration.output / "portal"
    html = (folder / f"care{PAGES[sort]}index.html").read_text(encoding="utf-8")

    theme = sum((folder / each).stat().st_size for each in set(re.findall(r'"/(static/[^"]+)"', html)))

    assert len(html.encode()) + theme <= HEAVIEST + MORE
