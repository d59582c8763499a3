"""The preview's page of components in a real browser: every example alone, in the standard style and in that of the care variant."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest

from pipeline.preview import Preview, started
from tests.browser.axe import violations
from tests.browser.built import ROOT
from tests.browser.test_validity import by_nu

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.host_server import HostServer
    from tests.browser.conftest import Windows

VARIANTS = {"standard": "", "care": "care/"}
_EAGER = """async () => {
  const frames = [...document.querySelectorAll("iframe")];
  const shown = (frame) => new Promise((done) => { frame.addEventListener("load", done); });
  await Promise.all(frames.map((frame) => { frame.loading = "eager"; const end = shown(frame); frame.src = frame.src; return end; }));
  return frames.length;
}"""
_WIDER = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


@pytest.fixture(scope="module")
def preview(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HostServer]:
    shown = Preview(ROOT / "content", tmp_path_factory.mktemp("preview"))
    shown.rebuild()
    with started(shown, 0) as server:
        yield server


@pytest.fixture
def gallery(windows: Windows, preview: HostServer) -> Any:
    """Open the page of a variant in a window of a width, with all its frames."""

    def opened(variant: str, width: int) -> Any:
        page = windows.window(width)
        page.goto(f"{preview.url}_components/{VARIANTS[variant]}")
        assert page.evaluate(_EAGER) == len(page.frames) - 1 > 50
        return page

    return opened


@pytest.mark.parametrize(("variant", "width"), [("standard", 1440), ("care", 390)])
def test_axe_finds_nothing_on_the_page_nor_in_an_example(gallery: Any, variant: str, width: int) -> None:
    page = gallery(variant, width)

    found = [
        (frame.url.partition("/_components/")[2], each)
        for frame in page.frames
        for each in violations(frame, iframes=False)
    ]

    assert found == []


@pytest.mark.parametrize("width", [320, 768, 2560])
@pytest.mark.parametrize("variant", VARIANTS)
def test_nothing_is_wider_than_its_frame(gallery: Any, variant: str, width: int) -> None:
    page = gallery(variant, width)

    assert [frame.url for frame in page.frames if frame.evaluate(_WIDER)] == []


def test_a_frame_is_as_high_as_what_is_in_it(gallery: Any) -> None:
    page = gallery("standard", 1440)
    frame = page.locator("iframe[src$='/_components/reading_tools/1/']")
    before = frame.bounding_box()["height"]

    frame.content_frame.get_by_role("button", name="阅读工具").click()
    page.wait_for_timeout(200)

    assert frame.bounding_box()["height"] > before + 100
    assert frame.evaluate("(each) => each.contentDocument.documentElement.scrollHeight <= each.clientHeight")


def test_every_example_and_the_pages_are_valid_html(gallery: Any, preview: HostServer, tmp_path: Path) -> None:
    page = gallery("standard", 1440)
    for number, frame in enumerate([*page.frames, gallery("care", 1440).main_frame]):
        text = page.request.get(frame.url).text()
        (tmp_path / f"{number}.html").write_text(text, encoding="utf-8")

    # What it warns of is the language, which it cannot tell from so few words.
    assert [each for each in by_nu(sorted(tmp_path.iterdir())) if "appears to be written in" not in each] == []
