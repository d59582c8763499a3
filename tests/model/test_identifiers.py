from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.faults import Unreadable
from model.identifiers import (
    ChineseDomain,
    DocumentNumber,
    Domain,
    IcpNumber,
    IndexNumber,
    Mark,
    MarkId,
    PoliceNumber,
    SiteCode,
)


def refusal(identifier: Any, text: str) -> Unreadable:
    with pytest.raises(Unreadable) as caught:
        identifier.parse(text)
    return caught.value


def offered(text: str) -> str:
    """The form offered for a wrong document number."""
    return refusal(DocumentNumber, text).remedy.removeprefix("写成“").removesuffix("”")


@pytest.mark.parametrize(
    ("identifier", "text"),
    [
        (DocumentNumber, "云政办发〔2026〕3号"),
        (DocumentNumber, "云川市人民政府令第12号"),
        (IndexNumber, "11140400012345678A/2026-00012"),
        (IndexNumber, "012345678/2026-00012"),
        (IndexNumber, "0123456-X/2026-00012"),
        (SiteCode, "1404000001"),
        (SiteCode, "bm12345678"),
        (IcpNumber, "晋ICP备05000001号"),
        (IcpNumber, "晋ICP备2026000001号-12"),
        (PoliceNumber, "晋公网安备14040002000001号"),
        (PoliceNumber, "晋公网安备 14040002000001号"),
        (Mark, "CA040000000603000000001"),
        (MarkId, "0123456789ABCDEF0123456789ABCDEF"),
        (Domain, "www.yunchuan.gov.cn"),
        (ChineseDomain, "云川市.政务"),
    ],
)
def test_a_right_identifier_is_kept_as_written(identifier: Any, text: str) -> None:
    assert identifier.parse(text) == text
    assert isinstance(identifier.parse(text), identifier)


@pytest.mark.parametrize(
    ("identifier", "code", "texts"),
    [
        (
            DocumentNumber,
            "DOCUMENT_NUMBER",
            ["", "云政办发3号", "〔2026〕3号", "第3号", "云政办发〔26〕3号", "令第0号"],
        ),
        (IndexNumber, "INDEX_NUMBER", ["", "012345678/2026-12", "012345678-2026-00012", "０12345678/2026-00012"]),
        (SiteCode, "SITE_CODE", ["", "140400001", "14040000011", "１４０４０００００１", "BM12345678"]),
        (IcpNumber, "ICP", ["", "ICP备05000001号", "晋ICP备0500001号", "晋icp备05000001号", "晋ICP备05000001号-0"]),
        (
            PoliceNumber,
            "POLICE",
            ["", "公网安备14040002000001号", "晋公网安备1404000200001号", "晋公网安备１4040002000001号"],
        ),
        (Mark, "MARK", ["", "CA04000000060300000000", "ca040000000603000000001"]),
        (MarkId, "MARK_ID", ["", "0123456789ABCDEF0123456789ABCDE", "G123456789ABCDEF0123456789ABCDEF"]),
        (
            Domain,
            "DOMAIN",
            ["", "localhost", "WWW.yunchuan.gov.cn", "https://a.gov.cn", "a.cn:80", "-a.gov.cn", "云川.政务"],
        ),
        (
            ChineseDomain,
            "CHINESE_DOMAIN",
            ["", ".政务", "云川市", "云川市.中国", "甲.云川市.政务", "云 川.政务", "xn--a.政务"],
        ),
    ],
)
def test_a_wrong_identifier_is_refused_under_its_code(identifier: Any, code: str, texts: list[str]) -> None:
    for text in texts:
        assert refusal(identifier, text).code == code


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("云政办发[2026]3号", "“[]”"),
        ("云政办发（2026）3号", "“（）”"),
        ("云政办发【2026】3号", "“【】”"),
        ("云政办发〔2026)3号", "“〔)”"),
        ("云政办发﹝2026﹞3号", "“﹝﹞”"),
        ("云政办发〔2026〕03号", "0"),
        ("云政办发〔2026〕第3号", "第"),
        ("云政办发〔2026〕 3号", "空格"),
        ("云政办发〔2026〕3", "号"),
        ("云政办发〔２０２６〕３号", "全角"),
    ],
)
def test_a_document_numbers_mistake_is_named_and_the_right_form_offered(text: str, wrong: str) -> None:
    assert wrong in refusal(DocumentNumber, text).message
    assert offered(text) == "云政办发〔2026〕3号"


@given(
    agency=st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=1, max_size=12),
    brackets=st.tuples(st.sampled_from("[［(（【〈<{〔﹝「〖《"), st.sampled_from("]］)）】〉>}〕﹞」〗》")),
    year=st.integers(1000, 9999),
    serial=st.integers(1, 99_999),
    spaces=st.tuples(*[st.sampled_from(["", " ", "\u3000"])] * 3),
    tail=st.tuples(st.sampled_from(["", "第"]), st.sampled_from(["", "0", "00"]), st.sampled_from(["", "号"])),
)
def test_any_wrong_bracket_is_repaired_to_a_form_that_parses(
    agency: str,
    brackets: tuple[str, str],
    year: int,
    serial: int,
    spaces: tuple[str, str, str],
    tail: tuple[str, str, str],
) -> None:
    right = f"{agency}〔{year}〕{serial}号"
    th, zeros, end = tail
    text = f"{agency}{spaces[0]}{brackets[0]}{year}{brackets[1]}{spaces[1]}{th}{spaces[2]}{zeros}{serial}{end}"

    assert DocumentNumber.parse(right) == right
    assert DocumentNumber.looks_like(text)
    assert text == right or offered(text) == right


@given(st.text("云发〔〕[]（）0123４号令第 ", max_size=16))
def test_what_is_offered_for_a_document_number_is_one(text: str) -> None:
    try:
        DocumentNumber.parse(text)
    except Unreadable as error:
        DocumentNumber.parse(error.remedy.split("“")[1].split("”")[0])


def test_a_serial_of_thousands_of_digits_is_refused_like_any_other() -> None:
    assert refusal(DocumentNumber, "云政办发[2026]" + "9" * 5000).code == "DOCUMENT_NUMBER"


def test_a_path_does_not_look_like_a_document_number() -> None:
    assert not DocumentNumber.looks_like("../zcwj/banfa.md")


@pytest.mark.parametrize(
    ("kind", "domain"),
    [
        ("portal", "yunchuan.gov.cn"),
        ("portal", "jyj.yunchuan.gov.cn"),
        ("portal", "www.yunchuan.com.cn"),
        ("portal", "www.a.yunchuan.gov.cn"),
        ("department", "www.yunchuan.gov.cn"),
        ("department", "yunchuanjyj.cn"),
    ],
)
def test_a_domain_of_another_form_is_refused(kind: str, domain: str) -> None:
    with pytest.raises(Unreadable) as caught:
        Domain.parse(domain).require_form(kind)

    assert caught.value.code == "DOMAIN_FORM"


def test_portals_and_departments_have_domains_of_different_forms() -> None:
    Domain.parse("www.yunchuan.gov.cn").require_form("portal")
    Domain.parse("jyj.yunchuan.gov.cn").require_form("department")


def test_a_government_domain_knows_its_area() -> None:
    assert Domain.parse("jyj.yunchuan.gov.cn").area == "yunchuan"
    assert Domain.parse("www.example.com").area == ""


def test_a_chinese_domain_goes_to_ascii_and_comes_back() -> None:
    domain = ChineseDomain.parse("云川市.政务")

    assert domain.ascii == "xn--9kqu68agd.xn--zfr164b"
    assert ChineseDomain.parse(domain.ascii) == ChineseDomain.parse(domain.ascii.upper()) == domain


@given(st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=1, max_size=12))
def test_any_chinese_name_below_the_suffix_survives_the_way_through_ascii(name: str) -> None:
    domain = ChineseDomain.parse(f"{name}.政务")

    assert ChineseDomain.parse(domain.ascii) == domain


def test_filings_know_where_they_are_looked_up() -> None:
    police = PoliceNumber.parse("晋公网安备 14040002000001号")

    assert police.url == "https://beian.mps.gov.cn/#/query/webSearch?code=14040002000001"
    assert IcpNumber.parse("晋ICP备05000001号").url == "https://beian.miit.gov.cn/"


def test_a_certificates_number_is_written_in_capitals() -> None:
    mark = MarkId.parse("0123456789abcdef0123456789abcdef")

    assert mark == "0123456789ABCDEF0123456789ABCDEF"
    assert mark.url.endswith("&id=0123456789ABCDEF0123456789ABCDEF")
