"""What a site shows in the course of its life, in a real browser: a banner, a notice, a farewell, copies with their origin."""

from __future__ import annotations

import datetime as dt
import json
import subprocess
from typing import TYPE_CHECKING, Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from pipeline.audit import audit
from pipeline.build import build
from pipeline.delivery import address
from pipeline.host_server import HostServer
from tests import life
from tests.browser.test_pages import AXE_OPTIONS
from tests.browser.test_validity import checker
from tests.docs.test_migrate import example

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.browser.conftest import Windows

#: A day on which one site rests while another is about to move, and one on which it has moved.
BEFORE, AFTER = dt.datetime(2027, 10, 20, 9, 0), dt.datetime(2027, 11, 5, 9, 0)
PAGES = {
    "notice of a rest": ("before", "jyj", "/"),
    "banner on the home page": ("before", "wlj", "/"),
    "banner on a column": ("before", "wlj", "/zwgk/tzgg/"),
    "notice of a move": ("before", "portal", "/zwgk/tzgg/2027-10-08-wlj-qianyi/"),
    "farewell": ("after", "wlj", "/"),
    "moved": ("after", "portal", "/zt/wlj/zcwj/minsu-guanli-banfa/"),
    "gone": ("after", "wlj", "/zwgk/tzgg/2025-09-16-guoqing/"),
}


class Day:
    """The output of one day, shown as a host shows it."""

    def __init__(self, content: Path, output: Path, as_of: dt.datetime) -> None:
        self.output, self.name = output, "某日"
        self.sites = build(content, output, as_of=as_of).sites

    def files(self, site: str) -> Path | None:
        return self.output / site


@pytest.fixture(scope="module")
def days(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Day]:
    folder = tmp_path_factory.mktemp("lives")
    content = example(folder)
    with (content / "jyj/lifecycle.toml").open("a", encoding="utf-8") as record:
        record.write("\n" + life.offline("2027-10-18", "2027-10-25") + life.act("online", "2027-10-26"))
    return {name: Day(content, folder / name, moment) for name, moment in (("before", BEFORE), ("after", AFTER))}


@pytest.fixture(scope="module")
def servers(days: dict[str, Day]) -> Iterator[dict[str, HostServer]]:
    running = {name: HostServer(day, [address(site) for site in day.sites]) for name, day in days.items()}
    for each in running.values():
        each.start()
    yield running
    for each in running.values():
        each.stop()


@pytest.fixture
def opened(windows: Windows, servers: dict[str, HostServer]) -> Any:
    def open_page(sort: str, width: int, script: bool = True) -> Any:
        day, site, url = PAGES[sort]
        page = windows.window(width, java_script_enabled=script)
        page.goto(f"http://{site}.localhost:{servers[day].port}{url}")
        return page

    return open_page


@pytest.mark.parametrize("width", [390, 1440])
@pytest.mark.parametrize("sort", PAGES)
def test_axe_finds_nothing(opened: Any, sort: str, width: int) -> None:
    found = Axe().run(opened(sort, width), options=AXE_OPTIONS)

    assert [(each["id"], [node["html"][:200] for node in each["nodes"]]) for each in found.response["violations"]] == []


@pytest.mark.parametrize("width", [320, 390, 768, 1440])
@pytest.mark.parametrize("sort", PAGES)
def test_nothing_is_wider_than_the_screen(opened: Any, sort: str, width: int) -> None:
    assert opened(sort, width).evaluate("document.documentElement.scrollWidth") <= width


def test_from_a_host_that_knows_files_alone_an_old_address_leads_on_without_script(
    browser: Any, days: dict[str, Day]
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    target = "https://www.yunchuan.gov.cn/zt/wlj/zwdt/"

    with page.expect_request(target):
        page.goto((days["after"].output / "wlj/zwdt/index.html").as_uri())
    context.close()


def test_the_notice_of_a_rest_has_no_way_to_what_is_not_there(opened: Any) -> None:
    page = opened("notice of a rest", 390, script=False)

    links = page.evaluate("[...document.querySelectorAll('a')].map((a) => a.getAttribute('href'))")
    inside = [link for link in links if link.startswith("/") and link != "/"]

    assert inside == []


def test_all_pages_of_both_days_are_valid_and_pass_the_audit(days: dict[str, Day]) -> None:
    faults = [str(fault) for day in days.values() for site in day.sites for fault in audit(day.output / site.id)]
    shown = [
        page for day in days.values() for name in ("jyj", "wlj") for page in sorted((day.output / name).rglob("*.html"))
    ]

    done = subprocess.run([*checker(), "--format", "json", *shown], capture_output=True, text=True, check=False)

    messages = [
        each
        for each in json.loads(done.stderr)["messages"]
        if each["type"] == "error" or each.get("subType") == "warning"
    ]
    assert faults == []
    assert [(each["url"], each.get("lastLine"), each["message"]) for each in messages] == []
    assert len(shown) > 50
