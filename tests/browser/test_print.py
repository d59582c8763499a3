"""A page on paper: A4, its address and code on it, no navigation; tables run on with their head, and no row is torn apart."""

from __future__ import annotations

import re
import subprocess
from typing import TYPE_CHECKING, Any

import pytest

from tests.browser.programs import needed

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page

A4 = (595, 842)
NOT_ON_PAPER = ".main-nav, .switch, .tools, .reading, .breadcrumb, .neighbours, .turning, .print, .more, .skip, .branch, .contents, .aloud"
#: Types of pages that must have the code and the address.
CODED = ("home", "policy", "guide", "news", "column", "report", "list", "notice")
#: A table that is longer than a page, with rows of several lines, and one of sixteen columns.
TABLES = """() => {
    const cell = (text) => `<td>${text}</td>`;
    const rows = [...Array(60).keys()].map((row) => `<tr>${cell("")}${cell(`始${row}。${"很长的内容，".repeat(40)}终${row}。`)}</tr>`);
    const wide = [...Array(16).keys()].map((each) => cell(`第${each}列1234567`));
    document.querySelector("#zoom").insertAdjacentHTML("beforeend",
        `<div class="table-frame"><table><thead><tr><th>Ω</th><th>表头</th></tr></thead><tbody>${rows.join("")}</tbody></table></div>
        <div class="table-frame"><table id="wide"><tbody><tr>${wide.join("")}</tr></tbody></table></div>`);
}"""


def sheets(page: Page, folder: Path) -> list[str]:
    """The text of each sheet of paper, as it stands on it."""
    file = folder / "page.pdf"
    page.pdf(path=file, prefer_css_page_size=True)
    done = subprocess.run([needed("pdftotext"), "-layout", str(file), "-"], capture_output=True, text=True, check=True)
    return done.stdout.split("\f")[:-1]


def test_a_sheet_is_a4(open_page: Any, tmp_path: Path) -> None:
    open_page("policy").pdf(path=tmp_path / "page.pdf", prefer_css_page_size=True)

    said = subprocess.run([needed("pdfinfo"), str(tmp_path / "page.pdf")], capture_output=True, text=True, check=True)
    size = next(line for line in said.stdout.splitlines() if line.startswith("Page size"))

    assert tuple(round(float(each)) for each in size.split()[2:5:2]) == A4


@pytest.mark.parametrize("variant", ["", "en"])
def test_every_type_of_page_has_its_address_and_code_and_no_navigation(visit: Any, variant: str) -> None:
    wrong = {}

    for sort, page in visit(variant):
        page.emulate_media(media="print")
        code, address = page.locator(".page-code svg"), page.locator(".page-address")
        address_there = [each.inner_text() for each in address.all() if each.is_visible()]
        canonical = page.locator("link[rel=canonical]").get_attribute("href")
        shown = page.locator(NOT_ON_PAPER).locator("visible=true").count()
        coded = code.count() and code.bounding_box()["width"] >= 75  # 20 mm
        if shown or (sort in CODED and (not coded or address_there != [canonical])):
            wrong[sort] = shown, coded, address_there
        page.emulate_media(media="null")

    assert wrong == {}


def test_long_tables_run_on_and_wide_ones_fit(open_page: Any, tmp_path: Path) -> None:
    page = open_page("report")
    page.evaluate(TABLES)

    found = ["".join(sheet.split()) for sheet in sheets(page, tmp_path)]
    with_rows = [sheet for sheet in found if re.search(r"终\d+。", sheet)]

    assert len(with_rows) >= 4
    assert all("Ω" in sheet for sheet in with_rows)
    for row in range(60):
        assert [f"始{row}。" in sheet for sheet in found] == [f"终{row}。" in sheet for sheet in found]
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 658, "height": 971})  # A4 less its margins
    assert page.evaluate("wide.getBoundingClientRect().right <= innerWidth + 1")


@pytest.mark.parametrize("variant", ["", "care"])
def test_a_heading_stands_with_what_follows(open_page: Any, tmp_path: Path, variant: str) -> None:
    found = sheets(open_page("home", variant), tmp_path)
    last = [[line.strip() for line in sheet.splitlines() if line.strip()][-1] for sheet in found]
    names = {"通知公告", "政策文件", "政策解读", "办事服务", "互动交流", "政务要闻", "专题专栏"}

    assert len(found) > 2
    assert names.isdisjoint(line.rstrip(" ›") for line in last)


def test_text_is_dark_on_paper_whatever_the_screen_shows(open_page: Any) -> None:
    page = open_page("policy")
    page.evaluate("document.documentElement.dataset.scheme = 'dark'")
    page.emulate_media(media="print")

    colours = page.evaluate(
        "[...document.querySelectorAll('main a, main p')].map((each) => getComputedStyle(each).color)"
    )

    assert max(int(part) for colour in colours for part in re.findall(r"\d+", colour)) <= 0x76
    assert len(colours) > 30
