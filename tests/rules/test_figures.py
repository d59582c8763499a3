"""The figures of reports and tables: what does not add up is told of, and what need not is left alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.rules.documents import statutory, totals
from tests.rules.written import found, news

if TYPE_CHECKING:
    from pipeline.rules.rule import Rule

NB = "portal/zwgk/nb/xxgk-2023.md"


def report(body: str) -> str:
    head = [
        "---",
        "title: 云川市人民政府2023年政府信息公开工作年度报告",
        "date: 2026-11-20 10:00",
        "source: 云川市人民政府办公室",
    ]
    return "\n".join([*head, "year: 2023", "report_type: 政府信息公开工作年度报告", "---", "", body, ""])


def facts(rule: Rule, body: str) -> list[str]:
    return [each.fact for each in found(rule, report(body), NB)]


PARTS = ["总体情况", "主动公开政府信息情况", "收到和处理政府信息公开申请情况", "政府信息公开行政复议、行政诉讼情况",
         "存在的主要问题及改进情况", "其他需要报告的事项"]  # fmt: skip


@pytest.mark.parametrize("form", ["## {n}、{part}", "{n}、{part}", "**{n}、{part}**", "### {part}", "　　{n}、{part}"])
def test_parts_are_known_by_headings_and_by_what_looks_like_them(form: str) -> None:
    body = "\n\n".join(
        form.format(n=n, part=part) + "\n\n" + "本机关依法做好各项工作。" * 9
        for n, part in zip("一二三四五六", PARTS, strict=True)
    )

    assert facts(statutory.report_headings, body) == []


def test_a_part_that_is_named_in_a_sentence_only_is_missing() -> None:
    body = "\n\n".join(f"## {part}\n\n" + "总体情况良好，没有其他需要报告的事项。" * 9 for part in PARTS[:5])

    assert facts(statutory.report_headings, body) == ["没有“其他需要报告的事项”部分，规定的六个部分缺1个"]


def test_a_report_that_is_a_file_is_not_judged_by_its_page() -> None:
    assert facts(statutory.report_headings, "全文见附件。") == []


APPLICATIONS = """
<table><tr><th rowspan="3" colspan="3">（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）</th><th colspan="7">申请人情况</th></tr>
<tr><th rowspan="2">自然人</th><th colspan="5">法人或其他组织</th><th rowspan="2">总计</th></tr>
<tr><th>商业企业</th><th>科研机构</th><th>社会公益组织</th><th>法律服务机构</th><th>其他</th></tr>
<tr><td colspan="3">一、本年新收政府信息公开申请数量</td><td>{new}</td><td>2</td><td></td><td></td><td>1</td><td></td><td>13</td></tr>
<tr><td colspan="3">二、上年结转政府信息公开申请数量</td><td>1</td><td>0</td><td>0</td><td>0</td><td>0</td><td>0</td><td>1</td></tr>
<tr><td rowspan="4">三、本年度办理结果</td><td colspan="2">（一）予以公开</td><td>{open}</td><td>2</td><td>0</td><td>0</td><td>0</td><td>0</td><td>8</td></tr>
<tr><td rowspan="2">（三）不予公开</td><td>1.属于国家秘密</td><td>2</td><td>0</td><td>0</td><td>0</td><td>1</td><td>0</td><td>3</td></tr>
<tr><td>2.其他法律行政法规禁止公开</td><td></td><td></td><td></td><td></td><td></td><td></td><td></td></tr>
<tr><td colspan="2">（七）总计</td><td>8</td><td>2</td><td>0</td><td>0</td><td>1</td><td>0</td><td>11</td></tr>
<tr><td colspan="3">四、结转下年度继续办理</td><td>{left}</td><td>0</td><td>0</td><td>0</td><td>0</td><td>0</td><td>{all_left}</td></tr>
</table>
"""


@pytest.mark.parametrize(
    ("figures", "told"),
    [
        ({}, []),
        ({"new": 11}, ["“一、本年新收政府信息公开申请数量”各项之和是14，总计写的是13", "第4列本年新收加上年结转是12，办理结果总计加结转下年度是11"]),
        ({"left": 2, "all_left": 2}, ["第4列本年新收加上年结转是11，办理结果总计加结转下年度是10", "第10列本年新收加上年结转是14，办理结果总计加结转下年度是13"]),
        ({"open": 7}, ["“三、本年度办理结果（一）予以公开”各项之和是9，总计写的是8"]),
    ],
)  # fmt: skip
def test_the_form_with_merged_cells_is_reckoned(figures: dict[str, int], told: list[str]) -> None:
    table = APPLICATIONS.format(**{"new": 10, "open": 6, "left": 3, "all_left": 3} | figures)

    assert facts(statutory.report_sums, table) == told


REVIEWS = """
<table><tr><th colspan="5">行政复议</th><th colspan="10">行政诉讼</th></tr>
<tr><th rowspan="2">结果维持</th><th rowspan="2">结果纠正</th><th rowspan="2">其他结果</th><th rowspan="2">尚未审结</th><th rowspan="2">总计</th><th colspan="5">未经复议直接起诉</th><th colspan="5">复议后起诉</th></tr>
<tr><th>结果维持</th><th>结果纠正</th><th>其他结果</th><th>尚未审结</th><th>总计</th><th>结果维持</th><th>结果纠正</th><th>其他结果</th><th>尚未审结</th><th>总计</th></tr>
<tr><td>1</td><td>0</td><td>1</td><td>0</td><td>2</td><td>{a}</td><td>0</td><td>0</td><td>0</td><td>1</td><td></td><td></td><td></td><td></td><td></td></tr></table>
"""


@pytest.mark.parametrize(("figure", "told"), [("1", []), ("2", ["第6至9列之和是2，总计写的是1"])])
def test_three_groups_beside_each_other_have_three_totals(figure: str, told: list[str]) -> None:
    assert facts(statutory.report_sums, REVIEWS.format(a=figure)) == told


def test_other_tables_of_a_report_are_no_forms() -> None:
    assert facts(statutory.report_sums, "| 项目 | 自然人 | 备注 |\n| --- | --- | --- |\n| 新收 | 3 | 5 |") == []


@given(st.lists(st.integers(0, 999), min_size=6, max_size=6), st.integers(-3, 3))
def test_a_row_is_told_of_when_it_does_not_add_up_and_only_then(parts: list[int], off: int) -> None:
    row = " | ".join(map(str, [*parts, sum(parts) + off]))
    table = f"| 申请情况 | 自然人 | 商业企业 | 科研机构 | 社会公益组织 | 法律服务机构 | 其他 | 总计 |\n|{'---|' * 8}\n| 一、本年新收 | {row} |"

    assert bool(facts(statutory.report_sums, table)) == (off != 0)


def table(*rows: str) -> str:
    first, *others = rows
    return news("\n".join([first, f"|{'---|' * (first.count('|') - 1)}", *others]))


@pytest.mark.parametrize(
    "rows",
    [
        ("| 县区 | 户数 | 占比（%） |", "| 甲 | 3 | 30 |", "| 乙 | 7 | 70 |", "| 丙 | 1 | 9 |", "| 合计 | 11 | 100 |"),
        ("| 县区 | 户数 |", "| 甲 | 3 |", "| 其中：城镇 | 2 |", "| 乙 | 7 |", "| 合计 | 10 |"),
        ("| 县区 | 户数 |", "| 甲 | 3 |", "| 乙 | — |", "| 丙 | 7 |", "| 合计 | 12 |"),
        ("| 年份 | 年份 |", "| 甲 | 2023 |", "| 乙 | 2024 |", "| 丙 | 2025 |", "| 合计 | 3 |"),
        ("| 县区 | 亿元 | 万人 |", "| 甲 | 3.33 | 1.2 |", "| 乙 | 3.33 | 1.2 |", "| 丙 | 3.33 | 1.2 |", "| 合计 | 10.00 | 3.6 |"),
        ("| 县区 | 户数 | 人数 | 面积 |", "| 甲 | 3 | 9 | 2 |", "| 乙 | 7 | 8 | 3 |", "| 丙 | 1 | 1 | 1 |", "| 合计 | 13 | 19 | 9 |"),
        ("| 县区 | 户数 |", "| 甲 | 3 |", "| 合计 | 4 |"),
        ("| 县区 | 户数 |", "| 甲 | 3 |", "| 小计 | 3 |", "| 乙 | 4 |", "| 合计 | 7 |"),
        ("| 县区 | 户数 |", "| 甲 | 1,203 |", "| 乙 | 7 |", "| 丙 | 0 |", "| 合计 | 1,210 |"),
    ],
)  # fmt: skip
def test_a_total_that_may_be_right_is_left_alone(rows: tuple[str, ...]) -> None:
    assert found(totals.table_sums, table(*rows)) == []


def test_a_wrong_total_is_told_of_with_its_line_and_column() -> None:
    rows = ("| 县区 | 户数 | 人数 |", "| 甲 | 3 | 9 |", "| 乙 | 7 | 8 |", "| 丙 | 1 | 1 |", "| 合计 | 11 | 19 |")

    assert [(each.line, each.fact) for each in found(totals.table_sums, table(*rows))] == [
        (12, "“人数”一列各行之和是18，合计写的是19")
    ]


@pytest.mark.parametrize(
    "body",
    [
        "共收到留言3059件，答复3055件，答复率99.87%。",
        "受理诉求1,200件，办结1,180件，办结率为98.3％。",
        "收到留言100件，其中有效60件，办结58件，办结率96.7%。",
        "上半年受理诉求14.2万件，办结14.1万件，办结率99.3%。",
        "收到来信30件。办结58件，办结率12%。",
        "收到留言100件，按期办结90件，办结率100%。",
        "收到留言10件，办结10件，满意率98%。",
    ],
)
def test_a_share_that_may_be_right_is_left_alone(body: str) -> None:
    assert found(totals.rate_differs, news(body)) == []


@pytest.mark.parametrize(
    ("body", "line"),
    [("收到留言3059件，答复3055件，答复率98.87%。", 7), ("上。\n\n本月受理来信200条，办结150条，办结率达到80%。", 9)],
)
def test_a_share_that_is_another_is_told_of(body: str, line: int) -> None:
    assert [each.line for each in found(totals.rate_differs, news(body))] == [line]
