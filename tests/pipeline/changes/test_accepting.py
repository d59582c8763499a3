"""The table of old addresses: rows that count, rows that must lead elsewhere, rows that are written."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.faults import ContentFaults
from model.redirects import HEAD, Redirect, read_redirects, table_text
from pipeline.changes import text as changes_text
from pipeline.changes.accepting import accept
from pipeline.sources.tables import grown
from tests.conftest import DEPARTMENT, City, document
from tests.pipeline.changes.history import Town

TABLE = "portal/redirects.csv"


@pytest.fixture
def town(city: City) -> Town:
    files = {f"portal/yaowen/{name}.md": document(name, date=f"2026-03-0{n} 10:00") for n, name in enumerate("abc", 1)}
    return Town(city).write(dict(files)).commit()


def moved(town: Town, name: str, old: str = "yaowen", new: str = "zcjd") -> Town:
    """A document in another column."""
    town.move(f"portal/{old}/{name}.md", f"portal/{new}/{name}.md")
    path = f"portal/{new}/{name}.md"
    return town if new == "yaowen" else town.edit(path, "\ndate:", "\nkind: news\ndate:")


def accepted(town: Town) -> bytes:
    """The table after what was recognised is accepted."""
    accept(town.content, town.changes())
    return (town.content / TABLE).read_bytes()


# What counts


def test_a_row_that_holds_keeps_an_old_address_alive(town: Town) -> None:
    moved(town, "a").write({TABLE: f"{HEAD}\n/yaowen/a,portal/zcjd/a.md\n"})

    assert town.of().old == ()


def test_a_row_for_what_is_gone_is_an_answer_too(town: Town) -> None:
    town.drop("portal/yaowen/a.md").write({TABLE: f"{HEAD}\n/yaowen/a/,,,内容过时\n"})

    assert town.of().old == ()


def test_a_row_that_does_not_hold_yet_leaves_the_address_dead(town: Town) -> None:
    moved(town, "a").write({TABLE: f"{HEAD}\n/yaowen/a/,portal/zcjd/a.md,2026-11-25\n"})

    [old] = town.of().dead

    assert old.why == "redirects.csv第2行从2026-11-25起才转，把日期提前"


def test_a_row_that_was_taken_out_is_put_in_again(town: Town) -> None:
    table = f"{HEAD}\n/x/,portal/yaowen/a.md\n/y/,,,撤下\n/z/,portal/yaowen/b.md,2027-01-01\n"
    town.write({TABLE: table}).commit()
    moved(town, "a").drop(TABLE)

    assert town.leads() == {"/x/": "portal/zcjd/a.md", "/yaowen/a/": "portal/zcjd/a.md", "/y/": ""}


def test_an_address_that_cannot_stand_in_the_table_is_dead(town: Town) -> None:
    town.write({"portal/yaowen/b#.csv": "一\n"}).edit("portal/yaowen/b.md", "date:", "attachments: 'b#.csv'\ndate:")
    town.commit().move("portal/yaowen/b#.csv", "portal/zcjd/b#.csv")

    found = moved(town, "b").of()

    assert [old.url for old in found.recognised] == ["/yaowen/b/"]
    assert [(old.url, old.why) for old in found.dead] == [
        ("/yaowen/b/b%23.csv", "redirects.csv里不能写这样的网址，把文件按原来的名字放回去")
    ]


# Rows that lead to what is old by now


def test_a_row_follows_its_document(town: Town) -> None:
    town.write({TABLE: f"{HEAD}\n/old/,portal/yaowen/a.md,2020-01-01,旧站\n"}).commit()

    found = moved(town, "a").of()

    assert [(each.row.line, each.new) for each in found.corrections] == [(2, "portal/zcjd/a.md")]
    assert accepted(town).decode() == (f"{HEAD}\n/old/,portal/zcjd/a.md,2020-01-01,旧站\n/yaowen/a/,portal/zcjd/a.md\n")
    assert town.of().corrections == ()


def test_a_row_follows_an_address_that_is_an_old_one_now(town: Town) -> None:
    town.write({TABLE: f"{HEAD}\n/old/,/yaowen/a/\n/older/,/old/\n"}).commit()

    assert accepted(moved(town, "a")).decode().splitlines()[1:] == [
        "/old/,portal/zcjd/a.md",
        "/older/,portal/zcjd/a.md",
        "/yaowen/a/,portal/zcjd/a.md",
    ]


def test_a_row_follows_a_document_that_moved_twice(town: Town) -> None:
    moved(town, "a")
    accept(town.content, town.changes())
    town.move("portal/zcjd/a.md", "portal/zcwj/a.md")

    assert accepted(town).decode() == f"{HEAD}\n/yaowen/a/,portal/zcwj/a.md\n"
    assert town.of().old == ()


def test_a_row_of_another_site_follows_too(town: Town) -> None:
    rows = "/a/,https://www.yunchuan.gov.cn/yaowen/a/\n/b/,portal/yaowen/b.md\n/c/,https://www.gov.cn/\n"
    town.write({"jyj/site.toml": DEPARTMENT, "jyj/redirects.csv": f"{HEAD}\n{rows}"}).commit()
    moved(town, "a")
    moved(town, "b").edit("portal/site.toml", "www.yunchuan.gov.cn", "www.yunchuanshi.gov.cn")

    accept(town.content, town.changes())

    assert (town.content / "jyj/redirects.csv").read_text(encoding="utf-8").splitlines()[1:] == [
        "/a/,portal/zcjd/a.md",
        "/b/,portal/zcjd/b.md",
        "/c/,https://www.gov.cn/",
    ]


def test_a_row_to_a_page_of_a_site_with_a_new_domain_follows_it(town: Town) -> None:
    rows = "/a/,https://www.yunchuan.gov.cn/yaowen/?x=1#y\n"
    town.write({"jyj/site.toml": DEPARTMENT, "jyj/redirects.csv": f"{HEAD}\n{rows}"}).commit()
    town.edit("portal/site.toml", "www.yunchuan.gov.cn", "www.yunchuanshi.gov.cn")

    [found] = town.of("jyj").corrections

    assert found.new == "https://www.yunchuanshi.gov.cn/yaowen/?x=1#y"


def test_a_row_that_leads_round_or_nowhere_is_dead(town: Town) -> None:
    town.write({TABLE: f"{HEAD}\n/x/,/y/\n/y/,/x/\n/z/,portal/yaowen/a.md\n/w/,/static/a.css\n"}).commit()

    found = town.drop("portal/yaowen/a.md").of()

    assert {old.url: old.why for old in found.dead} == {
        "/yaowen/a/": "文件“a”删去了，或者没有发布",
        "/x/": "redirects.csv第2行转到“/y/”，打不开了",
        "/y/": "redirects.csv第3行转到“/x/”，打不开了",
        "/z/": "redirects.csv第4行转到“portal/yaowen/a.md”，打不开了",
    }


def test_a_document_that_moves_back_needs_the_old_row_taken_out(town: Town) -> None:
    moved(town, "a")
    accept(town.content, town.changes())
    town.commit().move("portal/zcjd/a.md", "portal/yaowen/a.md")

    [old] = town.of().old

    assert (old.url, old.why) == ("/zcjd/a/", "新网址在redirects.csv第2行写成了旧网址，先删去那一行")
    town.write({TABLE: f"{HEAD}\n"})
    assert accepted(town).decode() == f"{HEAD}\n/zcjd/a/,portal/yaowen/a.md\n"


def test_a_row_is_not_made_to_lead_to_what_is_old(town: Town) -> None:
    town.write({TABLE: f"{HEAD}\n/old/,portal/yaowen/a.md\n/zcjd/a/,/yaowen/\n"}).commit()

    found = moved(town, "a").of()

    assert found.corrections == ()
    assert {old.url for old in found.dead} == {"/old/", "/yaowen/a/"}


# What is written


@pytest.mark.parametrize(
    ("table", "after"),
    [
        (None, f"{HEAD}\n/yaowen/a/,portal/zcjd/a.md\n"),
        ("旧网址,新网址\n", "旧网址,新网址\n/yaowen/a/,portal/zcjd/a.md\n"),
        ("旧网址,新网址\n/x/,/yaowen/", "旧网址,新网址\n/x/,/yaowen/\n/yaowen/a/,portal/zcjd/a.md\n"),
        ("\ufeff旧网址,新网址\r\n/x/,/yaowen/\r\n", "\ufeff旧网址,新网址\r\n/x/,/yaowen/\r\n/yaowen/a/,portal/zcjd/a.md\r\n"),
        ("note,new,old\n,/yaowen/,/x/\n", "note,new,old\n,/yaowen/,/x/\n,portal/zcjd/a.md,/yaowen/a/\n"),
    ],
)  # fmt: skip
def test_a_row_stands_at_the_end_as_the_table_is_written(town: Town, table: str | None, after: str) -> None:
    moved(town, "a").write({TABLE: table} if table else {})

    assert accepted(town).decode() == after
    assert town.of().old == ()


def test_a_table_without_the_column_is_a_fault(town: Town) -> None:
    moved(town, "a").write({TABLE: "旧网址,说明\n/x/,撤下\n"})

    with pytest.raises(ContentFaults, match="表头没有“新网址”"):
        accepted(town)


def test_nothing_is_written_while_the_content_has_other_faults(town: Town) -> None:
    moved(town, "a").write({"portal/yaowen/d.md": "---\ntilte: 丁\n---\n"})

    with pytest.raises(ContentFaults, match="UNKNOWN_KEY"):
        accepted(town)

    assert not (town.content / TABLE).exists()


def test_what_is_accepted_builds(town: Town) -> None:
    accepted(moved(town, "a"))

    built = town.city.build()

    assert b"/zcjd/a/" in built.path("/yaowen/a/").read_bytes()


CELLS = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), max_size=8).map(str.strip)
PATHS = st.integers(0, 999).map(lambda number: f"/old/{number}/")


@given(
    st.lists(st.tuples(PATHS, PATHS, st.dates().map(str), CELLS), min_size=1, max_size=8, unique_by=lambda row: row[0]),
    st.sampled_from(["\n", "\r\n"]),
    st.booleans(),
    st.data(),
)
def test_every_other_byte_of_a_table_stays(
    rows: list[tuple[str, ...]], end: str, ended: bool, data: st.DataObject
) -> None:
    text = f"{HEAD}\n{table_text(rows)}".replace("\n", end)
    before = (text if ended else text.removesuffix(end)).encode()
    table, faults = read_redirects(TABLE, before)
    assert not faults
    led_on = data.draw(st.lists(st.sampled_from(table), unique=True))

    after = grown(TABLE, before, [{"old": "/x/", "new": "/y/"}], {row.line: "/新,/" for row in led_on})

    expected = [(old, "/新,/" if old in {row.old for row in led_on} else new, *more) for old, new, *more in rows]
    assert after == f"{HEAD}\n{table_text([*expected, ('/x/', '/y/')])}".replace("\n", end).encode()


# What is said


def test_all_is_said_and_then_nothing(town: Town) -> None:
    table = f"{HEAD}\n/old/,portal/yaowen/a.md\n"
    town.write({TABLE: table}).commit()
    moved(town, "a").drop("portal/yaowen/b.md")
    found = town.changes()

    text = changes_text.render(found)

    assert text.splitlines() == [
        "云川市人民政府（portal）",
        "  要转到新网址的旧网址，1个：",
        "    /yaowen/a/ → portal/zcjd/a.md",
        "  redirects.csv里新网址又变了的，1个：",
        "    第2行/old/：portal/yaowen/a.md → portal/zcjd/a.md",
        "  失效的旧网址，1个，在redirects.csv里写一行：有新内容的写新网址；撤下的不写新网址，在“说明”里写原因：",
        "    /yaowen/b/：文件“b”删去了，或者没有发布",
    ]
    assert changes_text.verdict(found, accepted=False) == (
        "共3个旧网址失效；加--accept把认出来的2个写进redirects.csv；1个要人工处理",
        False,
    )
    tables = accept(town.content, found)
    assert changes_text.written(tables, found) == "已写入portal/redirects.csv：添加1行，改了1行的新网址"
    assert changes_text.verdict(found, accepted=True) == ("共1个旧网址失效；1个要人工处理", False)

    again = town.write({TABLE: (town.content / TABLE).read_bytes() + "/yaowen/b/,,,过时\n".encode()}).changes()

    assert changes_text.render(again) == "云川市人民政府（portal）：没有变化"
    assert changes_text.verdict(again, accepted=False) == ("旧网址都打得开", True)


def test_a_row_holds_from_its_day() -> None:
    assert Redirect(2, "/x/", "/y/", dt.date(2026, 11, 24)).holds(dt.date(2026, 11, 24))
