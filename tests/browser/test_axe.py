"""axe finds nothing on any type of page in any variant; and it does find what is wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.browser import built
from tests.browser.axe import violations
from tests.browser.built import EVERY
from tests.browser.voice import CHINESE

if TYPE_CHECKING:
    from tests.browser.built import Day, Shown


def test_the_table_has_every_view_and_kind_of_the_engine_in_every_variant(table: list[Shown]) -> None:
    assert built.expected() <= {(row.sort, row.variant) for row in table}
    assert {row.variant for row in table} == set(EVERY)


#: Each variant is looked at in one width, the standard pages in both.
WIDTHS = {"": (390, 1440), "zh-Hant": (1440,), "en": (1440,)}


@pytest.mark.parametrize(
    ("variant", "width"), [(variant, width) for variant in EVERY for width in WIDTHS.get(variant, (390,))]
)
def test_axe_finds_nothing_on_any_type_of_page(visit: Any, variant: str, width: int) -> None:
    found = {}

    for sort, page in visit(variant, width=width, script_first=CHINESE):
        found[sort] = violations(page)

    assert {sort: each for sort, each in found.items() if each} == {}


@pytest.mark.parametrize("variant", EVERY)
def test_axe_finds_nothing_on_a_page_that_leads_on(
    windows: Any, days: dict[str, Day], table: list[Shown], variant: str
) -> None:
    page = windows.window(390)
    rows = [row for row in table if row.sort in built.LEADING_ON and row.variant == variant]

    for row in rows:
        html = (days[row.day].output / row.site / row.file).read_text(encoding="utf-8")
        page.set_content(html.replace('http-equiv="refresh"', ""))  # else the window is elsewhere before it is asked
        assert violations(page) == []

    assert {row.sort for row in rows} == (set() if variant.startswith("en") else built.LEADING_ON)


@pytest.mark.parametrize("scheme", ["yellow", "dark", "plain"])
@pytest.mark.parametrize("variant", ["", "care"])
def test_axe_finds_nothing_with_the_reading_tools_open(visit: Any, variant: str, scheme: str) -> None:
    for sort, page in visit(variant, width=390, only=("home", "policy", "reading_tools")):
        page.locator(".tools button").click()
        page.evaluate("(scheme) => Object.assign(document.documentElement.dataset, { scheme, ruler: 'on' })", scheme)

        assert violations(page) == [], sort


def test_axe_finds_what_is_wrong(open_page: Any) -> None:
    page = open_page("news")

    page.evaluate("document.querySelector('#zoom').style.color = '#bbb'; document.querySelector('h1').remove()")

    assert {rule for rule, _ in violations(page)} >= {"color-contrast", "page-has-heading-one"}
