"""What is asked between pages, by tables of the memo, is what it would be from nothing; what is the same everywhere is told once."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pipeline.audit import Inspected, inspect, memo
from pipeline.audit.lists import file_of, is_list, read_list, targets_in
from pipeline.audit.reading import read_file
from pipeline.audit.together import MANY, told_together
from plugins.engine.output import OutputError
from tests.pipeline.test_audit_memo import edit, rows

if TYPE_CHECKING:
    from collections.abc import Iterable

HOST = "https://www.yunchuan.gov.cn"
FILES = (
    "index.html",
    "a/index.html",
    "a/b/index.html",
    "zh-Hant/a/index.html",
    "en/a/index.html",
    "a/page/2/index.html",
)
LISTS = ("sitemap.xml", "sitemap-2.xml", "a/feed.xml")
TEXT = "云川市人民政府门户网站的一段正文，足够长，可以与别的网页比较。" * 4


def address(file: str) -> str:
    return f"{HOST}/{file.removesuffix('index.html')}"


def page(file: str, others: Iterable[str], title: str, description: str, text: str) -> str:
    named = "".join(
        f'<link rel="alternate" hreflang="{lang}" href="{href}">' for lang, href in zip("abc", others, strict=False)
    )
    head = f'<link rel="canonical" href="{address(file)}"><title>{title}</title><meta name="Description" content="{description}">'
    return f'<html><head>{head}{named}</head><body><div id="zoom">{text}</div><a href="/a/">甲</a></body></html>'


def listing(addresses: Iterable[str]) -> str:
    return "\n".join(f'<loc>{each}</loc><link rel="alternate" href="{each}"/>' for each in addresses)


ADDRESSES = st.lists(st.sampled_from([*map(address, FILES), f"{HOST}/nowhere/"]), max_size=3)
PAGES = st.sampled_from(FILES).flatmap(
    lambda file: st.tuples(
        st.just(file),
        st.none() | st.builds(page, st.just(file), ADDRESSES, *(st.sampled_from(("", "甲", TEXT)) for _ in range(3))),
    )
)
EDITS = PAGES | st.tuples(st.sampled_from(LISTS), st.none() | ADDRESSES.map(listing))


def from_nothing(folder: Path) -> tuple[Inspected, ...]:
    (folder.parent / memo.FILE).unlink(missing_ok=True)
    return inspect(folder)


@settings(max_examples=10)
@given(st.lists(EDITS, min_size=1, max_size=6))
@example([("sitemap.xml", listing([f"{HOST}/a/"])), ("a/index.html", None)])
@example([("sitemap.xml", listing([f"{HOST}/a/"])), ("sitemap.xml", None)])
def test_after_every_edit_what_is_between_pages_is_found_as_from_nothing(edits: list[tuple[str, str | None]]) -> None:
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "portal"
        for file in FILES:
            edit(folder, file, page(file, map(address, FILES[1:4]), "甲", "甲", TEXT))
        inspect(folder)
        for file, text in edits:
            edit(folder, file, text)
            found = inspect(folder)
        kept = rows(folder.parent)

        assert from_nothing(folder) == found
        assert rows(folder.parent) == kept


def finding(number: int, fact: str = "没有入口") -> Inspected:
    return Inspected("ELDER_ENTRY", f"portal/{'a/' * (1 + number % 3)}{number:04}.html", 2, fact, "加上")


def test_a_fact_on_many_pages_is_told_once_where_it_is_the_fewest_folders_down() -> None:
    [told] = told_together(finding(number) for number in range(MANY))

    assert (told.path, told.fact) == ("portal/a/0000.html", f"没有入口（{MANY}个网页都是这样）")


def test_a_fact_on_a_few_pages_and_facts_that_differ_are_told_page_by_page() -> None:
    few = [finding(number) for number in range(MANY - 1)]
    others = [finding(number, f"链接到的/{number}/不存在") for number in range(MANY)]

    assert sorted(told_together([*few, *others])) == sorted([*few, *others])


def test_what_is_wrong_many_times_on_one_page_is_told_each_time() -> None:
    several = [finding(1)._replace(line=line) for line in range(MANY)]

    assert list(told_together(several)) == several


def test_an_address_means_the_file_that_a_host_serves_for_it() -> None:
    meant = {
        f"{HOST}/": "index.html",
        f"{HOST}/a/b/": "a/b/index.html",
        f"{HOST}/a.html?x=1#y": "a.html",
        f"{HOST}/%E7%94%B2/": "甲/index.html",
        "/a/": "a/index.html",
        "https://[": "",
    }

    assert {each: file_of(each) for each in meant} == meant


def test_site_maps_and_feeds_are_known_by_their_names_and_read_unless_too_large(tmp_path: Path) -> None:
    names = ("sitemap.xml", "a/sitemap-2.xml", "a/feed.xml", "sitemap/index.html", "a/other.xml", "my-sitemap.xml")
    (tmp_path / "sitemap.xml").write_text(listing([f"{HOST}/a/&amp;b"]))

    assert [each for each in names if is_list(each)] == ["sitemap.xml", "a/sitemap-2.xml", "a/feed.xml"]
    with (tmp_path / "sitemap.xml").open("rb") as opened:
        assert read_list(opened, 60_000_001) == b""
        assert targets_in(read_list(opened, 100)) == {"a/&b"}


def test_a_file_that_cannot_be_read_is_said_with_its_place(tmp_path: Path) -> None:
    (tmp_path / "portal" / "count.js").mkdir(parents=True)

    with pytest.raises(OutputError, match=r"portal/count\.js：读不出来"):
        read_file(tmp_path / "portal", "count.js")
