from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.document import Document
from model.identifiers import DocumentNumber
from model.kinds import KINDS, News, Policy
from model.references import Reference
from plugins.engine.codec import decode, encode
from tests.model.conftest import minimal, read

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
MINUTES = st.datetimes().map(lambda moment: moment.replace(second=0, microsecond=0))
REFERENCES = st.builds(Reference, number=TEXTS, path=TEXTS, url=TEXTS, title=TEXTS)


@pytest.mark.parametrize("kind", KINDS)
def test_the_least_document_of_each_kind_comes_back(kind: str) -> None:
    document = read(minimal(kind), kind).document
    assert document

    assert decode(encode(document)) == document


def test_every_field_comes_back() -> None:
    more: dict[str, str | list[str]] = {
        "author": "张三",
        "keywords": ["甲", "乙"],
        "description": "“摘要”\\",
        "image": "a.png",
        "attachments": ["a.pdf", "b.pdf"],
        "aliases": ["/old/a.html"],
        "draft": "是",
        "archived": "2026-06-01",
        "publish_at": "2026-05-20 08:00",
        "expires_at": "2026-07-01 08:00",
        "repost_url": "https://www.gov.cn/a",
        "repost_date": "2026-05-18 10:00",
        "map_approval": "晋S（2026）001号",
        "index_number": "11140400012345678A/2026-00012",
        "subject": "综合政务",
        "status": "已修改",
        "effective": "2026-06-01",
        "expires": "2031-06-01",
        "repeals": ["云政发〔2020〕1号", "../b.md", "国发〔2019〕2号 https://www.gov.cn/b"],
    }
    document = read(minimal("policy", **more), "policy").document
    assert document
    document = replace(document, lang="en", translation_of="a.md", original_version="0123456789ab")

    assert decode(encode(document)) == document


@given(
    title=TEXTS,
    date=MINUTES,
    publish_at=st.none() | MINUTES,
    archived=st.none() | st.dates(),
    keywords=st.lists(TEXTS).map(tuple),
    draft=st.booleans(),
    repeals=st.lists(REFERENCES, max_size=3).map(tuple),
)
def test_any_values_come_back(
    title: str,
    date: dt.datetime,
    publish_at: dt.datetime | None,
    archived: dt.date | None,
    keywords: tuple[str, ...],
    draft: bool,
    repeals: tuple[Reference, ...],
) -> None:
    document = Policy(
        path="portal/zcwj/a.md",
        site="portal",
        column="zcwj",
        kind="policy",
        slug="a",
        title=title,
        date=date,
        source="办公室",
        publish_at=publish_at,
        archived=archived,
        keywords=keywords,
        draft=draft,
        document_number=DocumentNumber("云政办发〔2026〕3号"),
        issuer="办公室",
        issued=dt.date(2026, 5, 10),
        repeals=repeals,
    )

    assert decode(encode(document)) == document


def test_fields_at_their_default_take_no_room() -> None:
    document: Document = News(
        path="p/c/a.md",
        site="p",
        column="c",
        kind="news",
        slug="a",
        title="甲",
        date=dt.datetime(2026, 5, 18),
        source="乙",
    )

    assert json.loads(encode(document)) == {
        "path": "p/c/a.md",
        "site": "p",
        "column": "c",
        "title": "甲",
        "date": {"minute": "2026-05-18T00:00:00"},
        "source": "乙",
        "kind": "news",
        "slug": "a",
    }
