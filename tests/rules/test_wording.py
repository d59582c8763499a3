from __future__ import annotations

import dataclasses
from itertools import groupby
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.rules.book import book, rules_on
from pipeline.rules.rule import Subject
from pipeline.rules.wording.lexicon import allowed, lexicon, standard
from pipeline.rules.wording.prose import blanked
from tests.rules.written import NEWS, found, news, written

if TYPE_CHECKING:
    from pipeline.rules.rule import Found

PLAIN = written(news("正文。"))
RULES = rules_on(Subject.DOCUMENT)
CODES = (
    "GRAVE_TERM",
    "OFFICIAL_TERM",
    "MISSPELT",
    "PUNCTUATION",
    "NUMERALS",
    "NUMBER_BRACKETS",
    "HEADING_NUMBERS",
    "TITLE_LENGTH",
    "TITLE_FORM",
    "ADVERTISING",
    "SECRECY_MARK",
    "NOT_FOR_PUBLIC",
    "BROWSER_DEMANDED",
)


def finds(code: str, body: str, title: str = "市政府召开常务会议") -> list[Found]:
    rule = book()[code]
    assert rule.find
    document = dataclasses.replace(PLAIN.document, title=title)
    return list(rule.find(dataclasses.replace(PLAIN, document=document, body=body, _shared={})))


@pytest.mark.parametrize("code", CODES)
def test_a_breaking_example_fires_its_own_rule_and_a_keeping_one_none(code: str) -> None:
    rule = book()[code]

    for examples, expected in ((rule.breaks, {code}), (rule.keeps, set())):
        for example in examples:
            [(path, text)] = example.files.items()
            assert isinstance(text, str)
            seen = written(text, path)
            assert {each.code for each in RULES if each.find and list(each.find(seen))} & set(CODES) == expected


# Words


def test_every_wrong_word_is_found_and_what_is_right_is_not() -> None:
    words = lexicon({})

    for wrong, word in standard().items():
        assert word
        assert [(spot.start, spot.end) for spot in words.spots(wrong)] == [(0, len(wrong))], wrong
        assert not list(words.spots(word.right)), word.right


def test_no_word_that_is_allowed_is_found() -> None:
    assert [word for word in allowed() if list(lexicon({}).spots(word))] == []


def test_the_tables_are_large_enough_to_be_of_use() -> None:
    sorts = {
        sort: len(list(words)) for sort, words in groupby(sorted(word.sort for word in standard().values() if word))
    }

    assert sorts["grave"] > 60
    assert sorts["official"] > 150
    assert sorts["misspelt"] > 300


@pytest.mark.parametrize(
    "body",
    [
        "发布署名文章。",
        "首座落户我市的数据中心。",
        "解决对口帮扶问题，判决对当事人有约束力。",
        "公园满是鲜花，校园满意度提高。",
        "在次年年底前完成，在次要路段施工。",
        "按排放标准征收，按装机容量计算，按排名先后。",
        "毕竟选择不易，竟选中三人。",
        "大幅射门。过渡假设成立。",
        "给予防汛物资支持，准予备案，不予计算。",
        "提供献血服务，期末按规定考核。",
        "公安照常值班，延安照亮前程，平安照明工程。",
        "西安祥和热闹。经营消费场所，关注消防安全。",
        "成就象征着荣誉，友好象征，美好象棋比赛。",
        "自己经营，自己完成，知己经年。",
        "成立既有小区改造专班，随既定目标推进。",
        "保证状态良好，许可证状态正常。",
        "国外学者发展揽才计划。",
        "物联续保服务，工资询价，投资势头良好。",
        "将“按装”改为“安装”，将“统一布署”改为“统一部署”。",
        "“布署”是错别字。",
        "代码`布署`和网址https://www.yunchuan.gov.cn/bushu/不算，附件：云川市布署表.docx也不算。",
        "[部署情况](files/布署.md)",
    ],
)
def test_right_words_in_which_wrong_ones_meet_by_chance_pass(body: str) -> None:
    assert finds("MISSPELT", body) == []


def test_a_misspelling_is_named_with_its_place_and_mended() -> None:
    body = "第一段。\n\n会议对工作作出布署，要求再接再励。\n"

    first, second = finds("MISSPELT", body)

    assert (first.line, first.fact, first.remedy) == (PLAIN.body_line + 2, "写了“布署”（同音字误写）", "写成“部署”")
    assert first.replacement == (7, 9, "部署")
    assert second.replacement == (12, 16, "再接再厉")


def test_a_misspelling_in_a_field_is_named_with_the_fields_line() -> None:
    [only] = found(book()["MISSPELT"], news("正文。", "市政府布署冬季供暖"))

    assert (only.line, only.replacement) == (2, None)


@pytest.mark.parametrize(
    "body",
    [
        "坚决反对“台湾国”等分裂言论，“台湾总统”一词不得使用。",
        "内地居民往来香港与中国内地其他城市。",
        "游客来自日本、香港、台湾等国家和地区。",
        "日方妄称“尖阁诸岛自古以来属于日本”，我方坚决反对。",
        "习近平总书记发表重要讲话，习近平新时代中国特色社会主义思想是行动指南。",
        "中国共产党第二十次全国代表大会、党的二十届三中全会。",
        "中华人民共和国和俄罗斯联邦签署协定。",
    ],
)
def test_right_statements_on_grave_matters_pass(body: str) -> None:
    assert finds("GRAVE_TERM", body) == []


@pytest.mark.parametrize(
    "body",
    [
        "赴香港、台湾等国家考察。",
        "加强中国和台湾的经贸往来。",
        "学习习近平新时代特色社会主义思想。",
        "习进平总书记强调。",
        "香港主权移交二十周年。",
    ],
)
def test_grave_errors_are_found(body: str) -> None:
    assert len(finds("GRAVE_TERM", body)) == 1


@pytest.mark.parametrize(
    "body",
    [
        "“一带一路”战略支点城市，共建“一带一路”倡议。",
        "文化与旅游部门协同，住房与城乡建设部门联动。",
        "国家发展改革委、国家发展和改革委员会、国家卫生健康委员会。",
        "依据《中华人民共和国老年人权益保障法》《招标投标法》《云川市残疾人保护条例》。",
        "展出《残废人的春天》等作品。",
        "启蒙族群教育，多维族群分析。",
    ],
)
def test_right_names_pass(body: str) -> None:
    assert finds("OFFICIAL_TERM", body) == []


@pytest.mark.parametrize(
    ("body", "right"),
    [
        ("国务院港澳办公室负责人表示。", "国务院港澳事务办公室"),
        ("市人力资源与社会保障局发布公告。", "人力资源和社会保障局"),
        ("推进“一带一路”战略实施。", "“一带一路”倡议实施"),
        ("违反《固体废弃物污染环境防治法》。", "《固体废物污染环境防治法》"),
        ("县人民检查院提起公诉。", "人民检察院"),
        ("市残疾联合会举办活动。", "残疾人联合会"),
    ],
)
def test_wrong_names_are_mended(body: str, right: str) -> None:
    [only] = finds("OFFICIAL_TERM", body)

    assert only.replacement
    assert only.replacement.text == right


def test_the_citys_own_words_are_found_and_what_it_allows_is_not() -> None:
    words = {
        "official": {"云川市府办": "云川市人民政府办公室"},
        "misspelt": {"岫西县": "岫溪县"},
        "allowed": {"布署路": "路名"},
    }
    seen = written(news("云川市府办通知：岫西县布署路封闭。"), words=words)

    facts = [each.fact for code in CODES[:3] for each in book()[code].find(seen)]  # type: ignore[misc]

    assert facts == ["写了“云川市府办”（本市wording.toml）", "写了“岫西县”（本市wording.toml）"]


# Punctuation, numerals, numbers


@pytest.mark.parametrize(
    ("body", "right"),
    [
        ("会议要求,压实责任。", "，"),
        ("各县(区)人民政府：", "（区）"),
        ("会议要求，，压实责任。", "，"),
        ("会议结束，。", "。"),
        ("消息--今天发布。", "——"),
        ("学习...提高。", "……"),
        ("依据《甲法》、《乙法》执行。", "》"),
        ("坚持“三个必须”、“两个到位”。", "”"),
        ("《关于印发《工作规则》的通知》", "《关于印发〈工作规则〉的通知》"),
        ('开展"双随机"检查。', "“双随机”"),
        ("现予公告.", "。"),
    ],
)
def test_wrong_punctuation_is_mended(body: str, right: str) -> None:
    [only] = finds("PUNCTUATION", body)

    assert only.replacement
    assert only.replacement.text == right


@pytest.mark.parametrize(
    "body",
    [
        "时间为9:00—11:30，比例1:2，网址https://www.yunchuan.gov.cn/a,b，邮箱a@b.cn。",
        "1. 学校。\n2. 医院。\n\n- 甲\n- 乙\n\n| 甲 | 乙 |\n| :--- | ---: |\n",
        "总则……1　附则……9",
        "《关于修改〈云川市实施《中华人民共和国水法》办法〉的决定》",
        "他说：“好！”“行！”……",
        '图片![说明](a.png)和[链接](b.md "标题")，{: .signature}',
        "《甲》（以下简称甲）、《乙》和“丙”，以及Python 3.11（含）。",
        "型号A-1、B--2，公式a(b)。",
        '<span class="a">中文</span>',
    ],
)
def test_right_punctuation_passes(body: str) -> None:
    assert finds("PUNCTUATION", body) == []


def test_an_opened_title_mark_that_is_not_closed_is_found() -> None:
    assert [each.fact for each in finds("PUNCTUATION", "依据《甲法执行。\n\n另一段《乙法》。")] == ["书名号不成对"]


@pytest.mark.parametrize(
    ("body", "right"),
    [
        ("2026年05月01日", "2026年5月1日"),
        ("二0二六年", "二〇二六年"),
        ("二O二六年五月", "二〇二六年"),
        ("增长5-10%。", "5%-10%"),
        ("投入3—5万元。", "3万—5万"),
        ("自26年5月1日起", None),
        ("2026年五月十日", None),
        ("成本降低3倍。", None),
        ("约100人左右。", None),
    ],
)
def test_wrong_numerals_are_found(body: str, right: str | None) -> None:
    [only] = finds("NUMERALS", f"会议决定：{body}")

    assert (only.replacement and only.replacement.text) == right


@pytest.mark.parametrize(
    "body",
    [
        "2026年5月1日、2026年10月20日、2026-05-01、二〇二六年五月一日。",
        "增长5%—10%，3万—5万元，2026—2030年，1:5万地形图，G20-30万吨级。",
        "有效期10年5月1日起算，工作满15年3月。",
        "2026年八月十五中秋节。",
        "提前预约10人左右，签约3家左右，降低了3个百分点，提高3倍。",
        "电话0355-0120001，共12万人。",
    ],
)
def test_right_numerals_pass(body: str) -> None:
    assert finds("NUMERALS", body) == []


@pytest.mark.parametrize(
    "number", ["云政办发[2026]3号", "云政发（2026）15号", "云教字【2026】7号", "国办发(2017)47 号"]
)
def test_a_number_in_other_brackets_is_mended(number: str) -> None:
    [only] = finds("NUMBER_BRACKETS", f"根据《通知》（{number}）要求")

    assert only.replacement
    assert only.replacement.text in {"〔2026〕", "〔2017〕"}


@pytest.mark.parametrize(
    "number",
    [
        "云政办发〔2026〕3号",
        "（2026）云0402民初15号",
        "审图号：晋（2026）12号",
        "采购编号：云采（2026）12号",
        "晋卫食证字（2026）第12号",
        "公告（2026）12号",
        "安置小区（2026）3号楼",
        "统计年鉴（2026）第3页",
    ],
)
def test_other_numbers_pass(number: str) -> None:
    assert finds("NUMBER_BRACKETS", f"根据{number}的内容") == []


@pytest.mark.parametrize(
    ("line", "right"),
    [
        ("（一）、总体要求", "（一）"),
        ("## （二）. 主要任务", "（二）"),
        ("1、学校", "1."),
        ("一.总体要求", "一、"),
        ("第一、压实责任", "第一，"),
        ("①、学校", "①"),
    ],
)
def test_a_number_with_the_wrong_mark_behind_it_is_mended(line: str, right: str) -> None:
    [only] = finds("HEADING_NUMBERS", f"正文。\n\n{line}\n")

    assert only.replacement
    assert only.replacement.text == right


@pytest.mark.parametrize(
    "line",
    ["一、总体要求", "（一）任务", "1. 学校", "（1）甲", "第一，甲", "1、2号楼", "第一、第二产业", "①学校", "3.5万元"],
)
def test_right_numbers_pass(line: str) -> None:
    assert finds("HEADING_NUMBERS", f"{line}\n") == []


# Titles


@pytest.mark.parametrize(
    ("code", "title"),
    [
        ("TITLE_LENGTH", "通知"),
        ("TITLE_LENGTH", "关于" + "进一步" * 25 + "的通知"),
        ("TITLE_FORM", "市政府召开会议。"),
        ("TITLE_FORM", "关于印发《云川市管理办法的通知"),
        ("TITLE_FORM", "市政府  召开会议"),
        ("TITLE_FORM", "，市政府召开会议"),
    ],
)
def test_titles_that_lists_cannot_use_are_found(code: str, title: str) -> None:
    assert len(finds(code, "正文。", title)) == 1


# Advertising


@pytest.mark.parametrize(
    "body",
    [
        "云岭核桃礼盒上市，欢迎选购。",
        "核桃礼盒原价128元，现价98元，扫码下单。",
        "山货礼盒优惠价98元，咨询请到门店。",
        "订购热线：0355-0120999。",
        "核桃油一箱98元，全国包邮。",
        "国庆推出特价房源，欲购从速，售楼热线0355-0125555。",
        "本店新到羽绒服，全场五折，扫码添加微信领取优惠券。",
        "酱肉买二送一，微信下单送货上门，客服微信ycjr888。",
        "[点这里](https://item.taobao.com/item.htm?id=1)",
        "[报名](https://www.example.com/?utm_source=ad)",
    ],
)
def test_a_call_to_buy_is_advertising(body: str) -> None:
    assert len(finds("ADVERTISING", body)) == 1


@pytest.mark.parametrize(
    ("body", "title"),
    [
        ("市民扫码领取消费券，到指定商场购买家电。", "云川市发放消费券"),
        ("骗子称“原价999元，现价99元，加微信wx12345购买”，市民谨防上当。", "警方通报诈骗案例"),
        ("某公司发布“欢迎订购”等内容，被处以罚款。", "市场监管局公布虚假广告案例"),
        ("采购人：云川市水利局，预算98元，投标人请购买招标文件。", "采购公告"),
        ("超市推出平价菜，优惠价每斤1元，市民到门店购买。", "市商务局组织平价菜投放"),
        ("景区门票优惠价30元，扫码购买。", "国庆景区优惠"),
        ("咨询电话0355-0120001，请加入工作微信群。", "关于开展培训的通知"),
        ("沿街商铺3间公开招租，招租电话0355-0120001。", "国有房屋公开招租公告"),
        ("博物馆预订电话0355-0120001，开放日免费参观。", "博物馆开放公告"),
        ("“欢迎大家选购我们的核桃！”直播间里，镇长向网友推介。", "镇长直播带货"),
        ("招商热线：0355-0120002。", "开发区招商推介会举行"),
        ("见[政策问答](https://www.gov.cn/zhengce/a.htm?id=1)。", "政策问答"),
    ],
)
def test_news_vouchers_warnings_and_procurement_are_no_advertising(body: str, title: str) -> None:
    assert finds("ADVERTISING", body, title) == []


# Secrecy


@pytest.mark.parametrize(
    "body",
    [
        "机密★1年\n\n正文。",
        "**秘　密**\n\n正文。",
        "# 绝密★长期\n\n正文。",
        "云川市人民政府办公室文件\n\n密级：秘密\n\n正文。",
        "正文。\n\n| 密级 | 机密★10年 |\n|---|---|\n",
        "特 级 绝 密\n\n正文。",
    ],
)
def test_a_mark_of_secrecy_is_found(body: str) -> None:
    assert len(finds("SECRECY_MARK", body)) == 1


@pytest.mark.parametrize(
    "body",
    [
        "属于国家秘密、商业秘密的除外。",
        "国家秘密的密级分为绝密、机密、秘密三级。",
        "绝密：最重要的国家秘密。",
        "国家秘密标志形式如“机密★1年”。",
        "例：机密★5年，表示保密期限为5年。",
        "密级：公开",
        "密级（绝密、机密、秘密）由定密责任人确定。",
        "电影《绝密》上映，秘密花园开放。",
        "甲\n\n乙\n\n丙\n\n丁\n\n戊\n\n己\n\n## 秘密\n",
    ],
)
def test_texts_that_speak_of_secrets_pass(body: str) -> None:
    assert finds("SECRECY_MARK", body) == []


def test_a_lesson_on_marks_may_list_the_levels() -> None:
    assert finds("SECRECY_MARK", "绝密\n\n最重要的国家秘密。", "保密知识：国家秘密的密级") == []


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("【机密】方案.pdf", "SECRECY_MARK"),
        ("秘密-名单.pdf", "SECRECY_MARK"),
        ("方案（内部）.pdf", "NOT_FOR_PUBLIC"),
        ("内部资料 注意保存.pdf", "NOT_FOR_PUBLIC"),
        ("商业秘密保护指南.pdf", ""),
        ("内部控制制度.pdf", ""),
        ("内部资料性出版物管理办法.pdf", ""),
        ("秘密花园活动方案.pdf", ""),
    ],
)
def test_names_of_attachments_are_looked_at(name: str, code: str) -> None:
    seen = written(
        news("正文。", "市政府召开常务会议", f"attachments: ['{name}']"),
        files={f"{NEWS.rpartition('/')[0]}/{name}": b"%PDF-1.7\n"},
    )

    codes = {each for each in ("SECRECY_MARK", "NOT_FOR_PUBLIC") if list(book()[each].find(seen))}  # type: ignore[misc]

    assert codes == ({code} if code else set())


@pytest.mark.parametrize(
    "body",
    [
        "内部资料　注意保存",
        "**内部文件，不得外传**",
        "正文（仅供内部使用）。",
        "公开方式：不予公开",
    ],
)
def test_a_mark_of_what_is_not_public_is_found(body: str) -> None:
    assert len(finds("NOT_FOR_PUBLIC", f"正文。\n\n{body}\n")) == 1


@pytest.mark.parametrize(
    "body",
    [
        "（此件公开发布）",
        "公文标注“此件不公开”的，应当说明理由。",
        "停车场仅供内部使用，不对外开放。",
        "依法不予公开的政府信息，应当告知理由。",
        "加强内部资料管理。",
        "内部资料，免费交流",
    ],
)
def test_texts_that_speak_of_disclosure_pass(body: str) -> None:
    assert finds("NOT_FOR_PUBLIC", f"正文。\n\n{body}\n") == []


# Browsers


@pytest.mark.parametrize(
    ("body", "count"),
    [
        ("建议使用IE9以上版本浏览器。", 1),
        ("请使用谷歌浏览器登录报名系统。", 1),
        ("请先安装WPS软件后填写。", 1),
        ("不得要求使用IE浏览器。", 0),
        ("IE浏览器存在漏洞，建议停止使用IE浏览器。", 0),
        ("请使用手机浏览器打开。", 0),
        ("培训内容包括Word、Excel操作。", 0),
    ],
)
def test_a_demand_for_one_browser_is_found(body: str, count: int) -> None:
    assert len(finds("BROWSER_DEMANDED", body)) == count


# Properties

TEXT = st.text(
    st.sampled_from("布署一（《》）、，。：“”〔[(2026年0月日)]号秘密★`<>]({}\n -#|.%万约左右http://a机内部资料"),
    max_size=80,
)


@given(TEXT)
def test_blanking_keeps_the_length_and_the_lines(text: str) -> None:
    left = blanked(text)

    assert len(left) == len(text)
    assert [at for at, mark in enumerate(left) if mark == "\n"] == [at for at, mark in enumerate(text) if mark == "\n"]


@settings(max_examples=60)
@given(TEXT)
def test_whatever_is_written_findings_lie_in_the_text(text: str) -> None:
    lines = text.split("\n")

    for code in CODES:
        for each in finds(code, text):
            assert each.fact
            assert 1 <= each.line < PLAIN.body_line + len(lines)
            if each.replacement:
                start, end, _ = each.replacement
                assert 0 <= start < end <= len(lines[each.line - PLAIN.body_line])
