"""The page that explains the reading tools, what leads to it, and the colours that the tools offer."""

from __future__ import annotations

import datetime as dt
import re
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests import life
from tests.conftest import SITE, document

if TYPE_CHECKING:
    from tests.conftest import BuiltCity, City

ROOT = Path(__file__).parent.parent.parent
STATIC = ROOT / "theme" / "static"
PAGE = "/reading-tools/"
GROUNDS = ("paper", "mist", "mark", "main-tint", "warn-tint")
TEXTS = ("ink", "ink-soft", "main", "main-deep", "warn")
PAIRS = [*product(TEXTS, GROUNDS), ("on-main", "main"), ("on-main", "main-deep")]
SCHEMES = {"": 4.5, "yellow": 7.0, "dark": 7.0, "plain": 7.0}


def tokens(scheme: str) -> dict[str, str]:
    """The colours of a scheme: those of the standard, with what it changes."""
    css = (STATIC / "site.css").read_text(encoding="utf-8")
    blocks = re.findall(r'^ *(?::root|html\[data-scheme="(\w+)"\]) \{\n(.*?)\}', css, re.DOTALL | re.MULTILINE)
    found: dict[str, str] = {}
    for name, block in blocks:
        if name in ("", scheme):
            found |= re.findall(r"--([\w-]+): (#\w+);", block)
    return found


def light(colour: str) -> float:
    """The relative luminance (WCAG 2.2)."""
    digits = colour.lstrip("#")
    parts = [part * 2 for part in digits] if len(digits) == 3 else re.findall("..", digits)
    values = [int(part, 16) / 255 for part in parts]
    red, green, blue = (value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in values)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The contrast ratio (WCAG 2.2)."""
    darker, lighter = sorted((light(one), light(other)))
    return (lighter + 0.05) / (darker + 0.05)


def panel_choices(built: BuiltCity) -> dict[str, list[str]]:
    """What each tool in the panel of a page offers."""
    inputs = built.page("/").xpath("//*[@id='reading-panel']//input")
    names = dict.fromkeys(each.get("name") for each in inputs)
    return {name: [each.get("value") for each in inputs if each.get("name") == name] for name in names}


@pytest.mark.parametrize("scheme", SCHEMES)
def test_every_text_stands_out_from_every_ground(scheme: str) -> None:
    colours = tokens(scheme)

    ratios = {pair: round(contrast(colours[pair[0]], colours[pair[1]]), 2) for pair in PAIRS}

    assert {pair: ratio for pair, ratio in ratios.items() if ratio < SCHEMES[scheme]} == {}


def test_the_panel_offers_what_the_stylesheet_knows(city: City) -> None:
    css = (STATIC / "site.css").read_text(encoding="utf-8")

    choices = panel_choices(city.build())

    assert set(choices) == {"size", "scheme", "spacing", "pointer", "ruler", "keys"}
    assert set(choices["scheme"]) == set(SCHEMES)
    for tool in ("size", "scheme", "spacing"):
        assert choices[tool][0] == ""
        assert [value for value in choices[tool] if value and f'[data-{tool}="{value}"]' not in css] == []


def test_the_stylesheet_names_the_pointers_by_their_published_names(city: City) -> None:
    built = city.build()
    css = next(file for file in built.files() if re.fullmatch(r"portal/static/site\.\w+\.css", file))

    named = re.findall(r'url\("([^"]*)"\)', (built.output / css).read_text(encoding="utf-8"))

    assert [re.sub(r"\.\w{12}\.", ".", name) for name in named] == ["/static/pointer.svg", "/static/hand.svg"]
    assert all(built.path(name).is_file() for name in named)


@pytest.mark.parametrize("url", ["/", "/yaowen/", "/yaowen/a/", "/404.html", PAGE])
def test_every_page_leads_to_the_explanation(city: City, url: str) -> None:
    page = city.write({"portal/yaowen/a.md": document()}).build().page(url)

    assert page.xpath("//header//@href").count(PAGE) == 1
    assert page.xpath("//header//*[@aria-controls='reading-panel']/text()") == ["阅读工具"]


def test_without_script_the_tools_are_hidden_and_the_site_map_leads_to_the_page(city: City) -> None:
    page = city.build().page("/sitemap/")

    assert page.xpath("//*[contains(@class, 'tools') or @id='reading-panel'][not(@hidden)]") == []
    assert PAGE in page.xpath("//main//@href")


def test_the_page_explains_every_tool_and_may_be_found(city: City) -> None:
    built = city.build()
    page = built.page(PAGE)

    assert page.xpath("//h1/text()") == ["阅读工具和快捷键"]
    assert {"字号", "配色", "行距", "大鼠标指针", "阅读尺"} == set(page.xpath("//h3/text()"))
    assert page.xpath("//meta[@name='robots']") == []


def test_the_pages_shortcuts_are_the_scripts(city: City) -> None:
    script = (STATIC / "site.js").read_text(encoding="utf-8")
    codes = set(re.findall(r"(?<!\w)(Key[A-Z]|Digit\d|Minus)(?!\w)", script))

    keys = city.build().page(PAGE).xpath("//table//th/kbd[3]/text()")

    assert {{"-": "Minus", "0": "Digit0"}.get(key, f"Key{key}") for key in keys} == codes


def test_shortcuts_leave_the_letters_of_screen_readers_and_browsers(city: City) -> None:
    keys = set(city.build().page(PAGE).xpath("//table//th/kbd[3]/text()"))

    assert keys & set("ABCEFGHIKLMOPQRTUVX123456") == set()


def test_the_page_tells_of_the_care_variant_where_the_site_has_it(city: City) -> None:
    without = city.build().text(PAGE, "main")
    settings = SITE.replace('kind = "portal"', 'kind = "portal"\nvariants = ["care"]')

    built = city.write({"portal/site.toml": settings}).build()

    assert "关怀版" not in without
    assert "关怀版" in built.text(PAGE, "main")
    assert "关怀版" in built.text("/care/reading-tools/", "main")


def test_a_site_at_rest_does_not_lead_to_the_page(city: City) -> None:
    record = life.ONLINE + life.offline("2026-11-20", "2026-11-30")
    built = city.write({"portal/lifecycle.toml": record}).build(as_of=dt.datetime(2026, 11, 24, 9, 0))

    assert PAGE not in built.page("/").xpath("//@href")
    assert not built.path(PAGE).exists()
