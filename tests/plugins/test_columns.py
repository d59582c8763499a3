"""Column front pages show the latest; list pages are numbered from the oldest and stay as they are."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from tests.conftest import SITE, document

if TYPE_CHECKING:
    from tests.conftest import BuiltCity, City


def news(numbers: range) -> dict[str, str]:
    return {
        f"portal/yaowen/n{n:03}.md": document(f"要闻第{n}号", date=f"2026-01-01 {n // 60:02}:{n % 60:02}")
        for n in numbers
    }


def titles(built: BuiltCity, url: str) -> list[str]:
    found = built.page(url).xpath("//main//a[contains(., '要闻第')]")
    return [each.text_content().strip() for each in found]


def test_a_front_page_shows_the_latest_first(city: City) -> None:
    built = city.write(news(range(1, 4))).build()

    assert titles(built, "/yaowen/") == ["要闻第3号", "要闻第2号", "要闻第1号"]


def test_a_short_column_has_no_list_pages(city: City) -> None:
    built = city.write(news(range(1, 21))).build()

    assert not [file for file in built.files() if "/page/" in file]


def test_list_pages_count_from_the_oldest(city: City) -> None:
    built = city.write(news(range(1, 46))).build()

    assert titles(built, "/yaowen/page/1/")[-1] == "要闻第1号"
    assert len(titles(built, "/yaowen/page/1/")) == 20
    assert titles(built, "/yaowen/page/3/") == [f"要闻第{n}号" for n in range(45, 40, -1)]


def test_the_front_page_leads_to_the_newest_document_that_it_no_longer_shows(city: City) -> None:
    built = city.write(news(range(1, 46))).build()

    [older] = built.page("/yaowen/").xpath("//main//a[contains(., '更早')]/@href")

    assert titles(built, "/yaowen/")[-1] == "要闻第26号"
    assert "要闻第25号" in titles(built, older)


def test_a_new_document_leaves_the_older_list_pages_as_they_are(city: City) -> None:
    before = city.write(news(range(1, 46))).build().bytes()

    after = city.write(news(range(46, 47))).build().bytes()

    changed = {file for file in after if before.get(file) != after[file]}
    assert "portal/yaowen/page/3/index.html" in changed
    assert not {"portal/yaowen/page/1/index.html", "portal/yaowen/page/2/index.html"} & changed


def test_documents_of_one_minute_have_one_order(city: City) -> None:
    same = {f"portal/yaowen/x{n}.md": document(f"要闻第{n}号") for n in range(5)}

    assert titles(city.write(same).build(), "/yaowen/") == [f"要闻第{n}号" for n in (4, 3, 2, 1, 0)]


def test_an_empty_column_has_a_front_page_that_says_so(city: City) -> None:
    built = city.build()

    assert built.page("/yaowen/").xpath("string(//h1)").strip() == "政务要闻"


def test_a_frozen_column_says_so_from_its_day_on_and_so_do_those_below_it(city: City) -> None:
    below = '\n[[columns]]\npath = "yaowen/jianbao"\nname = "简报"\nkind = "news"\n'
    city.write({"portal/site.toml": SITE.replace('kind = "news"', 'kind = "news"\nfrozen = 2026-03-02') + below})
    city.write({"portal/yaowen/jianbao/a.md": document("简报一")})

    before = city.build(dt.datetime(2026, 3, 1, 23, 59))
    assert before.page("/yaowen/").cssselect(".banner") == []
    frozen = city.build(dt.datetime(2026, 3, 2))
    assert frozen.text("/yaowen/", ".banner") == "本栏目自2026年3月2日起停止更新，内容保留备查。"
    assert frozen.text("/yaowen/jianbao/", ".banner") == frozen.text("/yaowen/", ".banner")
    assert frozen.page("/zcwj/").cssselect(".banner") == []
