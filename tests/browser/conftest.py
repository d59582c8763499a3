"""The demonstration sites of some days, built once, behind a host's server, in a real Chromium."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from pipeline.delivery import address
from pipeline.host_server import HostServer
from tests.browser import built
from tests.browser.programs import needed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.browser.built import Day, Shown

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--font-render-hinting=none",
]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--keep", action="store_true", help="keep new pictures of the pages (tests/browser/test_kept.py)")


@pytest.fixture(scope="session")
def days(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Day]:
    return built.days(tmp_path_factory.mktemp("days"))


@pytest.fixture(scope="session")
def demonstration(days: dict[str, Day]) -> Day:
    return days["today"]


@pytest.fixture(scope="session")
def table(days: dict[str, Day]) -> list[Shown]:
    """One page of each type in each variant."""
    return built.one_of_each(days.values())


@pytest.fixture(scope="session")
def servers(days: dict[str, Day]) -> Iterator[dict[str, HostServer]]:
    with ExitStack() as stack:
        yield {
            name: stack.enter_context(HostServer(day, [address(site) for site in day.sites]))
            for name, day in days.items()
        }


@pytest.fixture(scope="session")
def server(servers: dict[str, HostServer]) -> HostServer:
    return servers["today"]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    program = needed("chromium", "chromium-browser", "google-chrome")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield running
        running.close()


class Windows:
    """Windows of a browser, used again from test to test: opening one takes longer than most of what is asked of it.

    Those with other options (script off, a voice) are others. A test's second window is not its first.
    """

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._known: dict[tuple[Any, ...], list[Page]] = {}
        self._used: dict[tuple[Any, ...], int] = {}

    def window(self, width: int, script_first: str = "", *, height: int = 900, **options: Any) -> Page:
        """Return a window of a size; `script_first` runs before the page's own."""
        key = (script_first, *sorted(options.items()))
        known, number = self._known.setdefault(key, []), self._used.get(key, 0)
        self._used[key] = number + 1
        if number == len(known) or known[number].is_closed():
            page = self._browser.new_context(**options).new_page()
            page.set_default_timeout(10_000)
            if script_first:
                page.add_init_script(script_first)
            known[number:] = [page]
        known[number].set_viewport_size({"width": width, "height": height})
        return known[number]

    def wipe(self) -> None:
        """Have the windows forget what a test left: what the device kept, the place of the pointer, other windows, other media."""
        for key, number in self._used.items():
            for page in self._known[key][:number]:
                self._wipe(page, dict(key[1:]))
        self._used.clear()

    @staticmethod
    def _wipe(page: Page, options: dict[str, Any]) -> None:
        for other in page.context.pages:
            if other is not page:
                other.close()
        if not page.is_closed():
            own = {name: options.get(name, "null") for name in ("forced_colors", "reduced_motion", "contrast")}
            page.emulate_media(media="null", **own)
            page.mouse.move(0, 0)
            page.context.clear_cookies()
            if page.url.startswith("http"):
                page.evaluate("() => localStorage.clear()")
            page.goto("about:blank")


@pytest.fixture(scope="session")
def all_windows(browser: Browser) -> Windows:
    return Windows(browser)


@pytest.fixture
def windows(all_windows: Windows) -> Iterator[Windows]:
    yield all_windows
    all_windows.wipe()


@pytest.fixture
def show(servers: dict[str, HostServer]) -> Any:
    """Show a page of the table in a window."""

    def shown(page: Page, row: Shown) -> Page:
        answer = page.goto(f"http://{row.site}.localhost:{servers[row.day].port}{row.url}")
        assert answer
        assert answer.status == {"not_found": 404, "gone": 410}.get(row.sort, answer.status)
        return page

    return shown


@pytest.fixture
def visit(windows: Windows, table: list[Shown], show: Any) -> Any:
    """Go through one page of each type in a variant, all in one window: each as its type and the window that shows it.

    `only` are the types that are meant; a browser stays at none of those that lead on. `window` is another one.
    """

    def visited(
        variant: str = "", *, only: tuple[str, ...] = (), window: Page | None = None, **options: Any
    ) -> Iterator[tuple[str, Page]]:
        window = window or windows.window(options.pop("width", 1440), **options)
        rows = [row for row in table if row.variant == variant and row.sort not in built.LEADING_ON]
        wanted = [row for row in rows if row.sort in only] if only else rows
        assert len(wanted) >= (len(only) or (5 if variant.startswith("en") else 20))
        for row in wanted:
            yield row.sort, show(window, row)

    return visited


@pytest.fixture
def open_page(windows: Windows, table: list[Shown], show: Any) -> Any:
    """Open one page of a type, in a window of a width; `script=False` as in a browser that has it off."""

    def opened(sort: str, variant: str = "", *, width: int = 1440, script: bool = True, **options: Any) -> Page:
        row = next(each for each in table if (each.sort, each.variant) == (sort, variant))
        page: Page = show(windows.window(width, java_script_enabled=script, **options), row)
        return page

    return opened


@pytest.fixture
def open_at(windows: Windows, server: HostServer) -> Any:
    """Open an address of a demonstration site."""

    def opened(site: str, url: str, *, width: int = 1440, **options: Any) -> Page:
        page = windows.window(width, **options)
        answer = page.goto(f"http://{site}.localhost:{server.port}{url}")
        assert answer
        assert answer.ok
        return page

    return opened
