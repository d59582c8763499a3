from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from model.kinds import KINDS
from model.record import specs
from model.references import Reference
from model.vocabulary import KIND_ALIASES
from tests.model.conftest import NEEDED, minimal, places, read

REQUIRED = [(kind, key) for kind in KINDS for key, spec in specs(KINDS[kind]).items() if spec.required]


def document(kind: str, **more: Any) -> Any:
    """A right document of this kind."""
    reading = read(minimal(kind, **more), kind)
    assert reading.faults == ()
    assert reading.document
    return reading.document


def minute(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text)


def test_there_are_fifteen_kinds_each_with_a_chinese_name() -> None:
    assert len(KINDS) == 15
    assert set(KIND_ALIASES.values()) == set(KINDS) == set(NEEDED)


@pytest.mark.parametrize("kind", KINDS)
def test_no_two_fields_of_a_kind_share_a_name(kind: str) -> None:
    fields = specs(KINDS[kind])

    assert len({*fields, *(spec.alias for spec in fields.values())}) == 2 * len(fields)


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_needs_no_more_than_its_required_fields(kind: str) -> None:
    found = document(kind)

    assert type(found) is KINDS[kind]
    assert (found.kind, found.slug, found.url) == (kind, "a", "/lanmu/a/")
    assert str(found.folder) == "portal/lanmu"


@pytest.mark.parametrize(("kind", "key"), REQUIRED)
def test_a_required_field_left_out_is_named(kind: str, key: str) -> None:
    fields = minimal(kind)
    del fields[key]

    [fault] = read(fields, kind).faults

    assert (fault.line, fault.code) == (1, "MISSING_KEY")
    assert f"（{key}）" in fault.message


def test_a_dataset_without_files_is_named() -> None:
    fields = minimal("dataset")
    del fields["attachments"]

    assert places(read(fields, "dataset")) == [(1, "MISSING_KEY")]


@pytest.mark.parametrize(("alias", "kind"), KIND_ALIASES.items())
def test_a_document_may_name_another_kind_than_its_columns(alias: str, kind: str) -> None:
    reading = read({**minimal(kind), "类型": alias}, "page" if kind != "page" else "news")

    assert type(reading.document) is KINDS[kind]


def test_a_kind_that_does_not_exist_is_named_once() -> None:
    assert places(read({"kind": "polcy", **minimal("policy")}, "policy")) == [(2, "KIND")]


def test_a_field_of_another_kind_is_unknown() -> None:
    assert places(read(minimal("news", document_number="云政办发〔2026〕3号"), "news")) == [(5, "UNKNOWN_KEY")]


def test_a_files_name_must_do_for_an_address_unless_a_slug_is_given() -> None:
    without = read(minimal("news"), "news", "portal/lanmu/办法.md")
    given = read(minimal("news", slug="banfa"), "news", "portal/lanmu/办法.md")

    assert places(without) == [(1, "SLUG")]
    assert given.document
    assert given.document.url == "/lanmu/banfa/"


@pytest.mark.parametrize(
    ("kind", "more", "note"),
    [
        ("policy", {}, "云政办发〔2026〕3号"),
        ("interpretation", {"form": "图解"}, "图解"),
        ("news", {}, ""),
        ("notice", {}, ""),
        ("topic", {}, ""),
        ("leader", {}, "市长"),
        ("organisation", {}, "0355-0000000"),
        ("guide", {"online_level": "全程网办"}, "全程网办"),
        ("guide", {}, ""),
        ("reply", {}, "云川市交通运输局"),
        ("consultation", {}, "2026-05-10至2026-06-10"),
        ("interview", {}, ""),
        ("refutation", {}, ""),
        ("dataset", {}, "每月更新"),
        ("dataset", {"update_cycle": "不更新"}, ""),
        ("report", {}, "2025年度"),
        ("page", {}, ""),
    ],
)
def test_a_list_adds_to_the_title_what_the_kind_says(kind: str, more: dict[str, str], note: str) -> None:
    assert document(kind, **more).note == note


@pytest.mark.parametrize(
    ("kind", "more", "expected"),
    [
        ("news", {"expires_at": "2026-05-18 10:19"}, [(5, "ORDER")]),
        ("news", {"publish_at": "2026-05-20 10:00", "expires_at": "2026-05-20 09:00"}, [(6, "ORDER")]),
        ("news", {"archived": "2026-05-17"}, [(5, "ORDER")]),
        ("news", {"repost_date": "2026-05-18 10:00"}, [(5, "REPOST")]),
        ("news", {"repost_url": "https://a.cn/", "repost_date": "2026-05-18 10:20"}, [(6, "ORDER")]),
        (
            "news",
            {"repost_date": "2026-05-19 10:00", "archived": "2026-05-17"},
            [(6, "ORDER"), (5, "REPOST"), (5, "ORDER")],
        ),
        ("policy", {"issued": "2026-05-19"}, [(7, "ORDER")]),
        ("policy", {"expires": "2026-05-10"}, [(8, "ORDER")]),
        ("policy", {"effective": "2026-06-01", "expires": "2026-06-01"}, [(9, "ORDER")]),
        ("policy", {"issued": "2026-05-19", "expires": "2026-05-19"}, [(7, "ORDER"), (8, "ORDER")]),
        ("reply", {"replied": "2026-05-09"}, [(7, "ORDER")]),
        ("consultation", {"closes": "2026-05-09"}, [(6, "ORDER")]),
    ],
)
def test_dates_in_the_wrong_order_are_named(
    kind: str, more: dict[str, str | list[str]], expected: list[tuple[int, str]]
) -> None:
    assert places(read(minimal(kind, **more), kind)) == expected


@pytest.mark.parametrize(
    ("kind", "more"),
    [
        ("news", {"expires_at": "2026-05-18 10:20", "archived": "2026-05-18"}),
        ("news", {"repost_url": "https://a.cn/", "repost_date": "2026-05-18 10:19"}),
        ("policy", {"issued": "2026-05-18", "expires": "2026-05-19"}),
        ("reply", {"replied": "2026-05-10"}),
        ("consultation", {"closes": "2026-05-10"}),
    ],
)
def test_dates_may_touch(kind: str, more: dict[str, str]) -> None:
    document(kind, **more)


def test_a_document_is_public_from_its_minute_to_the_one_before_it_expires() -> None:
    found = document("news", publish_at="2026-05-20 08:00", expires_at="2026-05-21 08:00")

    assert found.appears == minute("2026-05-20 08:00")
    assert [
        found.is_public(minute(now))
        for now in ("2026-05-20 07:59", "2026-05-20 08:00", "2026-05-21 07:59", "2026-05-21 08:00")
    ] == [False, True, True, False]


def test_a_document_does_not_appear_before_its_date() -> None:
    found = document("news", publish_at="2026-05-01 08:00")

    assert found.appears == minute("2026-05-18 10:19")
    assert not found.is_public(minute("2026-05-18 10:18"))
    assert found.is_public(minute("2026-05-18 10:19"))


def test_a_draft_is_never_public() -> None:
    assert not document("news", draft="是").is_public(minute("2030-01-01 00:00"))


def test_a_document_is_archived_from_the_first_minute_of_the_day() -> None:
    found = document("news", archived="2026-05-20")

    assert not found.is_archived(minute("2026-05-19 23:59"))
    assert found.is_archived(minute("2026-05-20 00:00"))
    assert not document("news").is_archived(minute("2030-01-01 00:00"))


def test_another_document_is_named_by_number_path_or_outside_address() -> None:
    found = document("policy", repeals=["云政发〔2020〕1号", "../a/b.md", "国发〔2019〕2号 https://www.gov.cn/x"])

    assert found.repeals == (
        Reference(number="云政发〔2020〕1号"),
        Reference(path="../a/b.md"),
        Reference(number="国发〔2019〕2号", url="https://www.gov.cn/x"),
    )


@pytest.mark.parametrize(
    ("pairs", "reference"),
    [
        ("{文号: 国发〔2019〕2号, 网址: 'https://a.cn/'}", Reference(number="国发〔2019〕2号", url="https://a.cn/")),
        ("{title: 通知, url: 'https://a.cn/'}", Reference(url="https://a.cn/", title="通知")),
    ],
)
def test_a_document_elsewhere_may_be_named_in_pairs(pairs: str, reference: Reference) -> None:
    assert document("interpretation", interprets=[pairs]).interprets == (reference,)


@pytest.mark.parametrize(
    "pairs", ["{number: 国发〔2019〕2号}", "{url: 'https://a.cn/'}", "{url: a, href: b}", "{url: [a]}"]
)
def test_pairs_that_name_no_document_are_refused(pairs: str) -> None:
    assert places(read(minimal("interpretation", interprets=[pairs]), "interpretation")) == [(6, "REFERENCE")]


def test_an_unreadable_document_still_tells_its_number() -> None:
    reading = read(minimal("policy", issued="去年"), "policy")

    assert reading.document is None
    assert reading.number == "云政办发〔2026〕3号"
