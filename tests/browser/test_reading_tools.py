"""The reading tools in a real browser: by mouse, by keyboard alone, remembered."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pipeline.host_server import HostServer

#: For each tool: a choice by the name of its control, the attribute of <html>, what is said.
CHOICES = {
    "size": ("最大", "200", "字号：最大"),
    "scheme": ("黑底白字", "dark", "配色：黑底白字"),
    "spacing": ("更宽", "wider", "行距：更宽"),
    "pointer": ("大鼠标指针", "large", "大鼠标指针：已打开"),
    "ruler": ("阅读尺", "on", "阅读尺：已打开"),
    "keys": ("停用快捷键", "off", "停用快捷键：已打开"),
}
#: For each tool that has one: its shortcut, and the choice that it leads to from the standard.
SHORTCUTS = {
    "size": ("KeyD", "125"),
    "scheme": ("KeyW", "yellow"),
    "spacing": ("KeyJ", "wide"),
    "pointer": ("KeyZ", "large"),
    "ruler": ("Minus", "on"),
}
SAID = "document.getElementById('reading-said').textContent"


def dataset(page: Any) -> dict[str, str]:
    """What the tools have set."""
    found: dict[str, str] = page.evaluate("({ ...document.documentElement.dataset })")
    return found


def keep(page: Any, **choices: str) -> None:
    """Leave choices on the device, and show the page with them."""
    page.evaluate("(kept) => localStorage.setItem('reading-tools', kept)", json.dumps(choices))
    page.reload()


def opener(page: Any) -> Any:
    return page.get_by_role("button", name="阅读工具")


def style(page: Any, selector: str, name: str) -> str:
    found: str = page.evaluate(f"getComputedStyle(document.querySelector({selector!r}))[{name!r}]")
    return found


def ruler_middle(page: Any) -> float:
    box = page.locator(".ruler").bounding_box()
    return float(box["y"] + box["height"] / 2)


@pytest.fixture
def policy(open_page: Any) -> Any:
    return open_page("policy")


@pytest.mark.parametrize("tool", CHOICES)
def test_each_tool_is_set_by_the_mouse_said_and_remembered(policy: Any, tool: str) -> None:
    name, value, said = CHOICES[tool]
    opener(policy).click()

    policy.locator("#reading-panel label", has_text=name).last.click()

    assert dataset(policy) == {tool: value}
    assert policy.evaluate(SAID) == said
    policy.reload()
    assert dataset(policy) == {tool: value}
    policy.goto(policy.url.split("/zwgk/")[0] + "/zwdt/")
    assert dataset(policy) == {tool: value}
    assert policy.context.cookies() == []


@pytest.mark.parametrize("tool", CHOICES)
def test_each_tool_is_set_by_the_keyboard_alone(policy: Any, tool: str) -> None:
    for _ in range(9):
        policy.keyboard.press("Tab")
        if policy.evaluate("document.activeElement.textContent") == "阅读工具":
            break
    policy.keyboard.press("Enter")

    for _ in range(9):
        policy.keyboard.press("Tab")
        if policy.evaluate("document.activeElement.name") == tool:
            break
    policy.keyboard.press("Space" if tool in ("pointer", "ruler", "keys") else "ArrowUp")

    assert list(dataset(policy)) == [tool]


@pytest.mark.parametrize("tool", SHORTCUTS)
def test_each_shortcut_does_what_the_page_says(policy: Any, tool: str) -> None:
    code, value = SHORTCUTS[tool]

    policy.keyboard.press(f"Alt+Shift+{code}")

    assert dataset(policy) == {tool: value}
    assert policy.evaluate(SAID)
    for _ in range(4):
        if dataset(policy):
            policy.keyboard.press(f"Alt+Shift+{code}")
    assert dataset(policy) == {}


def test_shortcuts_can_be_switched_off(policy: Any) -> None:
    keep(policy, keys="off")

    for code in ("KeyD", "KeyW", "KeyY", "Digit0"):
        policy.keyboard.press(f"Alt+Shift+{code}")

    assert dataset(policy) == {"keys": "off"}
    assert not policy.locator("#reading-panel").is_visible()


def test_a_letter_alone_or_with_other_keys_is_no_shortcut(policy: Any) -> None:
    for keys in ("d", "Shift+KeyD", "Alt+KeyD", "Control+Alt+Shift+KeyD"):
        policy.keyboard.press(keys)

    assert dataset(policy) == {}


@pytest.mark.parametrize("shortcut", [False, True])
def test_everything_goes_back_to_the_default(policy: Any, shortcut: bool) -> None:
    keep(policy, size="150", scheme="yellow", pointer="large")
    opener(policy).click()

    if shortcut:
        policy.keyboard.press("Alt+Shift+Digit0")
    else:
        policy.get_by_role("button", name="恢复默认").click()

    assert dataset(policy) == {}
    assert policy.evaluate(SAID) == "已恢复默认"
    assert policy.get_by_role("radio", name="标准").nth(0).is_checked()
    policy.reload()
    assert dataset(policy) == {}


def test_the_panel_pushes_the_page_down_and_escape_returns_the_focus(policy: Any) -> None:
    top = "document.querySelector('main').getBoundingClientRect().top"
    before = policy.evaluate(top)

    opener(policy).click()
    assert opener(policy).get_attribute("aria-expanded") == "true"
    assert policy.evaluate(top) > before + 100
    policy.keyboard.press("Tab")
    policy.keyboard.press("Escape")

    assert not policy.locator("#reading-panel").is_visible()
    assert opener(policy).get_attribute("aria-expanded") == "false"
    assert policy.evaluate("document.activeElement.textContent") == "阅读工具"


def test_the_shortcut_leads_into_the_panel_and_back_to_where_the_reader_was(policy: Any) -> None:
    policy.locator("main a").first.focus()
    before = policy.evaluate("document.activeElement.href")

    policy.keyboard.press("Alt+Shift+KeyY")
    inside = policy.evaluate("document.activeElement.name")
    policy.keyboard.press("Escape")

    assert inside == "size"
    assert policy.evaluate("document.activeElement.href") == before


@pytest.mark.parametrize("kept", ["{", "null", "7", '"dark"', '{"size": "9", "scheme": 3, "other": "x"}'])
def test_what_the_device_kept_otherwise_does_no_harm(policy: Any, kept: str) -> None:
    policy.evaluate("(kept) => localStorage.setItem('reading-tools', kept)", kept)

    policy.reload()

    assert dataset(policy) == {}
    assert opener(policy).is_visible()


def test_another_tab_follows(policy: Any) -> None:
    other = policy.context.new_page()
    other.goto(policy.url)

    other.keyboard.press("Alt+Shift+KeyW")
    policy.wait_for_function("document.documentElement.dataset.scheme === 'yellow'")

    assert dataset(policy) == {"scheme": "yellow"}


def test_the_largest_text_is_twice_as_large(policy: Any) -> None:
    before = float(style(policy, "#zoom p", "fontSize").removesuffix("px"))

    keep(policy, size="200")

    assert float(style(policy, "#zoom p", "fontSize").removesuffix("px")) >= 2 * before


@pytest.mark.parametrize(("value", "least"), [("wide", 1.8), ("wider", 2.2)])
def test_no_line_is_closer_than_chosen(policy: Any, value: str, least: float) -> None:
    keep(policy, spacing=value)

    tightest = policy.evaluate("""Math.min(...[...document.querySelectorAll("header *, main *, footer *")].map((each) => {
        const { lineHeight, fontSize } = getComputedStyle(each);
        return parseFloat(lineHeight) / parseFloat(fontSize);
    }).filter((each) => each))""")

    assert tightest >= least - 0.01


def test_the_large_pointer_is_a_file_of_the_theme(policy: Any) -> None:
    keep(policy, pointer="large")

    for selector, file in (("#zoom p", "pointer"), ("main a", "hand"), ("header button", "hand")):
        cursor = style(policy, selector, "cursor")
        url = cursor.split('"')[1]
        assert f"/static/{file}." in url
        sort = policy.evaluate("async (url) => (await fetch(url)).headers.get('content-type')", url)
        assert sort.startswith("image/svg+xml")


def test_the_ruler_follows_the_pointer_the_focus_and_the_arrow_keys(policy: Any) -> None:
    keep(policy, ruler="on")
    policy.mouse.move(300, 400)
    assert ruler_middle(policy) == pytest.approx(400, abs=2)

    policy.keyboard.press("ArrowDown")
    lower = ruler_middle(policy)
    assert lower > 420
    policy.keyboard.press("ArrowUp")
    assert ruler_middle(policy) == pytest.approx(400, abs=2)

    policy.keyboard.press("Tab")
    policy.keyboard.press("Tab")
    box = policy.evaluate("(({ top, bottom }) => [top, bottom])(document.activeElement.getBoundingClientRect())")
    assert box[0] <= ruler_middle(policy) <= box[1]


def test_the_ruler_takes_the_page_along_and_no_click(policy: Any) -> None:
    keep(policy, ruler="on")
    policy.mouse.move(300, 880)

    policy.keyboard.press("ArrowDown")
    policy.keyboard.press("ArrowDown")
    assert policy.evaluate("scrollY") > 0

    policy.evaluate("scrollTo({ top: 0, behavior: 'instant' })")
    link = policy.locator(".main-nav a").nth(2)
    target = link.get_attribute("href")
    link.click()
    assert policy.url.endswith(target)


@pytest.mark.parametrize("ruler", ["", "on"])
def test_arrow_keys_are_the_rulers_only_while_it_is_there(policy: Any, ruler: str) -> None:
    keep(policy, ruler=ruler)
    policy.evaluate("addEventListener('keydown', (event) => { window.taken = event.defaultPrevented; })")

    policy.keyboard.press("ArrowDown")

    assert policy.evaluate("window.taken") is bool(ruler)


@pytest.mark.parametrize("width", [390, 1440])
def test_every_control_can_be_hit(policy: Any, width: int) -> None:
    policy.set_viewport_size({"width": width, "height": 900})
    opener(policy).click()

    boxes = [each.bounding_box() for each in policy.locator(".tools button, .reading :is(label, button, a)").all()]

    assert min(min(box["width"], box["height"]) for box in boxes) >= 44


def test_paper_shows_nothing_of_the_tools(policy: Any) -> None:
    colours = "[getComputedStyle(document.body).backgroundColor, getComputedStyle(document.querySelector('#zoom p')).fontSize]"
    policy.emulate_media(media="print")
    before = policy.evaluate(colours)
    policy.emulate_media(media="screen")
    keep(policy, size="200", scheme="dark", spacing="wider", ruler="on")
    opener(policy).click()

    policy.emulate_media(media="print")

    assert policy.evaluate(colours) == before
    assert [policy.locator(each).is_visible() for each in (".tools", "#reading-panel", ".ruler")] == [False] * 3


def test_in_forced_colours_what_is_chosen_and_the_ruler_are_to_be_seen(policy: Any) -> None:
    keep(policy, scheme="yellow", ruler="on")
    policy.emulate_media(forced_colors="active")
    opener(policy).click()

    assert style(policy, ".reading label:has(:checked)", "outlineStyle") == "solid"
    assert style(policy, ".ruler", "backgroundColor") == "rgba(0, 0, 0, 0)"


def test_the_way_to_the_variants_is_among_the_first_three_tab_stops(open_page: Any) -> None:
    page = open_page("home")

    stops = []
    for _ in range(3):
        page.keyboard.press("Tab")
        stops.append(page.evaluate("document.activeElement.getAttribute('href')"))

    assert stops == ["#main", "/care/", "/zh-Hant/"]


@pytest.mark.parametrize(
    ("width", "touch", "least"), [(320, True, 44), (390, False, 44), (1440, True, 44), (1440, False, 32)]
)
def test_the_bar_is_slim_and_its_targets_can_be_hit(
    browser: Any, server: HostServer, width: int, touch: bool, least: float
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 900}, has_touch=touch)
    page = context.new_page()
    page.goto(f"http://portal.localhost:{server.port}/")

    boxes = [each.bounding_box() for each in page.locator(".switch a").all()]
    bar = page.locator(".switch").bounding_box()
    context.close()

    assert len(boxes) == 3
    assert min(box["height"] for box in boxes) >= least
    assert min(box["width"] for box in boxes) >= 44
    assert bar["height"] <= least + 8
