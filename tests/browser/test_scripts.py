"""Languages in other scripts than Chinese: words whole, their own faces, lines from right to left and from top to bottom."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest

from pipeline.delivery import address
from pipeline.host_server import HostServer
from tests.browser.axe import violations
from tests.browser.built import ROOT, TODAY, Day
from tests.conftest import SITE, City, document, policy

if TYPE_CHECKING:
    from tests.browser.conftest import Windows

UYGHUR = "شەھەر كۆكەرتىش باشقۇرۇش چارىسى يۈنچۇەن شەھەرلىك خەلق ھۆكۈمىتىنىڭ يىغىنىدا ماقۇللاندى"
MONGOLIAN = " ".join(["ᠬᠣᠲᠠ ᠶᠢᠨ ᠠᠷᠠᠳ ᠤᠨ ᠵᠠᠰᠠᠭ ᠤᠨ ᠣᠷᠳᠤᠨ"] * 3)
LANGUAGES = {"ug": UYGHUR, "mn-Mong": MONGOLIAN}
ENGLISH = [
    "/en/",
    "/en/zwgk/",
    "/en/zwgk/zcwj/lvhua-banfa/",
    "/en/zwgk/zcjd/lvhua-jd/",
    "/en/zwgk/jgzn/zfbgs/",
    "/en/zwgk/tzgg/gongre-2026/",
    "/en/zjyc/gaikuang/",
    "/en/bsfw/getihu/",
    "/en/reading-tools/",
    "/en/care/",
    "/en/care/zwgk/zcjd/lvhua-jd/",
]
#: Words of letters that stand on more than one line, and how many words there are.
_BROKEN = """(css) => {
  const broken = [];
  let words = 0;
  for (const element of document.querySelectorAll(css)) {
    const walk = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    for (let node = walk.nextNode(); node; node = walk.nextNode()) {
      for (const word of node.data.matchAll(/\\p{Script=Latin}+/gu)) {
        const range = document.createRange();
        range.setStart(node, word.index);
        range.setEnd(node, word.index + word[0].length);
        words += 1;
        if (new Set([...range.getClientRects()].map((each) => Math.round(each.top))).size > 1) broken.push(word[0]);
      }
    }
  }
  return [words, broken];
}"""
_PHYSICAL = re.compile(
    r"(?:margin|padding|border|scroll-margin|scroll-padding)-(?:left|right)\b|(?<![-\w])(?:left|right)\s*:"
    r"|(?:text-align|float|clear)\s*:\s*(?:left|right)\b"
)
_FOUR_SIDES = re.compile(
    r"(?<![-\w])(?:margin|padding|inset)\s*:\s*[^\s;(),]+ ([^\s;(),]+) [^\s;(),]+ ([^\s;(),]+)\s*[;}]"
)


def physical(style: str) -> list[str]:
    """The lines of a style that speak of left or right, but for those with a reason beside them."""
    unexplained = [line for line in style.splitlines() if "/*" not in line]
    return [line for line in unexplained if _PHYSICAL.search(line) or _uneven(line)]


def _uneven(line: str) -> bool:
    return any(right != left for right, left in _FOUR_SIDES.findall(line))


def _edition(name: str) -> str:
    columns = (f'[[columns]]\npath = "{path}"\nname = "{name[:20]}"\n' for path in ("yaowen", "zcwj", "zcjd"))
    return f'name = "{name[:40]}"\nlanguage = "{name[:6]}"\n[home]\ncolumns = ["yaowen", "zcwj"]\n' + "".join(columns)


def _translation(lang: str, original: str, text: str, *more: str) -> str:
    head = [f"title: {text[:60]}", f"lang: {lang}", f"translation_of: {original}", f"source: {text[:20]}", *more]
    table = f"| {text[:20]} | A |\n|---|---:|\n| {text[:12]} | 12 |"
    body = [
        f"## {text[:20]}",
        text,
        f"- {text[:30]}",
        table,
        f"> {text}",
        *(f"## {each}" for each in text.split()[:3]),
        *[text] * 30,
    ]
    return "\n".join(["---", *head, "---", "", "\n\n".join(body), ""])


def _of_a_language(lang: str, text: str) -> dict[str, str]:
    return {
        f"portal/site.{lang}.toml": _edition(text),
        f"portal/zcwj/a.{lang}.md": _translation(lang, "a.md", text, f"issuer: {text[:20]}"),
        f"portal/yaowen/n.{lang}.md": _translation(lang, "n.md", text),
    }


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HostServer]:
    """A small city in Chinese, Uyghur and Mongolian, as built."""
    more = f'languages = {["zh", *LANGUAGES]}\nvariants = ["care"]'
    city = City(tmp_path_factory.mktemp("town")).write(
        {
            "portal/site.toml": SITE.replace('code = "1404000001"', f'code = "1404000001"\n{more}'),
            "portal/zcwj/a.md": policy("云政发〔2026〕1号"),
            "portal/yaowen/n.md": document("要闻"),
        }
    )
    for lang, text in LANGUAGES.items():
        city.write(_of_a_language(lang, text))
    built = Day("town", city.content, city.output, TODAY)
    with HostServer(built, [address(site) for site in built.sites]) as running:
        yield running


@pytest.fixture
def open_town(windows: Windows, town: HostServer) -> Any:
    def opened(url: str, width: int) -> Any:
        page = windows.window(width)
        answer = page.goto(f"http://portal.localhost:{town.port}{url}")
        assert answer
        assert answer.ok
        return page

    return opened


def box(page: Any, css: str) -> dict[str, float]:
    found: dict[str, float] = page.locator(css).first.bounding_box()
    return found


def test_left_and_right_are_found_in_a_style() -> None:
    style = "a { margin-left: 0; }\nb { left: 1px; }\nc { text-align: right; }\nd { padding: 0 1px 0 2px; }"
    fine = (
        "e { padding: 0 1px 2px 1px; margin-inline-start: 0; }\nf { left: 0; /* a reason */ }\ng { text-align: start; }"
    )

    assert physical(style) == style.splitlines()
    assert physical(fine) == []


def test_the_styles_know_starts_and_ends_rather_than_left_and_right() -> None:
    styles = {path.name: path.read_text(encoding="utf-8") for path in (ROOT / "theme").rglob("*.css")}

    assert len(styles) > 20
    assert [(name, line) for name, style in styles.items() for line in physical(style)] == []


@pytest.mark.parametrize("url", ENGLISH)
def test_no_word_of_an_english_page_is_broken_on_a_narrow_screen(open_at: Any, url: str) -> None:
    page = open_at("portal", url, width=390)

    words, broken = page.evaluate(_BROKEN, ".main-nav a, .table-frame, .facts th, h1:not(.unseen), .block-name")

    assert words > 15
    assert broken == []


@pytest.mark.parametrize("width", [320, 768, 1024, 1440])
@pytest.mark.parametrize("url", ENGLISH)
def test_no_english_page_is_wider_than_the_screen_however_large_its_text(open_at: Any, url: str, width: int) -> None:
    page = open_at("portal", url, width=width)

    for size in ("", "125", "150", "200"):
        page.evaluate("(size) => { document.documentElement.dataset.size = size; }", size)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, size


@pytest.mark.parametrize(("url", "least", "rows"), [("/en/", 44, 3), ("/en/care/", 60, 5)])
def test_the_english_navigation_has_large_targets_in_few_rows(open_at: Any, url: str, least: int, rows: int) -> None:
    page = open_at("portal", url, width=390)

    boxes = [each.bounding_box() for each in page.locator(".main-nav a").all()]

    assert 5 < len(boxes) <= 7
    assert all(least <= each["height"] < 1.4 * least for each in boxes)
    assert len({each["y"] for each in boxes}) <= rows


def test_english_is_set_in_its_own_faces_and_chinese_in_its_own(open_at: Any) -> None:
    style = "(css) => { const it = getComputedStyle(document.querySelector(css)); return [it.fontFamily, it.letterSpacing, it.textIndent]; }"

    english, chinese = (
        [
            open_at("portal", f"{root}zwgk/zcwj/lvhua-banfa/").evaluate(style, css)
            for css in ("h1", ".site-name", ".prose > p")
        ]
        for root in ("/en/", "/")
    )

    assert [family.partition(",")[0] for family, *_ in english] == ['"Source Serif 4"'] * 3
    assert [family.partition(",")[0] for family, *_ in chinese] == ['"Source Han Serif SC"'] * 3
    assert [spacing for _, spacing, _ in english] == ["normal"] * 3 or english[1][1] == "0px"
    assert float(chinese[1][1].removesuffix("px")) > 1
    assert (english[2][2], chinese[2][2] > "0px") == ("0px", True)


def test_the_english_head_is_one_row_on_a_wide_screen(open_at: Any) -> None:
    page = open_at("portal", "/en/")

    name, tools = box(page, ".site-name"), box(page, ".tools button")

    assert tools["y"] < name["y"] + name["height"]
    assert tools["x"] > name["x"] + name["width"]


def test_a_date_of_the_english_official_table_is_on_one_line(open_at: Any) -> None:
    page = open_at("portal", "/en/zwgk/zcwj/lvhua-banfa/")
    lines = "(each) => { const text = document.createRange(); text.selectNodeContents(each); return text.getClientRects().length; }"

    dates = [
        each for each in page.locator(".official-facts td").all() if re.fullmatch(r"\w+ \w+,? \d{4}", each.inner_text())
    ]

    assert len(dates) >= 3
    assert [each.evaluate(lines) for each in dates] == [1] * len(dates)


@pytest.mark.parametrize("width", [390, 1440])
@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("url", ["", "yaowen/", "zcwj/a/", "yaowen/n/", "care/", "care/zcwj/a/"])
def test_nothing_is_wider_than_the_screen_in_another_script(open_town: Any, lang: str, url: str, width: int) -> None:
    page = open_town(f"/{lang}/{url}", width)

    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate("document.documentElement.dir") == ("rtl" if lang == "ug" else "")


@pytest.mark.parametrize("url", ["/ug/", "/ug/care/"])
def test_from_right_to_left_the_head_and_the_lists_are_mirrored(open_town: Any, url: str) -> None:
    page = open_town(url, 1440)

    assert box(page, ".site-name")["x"] > box(page, ".tools")["x"]
    first, second = (each.bounding_box() for each in page.locator(".main-nav a").all()[:2])
    assert first["x"] > second["x"]
    title = page.locator(".block-name").first.bounding_box()
    assert title["x"] + title["width"] > 1440 / 2


def test_from_right_to_left_the_side_the_marks_and_the_banner_are_mirrored(open_town: Any) -> None:
    page = open_town("/ug/zcwj/a/", 1440)
    border = "(each) => { const it = getComputedStyle(each); return [it.borderRightWidth, it.borderLeftWidth]; }"

    assert box(page, ".side")["x"] < box(page, ".document")["x"]
    assert page.locator(".banner").first.evaluate(border) == ["5px", "0px"]
    ways = page.locator(".breadcrumb li").all()
    assert ways[0].bounding_box()["x"] > ways[1].bounding_box()["x"]


@pytest.mark.parametrize("width", [390, 1440])
def test_mongolian_runs_from_top_to_bottom_in_a_frame_that_scrolls(open_town: Any, width: int) -> None:
    page = open_town("/mn-Mong/zcwj/a/", width)
    paragraphs = [each.bounding_box() for each in page.locator(".prose > p").all()[:2]]

    assert paragraphs[0]["x"] < paragraphs[1]["x"]
    assert paragraphs[0]["y"] == paragraphs[1]["y"]
    frame = box(page, ".prose")
    assert 300 < frame["height"] < 900
    assert page.evaluate(
        "(() => { const it = document.querySelector('.prose'); return it.scrollWidth > it.clientWidth; })()"
    )
    page.locator(".prose").focus()
    assert page.evaluate("document.activeElement.id") == "zoom"


@pytest.mark.parametrize(
    "url", ["/ug/", "/ug/zcwj/a/", "/mn-Mong/", "/mn-Mong/zcwj/a/", "/ug/care/zcwj/a/", "/mn-Mong/care/zcwj/a/"]
)
def test_axe_finds_nothing_in_another_script(open_town: Any, url: str) -> None:
    page = open_town(url, 390)

    assert violations(page) == []
