"""The demonstration city, built once, behind a host's server, in a real Chromium."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright

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


@pytest.fixture
def open_page(browser: Browser, server: HostServer) -> Iterator[Any]:
    """Open an address of a site in a window of a width; `script=False` as in a browser that has it off."""
    contexts = []

    def opened(site: str, url: str, *, width: int = 1440, script: bool = True) -> Any:
        context = browser.new_context(viewport={"width": width, "height": 900}, java_script_enabled=script)
        contexts.append(context)
        page = context.new_page()
        answer = page.goto(f"http://{site}.localhost:{server.port}{url}")
        assert answer
        return page

    yield opened
    for context in contexts:
        context.close()
