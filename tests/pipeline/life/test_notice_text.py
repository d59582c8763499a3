from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from model.reading import read_document
from model.site import Column
from pipeline.life.notice_text import markdown_text
from plugins.engine.reader import Reader
from tests.conftest import document
from tests.pipeline.life.office import DEPARTMENT, GOOD, Office

HOSTILE = [
    "---",
    "- - -",
    "# 标题",
    "1. 第一",
    "2026.5",
    "=====",
    ": 定义",
    "~~~",
    "> 引用",
    "<script>alert(1)</script>",
    "&lt;&copy;",
    "${x}$",
    "**粗** _斜_ `码`",
    "[链接](javascript:a) ![图](b.png)",
    "{: .x #y} [^1] {#z}",
    "a|b\\",
    "a\nb\r\n\n---\n# c",
    "wangzhan_a@yunchuan.gov.cn https://a.b/c_d_e",
    "\"引号\" '单'",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_texts_are_shown_as_they_are(office: Office, text: str) -> None:
    office.online()

    office.do("offline", reason=text, contact=text)

    built = office.build("2026-07-01 15:00")
    shown = built.text("/zwgk/tzgg/2026-07-01-tyj-xiaxian/", "main")
    folded = " ".join(text.split()).rstrip("。；;，, ")
    assert f"二、下线原因：{folded}。" in shown
    assert f"请通过以下渠道：{folded}。" in shown
    assert office.life().acts[-1].reason == text.strip()


def test_a_very_long_reason_is_written_or_refused_and_never_breaks_a_build(office: Office) -> None:
    office.online()

    assert {code for _, code in office.codes("offline", reason="长" * 800_000)} == {"TOO_LARGE"}
    office.do("offline", reason="长" * 100_000)

    assert office.build("2026-07-01 15:00").path("/zwgk/tzgg/2026-07-01-tyj-xiaxian/").exists()


def test_a_long_name_makes_no_title_that_a_build_would_refuse(office: Office) -> None:
    name = "云" * 298 + "局"
    office.write({"tyj/site.toml": DEPARTMENT.replace("云川市体育局", name)})

    assert {code for _, code in office.codes("open", name="", kind="", domain="", sponsor="")} == {"TOO_LONG"}


@given(st.text(st.characters(exclude_categories=("Cs", "Cc", "Cf", "Co", "Cn")), min_size=1).filter(str.strip))
def test_any_text_in_a_notice_is_shown_as_it_is(text: str) -> None:
    data = document(body=f"{markdown_text(text)}\n\n一、{markdown_text(text)}。").encode()
    column = Column(path="tzgg", name="公告", kind="notice")
    with tempfile.TemporaryDirectory() as folder:
        body = Reader(Path(folder)).read(read_document("portal/tzgg/a.md", data, "portal", column))

    folded = " ".join(text.split())
    assert body.faults == ()
    page: Any = html.document_fromstring(f"<main>{body.html}</main>")
    assert [each.text_content() for each in page.cssselect("main > *")] == [folded, f"一、{folded}。"]


@pytest.mark.parametrize("act", GOOD)
def test_every_act_says_what_is_left_to_people_with_clause_and_who(office: Office, act: str) -> None:
    {"open": Office.bytes, "online": Office.approved, "close": Office.migrating}.get(act, Office.online)(office)

    todo = office.do(act).todo

    assert [each.split(".")[0] for each in todo] == [str(number) for number in range(1, len(todo) + 1)]
    assert all(each.endswith("）") and "（办法第" in each for each in todo)
