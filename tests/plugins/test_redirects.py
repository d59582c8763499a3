"""Old addresses: one table a site, pages at each, and what is wrong with rows."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from model.redirects import HEAD
from tests.conftest import DEPARTMENT, document, policy

if TYPE_CHECKING:
    from tests.conftest import BuiltCity, City

NUMBER = "云政发〔2026〕1号"


def table(*rows: str) -> str:
    return "\n".join([HEAD, *rows, ""])


def sends_to(built: BuiltCity, url: str, site: str = "portal") -> str:
    """Where the page at an old address sends its reader."""
    [refresh] = built.page(url, site).cssselect("meta[http-equiv=refresh]")
    return str(refresh.get("content")).partition("url=")[2]


def faults_of(city: City, *rows: str) -> list[tuple[int, str]]:
    city.write({"portal/redirects.csv": table(*rows), "portal/yaowen/a.md": document("甲")})
    return [(line, code) for path, line, code in city.codes() if path == "portal/redirects.csv"]


def test_an_old_address_leads_to_a_document_wherever_that_is(city: City) -> None:
    city.write({"portal/redirects.csv": table("/old/1.html,portal/yaowen/a.md"), "portal/yaowen/a.md": document("甲")})
    assert sends_to(city.build(), "/old/1.html") == "/yaowen/a/"

    city.write({"portal/yaowen/a.md": document("甲", "slug: b")})

    assert sends_to(city.build(), "/old/1.html") == "/yaowen/b/"


def test_an_old_address_leads_to_an_address_of_this_site_or_another_of_the_platform(city: City) -> None:
    city.write(
        {
            "jyj/site.toml": DEPARTMENT,
            "portal/redirects.csv": table("/a,/yaowen/", "/b/,https://jyj.yunchuan.gov.cn/zcwj/"),
        }
    )

    built = city.build()

    assert sends_to(built, "/a/") == "/yaowen/"
    assert sends_to(built, "/b/") == "https://jyj.yunchuan.gov.cn/zcwj/"


def test_what_is_gone_says_why_and_what_to_read_instead(city: City) -> None:
    city.write(
        {
            "portal/redirects.csv": table("/old/2.html,,,活动已经结束,portal/yaowen/a.md"),
            "portal/yaowen/a.md": document("甲"),
        }
    )

    built = city.build()

    assert "活动已经结束" in built.text("/old/2.html", "main")
    assert built.page("/old/2.html").cssselect("main a")[0].get("href") == "/yaowen/a/"


def test_a_row_holds_from_its_day(city: City) -> None:
    city.write({"portal/redirects.csv": table("/old/,/yaowen/,2026-12-01")})
    assert "portal/old/index.html" not in city.build().files()

    built = city.build(dt.datetime(2026, 12, 1, 0, 0))

    assert sends_to(built, "/old/") == "/yaowen/"
    assert built.figures.written == 3  # the page, and what the hosts are told of it
    assert "portal/old/index.html" not in city.build().files()


def test_a_row_that_is_deleted_takes_its_page_with_it(city: City) -> None:
    city.write({"portal/redirects.csv": table("/old/,/yaowen/")}).build()
    (city.content / "portal/redirects.csv").unlink()

    assert "portal/old/index.html" not in city.build().files()


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("/old/,/old/", "REDIRECT_LOOP"),
        ("/old/,portal/yaowen/x.md", "DEAD_REDIRECT"),
        ("/old/,/nowhere/", "DEAD_REDIRECT"),
        ("/old/,https://example.com/", "REDIRECT_AWAY"),
        ("/yaowen/a/,/yaowen/", "SAME_URL"),
        ("/yaowen/,/", "SAME_URL"),
        ("/old/,,,", "REDIRECT_NOTE"),
        ("/old/,../a.md", "REDIRECT_TARGET"),
        ("old,/yaowen/", "ALIAS"),
        ("/../x,/yaowen/", "ALIAS"),
        ("/old/,/yaowen/,2026-13-01", "DATE"),
        ("/old/,/yaowen/,,说明,,多一格", "CSV"),
        ('/old/,"/yaowen/', "CSV"),
        ("/old/,//evil.example/", "ADDRESS"),
    ],
)
def test_a_wrong_row_is_named_with_its_line(city: City, row: str, code: str) -> None:
    assert faults_of(city, row) == [(2, code)]


def test_two_rows_for_one_address_are_a_fault(city: City) -> None:
    assert faults_of(city, "/old,/yaowen/", "/old/,/zcwj/") == [(3, "SAME_URL")]


def test_a_chain_is_a_fault_that_names_its_end(city: City) -> None:
    city.write({"portal/redirects.csv": table("/a/,/b/", "/b/,/yaowen/")})

    [fault] = city.faults()

    assert (fault.line, fault.code) == (2, "REDIRECT_CHAIN")
    assert "/yaowen/" in fault.remedy


def test_a_circle_is_a_fault_on_each_of_its_rows(city: City) -> None:
    assert faults_of(city, "/a/,/b/", "/b/,/a/") == [(2, "REDIRECT_LOOP"), (3, "REDIRECT_LOOP")]


def test_a_chain_over_an_alias_is_a_fault(city: City) -> None:
    city.write({"portal/yaowen/b.md": document("乙", "aliases: [/b/]")})

    assert faults_of(city, "/a/,/b/") == [(2, "REDIRECT_CHAIN")]


def test_a_row_whose_page_goes_is_a_fault_of_the_build_that_takes_it_away(city: City) -> None:
    city.write({"portal/redirects.csv": table("/old/,/yaowen/a/"), "portal/yaowen/a.md": document("甲")}).build()
    (city.content / "portal/yaowen/a.md").unlink()

    assert city.codes() == [("portal/redirects.csv", 2, "DEAD_REDIRECT")]


def test_a_row_whose_document_goes_is_a_fault_of_the_build_that_takes_it_away(city: City) -> None:
    city.write(
        {"portal/redirects.csv": table("/old/,portal/yaowen/a.md"), "portal/yaowen/a.md": document("甲")}
    ).build()
    (city.content / "portal/yaowen/a.md").unlink()

    assert city.codes() == [("portal/redirects.csv", 2, "DEAD_REDIRECT")]


def test_a_table_in_another_encoding_is_a_fault(city: City) -> None:
    city.write({"portal/redirects.csv": "旧网址,新网址\n/a/,/yaowen/\n".encode("gbk")})

    assert city.codes() == [("portal/redirects.csv", 1, "ENCODING")]


MOVED = {
    "jyj/zcwj/a.md": policy(NUMBER, "旧处的办法", "expires_at: 2026-12-01 00:00"),
    "portal/zcwj/a.md": policy(NUMBER, "新处的办法", "publish_at: 2026-12-01 00:00", "archived: 2026-12-01"),
    "jyj/redirects.csv": table("/zcwj/a/,portal/zcwj/a.md,2026-12-01"),
    "portal/yaowen/link.md": document("链接", body="见[办法](../../jyj/zcwj/a.md)。"),
    "portal/zcjd/by-path.md": document("按路径解读", "interprets: ../../jyj/zcwj/a.md"),
    "portal/yaowen/topic.md": document("专题", "kind: topic", "documents: [../../jyj/zcwj/a.md]"),
}
MOVING = dt.datetime(2026, 12, 1, 0, 0)


def links(built: BuiltCity, url: str) -> list[str]:
    return [str(each.get("href")) for each in built.page(url).cssselect("main article a")]


def test_a_link_to_a_document_that_moved_goes_straight_to_its_new_place(city: City) -> None:
    city.write({"jyj/site.toml": DEPARTMENT, **MOVED})
    before = city.build()
    assert "https://jyj.yunchuan.gov.cn/zcwj/a/" in links(before, "/yaowen/link/")
    assert "https://jyj.yunchuan.gov.cn/zcwj/a/" in links(before, "/yaowen/topic/")

    after = city.build(MOVING)

    assert sends_to(after, "/zcwj/a/", "jyj") == "https://www.yunchuan.gov.cn/zcwj/a/"
    for url in ("/yaowen/link/", "/yaowen/topic/", "/zcjd/by-path/"):
        assert "/zcwj/a/" in links(after, url)
        assert "https://jyj.yunchuan.gov.cn/zcwj/a/" not in links(after, url)


def test_who_interprets_the_old_place_interprets_the_new_one(city: City) -> None:
    city.write({"jyj/site.toml": DEPARTMENT, **MOVED}).build()

    assert "/zcjd/by-path/" in links(city.build(MOVING), "/zcwj/a/")


def test_a_move_that_is_taken_back_is_a_fault_where_it_is_linked_to(city: City) -> None:
    city.write({"jyj/site.toml": DEPARTMENT, **MOVED}).build(MOVING)
    (city.content / "jyj/redirects.csv").unlink()

    codes = {(path, code) for path, _, code in city.codes(MOVING)}

    assert codes == {
        ("portal/yaowen/link.md", "BROKEN_LINK"),
        ("portal/yaowen/topic.md", "BROKEN_LINK"),
        ("portal/zcjd/by-path.md", "DANGLING_PAIR"),
    }


def test_a_link_to_a_file_that_was_moved_is_a_fault_that_says_where_it_went(city: City) -> None:
    city.write(
        {"portal/yaowen/new.md": document("甲"), "portal/redirects.csv": table("/yaowen/old/,portal/yaowen/new.md")}
    )
    city.write({"portal/yaowen/link.md": document("乙", body="见[甲](old.md)。")})

    [fault] = city.faults()

    assert (fault.path, fault.code) == ("portal/yaowen/link.md", "BROKEN_LINK")
    assert "portal/yaowen/new.md" in fault.message
