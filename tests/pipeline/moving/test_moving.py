"""The files of a document that moves: what is changed in them, and that nothing else is."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from model.identifiers import Domain
from model.reading import read_document
from model.site import Column, Home, Site, SiteSettings
from pipeline.moving.copies import Mover, leaving
from pipeline.moving.moves import Move
from plugins.engine.reader import Reader
from tests.conftest import document, policy
from tests.pipeline.moving.migration import ALL, ENDS, NUMBER, department, plan, text

if TYPE_CHECKING:
    from model.document import Document
    from tests.conftest import City

ADDRESS = "https://jyj.yunchuan.gov.cn"
OLD = Column(path="zcwj", name="政策文件", kind="news")
SITE = Site(
    "jyj",
    SiteSettings(name="云川市教育局", kind="department", domain=Domain.parse("jyj.yunchuan.gov.cn")),
    (OLD,),
    Home(),
)
#: Where the documents of these texts go.
MOVED = {f"jyj/zcwj/{name}.md": f"portal/zt/jyj/{name}.md" for name in ("a", "b", "政 策", "a_b", "c(1)")}
STAYING = {"jyj/zcwj/stays.md", "portal/zcwj/a.md", "portal/yaowen/n.md"}
ADDED = {"archived: 2026-12-20", "publish_at: 2026-12-20 00:00", "moved_from: https://jyj.yunchuan.gov.cn/zcwj/a/"}


def after(path: str) -> str:
    return MOVED.get(path, path if path in STAYING else "")


MOVER = Mover(SITE, after, ENDS, Reader(Path("nowhere")))


def read(data: bytes) -> Document:
    reading = read_document("jyj/zcwj/a.md", data, "jyj", OLD)
    assert reading.document, reading.faults
    return reading.document


def move(data: bytes, kind: str = "news", slug: str = "a") -> Move:
    return Move(read(data), 2, "portal", Column(path="zt/jyj", name="教育", kind=kind), slug)


def copied(given: str | bytes, kind: str = "news", slug: str = "a") -> str:
    data = given if isinstance(given, bytes) else given.encode()
    return MOVER.copy(data, move(data, kind, slug)).decode()


def body(given: str) -> str:
    """What becomes of a text."""
    return copied(document(body=given)).partition("---\n\n")[2].removesuffix("\n")


def gained_and_lost(before: str, now: str) -> tuple[set[str], set[str]]:
    return set(now.splitlines()) - set(before.splitlines()), set(before.splitlines()) - set(now.splitlines())


# Fields


def test_a_copy_is_archived_appears_on_the_day_and_says_where_it_came_from() -> None:
    before = document()

    assert gained_and_lost(before, copied(before)) == (ADDED, set())


def test_what_a_copy_gains_stands_at_the_end_of_the_front_matter() -> None:
    head = copied(document()).partition("---\n\n")[0]

    assert head.splitlines()[-3:] == [
        "archived: 2026-12-20",
        "publish_at: 2026-12-20 00:00",
        "moved_from: https://jyj.yunchuan.gov.cn/zcwj/a/",
    ]


def test_a_field_that_stands_there_is_replaced_in_its_place_whatever_it_is_called() -> None:
    before = "---\n原网址: https://old.example.com/\n标题: 甲\n上线时间: 2026-03-01 09:00 # 原来\n来源: 乙\n发布时间: 2026-03-01 10:00\n---\n文。\n"

    now = copied(before).splitlines()

    assert now[1] == "原网址: https://jyj.yunchuan.gov.cn/zcwj/a/"
    assert now[3] == "上线时间: 2026-12-20 00:00"
    assert now[6] == "archived: 2026-12-20"


def test_what_leaves_and_old_addresses_are_not_taken_along() -> None:
    before = document(
        "标题", "expires_at: 2027-01-01 00:00", "aliases:", "  - /old/1.html", "# 注", "  - /old/2.html", "author: 丙"
    )

    _, lost = gained_and_lost(before, copied(before))

    assert lost == {"expires_at: 2027-01-01 00:00", "aliases:", "  - /old/1.html", "# 注", "  - /old/2.html"}


def test_a_list_without_indent_goes_with_all_its_lines() -> None:
    before = document("标题", "旧网址:", "- /old/1.html", "- /old/2.html", "author: 丙")

    assert gained_and_lost(before, copied(before))[1] == {"旧网址:", "- /old/1.html", "- /old/2.html"}


def test_a_document_that_is_archived_already_keeps_its_day() -> None:
    before = document("标题", "归档日期: 2026-05-01")

    assert gained_and_lost(before, copied(before))[1] == set()


def test_a_document_that_would_be_archived_later_is_archived_now() -> None:
    before = document("标题", "archived: 2027-05-01")

    assert gained_and_lost(before, copied(before)) == (ADDED, {"archived: 2027-05-01"})


def test_a_kind_that_the_old_column_gave_is_written_where_the_new_one_gives_another() -> None:
    assert "kind: news" in copied(document(), "notice").splitlines()
    assert "kind" not in copied(document(), "news")


def test_a_kind_that_is_written_stays() -> None:
    before = document("标题", "类型: 通知公告")

    assert gained_and_lost(before, copied(before, "news")) == (ADDED, set())


def test_a_name_in_the_address_that_is_written_is_replaced() -> None:
    before = document("标题", "网址名: a")

    gained, lost = gained_and_lost(before, copied(before, slug="b"))

    assert gained - ADDED == {"网址名: b"}
    assert lost == {"网址名: a"}


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_line_ends_and_the_mark_at_the_beginning_are_kept(end: str, mark: str) -> None:
    before = mark + document("标题", "expires_at: 2027-01-01 00:00", body="见[乙](b.md)。\n\n二。").replace("\n", end)

    now = copied(before)

    assert now.startswith(f"{mark}---{end}title: 标题{end}")
    assert now.count(end) == before.count(end) + 2
    assert set(re.findall(r"\r\n|\r|\n", now)) == {end}
    assert now.endswith(f"---{end}{end}见[乙](b.md)。{end}{end}二。{end}")


def test_a_text_without_a_line_end_at_its_end_gets_none() -> None:
    before = document(body="文。").removesuffix("\n").removesuffix("\n")

    assert copied(before).endswith("文。")


def test_a_front_matter_of_more_than_plain_lines_is_kept_line_by_line() -> None:
    before = (
        '--- \n# 注\n"title": "甲"\ndate: 2026-03-01 10:00\n\nsource: 乙\ndescription: |\n  archived: 2020-01-01\n\n  ---x\n'
        "keywords: [甲,\n  乙]\n上线时间:   '2026-03-01 11:00'\n---\n文。\n"
    )

    gained, lost = gained_and_lost(before, copied(before))

    assert gained == ADDED - {"publish_at: 2026-12-20 00:00"} | {"上线时间: 2026-12-20 00:00"}
    assert lost == {"上线时间:   '2026-03-01 11:00'"}


def test_an_indented_front_matter_gets_indented_lines() -> None:
    now = copied("---\n  title: 甲\n  date: 2026-03-01 10:00\n  source: 乙\n---\n文。\n")

    assert "  archived: 2026-12-20\n" in now


def test_a_document_leaves_by_one_line_more() -> None:
    before = document("标题", "archived: 2026-05-01")

    now = leaving(before.encode(), read(before.encode()), ENDS).decode()

    assert gained_and_lost(before, now) == ({"expires_at: 2026-12-20 00:00"}, set())
    assert now.replace("expires_at: 2026-12-20 00:00\n", "") == before


def test_a_day_of_leaving_is_replaced() -> None:
    before = document("标题", "下线时间: 2027-05-01 00:00")

    now = leaving(before.encode(), read(before.encode()), ENDS).decode()

    assert now == before.replace("2027-05-01", "2026-12-20")


# Links


@pytest.mark.parametrize(
    ("before", "now"),
    [
        ("[乙](b.md)", "[乙](b.md)"),
        ("[自己](a.md#art-1)", "[自己](a.md#art-1)"),
        ("[留下的](stays.md#art-1)", "[留下的](../../../jyj/zcwj/stays.md#art-1)"),
        ("[门户](../../portal/yaowen/n.md 'x')", "[门户](../../yaowen/n.md 'x')"),
        ("[同名](../../portal/zcwj/a.md)", "[同名](../../zcwj/a.md)"),
        ("[空格](<政 策.md#一>)", "[空格](<政 策.md#一>)"),
        ("[编码](../../portal/zcwj/%61.md)", "[编码](../../zcwj/a.md)"),
        ("[括号](c(1).md)", "[括号](c(1).md)"),
        ("[下划线](a\\_b.md)", "[下划线](a\\_b.md)"),
        ("[一][1]\n\n[1]: stays.md", "[一][1]\n\n[1]: ../../../jyj/zcwj/stays.md"),
        ("[一][1]\n\n[1]: <stays.md> '甲'", "[一][1]\n\n[1]: <../../../jyj/zcwj/stays.md> '甲'"),
        ('<a href="stays.md#x">甲</a>', '<a href="../../../jyj/zcwj/stays.md#x">甲</a>'),
        ("- 甲\n\n    [留下的](stays.md)", "- 甲\n\n    [留下的](../../../jyj/zcwj/stays.md)"),
        ("甲\n    [留下的](stays.md)", "甲\n    [留下的](../../../jyj/zcwj/stays.md)"),
        ("```\n[没有结束](stays.md)", "```\n[没有结束](../../../jyj/zcwj/stays.md)"),
        ("~~~\n`\n~~~\n[甲](stays.md)`", "~~~\n`\n~~~\n[甲](../../../jyj/zcwj/stays.md)`"),
        ("````\n```\n````\n[甲](stays.md)", "````\n```\n````\n[甲](../../../jyj/zcwj/stays.md)"),
        ("[甲](stays.md)[乙](stays.md)", "[甲](../../../jyj/zcwj/stays.md)[乙](../../../jyj/zcwj/stays.md)"),
    ],
)
def test_a_link_names_the_same_document_from_the_new_place(before: str, now: str) -> None:
    assert body(before) == now


@pytest.mark.parametrize(
    "same",
    [
        "    [代码](stays.md)",
        "甲\n\n\t[代码](stays.md)\n\n    [代码](stays.md)",
        "```\n[代码](stays.md)\n```",
        "~~~ text\n\n[代码](stays.md)\n~~~",
        "甲`[代码](stays.md)`乙",
        "``[`代码](stays.md)``",
        "[外面](https://www.gov.cn/stays.md)",
        "[没有](nothing.md)",
        "见stays.md，或者../../portal/zcwj/a.md",
        "[附件](stays.md.txt)",
        "[附件](files/a.pdf)",
        "![图](p/a.png)",
        "](stays.md)",
        "\\[没有](stays.md)",
        "<pre>\n[没有](stays.md)\n</pre>",
        "<!-- [没有](stays.md) -->",
        "[锚](#stays.md)",
        "[甲]",
    ],
)
def test_code_outside_addresses_files_and_plain_words_are_left_alone(same: str) -> None:
    assert body(same) == same


def test_a_path_is_written_in_codes_where_its_characters_would_mean_something() -> None:
    MOVED["jyj/zcwj/政 策.md"] = "portal/zt/jyj 2/政 策.md"
    try:
        assert body("[空格](%E6%94%BF%20%E7%AD%96.md)") == "[空格](../jyj%202/%E6%94%BF%20%E7%AD%96.md)"
    finally:
        MOVED["jyj/zcwj/政 策.md"] = "portal/zt/jyj/政 策.md"


@pytest.mark.parametrize(
    ("before", "now"),
    [
        ("反馈结果: stays.md", "反馈结果: ../../../jyj/zcwj/stays.md"),
        ("result: 'stays.md' # 注", "result: '../../../jyj/zcwj/stays.md' # 注"),
        ('result: "stays.md"', 'result: "../../../jyj/zcwj/stays.md"'),
        ("result: b.md", "result: b.md"),
        ("result: ../../portal/yaowen/n.md", "result: ../../yaowen/n.md"),
    ],
)
def test_a_field_names_the_same_document_from_the_new_place(before: str, now: str) -> None:
    term = ("kind: consultation", "opens: 2026-03-01", "closes: 2026-04-01", "channel: 写信")

    assert now in copied(document("标题", *term, before)).splitlines()


def test_lists_of_documents_name_the_same_documents() -> None:
    interpretation = document("解读", "kind: interpretation", "解读对象: [stays.md, 云教发〔2026〕1号, b.md]")
    topic = document("专题", "kind: topic", "documents:", "  - stays.md", "  - '../../portal/zcwj/a.md'")

    assert "解读对象: [../../../jyj/zcwj/stays.md, 云教发〔2026〕1号, b.md]" in copied(interpretation)
    assert "documents:\n  - ../../../jyj/zcwj/stays.md\n  - '../../zcwj/a.md'\n" in copied(topic)


def test_a_description_that_ends_like_a_path_is_no_link() -> None:
    assert "description: stays.md" in copied(document("标题", "description: stays.md"))


# Nothing is lost

_WORDS = st.text(
    st.characters(codec="utf-8", exclude_characters="\r\ufeff", exclude_categories=("Cc", "Cf", "Cs")), max_size=30
)
_PIECES = st.sampled_from(
    [
        "[乙](b.md)",
        "[留](stays.md#x)",
        "`",
        "```",
        "\n",
        "\n\n",
        "    ",
        "- ",
        "<",
        ">",
        "](",
        "[x]: ",
        "a.md",
        "\\",
        "#",
    ]
)


@given(st.lists(st.one_of(_WORDS, _PIECES), max_size=12).map("".join), st.sampled_from(["\n", "\r\n", "\r"]))
def test_no_byte_of_a_text_is_lost_but_for_the_paths_of_links(given: str, end: str) -> None:
    before = document(body=given).replace("\n", end)

    now = copied(before)

    kept = now.replace("../../../jyj/zcwj/stays.md", "stays.md")
    for line in ADDED:
        kept = kept.replace(f"{line}{end}", "", 1)
    assert kept == before


_FIELDS = st.lists(
    st.sampled_from(
        [
            "author: 甲", "# 注", "", "关键词: [甲, 乙]", "description: >\n  archived: 1\n  甲", "image: a.png", "lang: zh",
            "aliases: /old/1.html", "expires_at: 2027-03-04 05:06", "归档日期: 2026-04-01", "publish_at: 2026-03-01 10:01",
            "map_approval: '晋S〔2026〕1号'",
        ]
    ),
    unique_by=lambda line: line.split(":")[0],
)  # fmt: skip


@given(_FIELDS)
def test_every_field_says_what_it_said_but_for_those_of_the_move(lines: list[str]) -> None:
    data = document("标题", *lines).encode()

    before, now = read(data), read_document("portal/zt/jyj/a.md", copied(data).encode(), "portal", OLD).document

    assert now
    same = ("title", "date", "source", "author", "keywords", "description", "image", "lang", "map_approval")
    assert [getattr(now, key) for key in same] == [getattr(before, key) for key in same]
    assert (now.expires_at, now.aliases) == (None, ())
    assert now.archived == (before.archived or ENDS)
    assert now.publish_at == dt.datetime(2026, 12, 20)
    assert now.moved_from == f"{ADDRESS}/zcwj/a/"


@given(_FIELDS)
def test_a_document_that_leaves_says_what_it_said(lines: list[str]) -> None:
    data = document("标题", *lines).encode()
    before = read(data)

    now = leaving(data, before, ENDS)

    assert read(now) == replace(before, expires_at=dt.datetime(2026, 12, 20))
    assert set(data.splitlines()) - set(now.splitlines()) <= {b"expires_at: 2027-03-04 05:06"}


# Files that a document owns


def picture(colour: int = 0) -> bytes:
    data = BytesIO()
    Image.new("L", (4, 3), colour).save(data, "PNG")
    return data.getvalue()


OWNING = policy(NUMBER, "办法", "附件: 附件/表.pdf", "image: p/t.png", body="![图](p/a%20b.png)和[表](附件/表.pdf)。")
FILES: dict[str, str | bytes] = {
    "jyj/zcwj/a.md": OWNING,
    "jyj/zcwj/附件/表.pdf": b"%PDF-1",
    "jyj/zcwj/p/t.png": picture(),
    "jyj/zcwj/p/a b.png": picture(9),
}


def test_attachments_and_pictures_lie_in_the_same_place_beside_the_copy(city: City) -> None:
    planned = plan(department(city, FILES))

    assert planned.faults == []
    taken = {path: origin for path, origin in planned.files.items() if not isinstance(origin, bytes)}
    assert {path: origin.relative_to(city.content).as_posix() for path, origin in taken.items()} == {
        "portal/zt/jyj/zcwj/附件/表.pdf": "jyj/zcwj/附件/表.pdf",
        "portal/zt/jyj/zcwj/p/t.png": "jyj/zcwj/p/t.png",
        "portal/zt/jyj/zcwj/p/a b.png": "jyj/zcwj/p/a b.png",
    }
    assert "3个附件和图片" in planned.said[0]


def test_the_files_of_what_is_not_kept_are_not_taken_along(city: City) -> None:
    department(city, {**FILES, "jyj/zcjd/b.md": document("解读", "interprets: 云政发〔2020〕1号 https://www.gov.cn/a")})

    planned = plan(city, *ALL, "/zcwj/a/,,内容过时")

    assert planned.faults == []
    assert all(isinstance(data, bytes) for data in planned.files.values())
    assert "expires_at: 2026-12-20 00:00" in text(planned, "jyj/zcwj/a.md")


def test_a_file_of_the_same_bytes_may_lie_there_already(city: City) -> None:
    planned = plan(department(city, {**FILES, "portal/zt/jyj/zcwj/附件/表.pdf": b"%PDF-1"}))

    assert planned.faults == []
    assert "portal/zt/jyj/zcwj/附件/表.pdf" not in planned.files


def test_a_file_of_other_bytes_in_the_way_is_a_fault(city: City) -> None:
    planned = plan(department(city, {**FILES, "portal/zt/jyj/zcwj/附件/表.pdf": b"%PDF-2"}))

    assert [(fault.path, fault.code) for fault in planned.faults] == [("jyj/zcwj/a.md", "EXISTS")]


def test_two_files_that_would_lie_in_one_place_are_a_fault_unless_they_are_the_same(city: City) -> None:
    two: dict[str, str | bytes] = {
        "jyj/zcwj/c.md": document("甲", "kind: news", "attachments: 表.txt"),
        "jyj/zcwj/表.txt": b"1",
        "jyj/tzgg/d.md": document("乙", "attachments: 表.txt"),
        "jyj/tzgg/表.txt": b"2",
    }
    mapping = (*ALL[:3], "/tzgg/*,/zt/jyj/zcwj/*", "/tzgg/,/tzgg/")
    assert [fault.code for fault in plan(department(city, two), *mapping).faults] == ["EXISTS"]

    city.write({"jyj/tzgg/表.txt": b"1"})

    assert plan(city, *mapping).faults == []


def test_a_document_in_the_way_is_a_fault(city: City) -> None:
    planned = plan(department(city, {"portal/zt/jyj/zcwj/a.md": document("有", "slug: other")}))

    assert [(fault.path, fault.code) for fault in planned.faults] == [("jyj/zcwj/a.md", "EXISTS")]


def test_documents_that_move_together_go_on_naming_each_other(city: City) -> None:
    department(
        city,
        {
            "jyj/zcjd/b.md": document("解读", "interprets: ../zcwj/a.md", body="[办法](../zcwj/a.md#art-1)和[门户](../../portal/yaowen/n.md)"),
            "jyj/zcwj/a.md": policy(NUMBER, "办法", body="第一条　见[解读](../zcjd/b.md)。"),
            "portal/yaowen/n.md": document("新闻"),
        },
    )  # fmt: skip

    planned = plan(city, *ALL, "/zcwj/a/,/zcwj/jy-a/")

    assert planned.faults == []
    moved = text(planned, "portal/zt/jyj/zcjd/b.md")
    assert "interprets: ../../../zcwj/jy-a.md\n" in moved
    assert "[办法](../../../zcwj/jy-a.md#art-1)和[门户](../../../yaowen/n.md)" in moved
    assert "[解读](../zt/jyj/zcjd/b.md)" in text(planned, "portal/zcwj/jy-a.md")


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ("---\n{title: 甲, date: 2026-03-01 10:00, source: 乙}\n---\n文。\n", "YAML"),
        (document("甲", body="<pre>\n[x](b.md)\n</pre>\n\n[y](../zcwj/a.md)"), ""),
        (document("甲", body="<pre>\n[x](../zcwj/a.md)\n</pre>\n\n[y](../zcwj/a.md)\t。"), ""),
        (document("甲", body='<a href="../zcwj/a&#46;md">x</a>'), "MAP_COPY"),
    ],
)
def test_a_copy_that_would_not_say_the_same_is_refused(city: City, given: str, code: str) -> None:
    department(city, {"jyj/tzgg/c.md": given, "portal/yaowen/n.md": document("新闻")})

    assert [fault.code for fault in plan(city, *ALL[:3], "/tzgg/*,/tzgg/*").faults] == ([code] if code else [])
