"""Classes of wording errors as proof-readers of government sites find them, and their look-alikes that are right."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.rules.book import book
from pipeline.rules.wording.lexicon import lexicon
from pipeline.rules.wording.set_phrases import phrases, slips_in, stands, taken_for
from tests.rules.written import news, written

PLAIN = written(news("正文。"))


def facts(code: str, body: str, kind: str = "news", day: str = "2026-11-20") -> list[str]:
    rule = book()[code]
    assert rule.find
    moment = dt.datetime.combine(dt.date.fromisoformat(day), dt.time(10))
    document = dataclasses.replace(PLAIN.document, kind=kind, date=moment)
    seen = dataclasses.replace(PLAIN, document=document, body=body, _shared={})
    return [each.fact.partition("”")[0].partition("“")[2] for each in rule.find(seen)]


# Set phrases


def slips() -> dict[str, str]:
    """Every phrase with one character replaced by one that it is taken for, that is wrong wherever it stands by itself."""
    alike = taken_for(2)
    written_wrong = (
        phrase[:at] + other + phrase[at + 1 :]
        for phrase in sorted(phrases())
        for at, character in enumerate(phrase)
        for other in alike.get(character, "")
    )
    met = ((wrong, start, end, slip) for wrong in written_wrong for start, end, slip in slips_in(wrong))
    return {wrong: slip.right for wrong, start, end, slip in met if end - start == len(wrong)}


SLIPS = slips()


def test_no_phrase_is_wrong_as_it_stands() -> None:
    assert len(SLIPS) > 10_000
    assert not phrases() & SLIPS.keys()
    assert [each for each in sorted(phrases()) if any(True for _ in slips_in(each))] == []
    assert [each for each in sorted(phrases()) if any(True for _ in lexicon({}).spots(each))] == []


def test_a_slip_differs_from_its_phrase_in_one_character() -> None:
    for wrong, right in SLIPS.items():
        assert sum(one != other for one, other in zip(wrong, right, strict=True)) == 1, wrong


@given(st.sampled_from(sorted(SLIPS)))
def test_a_slip_between_punctuation_is_found(wrong: str) -> None:
    body = f"会议指出，{wrong}，要求落实。"

    assert facts("MISSPELT", body) or facts("OFFICIAL_TERM", body)


def test_of_what_overlaps_the_first_counts_and_of_what_begins_together_the_longest() -> None:
    words = lexicon({"misspelt": {"丙丁戊": "某", "丁戊己": "某", "甲乙丙": "某"}, "allowed": {"甲乙丙丁": ""}})

    assert [(spot.start, spot.end) for spot in words.spots("甲乙丙丁戊己")] == []
    assert [(spot.start, spot.end) for spot in words.spots("甲乙丙庚丙丁戊己")] == [(0, 3), (4, 7)]


@pytest.mark.parametrize(
    ("body", "wrong"),
    [
        ("绝不能抱有侥幸心里，要提高警惕。", "侥幸心里"),
        ("要戒骄戒燥，以饱满的热情投入工作。", "戒骄戒燥"),
        ("要坚持标本兼制，源头治理。", "标本兼制"),
        ("做到令行尽止，步调一致。", "令行尽止"),
        ("活动得到社会各界的广泛参于和大力支持。", "广泛参于"),
        ("全力维护人民群众生命才产安全。", "生命才产安全"),
        ("进一步加大执法力渡，严厉打击违法行为。", "执法力渡"),
        ("抵制高额彩礼，树立社会新风上。", "社会新风上"),
    ],
)
def test_a_phrase_wrong_in_one_character_is_found(body: str, wrong: str) -> None:
    assert facts("MISSPELT", body) == [wrong]


@pytest.mark.parametrize(
    "body",
    [
        "预警与报告制度、城区与经济开发区、负责人落实情况、正规化建设。",
        "组织实施方按照合同约定，报送工作总结；投入使用于明年。",
        "并向镇人民政府报告，向书记汇报，申请书向社会公布。",
        "临危授命、扬帆启航、势不可当、故步自封、坚忍不拔，写法都对。",
        "“台湾与中国史”一文；省部属工作部门负责。",
        "电子商务比率超过八成。智汇云川、法润万家活动启动。",
    ],
)
def test_words_that_meet_like_a_slip_pass(body: str) -> None:
    assert facts("MISSPELT", body) == []


def test_a_loose_end_meets_no_word() -> None:
    assert stands(1, "", "，")
    assert stands(1, "", "的")
    assert not stands(1, "", "照")
    assert stands(-1, "，", "")
    assert not stands(-1, "城", "")
    assert stands(0, "城", "照")


# Uses


@pytest.mark.parametrize(
    ("body", "wrong"),
    [
        ("截止11月18日，全市完成造林3.2万亩。", ["截止"]),
        ("据统计，截止到2026年10月底，共培训1.2万人次。", ["截止"]),
        ("该技术极大的提高了生产效率。", ["的"]),
        ("老人们由衷的感谢党和政府。", ["的"]),
        ("嫌疑人己被刑事拘留。", ["己"]),
        ("目前主体工程以完工，正在装修。", ["以"]),
        ("报名截止日期为12月5日。本次报名截止11月30日，逾期不候。截止阀已更换。", []),
        ("得到了极大的提高，这是明显的进步。表示由衷的感谢。", []),
        ("他自己被录取，严于律己，用自己完成的作品参展。", []),
        ("以完工时间为准，以结束语作结。", []),
    ],
)
def test_uses_that_are_wrong_only_where_they_stand(body: str, wrong: list[str]) -> None:
    assert facts("MISSPELT", body) == wrong


@pytest.mark.parametrize(
    ("body", "wrong"),
    [
        ("增强政治意识、大局意识、核心意识、责任意识。", ["责任意识"]),
        ("坚定道路自信、理论自信、制度自信、民族自信。", ["民族自信"]),
        ("坚定道路自信、理论自信、制度自信、文化自信，增强民族自信。", []),
        ("增强政治意识、大局意识、核心意识、看齐意识，强化责任意识。", []),
        ("根据《中华人民共和国环保法》处罚。", ["《中华人民共和国环保法》"]),
        ("1950年的《土地法》讲座。港澳台及国外客商参加。", []),
    ],
)
def test_sets_and_laws_have_their_own_members_and_names(body: str, wrong: list[str]) -> None:
    assert facts("OFFICIAL_TERM", body) == wrong


@pytest.mark.parametrize(
    ("body", "count"),
    [
        ("来自台湾、日本、韩国等国家的运动员参赛。", 1),
        ("访问了新加坡、香港等国，达成共识。", 1),
        ("依照《中华人名共和国行政复议法》办理。", 1),
        ("赴台湾、香港等国家和地区考察。香港企业投资越南、老挝等国家。香港等国际大都市。", 0),
        ("赴新加坡、马来西亚等国家和香港、澳门特别行政区招商。", 0),
    ],
)
def test_grave_matters_in_lists_and_in_titles(body: str, count: int) -> None:
    assert len(facts("GRAVE_TERM", body)) == count


def test_a_bureau_that_was_renamed_is_named_by_its_new_name_in_reports_of_these_days() -> None:
    body = "近日，市安监局联合市公安局开展检查。"

    assert facts("OFFICIAL_TERM", body) == ["市安监局"]
    assert facts("OFFICIAL_TERM", body, day="2017-06-01") == []
    assert facts("OFFICIAL_TERM", body, kind="policy") == []
    assert facts("OFFICIAL_TERM", "原市工商局组织编写；2016年，市安监局负责验收。历任市质监局科长，组织检查。") == []


def test_money_is_kept_in_an_account_but_old_laws_keep_their_spelling() -> None:
    assert facts("MISSPELT", "须提供银行帐户，建立问题台帐。") == ["帐户", "台帐"]
    assert facts("MISSPELT", "刑法规定的“提供资金帐户的”。第三条　依法设置帐户。帐篷、蚊帐已运抵。") == []


# Punctuation and numerals


@pytest.mark.parametrize(
    ("body", "count"),
    [
        ("联系电话:0355-0120001,传真:0355-0120002。", 3),
        ("上升1.3个百分点;PM2.5浓度下降。", 1),
        ("（见附件1-3)。", 1),
        ("(见附件1）。", 1),
        ('“中国梦·劳动美"演讲比赛。', 1),
        ("由市文旅局主办 ，市图书馆承办。", 1),
        ("这条路修得好，.出行方便。", 1),
        ("会议11:30开始，比分3:2，比例尺1:5000，共1,234人（含a)项、b)项）。", 0),
        ("办公时间：8:30—12:00，网址见[首页](https://www.yunchuan.gov.cn/)。", 0),
    ],
)
def test_half_of_a_mark_is_found(body: str, count: int) -> None:
    assert len(facts("PUNCTUATION", body)) == count


@pytest.mark.parametrize(
    ("body", "wrong"),
    [
        ("五月1日起，全市启动禁渔期。", ["五月1日"]),
        ("每年十二月1日是纪念日。", ["十二月1日"]),
        ("三个月1日一报。五月一日起施行。25492295-10%是两栏。", []),
    ],
)
def test_a_day_is_written_in_one_kind_of_numerals(body: str, wrong: list[str]) -> None:
    assert facts("NUMERALS", body) == wrong
