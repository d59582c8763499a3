"""Pictures and wide tables in a real browser: the small file on a small screen, and every column of a table within reach."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

    from pipeline.host_server import HostServer
    from tests.browser.built import Day

TEXT = "/zwgk/zcjd/zfwz-banfa-tj/"
TABLES = "/zwgk/nb/xxgk-2025/"
CHOSEN = "decodeURI(document.querySelector('main img').currentSrc).split('/').pop().split('-').pop()"
COMPLETE = "document.querySelector('main img').complete && document.querySelector('main img').naturalWidth > 0"


@pytest.fixture
def chosen(browser: Browser, server: HostServer) -> Iterator[Any]:
    """What a browser takes of a page's first picture that has none in store: its width and suffix."""
    contexts = []

    def taken(url: str, width: int, scale: int = 1) -> str:
        contexts.append(browser.new_context(viewport={"width": width, "height": 900}, device_scale_factor=scale))
        page = contexts[-1].new_page()
        page.goto(f"http://portal.localhost:{server.port}{url}")
        page.wait_for_function(COMPLETE)
        return str(page.evaluate(CHOSEN))

    yield taken
    for context in contexts:
        context.close()


@pytest.mark.parametrize(("width", "expected"), [(390, "480.avif"), (768, "960.avif"), (1440, "960.avif")])
def test_the_home_page_takes_the_modern_format_in_the_width_that_it_shows(
    chosen: Any, width: int, expected: str
) -> None:
    assert chosen("/", width) == expected


@pytest.mark.parametrize(
    ("url", "width", "expected"), [(TEXT, 390, "480.avif"), (TEXT, 1440, "900.avif"), (f"/care{TEXT}", 390, "480.avif")]
)
def test_a_picture_in_a_text_is_taken_in_the_width_that_it_shows(
    chosen: Any, url: str, width: int, expected: str
) -> None:
    assert chosen(url, width) == expected


def test_a_fine_screen_takes_a_larger_file(chosen: Any) -> None:
    assert chosen(TEXT, 390, scale=3) == "900.avif"


@pytest.mark.parametrize("url", ["/", TEXT, f"/care{TEXT}"])
def test_a_page_keeps_the_place_of_a_picture_that_is_yet_to_come(open_at: Any, url: str) -> None:
    page = open_at("portal", url, width=390)
    page.wait_for_function(COMPLETE)
    size = "(({width, height}) => [width, height])(document.querySelector('main img').getBoundingClientRect())"
    there = page.evaluate(size)

    page.route("**/*.{avif,webp,png}", lambda route: route.abort())
    page.reload()
    before = page.evaluate(size)
    page.unroute("**/*.{avif,webp,png}")

    assert before == pytest.approx(there, abs=1)


@pytest.mark.parametrize("width", [390, 768, 1440])
def test_no_picture_is_wider_than_its_page(open_at: Any, width: int) -> None:
    page = open_at("portal", TEXT, width=width)

    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate("document.querySelector('main img').getBoundingClientRect().right") <= width


def test_what_is_offered_is_sent_as_what_it_is(server: HostServer, demonstration: Day, open_at: Any) -> None:
    page = open_at("portal", TEXT)

    for suffix in ("avif", "webp"):
        [file, *_] = sorted((demonstration.output / "portal" / TEXT.strip("/")).glob(f"*.{suffix}"))
        sent = page.evaluate(
            "async (url) => { const {ok, headers} = await fetch(url); return [ok, headers.get('content-type')]; }",
            f"{TEXT}{file.name}",
        )
        assert sent == [True, f"image/{suffix}"]


@pytest.mark.parametrize("variant", ["", "/care"])
@pytest.mark.parametrize("width", [320, 390])
def test_a_wide_table_scrolls_in_its_frame_by_keyboard_under_its_caption(
    open_at: Any, width: int, variant: str
) -> None:
    page = open_at("portal", f"{variant}{TABLES}", width=width)
    frame = page.get_by_role("group", name="政府信息公开申请的收到和处理（件）")

    frame.focus()
    for _ in range(30):
        page.keyboard.press("ArrowRight")

    page.wait_for_function("() => document.activeElement.scrollLeft > 40")
    assert frame.evaluate("each => each === document.activeElement")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    caption = frame.locator("caption")
    assert caption.inner_text() == "政府信息公开申请的收到和处理（件）"
    box = caption.bounding_box()
    assert box
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width


def test_a_narrow_table_fills_its_frame_and_does_not_scroll(open_at: Any) -> None:
    page = open_at("portal", TABLES, width=1440)

    widths = page.evaluate(
        "[...document.querySelectorAll('.table-frame')].map(each => [each.scrollWidth, each.clientWidth])"
    )

    assert len(widths) == 5
    assert all(inner == outer for inner, outer in widths)
