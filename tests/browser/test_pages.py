"""Every type of page in every variant in a real browser: narrow screens, nothing from elsewhere, no script, weight."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from tests.browser.built import LAID_OUT
from tests.browser.voice import CHINESE

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from tests.browser.built import Day, Shown

#: Bytes of HTML and of the style, scripts and icon that it names; pictures are not counted.
HEAVIEST = 60 * 1024
#: What a variant may have more: a style and a script of its own, or longer links.
MORE = {"": 0, "zh-Hant": 2 * 1024, "care": 16 * 1024, "zh-Hant/care": 18 * 1024, "en": 0, "en/care": 16 * 1024}
#: Those whose answer says that there is nothing, which the browser logs.
STATUS = {"not_found": "404", "gone": "410", "rest": "503"}


@pytest.mark.parametrize("variant", LAID_OUT)
def test_nothing_is_wider_than_the_screen(visit: Any, variant: str) -> None:
    wide = []

    for sort, page in visit(variant):
        for width in (320, 360, 390, 768, 1440, 2560):
            page.set_viewport_size({"width": width, "height": 900})
            if page.evaluate("document.documentElement.scrollWidth") > width:
                wide.append((sort, width))

    assert wide == []


@pytest.mark.parametrize("variant", LAID_OUT)
def test_a_page_asks_for_nothing_elsewhere_and_logs_no_error(visit: Any, browser: Browser, variant: str) -> None:
    asked: list[str] = []
    errors: list[str] = []
    context = browser.new_context()
    context.add_init_script(CHINESE)
    page = context.new_page()
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: errors.append(str(error)))

    for sort, shown in visit(variant, window=page):
        for button in shown.locator(".aloud .start").all():
            button.click()
        assert [each for each in errors if STATUS.get(sort, "none") not in each] == [], sort
        errors.clear()
    context.close()

    assert [url for url in asked if not re.match(r"http://[a-z]+\.localhost:\d+/", url)] == []
    assert len(asked) > 12


def test_a_page_without_its_pictures_is_light(days: dict[str, Day], table: list[Shown]) -> None:
    heavy = {}
    for row in table:
        folder = days[row.day].output / row.site
        html = (folder / row.file).read_text(encoding="utf-8")
        theme = sum((folder / each).stat().st_size for each in set(re.findall(r'"/(static/[^"]+)"', html)))
        heavy[str(row)] = len(html.encode()) + theme, HEAVIEST + MORE[row.variant]

    assert {name: size for name, (size, most) in heavy.items() if size > most} == {}
    assert sum(size > 20_000 for size, _ in heavy.values()) > 80


@pytest.mark.parametrize("variant", LAID_OUT)
def test_without_script_everything_is_there_but_what_needs_it(visit: Any, variant: str) -> None:
    missing = {}

    for sort, page in visit(variant, width=390, java_script_enabled=False):
        shown = [page.locator(each).first.is_visible() for each in ("h1", "main", "footer")]
        pressed = page.locator(":is(button, input, select, .ruler, .aloud, .tools):visible").count()
        links = page.locator("header nav a").count()
        if not all(shown) or pressed or (links < 5 and sort not in ("rest", "farewell")):
            missing[sort] = shown, pressed, links

    assert missing == {}


def test_without_script_the_variants_lead_to_each_other(open_page: Any) -> None:
    page = open_page("policy", script=False)
    here = page.url

    for name in ("关怀版", "繁體", "標準版", "简体"):
        page.get_by_role("link", name=name, exact=True).click()

    assert page.url == here


def test_the_size_of_the_text_is_kept_on_the_device(open_page: Any) -> None:
    page = open_page("news")
    size = "parseFloat(getComputedStyle(document.querySelector('#zoom p')).fontSize)"
    before = page.evaluate(size)

    page.get_by_role("button", name="阅读工具").click()
    page.get_by_role("radio", name="特大").check()
    larger = page.evaluate(size)
    page.reload()

    assert larger > before
    assert page.evaluate(size) == larger
    assert page.context.cookies() == []
