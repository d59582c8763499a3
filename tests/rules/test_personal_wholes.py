"""Personal data that only a whole text tells: lists line by line, letters in articles, parties to a proceeding, numbers over several cells."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.rules.personal.findings import findings
from pipeline.rules.personal.samples import MOBILE, card, identity, notice, table
from pipeline.rules.personal.seen import Cell
from pipeline.rules.personal.split import joined
from tests.rules.written import written

ID, CARD = identity(), card()
OTHER = MOBILE.replace("0012", "0013")
FLAT = "东渡街道河滨小区3号楼2单元501室"
NOTICE, LETTER = "portal/zwgk/tzgg/example.md", "portal/hdjl/ldxx/example.md"
TWO = f"- 云望舒 {MOBILE}\n- 川平安 {OTHER}"
_REPLY = (
    "---\ntitle: {}\ndate: 2026-11-20 09:40\nsource: 云川市城市管理局\nreceived: 2026-11-18\nreplied: 2026-11-20\n"
    "replier: 云川市城市管理局\ncategory: 求助\nquestion: 路灯不亮。\n---\n{}\n"
)


def in_notice(body: str, title: str = "关于公示补助对象的通知") -> set[str]:
    """The rules on personal data that a notice breaks."""
    return {code for code, each in written(notice(body, title=title), NOTICE).shared(findings).items() if each}


def in_answer(body: str, title: str = "反映路灯不亮") -> set[str]:
    """The rules on personal data that an answered letter breaks."""
    return {code for code, each in written(_REPLY.format(title, body), LETTER).shared(findings).items() if each}


@pytest.mark.parametrize(
    "body",
    [TWO, f"1. 云望舒（{MOBILE}）；\n2. 川平安（{OTHER}）。", f"到场领取：云望舒（{MOBILE}）、川平安（{OTHER}）。"],
)
def test_a_list_of_those_who_were_granted_something_is_one_without_a_table(body: str) -> None:
    assert in_notice(body, "高龄津贴发放名单公示") == {"PERSONAL_MOBILE"}


@pytest.mark.parametrize(
    ("title", "heading"),
    [
        ("高龄津贴发放名单公示", "有异议的，请联系："),
        ("高龄津贴申报通知", "各乡镇经办人："),
        ("困难群众帮扶安排", "包村干部："),
        ("防汛安排", "人员："),
        ("困难群众帮扶安排", "有困难请找："),
    ],
)
def test_lines_of_those_who_are_to_be_called_are_no_such_list(title: str, heading: str) -> None:
    assert in_notice(f"{heading}\n\n{TWO}", title) == set()
    assert in_notice(f"{heading}云望舒（{MOBILE}）、川平安（{OTHER}）。", title) == set()


@pytest.mark.parametrize("label", ["来信内容：", "**留言内容**", "【问题描述】", "问题内容："])
def test_a_letter_in_the_text_of_an_article_is_a_citizens(label: str) -> None:
    assert in_answer(f"{label}\n\n路灯不亮，请回电{MOBILE}。\n\n答复内容：\n\n您好，已经修好。") == {"PERSONAL_MOBILE"}
    assert in_answer(f"{label}\n\n路灯不亮。\n\n答复内容：\n\n您好，请联系维修队{MOBILE}。") == set()
    assert in_answer(f"{label}\n\n路灯不亮。\n\n经核实，可以直接找维修队{MOBILE}。") == set()


def test_what_an_office_finds_wrong_is_no_letter() -> None:
    text = f"问题描述：管网破损。\n\n整改措施：更换管网。\n\n联系人：云工，电话：{MOBILE}，邮箱：yunmou@example.com"
    assert in_notice(text, "整改情况公开") == set()


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (f"云某某同志（联系电话：{MOBILE}）：您反映的问题收悉。", "PERSONAL_MOBILE"),
        (f"来信人：云女士\n\n联系方式：{MOBILE}\n\n您好，已经修好。", "PERSONAL_MOBILE"),
        (f"我局已联系投诉人云女士（{MOBILE}）。", "PERSONAL_MOBILE"),
        ("材料已发送至您的邮箱yunmou@example.com。", "PERSONAL_EMAIL"),
    ],
)
def test_an_answer_does_not_tell_who_asked(body: str, code: str) -> None:
    assert in_answer(body) == {code}


def test_the_title_of_a_letter_is_its_writers() -> None:
    assert in_answer("您好，已经修好。", f"路灯不亮，请回电{MOBILE}") == {"PERSONAL_MOBILE"}


PARTY = f"当事人：云望舒\n\n住所（住址）：云川市临水区东渡镇河滨村3组45号\n\n联系电话：{MOBILE}"


@pytest.mark.parametrize(
    ("body", "found"),
    [
        (PARTY, {"PERSONAL_MOBILE", "PERSONAL_ADDRESS"}),
        (PARTY.replace("云望舒", "云川酒业有限公司"), set()),
        (PARTY.replace("当事人：云望舒", "申请人：云望舒\n\n委托代理人：川平安律师"), set()),
        (f"云望舒，男，汉族，住云川市临水区{FLAT}。", {"PERSONAL_ADDRESS"}),
        (f"原告：云川酒业有限公司，住云川市临水区{FLAT}。", set()),
        (f"代表报到后，住云川宾馆{FLAT}。", set()),
        (f"云望舒，女，34岁，联系方式{MOBILE}，申请临时救助。", {"PERSONAL_MOBILE"}),
        (f"姓名：云望舒，性别：女，联系电话：{MOBILE}。", {"PERSONAL_MOBILE"}),
        (f"云望舒，女，社区党委书记，电话{MOBILE}。", set()),
    ],
)
def test_a_party_to_a_proceeding_is_a_person_and_a_unit_is_none(body: str, found: set[str]) -> None:
    assert in_notice(body, "公告") == found


@pytest.mark.parametrize(
    ("body", "found"),
    [
        (f"户名：云望舒，开户行：云川银行中心支行，账号：{CARD}", True),
        (f"由区财政局汇入其个人账户（卡号{CARD}）。", True),
        (f"户名：云川市慈善总会，账号：{CARD}", False),
        (f"保证金不接受个人账户汇款。户名：云川市公共资源交易中心，账号：{CARD}", False),
        (f"开票信息：云川市文化馆，税号12140400000000115X，开户行及账号：云川银行{CARD}", False),
    ],
)
def test_an_account_is_its_holders(body: str, found: bool) -> None:
    assert ("PERSONAL_BANK_CARD" in in_notice(body)) is found


@pytest.mark.parametrize("name", ["失信被执行人姓名", "丈夫姓名", "选民姓名", "被征地农户", "捐款人"])
def test_a_column_of_names_has_many_names(name: str) -> None:
    assert in_notice(table((name, "联系电话"), ("云望舒", MOBILE))) == {"PERSONAL_MOBILE"}


@pytest.mark.parametrize("name", ["网格员姓名", "班主任姓名", "法定代表人姓名", "驾驶员姓名", "医师姓名"])
def test_a_column_of_those_in_an_office_is_none_of_private_persons(name: str) -> None:
    assert in_notice(table((name, "联系电话"), ("云望舒", MOBILE))) == set()


def test_the_telephone_of_who_helps_is_not_that_of_who_is_helped() -> None:
    head = ("户主", "致贫原因", "帮扶责任人", "联系电话")
    assert in_notice(table(head, ("云望舒", "缺劳力", "川平安", MOBILE))) == set()


def test_what_was_granted_to_help_is_no_helper() -> None:
    assert in_notice(table(("姓名", "帮扶金额", "手机"), ("云望舒", "3000元", MOBILE))) == {"PERSONAL_MOBILE"}


@pytest.mark.parametrize(
    ("head", "text", "code"),
    [
        (("姓名", "救助原因"), "患肺癌住院", "PERSONAL_COLUMN"),
        (("姓名", "救助原因"), "因火灾", ""),
        (("姓名", "健康状况"), "肢体残疾", "PERSONAL_COLUMN"),
        (("姓名", "健康状况"), "良好", ""),
        (("姓名", "详细地址"), FLAT, "PERSONAL_ADDRESS"),
        (("姓名", "详细地址"), "东渡镇河滨村", ""),
        (("权利人", "详细地址"), "东渡街18号", ""),
    ],
)
def test_a_column_of_many_things_tells_by_its_cell(head: tuple[str, ...], text: str, code: str) -> None:
    assert in_notice(table(head, ("云望舒", text))) == ({code} if code else set())


@pytest.mark.parametrize("parts", [tuple(ID), (ID[:6], ID[6:14], ID[14:])])
def test_a_number_over_several_cells_is_found(parts: tuple[str, ...]) -> None:
    empty = ("",) * (len(parts) - 1)

    assert in_notice(table(("姓名", "身份证号", *empty), ("云望舒", *parts))) == {"PERSONAL_ID"}
    assert in_notice(table(("姓名", "得分", *empty), ("云望舒", *parts))) == set()


@given(st.lists(st.text(st.sampled_from("0123456789Xx²٣一"), max_size=19), max_size=20))
def test_joining_cells_keeps_what_they_say_and_where(texts: list[str]) -> None:
    row = tuple(Cell(text) for text in texts)

    whole = joined(row, ("身份证号",) * len(row))

    assert len(whole) == len(row)
    assert "".join(each.text for each in whole) == "".join(texts)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (rf"电话：{MOBILE[:6]}\*{MOBILE[7:]}", {"MASK_BROKEN"}),
        (rf"身份证号{ID[:9]}\*{ID[10:]}", {"MASK_BROKEN"}),
        (r"集装箱15000\*12000毫米", set()),
    ],
)
def test_one_digit_hidden_in_the_middle_is_no_mask(text: str, found: set[str]) -> None:
    assert in_notice(text) == found


def mended(body: str) -> str:
    """The body of a notice with all that is sure written into it."""
    text = notice(body)
    lines = text.split("\n")
    found = [each for many in written(text, NOTICE).shared(findings).values() for each in many if each.replacement]
    for each in sorted(found, key=lambda each: (each.line, each.replacement), reverse=True):
        assert each.replacement
        start, end, instead = each.replacement
        lines[each.line - 1] = lines[each.line - 1][:start] + instead + lines[each.line - 1][end:]
    return "\n".join(lines)


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        (rf"电话{MOBILE[:7]}\*{MOBILE[8:]}", "电话154*****012"),
        (rf"手机{MOBILE[:10]}＊", "手机154****001*"),
        (rf"身份证号{ID[:12]}\*\*{ID[14:]}", f"身份证号14*************{ID[-3:]}"),
        (rf"身份证号{ID[:16]}\*\*", f"身份证号14*************{ID[15]}**"),
    ],
)
def test_a_mask_that_hides_too_little_is_made_one_that_hides_enough(body: str, shown: str) -> None:
    whole = mended(body)

    assert shown.replace("*", r"\*") in whole
    assert not any(written(whole, NOTICE).shared(findings).values())


def test_a_number_twice_on_a_line_is_told_twice() -> None:
    each = written(notice(f"身份证号{ID}，身份证号{ID}。"), NOTICE).shared(findings)["PERSONAL_ID"]

    assert len({found.fact for found in each}) == 2


def test_numbers_by_which_the_standard_shows_how_one_is_made_are_nobodys() -> None:
    assert in_notice("身份证号码共18位，如11010519491231002X。") == set()
