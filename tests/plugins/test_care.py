"""The care variant's text: what goes, what stays, a short navigation, colours that can be told apart."""

from __future__ import annotations

import re
from base64 import b64decode
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from model.identifiers import Domain
from model.site import Column, Home, Site, SiteSettings
from plugins.care import prepare
from plugins.engine.registry import Frame
from plugins.engine.values import Assets
from plugins.engine.words import Words
from tests.conftest import SITE, document

if TYPE_CHECKING:
    from tests.conftest import City

PNG = b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==")
CARE = SITE.replace("[[columns]]", 'variants = ["care"]\n\n[home]\ncolumns = ["yaowen"]\n\n[[columns]]', 1)
STATIC = Path(__file__).parent.parent.parent / "theme" / "static"
ASSETS = Assets("/static/a.css", "/static/a.js", "/static/a.svg", "/static/care.css", "/static/care.js")
LANDMARKS = ("header", "main", "footer", "nav", "h1", "article", "table", "th")
URLS = ["/", "/yaowen/", "/yaowen/a/", "/yaowen/b/", "/zcwj/", "/sitemap/"]
PAGE = """<!DOCTYPE html>
<html lang="zh-CN">
<head>
<link rel="stylesheet" href="/static/a.css">
<script src="/static/a.js" defer></script>
</head>
<body class="view-{view}">
<nav class="main-nav" aria-label="主导航">
<ul class="frame">
{entries}</ul>
</nav>
<main id="main"><h1>题</h1>{main}</main>
<footer></footer></body>
</html>"""


def site_of(names: list[str]) -> Site:
    """A site with these top-level columns, each with one below it."""
    columns = [Column(path=f"c{number}", name=name) for number, name in enumerate(names)]
    below = [Column(path=f"{column.path}/a", name="下级") for column in columns]
    settings = SiteSettings(name="云川市人民政府", kind="portal", domain=Domain.parse("www.yunchuan.gov.cn"))
    return Site("portal", settings, (*columns, *below), Home())


def derived(text: str, names: list[str] | None = None) -> str:
    return prepare(Frame(site_of(names or ["要闻"]), ASSETS, {}, Words(), Words()))(text)


def entries(site: Site, current: str = "") -> str:
    """The standard navigation of a site."""
    links = [("/", "首页"), *((column.url, column.name) for column in site.children(""))]
    return "".join(
        f'<li><a href="{url}"{" aria-current=" + chr(34) + "true" + chr(34) if url == current else ""}>{name}</a></li>\n'
        for url, name in links
    )


def navigation(text: str) -> list[Any]:
    return html.document_fromstring(text).cssselect(".main-nav li a")


def links(text: str) -> list[tuple[str, str]]:
    return [(str(each.get("href")), str(each.get("aria-current") or "")) for each in navigation(text)]


@pytest.fixture
def town(city: City) -> City:
    return city.write(
        {
            "portal/site.toml": CARE,
            "portal/yaowen/a.md": document(
                "甲", "image: a.png", "attachments: [a.csv]", body="## 一\n\n文。\n\n![树](a.png)"
            ),
            "portal/yaowen/a.csv": "甲\n",
            "portal/yaowen/a.png": PNG,
            "portal/yaowen/b.md": document("乙", date="2026-03-02 10:00"),
        }
    )


@given(count=st.integers(0, 30), current=st.integers(-1, 30))
def test_the_navigation_has_at_most_seven_entries(count: int, current: int) -> None:
    site = site_of([f"栏目{number}" for number in range(count)])
    here = f"/c{current}/" if 0 <= current < count else "/"
    page = PAGE.format(view="column", entries=entries(site, here), main="")

    found = links(prepare(Frame(site, ASSETS, {}, Words(), Words()))(page))

    urls = [url for url, _ in found]
    assert urls == ["/", *(f"/c{number}/" for number in range(min(count, 5))), "/sitemap/"]
    assert [url for url, state in found if state] == ([here] if here in urls else [])


@given(names=st.lists(st.text("甲乙<>&\"'1", min_size=1, max_size=6), min_size=1, max_size=8))
def test_names_of_columns_are_texts_whatever_they_hold(names: list[str]) -> None:
    text = derived(PAGE.format(view="home", entries=entries(site_of(["甲"])), main=""), names)

    assert [each.text for each in navigation(text)] == ["首页", *names[:5], "网站地图"]


def test_on_the_site_map_its_entry_is_the_current_one() -> None:
    text = derived(PAGE.format(view="site_map", entries=entries(site_of(["甲"])), main=""))

    assert links(text)[-1] == ("/sitemap/", "page")


@pytest.mark.parametrize("url", URLS)
def test_landmarks_headings_and_text_stay_as_they_are(town: City, url: str) -> None:
    built = town.build()
    standard, care = built.page(url), built.page(f"/care{url}")

    for page in (standard, care):
        for each in page.cssselect(".main-nav, .neighbours, .page-code, .switch, #reading-words"):
            each.drop_tree()
    for name in LANDMARKS:
        assert len(care.findall(f".//{name}")) == len(standard.findall(f".//{name}")), name
    assert care.text_content().split() == standard.text_content().split()


@pytest.mark.parametrize("url", URLS)
def test_the_page_says_that_it_is_the_care_variant(town: City, url: str) -> None:
    page = town.build().page(f"/care{url}")

    styles = [str(each) for each in page.xpath("//head/link[@rel='stylesheet']/@href")]
    assert [each.split("/")[-1].split(".")[0] for each in styles] == ["site", "care"]
    assert page.cssselect("body")[0].get("class").split()[-1] == "care"
    assert page.xpath("//script[not(@defer)] | //script[not(@src)] | //style | //@style") == []


def test_only_documents_are_read_aloud(town: City) -> None:
    built = town.build()

    scripts = {url: "care." in " ".join(map(str, built.page(f"/care{url}").xpath("//script/@src"))) for url in URLS}
    assert scripts == {url: url in ("/yaowen/a/", "/yaowen/b/") for url in URLS}


def test_what_is_for_the_eye_alone_goes_and_what_says_something_stays(town: City) -> None:
    built = town.build()
    home, page = built.page("/care/"), built.page("/care/yaowen/a/")

    assert built.page("/").cssselect("main img[alt='']")
    assert home.cssselect("main img, .page-code, svg") == []
    assert built.page("/yaowen/a/").cssselect(".neighbours")
    assert page.cssselect(".neighbours, .page-code, svg") == []
    assert [each.get("alt") for each in page.cssselect("main img")] == ["树"]
    assert page.cssselect(".attachments a")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('<p><img src="a.png" alt=""></p>\n<p>文</p>', "<p>文</p>"),
        ('<p class="x"> <img alt="" src="a.png" width="1"> </p>文', "文"),
        ('<p>文<img src="a.png" alt="">字</p>', "<p>文字</p>"),
        ('<p><img src="a.png" alt="树"></p>', '<p><img src="a.png" alt="树"></p>'),
        ('<pre>&lt;img alt=""&gt;</pre>', '<pre>&lt;img alt=""&gt;</pre>'),
        ('<figure class="page-code"><p>文</p></figure>', '<figure class="page-code"><p>文</p></figure>'),
    ],
)
def test_only_pictures_that_say_nothing_go(before: str, after: str) -> None:
    page = PAGE.format(view="document", entries="", main="MAIN")

    assert derived(page.replace("MAIN", before)) == derived(page.replace("MAIN", after))


@given(st.text())
def test_a_text_without_the_themes_marks_is_left_as_it_is(text: str) -> None:
    assert derived(text) == text


@pytest.mark.parametrize(
    "torn",
    ['<nav class="main-nav"', '<nav class="neighbours">文', '<main></main><figure class="page-code">', "</main>"],
)
def test_a_page_with_half_a_mark_is_not_torn(torn: str) -> None:
    assert derived(torn) == torn


def _tokens() -> dict[str, str]:
    """The tokens of the care stylesheet, and those of the standard one that it leaves."""
    found: dict[str, str] = {}
    for name in ("site.css", "care.css"):
        root = (STATIC / name).read_text(encoding="utf-8").partition(":root {")[2].partition("}")[0]
        found |= dict(re.findall(r"--([\w-]+): (#[0-9a-f]{3,6});", root))
    return found


def _luminance(colour: str) -> float:
    """WCAG 2.2, relative luminance."""
    digits = colour.removeprefix("#")
    digits = "".join(each * 2 for each in digits) if len(digits) == 3 else digits
    channels = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """WCAG 2.2, contrast ratio of two tokens."""
    dark, light = sorted(_luminance(_tokens()[each]) for each in (one, other))
    return (light + 0.05) / (dark + 0.05)


TEXTS = ("ink", "ink-soft", "main", "main-deep", "warn")
GROUNDS = ("paper", "mist", "mark", "main-tint", "warn-tint")


@pytest.mark.parametrize(("text", "ground"), [*product(TEXTS, GROUNDS), *product(["on-main"], ["main", "main-deep"])])
def test_every_text_is_seven_to_one_on_every_ground(text: str, ground: str) -> None:
    assert contrast(text, ground) >= 7


@pytest.mark.parametrize(
    ("one", "other"),
    [
        *product(["line", "line-deep", "main"], GROUNDS),
        ("focus", "main"),
        ("focus", "main-deep"),
        ("main-deep", "paper"),
    ],
)
def test_edges_and_the_focus_are_three_to_one(one: str, other: str) -> None:
    assert contrast(one, other) >= 3


def test_the_stylesheet_has_no_colour_but_its_tokens_and_nothing_floats() -> None:
    style = (STATIC / "care.css").read_text(encoding="utf-8")
    rules = style.partition("}")[2].partition("@media print")[0]

    assert re.findall(r"#[0-9a-f]{3,6}\b|rgb\(", rules) == []
    assert re.findall(r"float: (?!none)|transition: (?!none)|animation: (?!none)", rules) == []
