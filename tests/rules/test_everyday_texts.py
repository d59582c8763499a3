"""Texts as offices write them every day: the clean ones give no finding at all, the faulty ones exactly the one that was put in."""

from __future__ import annotations

import pytest

from pipeline.rules.book import rules_on
from pipeline.rules.personal.samples import MOBILE, card, identity, table
from pipeline.rules.rule import Subject
from tests.rules.written import news, written

NUMBER, CARD = identity(), card()
#: A number of another kind that passes for an identity number by its form and its check digit.
SERIAL = NUMBER

CLEAN = {
    "a tender": f"投标保证金汇入：户名：云川市公共资源交易中心，账号：{CARD}。\n\n招标人：云川市实验中学，联系人：云老师，电话：{MOBILE}。",
    "recruits": table(
        ("序号", "姓名", "出生年月", "准考证号", "总成绩"), ("1", "云望舒", "1998.03", "20261219010203", "81.35")
    ),
    "the lost": f"请家属与我站联系。另有居民川某某走失，如有线索，请联系家属云先生，电话：{MOBILE}。",
    "what farmers sell": f"上庄村村民云大柱，有苹果5万斤待售，联系电话：{MOBILE}。",
    "serials": f"受理流水号：{SERIAL}；追溯码{SERIAL}；电子监管号 {SERIAL}；不动产单元号：{SERIAL}。",
    "who is on duty": table(("水库名称", "行政责任人", "职务", "联系电话"), ("云岭水库", "云建国", "副区长", MOBILE)),
    "a shop inspected": table(
        ("被抽样单位", "被抽样单位地址", "抽样编号"),
        ("好又多便利店", "临水区解放西街23号1号楼", "XBJ26140402113230123"),
    ),
    "martyrs": table(("姓名", "出生日期", "牺牲时间"), ("云二牛", "1918年3月5日", "1942年5月")),
    "a fair": "年货节在会展中心举行。市民可以通过直播间下单，商家承诺满99元包邮。",
    "sizes of classes": table(
        ("县区", "学校数", "班额（人）"),
        ("临水区", "56", "45"),
        ("北岭区", "43", "43"),
        ("市直", "12", "50"),
        ("合计", "111", "46"),
    ),
    "years of another era": "清道光25年3月5日，民国26年7月7日，八路军在此设立兵站。",
    "what is taught": "错误写法：“2026年05月01日”“云政发[2026]1号”。正确写法：“2026年5月1日”“云政发〔2026〕1号”。",
    "a range from zero": "费率为0—0.25%，二○二○年以来没有变化。",
    "teams": "来自日本、韩国和中国台湾等国家和地区的选手参赛，中国台北队获得第三名。",
    "a project's form": table(
        ("项目名称", "滨河路改造", "联系人", "云工"), ("建设单位", "市住建局", "联系电话", MOBILE)
    ),
    "rules with items named together": "有下列情形之一的除外。\n\n（四）、（五）项指标由部门另行规定。",
    "a notice of fraud": "不法分子声称“原价3980元，现价998元”，请不要轻信，遇到可疑情况拨打0355-0120315。",
}

FAULTY = {
    "where somebody now lives": ("被处罚人云某，现住临水区平安小区5号楼3单元602室。", "PERSONAL_ADDRESS"),
    "illness by another name": (
        table(("参保人姓名", "单位", "认定病种"), ("云卫国", "退休职工", "冠心病"), ("川红", "退休职工", "糖尿病")),
        "PERSONAL_COLUMN",
    ),
    "a borrower": (
        table(("借款人姓名", "贷款金额", "联系电话"), ("云创业", "20万元", MOBILE)),
        "PERSONAL_MOBILE",
    ),
    "a card to help": (f"爱心可直接转入本人农行卡：{CARD}。", "PERSONAL_BANK_CARD"),
    "a card in bold": (
        table(("姓名", "领取账户"), ("云建军", f"工行**{CARD}**")),
        "PERSONAL_BANK_CARD",
    ),
    "a card in groups": (f"本人账号：{CARD[:6]} {CARD[6:]}。", "PERSONAL_BANK_CARD"),
    "a number in groups": (f"当事人云某某，电话{MOBILE[:3]}-{MOBILE[3:]}。", "PERSONAL_MOBILE"),
    "an old prefix": (f"市民云某某（0{MOBILE}）拾得现金。", "PERSONAL_MOBILE"),
    "a number of insurance": (
        table(("姓名", "社会保障号码", "金额"), ("云建军", NUMBER, "56800")),
        "PERSONAL_ID",
    ),
    "a form about somebody": (
        table(("项目", "内容"), ("姓名", "云大柱"), ("性别", "男"), ("手机号码", MOBILE)),
        "PERSONAL_MOBILE",
    ),
    "a head of two rows": (
        table(("序号", "基本情况", "联系方式", "金额"), ("", "姓名", "手机", ""), ("1", "云大柱", MOBILE, "1000")),
        "PERSONAL_MOBILE",
    ),
    "a masked name beside a whole number": (
        table(("姓名", "村", "手机号码"), (r"云\*\*", "上庄村", MOBILE)),
        "PERSONAL_MOBILE",
    ),
    "who called the hotline": (f"诉求人云女士，联系电话{MOBILE}，反映小区停水。", "PERSONAL_MOBILE"),
    "a wrong total": (
        table(("县区", "户数", "资金"), ("甲", "12", "30"), ("乙", "9", "20"), ("丙", "7", "8"), ("合计", "28", "68")),
        "TABLE_SUMS",
    ),
    "a misspelling": ("会议听取了意见，要求稳布推进整改。", "MISSPELT"),
    "a short phrase": ("会议要求深化供给侧结构改革。", "OFFICIAL_TERM"),
}


def _codes(text: str) -> set[str]:
    document = written(news(text))
    return {rule.code for rule in rules_on(Subject.DOCUMENT) if rule.find and any(True for _ in rule.find(document))}


@pytest.mark.parametrize("text", CLEAN.values(), ids=CLEAN.keys())
def test_a_clean_text_passes(text: str) -> None:
    assert _codes(text) == set()


@pytest.mark.parametrize(("text", "code"), FAULTY.values(), ids=FAULTY.keys())
def test_a_fault_is_found_and_nothing_else(text: str, code: str) -> None:
    assert _codes(text) == {code}


_LIST = (("参保人姓名", "单位", "认定病种"), ("云卫国", "退休职工", "冠心病"), ("川红", "退休职工", "糖尿病"))
_DUTY = (("姓名", "乡镇", "联系电话"), ("云医德", "上庄镇", MOBILE))


def _attached(rows: tuple[tuple[str, ...], ...], between: str, name: str, title: str) -> set[str]:
    data = "\n".join(between.join(row) for row in rows).encode("gb18030")
    document = written(
        news("名单见附件。", title, f"attachments: [files/{name}]"), files={f"portal/zwdt/yaowen/files/{name}": data}
    )
    return {rule.code for rule in rules_on(Subject.DOCUMENT) if rule.find and any(True for _ in rule.find(document))}


@pytest.mark.parametrize(("between", "name"), [("\t", "mingdan.txt"), ("  ", "mingdan.txt"), ("\t", "mingdan.csv")])
def test_a_list_is_read_by_its_head_though_only_its_lines_are_left(between: str, name: str) -> None:
    assert _attached(_LIST, between, name, "认定结果公示") == {"PERSONAL_COLUMN"}


def test_what_the_notice_is_about_says_why_numbers_are_in_its_attachment() -> None:
    assert _attached(_DUTY, ",", "mingdan.csv", "在岗乡村医生名单公布") == set()
    assert _attached(_DUTY, ",", "mingdan.csv", "生活补助名单公示") == {"PERSONAL_MOBILE"}


def test_a_form_that_shows_how_to_fill_it_in_is_nobodys() -> None:
    form = (("姓名", "云示例"), ("出生日期", "1946年5月1日"), ("手机号码", MOBILE))
    assert _attached(form, ",", "biao.csv", "高龄津贴申请表（填写样表）") == set()
    assert _attached(form, ",", "biao.csv", "困难人员基本情况公示") == {"PERSONAL_BIRTH", "PERSONAL_MOBILE"}
