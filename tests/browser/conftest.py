"""The demonstration city, built once, behind a host's server, in a real Chromium."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from pipeline.build import LEDGER, build
from pipeline.delivery import address
from pipeline.host_server import HostServer

ROOT = Path(__file__).parent.parent.parent
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def needed(program: str, *others: str) -> str:
    """The path of a program of the system. Without it the test is skipped on a desk, and fails in CI."""
    found = next(filter(None, map(shutil.which, (program, *others))), None)
    if found is None and not os.environ.get("CI"):
        pytest.skip(f"{program} is not installed; .ci/run installs it")
    assert found, f"{program} is not installed"
    return found


class Demonstration:
    """All demonstration sites as built, by site and address."""

    def __init__(self, output: Path) -> None:
        self.output = output
        built = build(ROOT / "content", output)
        self.sites = built.sites
        self.name = "示范"

    def files(self, site: str) -> Path | None:
        folder = self.output / site
        return folder if folder.is_dir() else None

    def page_types(self) -> dict[str, tuple[str, str]]:
        """One page of each view, and of each kind of document: its site and address. The longest page stands for all."""
        query = (
            "select coalesce(d.kind, p.view), p.site, p.file from page p left join document d on d.path = p.of and p.view = 'document' "
            "where p.file like '%.html' and p.view not in ('redirect', 'moved') order by p.size"
        )
        with sqlite3.connect(self.output / LEDGER) as database:
            rows = database.execute(query).fetchall()
        return {sort: (site, f"/{file.removesuffix('index.html')}") for sort, site, file in rows}


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Demonstration:
    return Demonstration(tmp_path_factory.mktemp("demonstration"))


@pytest.fixture(scope="session")
def server(demonstration: Demonstration) -> Iterator[HostServer]:
    with HostServer(demonstration, [address(site) for site in demonstration.sites]) as running:
        yield running


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
        self._known: dict[object, list[Page]] = {}
        self._used: dict[object, int] = {}

    def window(self, width: int, script_first: str = "", **options: Any) -> Page:
        """Return a window of a width; `script_first` runs before the page's own."""
        key = (script_first, *sorted(options.items()))
        known, number = self._known.setdefault(key, []), self._used.get(key, 0)
        self._used[key] = number + 1
        if number == len(known) or known[number].is_closed():
            page = self._browser.new_context(**options).new_page()
            page.set_default_timeout(10_000)
            if script_first:
                page.add_init_script(script_first)
            known[number:] = [page]
        known[number].set_viewport_size({"width": width, "height": 900})
        return known[number]

    def wipe(self) -> None:
        """Have the windows forget what a test left: what the device kept, the place of the pointer, other windows, other media."""
        for key, number in self._used.items():
            for page in self._known[key][:number]:
                self._wipe(page)
        self._used.clear()

    @staticmethod
    def _wipe(page: Page) -> None:
        for other in page.context.pages:
            if other is not page:
                other.close()
        if not page.is_closed():
            page.emulate_media(media="null", forced_colors="null", reduced_motion="null", contrast="null")
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
def open_page(windows: Windows, server: HostServer) -> Any:
    """Open an address of a site in a window of a width; `script=False` as in a browser that has it off."""

    def opened(site: str, url: str, *, width: int = 1440, script: bool = True) -> Any:
        page = windows.window(width, java_script_enabled=script)
        answer = page.goto(f"http://{site}.localhost:{server.port}{url}")
        assert answer
        return page

    return opened
