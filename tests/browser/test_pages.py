"""Every type of page in a real browser: axe, narrow screens, no script, keyboard, weight."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from model.kinds import KINDS

if TYPE_CHECKING:
    from tests.browser.conftest import Demonstration

TYPES = [*KINDS, "home", "column", "list", "archive_list", "site_map", "reading_tools", "not_found", "gone"]
AXE_OPTIONS = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
#: Bytes of HTML and of the style, scripts and icon that it names; pictures are not counted.
HEAVIEST = 60 * 1024


def test_the_demonstration_has_every_type_of_page(demonstration: Demonstration) -> None:
    assert set(TYPES) <= demonstration.page_types().keys()


@pytest.mark.parametrize("width", [390, 1440])
@pytest.mark.parametrize("sort", TYPES)
def test_axe_finds_nothing(open_page: Any, demonstration: Demonstration, sort: str, width: int) -> None:
    page = open_page(*demonstration.page_types()[sort], width=width)

    found = Axe().run(page, options=AXE_OPTIONS)

    assert [(each["id"], [node["html"][:200] for node in each["nodes"]]) for each in found.response["violations"]] == []


@pytest.mark.parametrize("width", [320, 360, 768, 1440, 2560])
@pytest.mark.parametrize("sort", TYPES)
def test_nothing_is_wider_than_the_screen(open_page: Any, demonstration: Demonstration, sort: str, width: int) -> None:
    page = open_page(*demonstration.page_types()[sort], width=width)

    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("sort", TYPES)
def test_a_page_asks_for_nothing_elsewhere_and_logs_no_error(
    browser: Any, server: Any, demonstration: Demonstration, sort: str
) -> None:
    context = browser.new_context()
    page = context.new_page()
    asked: list[str] = []
    errors: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: errors.append(str(error)))

    site, url = demonstration.page_types()[sort]
    page.goto(f"http://{site}.localhost:{server.port}{url}")
    context.close()

    assert [each for each in asked if not each.startswith(f"http://{site}.localhost:{server.port}/")] == []
    status = {"not_found": "404", "gone": "410"}.get(sort, "none")
    assert [each for each in errors if status not in each] == []


@pytest.mark.parametrize("sort", TYPES)
def test_a_page_without_its_pictures_is_light(demonstration: Demonstration, sort: str) -> None:
    site, url = demonstration.page_types()[sort]
    folder = demonstration.output / site
    page = folder / f"{url}index.html".lstrip("/") if url.endswith("/") else folder / url.lstrip("/")

    named = set(re.findall(r'"(/static/[^"]+)"', page.read_text(encoding="utf-8")))
    theme = sum((folder / each.lstrip("/")).stat().st_size for each in named)

    assert len(named) >= 3
    assert page.stat().st_size + theme <= HEAVIEST


def test_the_first_tab_stop_leads_past_the_navigation(open_page: Any) -> None:
    page = open_page("portal", "/")

    page.keyboard.press("Tab")

    assert page.evaluate("document.activeElement.getAttribute('href')") == "#main"
    assert page.evaluate("document.activeElement.getBoundingClientRect().top") >= 0
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash") == "#main"


def test_the_keyboard_alone_reaches_a_policy_and_its_interpretation(
    open_page: Any, demonstration: Demonstration
) -> None:
    page = open_page(*demonstration.page_types()["policy"])
    target = page.evaluate(
        "[...document.querySelectorAll('main a')].map((a) => a.pathname).find((p) => p.includes('/zcjd/') && p.length > 12)"
    )

    for _ in range(200):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.pathname") == target:
            break
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{target}")

    assert page.title()


def test_the_size_of_the_text_is_kept_on_the_device(open_page: Any) -> None:
    page = open_page("portal", "/zwgk/nb/xxgk-2025/")
    size = "parseFloat(getComputedStyle(document.querySelector('#zoom p')).fontSize)"
    before = page.evaluate(size)

    page.get_by_role("button", name="阅读工具").click()
    page.get_by_role("radio", name="特大").check()
    larger = page.evaluate(size)
    page.reload()

    assert larger > before
    assert page.evaluate(size) == larger
    assert page.context.cookies() == []


def test_without_script_everything_is_there_but_the_tools(open_page: Any, demonstration: Demonstration) -> None:
    page = open_page(*demonstration.page_types()["policy"], script=False)

    assert page.locator("#zoom").is_visible()
    assert not page.get_by_role("button", name="阅读工具").is_visible()
    assert page.locator("header nav a").first.is_visible()
