"""Maps, reposts, unfinished texts, guides, attachments, and what a policy's table says."""

from __future__ import annotations

import io
import time

import pytest
from PIL import Image

from pipeline.rules.book import rules_on
from pipeline.rules.documents import bodies, completeness, maps, reposts, validity
from pipeline.rules.rule import Subject
from tests.rules.written import found, news, written

POLICY = "portal/zwgk/zcwj/example.md"
GUIDE = "portal/bsfw/example.md"


def picture() -> bytes:
    data = io.BytesIO()
    Image.new("RGB", (8, 8)).save(data, "PNG")
    return data.getvalue()


def policy(body: str, *more: str, **changed: str) -> str:
    fields = {
        "title": "云川市清雪办法",
        "date": "2026-03-12 10:00",
        "source": "云川市人民政府",
        "document_number": "云政发〔2026〕9号",
        "issuer": "云川市人民政府",
        "issued": "2026-03-10",
    } | changed
    return "\n".join(["---", *(f"{key}: {value}" for key, value in fields.items()), *more, "---", body, ""])


def guide(*attachments: str, body: str = "", **changed: str) -> str:
    fields = {
        "title": "云川市清雪补贴申领",
        "date": "2026-03-12 10:00",
        "source": "云川市城市管理局",
        "legal_basis": "《云川市清雪办法》第九条",
        "conditions": "参加清雪的个体工商户",
        "materials": "《清雪补贴申请表》1份",
        "location": "市政务服务中心二楼",
        "hours": "周一至周五9:00—17:00",
        "phone": "0355-0120031",
        "procedure": "提交，5个工作日内审核",
    } | changed
    own = ["attachments:", *(f"  - {each}" for each in attachments)] if attachments else []
    return "\n".join(["---", *(f"{key}: {value}" for key, value in fields.items()), *own, "---", body, ""])


# Maps


def mapped(alt: str, *more: str, file: str = "tu.png", body: str = "") -> list[str]:
    text = news(f"![{alt}]({file})\n\n{body}", "云川市公布标准地图", *more)
    return [each.fact for each in found(maps.map_approval, text, files={f"portal/zwdt/yaowen/{file}": picture()})]


@pytest.mark.parametrize(
    "alt",
    [
        "云川市地图",
        "云川市行政区划图",
        "中国地图（局部）",
        "云川市区位图，红点处为市区",
        "左为云川市旅游地图",
        "云川市水系图",
        "云川市国土空间总体规划图",
        "云川市在山西省的位置示意图",
        "交通图",
    ],
)
def test_a_picture_that_is_called_a_map_needs_a_number(alt: str) -> None:
    assert mapped(alt) == [f"“{alt}”是地图，没有审图号"]


@pytest.mark.parametrize(
    "alt",
    [
        "工作人员在地图前讲解",
        "市民用手机查看导航地图App",
        "一图读懂政府网站管理办法",
        "会议议程思维导图",
        "办理流程图",
        "乡村振兴路线图",
        "系统架构图",
        "平台政策地图",
        "网站地图",
        "景区导览图",
        "云岭景区地图",
        "公共交通图片展开幕",
        "地图册首发式现场",
        "村民展示行政区划图书",
        "经济运行图",
    ],
)
def test_what_is_no_map_needs_none(alt: str) -> None:
    assert mapped(alt) == []


def test_a_map_may_have_its_number_in_the_text_the_table_or_its_name() -> None:
    assert mapped("云川市地图", "map_approval: 晋S（2026）012号") == []
    assert mapped("云川市地图", body="审图号：GS(2020)4619号") == []
    assert mapped("云川市地图（晋S〔2026〕012号）") == []


def test_a_file_may_be_called_a_map_too() -> None:
    assert mapped("全市示意", file="云川市地图.png") == ["“云川市地图.png”是地图，没有审图号"]


@pytest.mark.parametrize(
    "number",
    [
        "GS（2026）1234号",
        "GS京（2022）1061号",
        "晋S（2026）012号",
        "粤BS（2021）024号",
        "审图号：鲁SG（2020）020号",
        "GS(2019)1822号",
    ],
)
def test_known_forms_of_approval_numbers_pass(number: str) -> None:
    assert found(maps.map_approval_form, news("正文。", "标题", f"map_approval: {number}")) == []


@pytest.mark.parametrize("number", ["晋测绘2026-012", "2026012", "已审", "GS2026年1234号"])
def test_other_forms_do_not(number: str) -> None:
    assert len(found(maps.map_approval_form, news("正文。", "标题", f"map_approval: {number}"))) == 1


# Reposts


def reposted(url: str, date: str = "", source: str = "新华社", path: str = "xiuxi/zwgk/zcwj/example.md") -> str:
    more = [f"repost_url: {url}", *([f"repost_date: {date}"] if date else [])]
    return policy("全文。", *more, date="2026-03-12 22:30", source=source)


@pytest.mark.parametrize(
    ("url", "date", "late"),
    [
        ("https://www.gov.cn/zhengce/1.htm", "2026-03-12 10:00", True),
        ("https://www.shanxi.gov.cn/1.htm", "2026-03-12 10:00", True),
        ("https://rst.shanxi.gov.cn/1.htm", "2026-03-12 10:00", True),
        ("https://www.yunchuan.gov.cn/1.htm", "2026-03-12 10:00", True),
        ("https://www.gov.cn/zhengce/1.htm", "2026-03-12 10:30", False),
        ("https://www.gov.cn/zhengce/1.htm", "2026-03-12 00:00", False),
        ("https://www.gov.cn/zhengce/1.htm", "2026-03-11 00:00", True),
        ("https://jyj.yunchuan.gov.cn/1.htm", "2026-03-01 10:00", False),
        ("https://www.news.cn/1.htm", "2026-03-01 10:00", False),
        ("https://www.gov.cn.example.com/1.htm", "2026-03-01 10:00", False),
    ],
)
def test_a_countys_site_has_twelve_hours_for_a_policy_from_above(url: str, date: str, late: bool) -> None:
    assert bool(found(reposts.repost_delay, reposted(url, date), "xiuxi/zwgk/zcwj/example.md")) is late


def test_the_citys_own_portal_is_bound_by_no_hours() -> None:
    text = reposted("https://www.gov.cn/zhengce/1.htm", "2026-03-01 10:00")

    assert found(reposts.repost_delay, text, POLICY) == []


@pytest.mark.parametrize(
    ("url", "source", "wrong"),
    [
        ("https://www.gov.cn/1.htm", "云川市人民政府办公室", True),
        ("https://www.gov.cn/1.htm", "中国政府网", False),
        ("https://www.yunchuan.gov.cn/1.htm", "云川市人民政府办公室", False),
        ("https://mp.weixin.qq.com/s/1", "云川市人民政府办公室", False),
    ],
)
def test_a_repost_names_another_source_than_the_platform(url: str, source: str, wrong: bool) -> None:
    assert bool(found(reposts.repost_source, reposted(url, source=source), POLICY)) is wrong


@pytest.mark.parametrize(
    ("source", "wrong"),
    [("新华社", True), ("人民日报", True), ("中国政府网", True), ("国家税务总局", True), ("新华网客户端", True),
     ("国家税务总局云川市税务局", False), ("云川日报", False), ("云川市人民政府办公室", False), ("市委宣传部", False)],
)  # fmt: skip
def test_what_the_central_press_published_first_has_its_address(source: str, wrong: bool) -> None:
    assert bool(found(reposts.repost_link, news("正文。").replace("云川市人民政府办公室", source))) is wrong


# Texts


@pytest.mark.parametrize(
    "body",
    ["正文待补", "（图片待补充）", "【请在此填写联系电话】", "TODO", "Lorem ipsum dolor", "截至{{ date }}，", "测试内容", "略", "1111",
     "依据云政发〔2026〕XX号"],
)  # fmt: skip
def test_what_was_to_be_replaced_is_found(body: str) -> None:
    assert len(found(bodies.placeholder, news(body))) == 1


@pytest.mark.parametrize(
    "body",
    [
        "等待补贴到账的农户有三户，部分数据待补充完善。",
        "群众李××反映，XX路口没有路灯。",
        "文书格式：×罚〔20××〕×号，××年×月×日。",
        "待遇标准按照云政发〔2026〕9号执行。",
        "设备测试完成，测试数据合格。",
        "整治“内容待补”的形式主义台账。",
        "本通知内容待有关部门补充后印发。",
        "请填写《申请表》，【请携带身份证】。",
    ],
)
def test_texts_that_look_like_it_are_left_alone(body: str) -> None:
    assert found(bodies.placeholder, news(body)) == []


def test_a_draft_may_be_unfinished() -> None:
    assert found(bodies.placeholder, news("正文待补", "测试", "draft: 是")) == []
    assert found(bodies.body_empty, news("", "标题", "draft: 是")) == []


def test_an_empty_text_is_found_where_the_kind_lives_by_it() -> None:
    assert len(found(bodies.body_empty, news(""))) == 1
    assert len(found(bodies.body_empty, news("　\n\n。"))) == 1
    assert found(bodies.body_empty, news("同意。请办。")) == []
    assert found(bodies.body_empty, news("| 甲 | 乙 |\n| --- | --- |\n| 1 | 2 |")) == []
    assert found(bodies.body_empty, guide(), GUIDE) == []


def test_a_policy_that_is_a_picture_has_no_text() -> None:
    files = {"portal/zwgk/zcwj/1.png": picture()}

    assert len(found(bodies.policy_text, policy("![文件扫描件](1.png)"), POLICY, files)) == 1
    assert found(bodies.policy_text, policy("各单位应当清扫积雪。" * 12 + "\n\n![示意](1.png)"), POLICY, files) == []
    assert found(bodies.policy_text, policy("同意撤销。"), POLICY) == []


# Guides and attachments

FORM, SAMPLE = "files/清雪补贴申请表.txt", "files/清雪补贴申请表（填写样表）.txt"


def forms(*names: str, **changed: str) -> list[str]:
    files = {f"portal/bsfw/{name}": "表格".encode() for name in names}
    return [each.fact for each in found(completeness.guide_form, guide(*names, **changed), GUIDE, files)]


def test_a_form_comes_with_a_sample() -> None:
    assert forms() == ["材料要“《清雪补贴申请表》1份”，没有可下载的表格"]
    assert forms(FORM) == ["材料要“《清雪补贴申请表》1份”，没有填写样表或者填写说明"]
    assert forms(FORM, SAMPLE) == []
    assert forms(FORM, body="填写说明：用黑色笔填写。") == []


@pytest.mark.parametrize(
    "materials",
    ["《申请书》（窗口提供）", "申请表（网上填报后自动生成）", "身份证原件", "法定代表人登记证书", "现场填写的登记表", "申请书人身份证明"],
)  # fmt: skip
def test_what_need_not_be_brought_asks_for_no_form(materials: str) -> None:
    assert forms(materials=materials) == []


@pytest.mark.parametrize("value", ["详见窗口公告", "暂无", "略", "待定", "见附件", "/", "请咨询窗口"])
def test_an_element_that_says_nothing_is_found(value: str) -> None:
    assert len(found(completeness.guide_empty, guide(location=value), GUIDE)) == 1


@pytest.mark.parametrize(
    ("key", "value"),
    [("conditions", "无"), ("materials", "无"), ("location", "详见《办理地点一览表》：市政务服务中心二楼12号窗口"), ("fee", "无"), ("hours", "24小时")],
)  # fmt: skip
def test_an_element_that_says_something_is_left_alone(key: str, value: str) -> None:
    assert found(completeness.guide_empty, guide(**{key: value}), GUIDE) == []


@pytest.mark.parametrize(
    ("name", "nameless"),
    [("附件1.txt", True), ("附件.txt", True), ("附表（一）.txt", True), ("20260312.txt", True), ("新建文本文档.txt", True),
     ("附件1清雪路段表.txt", False), ("清雪办法.txt", False), ("2026年清雪路段.txt", False), ("正文（清雪）.txt", False)],
)  # fmt: skip
def test_the_name_of_an_attachment_says_what_it_is(name: str, nameless: bool) -> None:
    text = news("见附件。", "标题", f"attachments: ['{name}']")

    assert bool(found(completeness.attachment_name, text, files={f"portal/zwdt/yaowen/{name}": b"x"})) is nameless


def test_a_link_may_say_what_a_file_is() -> None:
    text = news("见[清雪路段表](附件1.txt)。")

    assert found(completeness.attachment_name, text, files={"portal/zwdt/yaowen/附件1.txt": b"x"}) == []


# Policies


def test_a_day_given_in_the_table_may_be_any_that_the_text_can_mean() -> None:
    body = "本办法自印发之日起施行，有效期5年。"

    assert len(found(validity.term_in_text, policy(body), POLICY)) == 2
    for day in ("2026-03-10", "2026-03-11", "2026-03-12"):
        year = int(day[:4]) + 5
        text = policy(body, f"effective: {day}", f"expires: {year}{day[4:]}")
        assert found(validity.term_in_text, text, POLICY) == []


def test_a_repealed_policy_has_its_own_end() -> None:
    text = policy(
        "本办法自2026年4月1日起施行，有效期5年。", "status: 废止", "effective: 2026-04-01", "expires: 2026-06-30"
    )

    assert found(validity.term_in_text, text, POLICY) == []


def test_an_extended_term_ends_later_than_the_text_says() -> None:
    body = "本办法自2026年4月1日起施行，有效期1年。（经云政发〔2027〕1号延长三年。）"

    assert found(validity.term_in_text, policy(body, "effective: 2026-04-01", "expires: 2030-03-31"), POLICY) == []
    assert len(found(validity.term_in_text, policy(body, "effective: 2026-04-01", "expires: 2026-12-31"), POLICY)) == 1


@pytest.mark.parametrize(
    ("signature", "differs"),
    [
        ("云川市人民政府\\\n2026年3月10日\n{: .signature}", False),
        ("云川市人民政府\n\n二〇二六年三月十日", False),
        ("云川市人民政府2026年3月9日", True),
        ("2026年3月9日", True),
        ("自2026年4月1日", False),
        ("市政府常务会议时间：2026年3月9日", False),
        ("会议定于2026年3月19日召开。", False),
    ],
)
def test_the_day_under_a_policy_is_that_of_its_table(signature: str, differs: bool) -> None:
    assert bool(found(validity.issued_differs, policy(f"各单位：\n\n正文。\n\n{signature}"), POLICY)) is differs


def test_a_note_that_a_text_is_not_public_is_found_as_a_note_only() -> None:
    assert len(found(validity.marked_not_public, policy("正文。\n\n（此件不公开）"), POLICY)) == 1
    assert found(validity.marked_not_public, policy("正文。\n\n（此件公开发布）"), POLICY) == []
    assert found(validity.marked_not_public, policy("标注“此件不公开”的，不得上网。"), POLICY) == []


def test_of_several_repeals_those_named_by_file_are_counted() -> None:
    body = "《甲办法》（云政发〔2012〕18号）、《乙办法》（云政发〔2013〕1号）同时废止。"

    assert len(found(validity.repeal_in_text, policy(body, "repeals: [云政发〔2012〕18号]"), POLICY)) == 1
    assert found(validity.repeal_in_text, policy(body, "repeals: [云政发〔2012〕18号, zfwz-2012.md]"), POLICY) == []


def test_findings_know_their_lines() -> None:
    [one] = found(validity.repeal_in_text, policy("第一段。\n\n《甲办法》（云政发〔2012〕18号）同时废止。"), POLICY)

    assert written(policy("x"), POLICY).body_line == 9
    assert one.line == 11


@pytest.mark.parametrize(
    "piece",
    [
        "本",
        "本办法",
        "本办法自印发之日起施行",
        "本办法由解释，自",
        "有效期",
        "本办法有效期",
        "《甲》（云政发〔2012〕18号）、",
        "《甲》同时废止",
        "同时废止",
        "《",
        "![",
        "![地图",
        "[",
        "2026年1月2日",
        "此件",
        "待补",
        "【请",
    ],
)
def test_no_long_policy_has_a_rule_think_for_long(piece: str) -> None:
    body = f"{piece * (40_000 // len(piece))}](a，本办法自2026年1月1日起施行，有效期5年。《乙》（云政发〔2012〕18号）同时废止。"
    seen = written(policy(body.replace("[", "［")), POLICY)
    seen.body = body
    for rule in rules_on(Subject.DOCUMENT):
        begun = time.monotonic()
        assert rule.find
        list(rule.find(seen))
        assert time.monotonic() - begun < 2, rule.code
