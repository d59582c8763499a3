"""What a site shows in the course of its life, in a real browser: a banner, a notice, a farewell, copies with their origin."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from pipeline.built_site import from_folder
from pipeline.cargo import Terms
from pipeline.emergency import switch_to_notice
from pipeline.host_server import HostServer
from pipeline.hosts import SiteAddress
from pipeline.local_host import LocalHost
from pipeline.publish import publish
from pipeline.release import BEIJING
from tests import life
from tests.browser.axe import violations
from tests.browser.test_validity import by_nu

if TYPE_CHECKING:
    from tests.browser.built import Day
    from tests.browser.conftest import Windows

#: The name of the day (`built.days`), the site and the address.
PAGES = {
    "notice of a rest": ("before", "jyj", "/"),
    "banner on the home page": ("before", "wlj", "/"),
    "banner on a column": ("before", "wlj", "/zwgk/tzgg/"),
    "notice of a move": ("before", "portal", "/zwgk/tzgg/2027-10-08-wlj-qianyi/"),
    "farewell": ("after", "wlj", "/"),
    "moved": ("after", "portal", "/zt/wlj/zcwj/minsu-guanli-banfa/"),
    "gone": ("after", "wlj", "/zwgk/tzgg/2025-09-16-guoqing/"),
}


@pytest.fixture
def opened(windows: Windows, servers: dict[str, HostServer]) -> Any:
    def open_page(sort: str, width: int, script: bool = True) -> Any:
        day, site, url = PAGES[sort]
        page = windows.window(width, java_script_enabled=script)
        page.goto(f"http://{site}.localhost:{servers[day].port}{url}")
        return page

    return open_page


@pytest.mark.parametrize("width", [320, 390, 768, 1440])
@pytest.mark.parametrize("sort", PAGES)
def test_axe_finds_nothing_and_nothing_is_wider_than_the_screen(opened: Any, sort: str, width: int) -> None:
    page = opened(sort, width)

    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


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


def test_the_notice_of_an_emergency_is_for_everybody(tmp_path: Path, demonstration: Day, windows: Windows) -> None:
    host, now = LocalHost("qianduan-1", tmp_path / "host"), dt.datetime.now(BEIJING)
    content = shutil.copytree(Path(__file__).parents[2] / "content", tmp_path / "content")
    asked = 'applicant = "云川市文化和旅游局"\napplication = "云文旅函〔2026〕1号"'
    said = (
        f'begins = {now.date()}\nends = {now.date()}\nreason = "机房停电"\ncontact = "市政务服务中心，电话0355-0120101"'
    )
    with (content / "wlj/lifecycle.toml").open("a", encoding="utf-8") as record:
        record.write(life.act("emergency", str(now.date()), f"{asked}\n{said}"))
    publish([from_folder(demonstration.output / "wlj", "wlj")], [host], now)
    assert switch_to_notice(content, "wlj", [host], Terms(), str)
    site = SiteAddress("wlj", "wlj.yunchuan.gov.cn", None, "云川市文化和旅游局")

    with HostServer(host, [site]) as server:
        for width in (320, 390, 768, 1440):
            page = windows.window(width)
            page.goto(f"http://wlj.localhost:{server.port}/")
            assert violations(page) == []
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            assert page.evaluate("getComputedStyle(document.querySelector('.site-head')).borderTopWidth") == "5px"
    folder = host.files("wlj")
    assert folder
    assert by_nu([folder / "index.html"]) == []
