"""Pages look as they did when their pictures were kept.

After a change that is meant, look at the pages and keep them anew: `python -m pytest tests/browser/test_kept.py --keep`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from PIL import Image

from tests.browser.pictures import KEPT, MOST, SCREENS, kept_file, need_fonts, otherwise, picture, wanted

if TYPE_CHECKING:
    from tests.browser.built import Shown
    from tests.browser.conftest import Windows


@pytest.fixture(scope="session")
def rows(table: list[Shown]) -> list[Shown]:
    need_fonts()
    return [row for row in table if wanted(row) and row.sort not in ("redirect", "moved")]


@pytest.mark.parametrize("screen", SCREENS)
def test_every_type_of_page_looks_as_it_was_kept(
    windows: Windows, show: Any, rows: list[Shown], screen: str, request: pytest.FixtureRequest
) -> None:
    window = windows.window(**SCREENS[screen])
    now = {row: picture(show(window, row)) for row in rows}

    if request.config.getoption("--keep", default=False):
        keep(now, screen)
    changed = {
        str(row): otherwise(image, Image.open(kept_file(row, screen)).convert("RGB")) for row, image in now.items()
    }

    assert {name: squares for name, squares in changed.items() if squares > MOST} == {}
    assert len(changed) >= 25


def keep(now: dict[Shown, Image.Image], screen: str) -> None:
    KEPT.mkdir(exist_ok=True)
    for old in KEPT.glob(f"*-{screen}.webp"):
        old.unlink()
    for row, image in now.items():
        image.save(kept_file(row, screen), quality=75, method=6)


def test_no_picture_is_kept_of_what_there_is_no_more_and_all_are_small(rows: list[Shown]) -> None:
    files = set(KEPT.iterdir())

    assert files == {kept_file(row, screen) for row in rows for screen in SCREENS}
    assert sum(file.stat().st_size for file in files) < 3_000_000


@pytest.mark.parametrize(
    "style",
    [
        ".pairs { display: none; }",
        ".main-nav { margin-top: 2rem; }",
        ".facts { width: 80%; }",
        "h1 { text-align: left !important; }",
        ".banner, .pairs { background: #fbb; }",
        ".side { order: -1; }",
        ".about { font-size: 1.2rem; }",
    ],
)
def test_what_is_moved_missing_or_coloured_otherwise_is_seen(open_page: Any, rows: list[Shown], style: str) -> None:
    page = open_page("policy", **SCREENS["1440"])

    assert otherwise(picture(page), picture(page, style)) > MOST


@pytest.mark.parametrize("style", ["body { filter: blur(.5px); }", "body { translate: .4px .3px; }"])
def test_edges_of_letters_may_differ(open_page: Any, rows: list[Shown], style: str) -> None:
    page = open_page("policy", **SCREENS["1440"])

    assert otherwise(picture(page), picture(page, style)) <= MOST
