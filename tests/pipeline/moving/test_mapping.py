"""The operator's table: what is wrong with it, which line speaks of an address, and where everything leads."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.moving.mapping import COLUMNS, Mapping, read_mapping
from pipeline.moving.moves import MOST
from tests.conftest import document, policy
from tests.pipeline.moving.migration import ALL, codes, department, plan, rows, text

if TYPE_CHECKING:
    from pathlib import Path

    from model.faults import Fault
    from tests.conftest import City

HEAD = ",".join(COLUMNS.values())


def read(tmp_path: Path, data: str | bytes) -> tuple[Mapping, list[Fault]]:
    file = tmp_path / "map.csv"
    file.write_bytes(data if isinstance(data, bytes) else data.encode())
    return read_mapping(file)


def leads(tmp_path: Path, url: str, *lines: str) -> str:
    mapping, faults = read(tmp_path, "\n".join([HEAD, *lines]))
    assert faults == []
    row = mapping.row(url)
    return row.leads(url) if row else "(none)"


def wrong(tmp_path: Path, *lines: str) -> list[tuple[int, str]]:
    return [(fault.line, fault.code) for fault in read(tmp_path, "\n".join([HEAD, *lines]))[1]]


# Reading


def test_the_head_may_be_english_and_in_any_order(tmp_path: Path) -> None:
    mapping, faults = read(tmp_path, "note,new,old\n说明,/b/,/a/\n")

    assert faults == []
    assert mapping.exact["/a"].new == "/b/"
    assert mapping.exact["/a"].note == "说明"


def test_a_spreadsheets_mark_line_ends_and_empty_lines_are_no_fault(tmp_path: Path) -> None:
    mapping, faults = read(tmp_path, "\ufeff旧网址,新网址,说明\r\n/a/,/b/\r\n\r\n,,\r\n".encode())

    assert faults == []
    assert len(mapping.rows) == 1


def test_a_missing_table_is_a_fault(tmp_path: Path) -> None:
    [fault] = read_mapping(tmp_path / "map.csv")[1]

    assert fault.code == "UNREADABLE"


@pytest.mark.parametrize("name", [".", "/dev/zero", "x" * 300, "\0", "\udcff.csv"])
def test_what_is_no_file_is_no_table(tmp_path: Path, name: str) -> None:
    [fault] = read_mapping(tmp_path / name)[1]

    assert fault.code == "UNREADABLE"
    assert str(fault).encode()


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    read(tmp_path, f"{HEAD}\n/a/,/b/\n")
    (tmp_path / "link.csv").symlink_to(tmp_path / "map.csv")

    [fault] = read_mapping(tmp_path / "link.csv")[1]

    assert fault.code == "SYMLINK"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "CSV"),
        (HEAD.encode(), "CSV"),
        (f"{HEAD}\n/a/,/b/,说明".encode("gbk"), "ENCODING"),
        ("旧网址,新网扯\n/a/,/b/".encode(), "CSV"),
        ("旧网址,说明\n/a/,甲".encode(), "CSV"),
        ("旧网址,旧网址,新网址\n/a/,/b/,/c/".encode(), "CSV"),
        (f'{HEAD}\n/a/,"/b/\n'.encode(), "CSV"),
        (f"{HEAD}\n/a/,/b/,甲,乙\n".encode(), "CSV"),
        (f"{HEAD}\n/a/,/b/\x00\n".encode(), "CONTROL_CHARACTER"),
    ],
)
def test_a_table_that_cannot_be_read_is_a_fault(tmp_path: Path, data: bytes, code: str) -> None:
    assert [fault.code for fault in read(tmp_path, data)[1]] == [code]


@pytest.mark.parametrize(
    "row",
    [
        "/../x,/b/", "//evil,/b/", "/a/,/../x", "/a/,//evil.example/", "/a/,https://evil.example/", "a/,/b/", ",/b/",
        "/a*b/,/b/", "/*/a,/b/", "/a**,/b/", "/a/*,/b*/c/", "/a/%2e%2e/x,/b/", "/a/?x=1,/b/", "/a\\b,/b/", "/a/*,*",
        "*,/b/", "/a/,/b/*",
    ],
)  # fmt: skip
def test_an_address_that_is_none_is_a_fault(tmp_path: Path, row: str) -> None:
    assert wrong(tmp_path, row) == [(2, "MAP_ADDRESS")]


def test_what_is_not_kept_needs_a_note(tmp_path: Path) -> None:
    assert wrong(tmp_path, "/a/,", "/b/,,内容过时") == [(2, "REDIRECT_NOTE")]


def test_two_lines_of_one_address_are_a_fault_however_they_are_written(tmp_path: Path) -> None:
    assert wrong(tmp_path, "/a/,/b/", "/a,/c/", "/x/*,/y/*", "/x/*,/z/*") == [(3, "SAME_URL"), (5, "SAME_URL")]


# Which line speaks of an address


def test_an_exact_line_wins_over_patterns_and_the_longest_pattern_over_others(tmp_path: Path) -> None:
    lines = ("/*,/a/*", "/zwdt/*,/b/*", "/zwdt/yw/*,/c/*", "/zwdt/yw/1/,/d/")

    assert leads(tmp_path, "/zwdt/yw/1/", *lines) == "/d/"
    assert leads(tmp_path, "/zwdt/yw/2/", *lines) == "/c/2/"
    assert leads(tmp_path, "/zwdt/2/", *lines) == "/b/2/"
    assert leads(tmp_path, "/x/2/", *lines) == "/a/x/2/"


def test_a_pattern_fits_the_folder_itself(tmp_path: Path) -> None:
    assert leads(tmp_path, "/zwdt/", "/zwdt/*,/zt/*") == "/zt/"


def test_a_pattern_may_lead_all_to_one_address(tmp_path: Path) -> None:
    assert leads(tmp_path, "/zwdt/2/", "/zwdt/*,/zt/") == "/zt/"


def test_an_address_of_which_no_line_speaks_has_none(tmp_path: Path) -> None:
    assert leads(tmp_path, "/x/", "/zwdt/*,/zt/*") == "(none)"


def test_an_exact_line_may_be_written_without_its_slash_or_in_codes(tmp_path: Path) -> None:
    assert leads(tmp_path, "/zwdt/", "/zwdt,/zt/") == "/zt/"
    assert leads(tmp_path, "/文/", "/%E6%96%87/,/zt/") == "/zt/"


@given(st.text("ab/", max_size=6), st.text("ab/", max_size=6))
def test_the_rest_behind_a_pattern_is_kept(begins: str, rest: str) -> None:
    from pipeline.moving.mapping import MapRow

    row = MapRow(2, f"/{begins}*", "/n/*")

    assert row.leads(f"/{begins}{rest}") == f"/n/{rest}"


# Completeness


def test_every_document_column_and_the_home_page_need_a_line(city: City) -> None:
    planned = plan(department(city), "/zcwj/a/,/zt/jyj/zcwj/a/")

    missing = [fault.message for fault in planned.faults if fault.code == "MAP_MISSING"]
    assert len(missing) == 5
    assert any("首页“/”" in each for each in missing)
    assert any("栏目“/zcwj/”" in each for each in missing)
    assert any("文件“/zcjd/b/”" in each for each in missing)


def test_of_many_addresses_without_a_line_some_are_named_and_the_others_counted(city: City) -> None:
    many = {f"jyj/tzgg/n{number}.md": document("公告") for number in range(MOST + 7)}

    planned = plan(department(city, many), "/,/zt/jyj/", "/zcwj/*,/zt/jyj/zcwj/*", "/zcjd/*,/zt/jyj/zcjd/*")

    missing = [fault.message for fault in planned.faults if fault.code == "MAP_MISSING"]
    assert len(missing) == MOST + 1
    assert "还有8处是这样" in missing


def test_a_line_that_fits_nothing_is_a_mistake(city: City) -> None:
    planned = plan(department(city), *ALL, "/zwdt/*,/zt/jyj/*", "/nothing/,/zt/jyj/", "/zcwj/zz*,,甲")

    assert codes(planned) == [(6, "MAP_UNUSED"), (7, "MAP_UNUSED"), (8, "MAP_UNUSED")]


# Documents


def test_a_document_falls_into_a_column_of_the_other_site_or_it_is_said_which_to_add(city: City) -> None:
    planned = plan(department(city), *ALL[:1], "/zcwj/,/zt/jyj/", "/zcwj/*,/zt/jyj/wj/*", *ALL[2:])

    [fault] = planned.faults
    assert (fault.line, fault.code) == (4, "NO_COLUMN")
    assert "portal/site.toml里加上栏目“zt/jyj/wj”" in fault.remedy


def test_a_document_cannot_stand_outside_of_columns(city: City) -> None:
    assert codes(plan(department(city), *ALL, "/zcwj/a/,/a/")) == [(6, "NO_COLUMN")]


def test_two_documents_cannot_have_one_new_address(city: City) -> None:
    [fault] = plan(department(city), *ALL, "/zcwj/a/,/zt/jyj/zcjd/b/").faults

    assert fault.code == "SAME_URL"
    assert "“jyj/zcjd/b.md”、“jyj/zcwj/a.md”2篇" in fault.message


def test_all_documents_cannot_be_led_to_one_address(city: City) -> None:
    city.write({f"jyj/zcjd/c{n}.md": document("解读", "interprets: 云教发〔2026〕1号") for n in range(3)})

    [fault] = plan(department(city), *ALL[:2], "/zcjd/,/zt/jyj/", "/zcjd/*,/zt/jyj/zcjd/x/", ALL[3]).faults

    assert fault.code == "SAME_URL"
    assert "4篇" in fault.message


@pytest.mark.parametrize("state", ["keywords: 有", "draft: 是", "publish_at: 2027-05-01 00:00"])
def test_a_new_address_that_the_other_site_has_or_will_have_is_a_fault(city: City, state: str) -> None:
    department(city, {"portal/zt/jyj/zcwj/x.md": document("有", "slug: a", state)})

    assert codes(plan(city)) == [(3, "SAME_URL")]


def test_a_new_address_that_is_a_columns_is_a_fault(city: City) -> None:
    assert codes(plan(department(city), *ALL, "/zcwj/a/,/zt/jyj/zcwj/")) == [(6, "SAME_URL")]


def test_a_new_address_must_be_one_that_a_document_may_have(city: City) -> None:
    assert codes(plan(department(city), *ALL, "/zcwj/a/,/zt/jyj/zcwj/A/")) == [(6, "SLUG")]


def test_a_new_address_may_lack_its_slash(city: City) -> None:
    planned = plan(department(city), *ALL, "/zcwj/a/,/zt/jyj/zcwj/a2")

    assert planned.faults == []
    assert rows(planned)["/zcwj/a/"] == "portal/zt/jyj/zcwj/a2.md"


def test_who_goes_on_to_name_a_document_that_is_not_kept_must_be_changed_first(city: City) -> None:
    link = document("新闻", body="\n见[办法](../../jyj/zcwj/a.md)。")
    department(city, {"portal/yaowen/n.md": link})

    planned = plan(city, *ALL, "/zcwj/a/,,内容过时")

    assert [(fault.path, fault.line, fault.code) for fault in planned.faults] == [
        ("jyj/zcjd/b.md", 5, "MAP_GONE"),
        ("portal/yaowen/n.md", 8, "MAP_GONE"),
    ]


def test_a_document_that_is_not_kept_may_be_named_by_one_that_is_not_kept(city: City) -> None:
    planned = plan(department(city), *ALL, "/zcwj/a/,,内容过时", "/zcjd/b/,,内容过时")

    assert planned.faults == []
    assert "/zcwj/a/,,2026-12-20,内容过时\n" in text(planned, "jyj/redirects.csv")


def test_a_number_that_another_policy_bears_is_not_lost(city: City) -> None:
    department(city, {"portal/zcwj/a.md": policy("云教发〔2026〕1号")})

    assert plan(city, *ALL, "/zcwj/a/,,门户网站上有").faults == []


def test_what_appears_when_the_site_has_moved_must_be_moved_elsewhere(city: City) -> None:
    late = {
        "jyj/tzgg/c.md": document("晚", "publish_at: 2026-12-20 00:00"),
        "jyj/tzgg/d.md": document("更晚", date="2027-01-01 00:00"),
        "jyj/tzgg/e.md": document("草稿", "draft: 是", date="2027-01-01 00:00"),
    }

    planned = plan(department(city, late))

    assert [(fault.path, fault.line, fault.code) for fault in planned.faults] == [
        ("jyj/tzgg/c.md", 5, "MAP_LATE"),
        ("jyj/tzgg/d.md", 3, "MAP_LATE"),
    ]


def test_a_document_in_another_language_does_not_move_with_its_site(city: City) -> None:
    english = {
        "jyj/site.en.toml": 'name = "Education"\n\n[[columns]]\npath = "zcwj"\nname = "Policies"\n',
        "jyj/zcwj/a.en.md": "---\ntitle: Measures\nlang: en\ntranslation_of: a.md\n---\n\nText.\n",
    }
    department(city, english)
    site = (city.content / "jyj/site.toml").read_text()
    city.write({"jyj/site.toml": f'languages = ["zh", "en"]\n{site}'})
    gone = "/en/*,,译文重新放"

    moving = plan(city, *ALL, gone, "/en/zcwj/a/,/en/zt/jyj/zcwj/a/")
    left = plan(city, *ALL, gone)

    assert [(fault.path, fault.code) for fault in moving.faults] == [("jyj/zcwj/a.en.md", "MAP_LANGUAGE")]
    assert left.faults == []
    assert "/en/zcwj/a/,,2026-12-20,译文重新放\n" in text(left, "jyj/redirects.csv")


# Columns, and what goes where they go


def test_the_new_address_of_a_column_must_be_there_after_the_move(city: City) -> None:
    planned = plan(department(city), "/,/zt/no/", "/zcwj/,/zt/jyj/zcwj/a/", "/tzgg/,/zt/jyj/zcjd/archive/1", *ALL[1:])

    assert codes(planned) == [(2, "MAP_TARGET")]


def test_a_page_that_leaves_by_then_is_not_there(city: City) -> None:
    department(city, {"portal/tzgg/x.md": document("有", "expires_at: 2026-12-20 00:00")})

    assert codes(plan(city, "/,/tzgg/x/", *ALL[1:])) == [(2, "MAP_TARGET")]


def test_lists_feeds_site_map_and_files_follow(city: City) -> None:
    many = {f"jyj/tzgg/n{number}.md": document("公告") for number in range(41)}
    department(city, many | {"jyj/tzgg/o.md": document("旧", "archived: 2026-05-01", "aliases: [/old/9.html]")})
    city.write({"jyj/tzgg/n1.md": document("公告", "attachments: 表.txt"), "jyj/tzgg/表.txt": b"1"})

    found = rows(plan(city, *ALL[:3], "/tzgg/*,/zt/jyj/zcjd/*"))

    there = "https://www.yunchuan.gov.cn"
    assert found["/tzgg/"] == f"{there}/zt/jyj/zcjd/"
    assert found["/tzgg/page/2/"] == f"{there}/zt/jyj/zcjd/"
    assert found["/tzgg/archive/1/"] == f"{there}/zt/jyj/zcjd/"
    assert found["/tzgg/feed.xml"] == f"{there}/zt/jyj/zcjd/feed.xml"
    assert found["/feed.xml"] == f"{there}/feed.xml"
    assert found["/sitemap/"] == f"{there}/sitemap/"
    assert found["/tzgg/n1/"] == "portal/zt/jyj/zcjd/n1.md"
    assert found["/tzgg/n1/%E8%A1%A8.txt"] == f"{there}/zt/jyj/zcjd/n1/%E8%A1%A8.txt"
    assert found["/old/9.html"] == "portal/zt/jyj/zcjd/o.md"
    assert "/" not in found


def test_with_a_column_that_is_not_kept_its_lists_and_feeds_go(city: City) -> None:
    found = text(plan(department(city), *ALL[:3], "/tzgg/,,公告已经过时"), "jyj/redirects.csv")

    assert "/tzgg/,,2026-12-20,公告已经过时\n" in found
    assert "/tzgg/feed.xml,,2026-12-20,公告已经过时\n" in found


def test_an_exact_line_may_speak_of_a_feed_or_a_file(city: City) -> None:
    department(
        city, {"jyj/zcwj/t.txt": b"1", "jyj/zcwj/a.md": policy("云教发〔2026〕1号", "办法", "attachments: t.txt")}
    )

    found = rows(plan(city, *ALL, "/feed.xml,/zt/jyj/feed.xml", "/zcwj/a/t.txt,/zt/jyj/zcwj/"))

    assert found["/feed.xml"] == "https://www.yunchuan.gov.cn/zt/jyj/feed.xml"
    assert found["/zcwj/a/t.txt"] == "https://www.yunchuan.gov.cn/zt/jyj/zcwj/"


def test_a_note_is_kept_with_its_row(city: City) -> None:
    planned = plan(department(city), "/,/zt/jyj/", *ALL[1:], "/tzgg/,/tzgg/,并入门户网站")

    assert "/tzgg/,https://www.yunchuan.gov.cn/tzgg/,2026-12-20,并入门户网站\n" in text(planned, "jyj/redirects.csv")
