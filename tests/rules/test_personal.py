"""Personal data: what is found in texts and tables, what is not, and how it is masked."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.rules.book import book
from pipeline.rules.personal import masking, numbers
from pipeline.rules.personal.findings import findings
from pipeline.rules.personal.numbers import Kind
from pipeline.rules.personal.persons import personal_mobile
from pipeline.rules.personal.samples import MOBILE, card, identity, letter, notice, table
from pipeline.rules.rule import Severity
from tests.rules.written import found, written

NOTICE, LETTER = "portal/zwgk/tzgg/example.md", "portal/hdjl/ldxx/example.md"
RULES = [rule for rule in book().values() if rule.find and "personal" in rule.find.__module__]
ID, CARD = identity(), card()
FLAT = "东渡街道河滨小区3号楼2单元501室"
STARS = r"14\*\*\*\*\*\*\*\*\*\*\*\*\*011"


def codes(text: str, path: str = NOTICE, files: dict[str, bytes] | None = None) -> set[str]:
    """The rules on personal data that a document breaks."""
    return {code for code, each in written(text, path, files).shared(findings).items() if each}


def in_notice(body: str) -> set[str]:
    """The rules that a notice with this body breaks."""
    return codes(notice(body))


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (f"云望舒，身份证号{ID}，符合条件。", "PERSONAL_ID"),
        (f"身份证：{ID[:6]} {ID[6:14]} {ID[14:]}", "PERSONAL_ID"),
        (f"公民身份号码：{ID}".translate(str.maketrans("0123456789", "０１２３４５６７８９")), "PERSONAL_ID"),
        ("身份证号：140499010203001", "PERSONAL_ID"),
        (f"学籍号G{ID}", "PERSONAL_ID"),
        (f"残疾人证号{ID}43", "PERSONAL_ID"),
        ("护照号：E12345678", "PERSONAL_ID"),
        (f"被处罚人云望舒，男，联系电话：{MOBILE}", "PERSONAL_MOBILE"),
        (f"患者云某，家住东渡街道，手机号：{MOBILE[:3]}-{MOBILE[3:7]}-{MOBILE[7:]}", "PERSONAL_MOBILE"),
        (f"村民云望舒（{MOBILE}）反映，路灯不亮。", "PERSONAL_MOBILE"),
        (f"村民云望舒的银行卡号{CARD}", "PERSONAL_BANK_CARD"),
        ("当事人：云望舒，住址：云川市临水区东渡镇河滨村189号", "PERSONAL_ADDRESS"),
        (f"云望舒，家庭住址：云川市临水区{FLAT}", "PERSONAL_ADDRESS"),
        ("云望舒，家庭电话：0355-0120012", "PERSONAL_PHONE"),
        (r"身份证号1404991901020\*\*011", "MASK_BROKEN"),
        (r"手机号1540012001\*", "MASK_BROKEN"),
        (r"手机号154\*\*\*\*20012", "MASK_BROKEN"),
        (rf"云望舒，手机154\*\*\*\*0012。联系人：云先生，电话：{MOBILE}。", "MASK_BROKEN"),
        (table(("姓名", "身份证号码"), ("云望舒", "140499190102030019")), "PERSONAL_ID"),
        (table(("序号", "学生姓名", "家长联系电话"), ("1", "云望舒", MOBILE)), "PERSONAL_MOBILE"),
        (table(("姓名", "报考单位", "手机号"), ("云望舒", "东渡街小学", MOBILE)), "PERSONAL_MOBILE"),
        (f"| 名单 | | |\n| --- | --- | --- |\n| 序号 | 姓名 | 手机 |\n| 1 | 云望舒 | {MOBILE} |", "PERSONAL_MOBILE"),
        (table(("户主", "低保金额", "银行账号"), ("云望舒", "1200", "6299990000000012340")), "PERSONAL_BANK_CARD"),
        (table(("姓名", "户籍地址"), ("云望舒", "东渡镇河滨村3组18号")), "PERSONAL_ADDRESS"),
        (table(("姓名", "出生日期"), ("云望舒", "1971年2月3日")), "PERSONAL_BIRTH"),
        (table(("姓名", "身份证号", "联系电话"), ("云望舒", STARS, "0355-0120012")), "PERSONAL_PHONE"),
        (table(("姓名", "病种"), ("云望舒", "尿毒症")), "PERSONAL_COLUMN"),
        (table(("姓名", "证件编号"), ("云望舒", ID)), "PERSONAL_ID"),
        (table(("户主姓名", "致贫原因"), ("云望舒", "因病")), "PERSONAL_COLUMN"),
        (table(("姓名", "婚姻状况"), ("云望舒", "离异")), "PERSONAL_COLUMN"),
        (f"<table><tr><th>姓名</th><th>证件号</th></tr><tr><td>云望舒</td><td>{ID}</td></tr></table>", "PERSONAL_ID"),
    ],
)
def test_what_is_somebodys_is_found(body: str, code: str) -> None:
    assert in_notice(body) == {code}


@pytest.mark.parametrize(
    "body",
    [
        f"联系人：张先生，联系电话：{MOBILE}（微信同号）。",
        f"项目联系人：川某　电话：0355-0120012、{MOBILE}",
        f"招标代理机构：云川市工程咨询有限公司\n地址：青石路30号3号楼2单元501室\n联系人：王工\n电话：{MOBILE}",
        f"欢迎广大居民来电{MOBILE}。有意向的学生家长请加微信{MOBILE}。",
        f"投诉人可拨打{MOBILE}；受害人报案电话：{MOBILE}",
        f"经办人：云望舒，{MOBILE}；项目经理川平安，{MOBILE}",
        table(("编号", "户主", "房屋坐落"), ("1", "云望舒", FLAT)),
        table(("姓名", "健康状况", "体检结果"), ("云望舒", "良好", "合格")),
        "户籍地址在市区的家庭，居住地址与户籍地址不一致的，提供居住证。家住3号楼以上的居民反映水压不足。",
        f"走失老人，家属电话{MOBILE}，如有线索请告知。",
        f"申请人可与包村干部云某某（{MOBILE}）联系；居民如需办理，云某某{MOBILE}。",
        f"户籍民警：云某，{MOBILE}。居民身份证办理：{MOBILE}",
        f"户名：云川市公共资源交易中心投标保证金专户\n开户行：云川银行营业部\n账号：{CARD}",
        f"捐赠账号：{CARD}，户名：云川市红十字会",
        "统一社会信用代码：91140400MA0K12345X，项目代码：2026-140400-01-01-123456",
        f"食品经营许可证编号：{ID}",
        "人力资源服务许可证编号：610100120105029，公告编号：140400201905140001",
        "准考证号：15401200123、QQ群：15401200123",
        "总投资13812345678元，其中中央预算15401200123.50元",
        "钢板1500*1200，15000*12000*300毫米",
        "有异议的，请发送邮件至yanglao2026@example.com。",
        f"拍卖标的：临水区{FLAT}，建筑面积98.6平方米。",
        "云望舒，男，1971年2月生，大学学历，现任市民政局副局长，拟任市民政局局长。",
        "考号15400120***，证书编号14040220190405**01",
        "身份证号码14**************11、手机号154****0012",
        "网址http://www.yunchuan.gov.cn/art/2026/art_15401200123_140499190102030018.html",
        "示例：手机13800000000；填表时身份证号填18位。",
        table(("姓名", "职务", "办公电话", "手机"), ("云某某", "镇长", "0355-0120012", MOBILE)),
        table(("企业名称", "法定代表人", "联系电话", "地址"), ("云川酒业有限公司", "云望舒", MOBILE, FLAT)),
        table(("申请人", "许可事项", "联系电话"), ("云川建设有限公司", "施工许可", MOBILE)),
        table(("网格", "网格员姓名", "联系电话"), ("东渡街第一网格", "云望舒", MOBILE)),
        f"### 防汛责任人\n\n{table(('乡镇', '姓名', '联系电话'), ('东渡镇', '云望舒', MOBILE))}",
        table(("申请人姓名", "证件号码"), ("云望舒", "911404001101234565"), ("川平安", "140400100012345")),
        table(("申请人", "证件类型", "证件号码"), ("云川市商会", "信用代码", "11140400000000115X")),
        table(("姓名", "职务", "出生年月", "联系电话"), ("云望舒", "主任", "1971.02", MOBILE)),
        table(("姓名", "准考证号", "总成绩"), ("云望舒", "15401200123", "80")),
        table(("姓名", "身份证后四位", "金额"), ("云望舒", "0018", "15401200123")),
        table(("姓名", "电话"), ("云望舒", "0355-0120012")),
        table(("残疾类别", "残疾等级", "人数"), ("肢体", "一级", "120")),
        table(("病种", "支付标准（元）"), ("尿毒症透析", "420")),
        table(("姓名", "残疾类别"), ("云某某", "肢体")),
        table(("姓名", "困难原因"), ("云望舒", "失业")),
        table(("姓名", "身份证号", "联系电话", "家庭住址"), ("", "", "", "")),
        table(("户主姓名", "家庭住址"), ("云望舒", "东渡镇河滨村")),
        table(("烈士姓名", "出生日期", "牺牲日期"), ("云望舒", "1921-02-03", "1943-05-06")),
    ],
)
def test_what_is_public_passes(body: str) -> None:
    assert in_notice(body) == set()


@pytest.mark.parametrize(
    "body",
    [
        f"1 云望舒 {ID} {MOBILE} 东渡镇",
        f"云望舒,{MOBILE},{ID}",
        table(("姓名", "单位", "身份证号", "电话"), ("云望舒", "东渡街小学", ID, MOBILE)),
        f"| | | |\n|--|--|--|\n| 云望舒 | {ID} | {MOBILE} |",
    ],
)
def test_a_mobile_number_beside_an_identity_number_is_the_same_persons(body: str) -> None:
    assert in_notice(body) == {"PERSONAL_ID", "PERSONAL_MOBILE"}


def test_a_letter_shows_nothing_of_its_writer() -> None:
    text = letter(f"我住在河滨小区3号楼2单元501室，电话{MOBILE}，邮箱yunmou@example.com。", "您好，路灯已经修好。")

    assert codes(text, LETTER) == {"PERSONAL_MOBILE", "PERSONAL_ADDRESS", "PERSONAL_EMAIL"}


def test_an_answer_may_say_whom_to_call_but_not_repeat_the_writers_number() -> None:
    office = letter("路灯不亮。", f"您好。可以直接联系维修队云师傅（{MOBILE}）。")
    writer = letter("路灯不亮。", f"工作人员已经拨通您的手机（{MOBILE}）。")

    assert codes(office, LETTER) == set()
    assert codes(writer, LETTER) == {"PERSONAL_MOBILE"}


def test_a_number_in_the_front_matter_is_replaced_in_its_line() -> None:
    text = letter(f"请联系我，{MOBILE}。", "您好，路灯已经修好。")

    (each,) = found(personal_mobile, text, LETTER, {LETTER: text.encode()})

    assert each.replacement
    line = text.split("\n")[each.line - 1]
    start, end, instead = each.replacement
    assert line[:start] + instead + line[end:] == "question: 请联系我，154****0012。"


def test_the_replacement_in_the_body_is_a_mask_that_markdown_shows() -> None:
    body = f"补助对象名单。\n\n{table(('姓名', '身份证号'), ('云某某', ID))}"
    text = notice(body)

    lines = text.split("\n")
    for each in written(text, NOTICE).shared(findings)["PERSONAL_ID"]:
        assert each.replacement
        start, end, instead = each.replacement
        lines[each.line - 1] = lines[each.line - 1][:start] + instead + lines[each.line - 1][end:]

    mended = written("\n".join(lines), NOTICE)
    assert not any(mended.shared(findings).values())
    assert f"14*************{ID[-3:]}" in mended.html


def test_a_finding_does_not_repeat_the_number() -> None:
    text = notice(f"身份证号{ID}，当事人云望舒，电话{MOBILE}。")

    facts = " ".join(each.fact for many in written(text, NOTICE).shared(findings).values() for each in many)

    assert f"14*************{ID[-3:]}" in facts
    assert ID not in facts
    assert MOBILE not in facts


@pytest.mark.parametrize(
    ("kind", "text", "shown"),
    [
        (Kind.ID, ID, f"14*************{ID[-3:]}"),
        (Kind.ID, "140499010203001", "14**********001"),
        (Kind.MOBILE, "+86 154-0012-0012", "154****0012"),
        (Kind.BANK_CARD, "6299 9900 0000 0012 340", "***************2340"),
        (Kind.EMAIL, "yunmou@example.com", "y***@example.com"),
        (Kind.PHONE, "0355-0120012", "0355-012****"),
        (Kind.BIRTH, "1971年2月3日", "1971年"),
        (Kind.ADDRESS, f"临水区{FLAT}", "临水区东渡街道"),
        (Kind.ADDRESS, "云川市临水区3号楼501室", "云川市临水区"),
        (Kind.ADDRESS, "新乡市临水区南关街26号", "新乡市临水区南关街"),
        (Kind.PASSPORT, "E12345678", "E1*******"),
    ],
)
def test_masks_are_of_one_style(kind: Kind, text: str, shown: str) -> None:
    assert masking.mask(kind, text) == shown


def test_names_keep_the_surname() -> None:
    assert masking.mask_name("云望舒") == "云**"


def test_a_message_is_masked_whole() -> None:
    text = f"我叫云望舒，身份证{ID}，电话{MOBILE}，卡号{CARD}，邮箱yunmou@example.com，单位电话0355-0120012。"

    assert masking.masked(text) == (
        f"我叫云望舒，身份证14*************{ID[-3:]}，电话154****0012，卡号***************{CARD[-4:]}，"
        "邮箱y***@example.com，单位电话0355-0120012。"
    )


@given(st.text(st.sampled_from("0123456789Xx*＊身份证号电话卡 -@.a云"), max_size=80))
def test_masking_twice_is_masking_once(text: str) -> None:
    once = masking.masked(text)

    assert masking.masked(once) == once


@given(st.integers(1950, 2020), st.integers(1, 12), st.integers(1, 28), st.integers(0, 999))
def test_every_identity_number_is_found_and_its_mask_hides_it(year: int, month: int, day: int, order: int) -> None:
    first = f"140499{year}{month:02}{day:02}{order:03}"
    number = first + numbers.check_digit(first)

    (span,) = numbers.ids(f"号码{number}。")

    assert span.text == number
    shown = masking.mask(span.kind, number)
    assert [each.hides for each in masking.masks(shown, "身份证号") if each.kind is Kind.ID] == [True]


@given(st.text(st.sampled_from("|-\n 姓名身份证号电话15401200129*<tdrhabe>/：。"), max_size=200))
def test_nothing_that_is_written_stops_the_search(body: str) -> None:
    from pipeline.rules.personal.rows import in_table
    from pipeline.rules.personal.running import in_passages
    from pipeline.rules.personal.tables import read_markdown

    seen = read_markdown(body, 5)

    lines = body.split("\n")
    for hit in [*in_passages(seen.passages), *(hit for each in seen.tables for hit in in_table(each))]:
        if hit.start >= 0 and hit.text:
            assert numbers.plain(lines[hit.line - 5])[hit.start : hit.end] == hit.text


def test_what_is_sure_fails_a_check_and_what_is_not_does_not() -> None:
    fails = {rule.code for rule in RULES if rule.severity.fails}

    assert fails == {"PERSONAL_ID", "PERSONAL_MOBILE", "PERSONAL_BANK_CARD", "PERSONAL_COLUMN"}
    assert all(rule.severity is not Severity.VETO for rule in RULES)
