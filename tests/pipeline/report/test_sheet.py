"""A workbook says what the report says, holds no formula, and is the same bytes for the same report."""

from __future__ import annotations

import datetime as dt
import io
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from pipeline.report.figure import Part, Table, Written, counted, filled, share, summed
from pipeline.report.sheet import workbook

if TYPE_CHECKING:
    from collections.abc import Iterable

NOW = dt.datetime(2026, 1, 6, 9, 30)
FIGURES = (summed("总数", (2, 3), "条"), counted("甲", 2, "条", within=True), filled("乙", None, "条", within=True))
REPORT = Written(
    "某网站2025年度工作报表",
    (("填报单位", "云川市人民政府办公室"), ("网站标识码", "1404000001"), ("ICP备案号", "")),
    (
        Part("信息发布", (FIGURES, "一句话。")),
        Part(
            "检查",
            (Table(("季度", "网站", "不合格", "整改率"), (("一", "4", "0", "12.50"),), frozenset({1, 2, 3}), "检查"),),
        ),
    ),
)


def opened(report: Written = REPORT) -> Any:
    book = load_workbook(io.BytesIO(workbook(report, "报表", NOW)))
    assert book.sheetnames == ["报表"]
    return book.active


def rows(page: Any) -> list[tuple[object, ...]]:
    found: Iterable[tuple[object, ...]] = page.iter_rows(values_only=True)
    return [tuple(cell for cell in row if cell is not None) for row in found]


def test_every_row_of_the_report_is_in_the_workbook() -> None:
    assert rows(opened()) == [
        ("某网站2025年度工作报表",),
        ("填报单位", "云川市人民政府办公室"),
        ("网站标识码", "1404000001"),
        ("ICP备案号", "未填报"),
        ("一、信息发布",),
        ("指标", "数据", "来源"),
        ("总数（条）", 5, "计算"),
        ("其中：甲（条）", 2, "台账"),
        ("其中：乙（条）", "未填报", "—"),
        ("一句话。",),
        ("二、检查",),
        ("检查",),
        ("季度", "网站", "不合格", "整改率"),
        ("一", 4, 0, 12.5),
    ]


def test_it_is_laid_out_for_a4_with_a_title_across_and_lines() -> None:
    page = opened()

    assert "A1:D1" in {str(each) for each in page.merged_cells.ranges}
    assert (page.page_setup.paperSize, page.page_setup.fitToHeight, page.sheet_properties.pageSetUpPr.fitToPage) == (
        9,
        0,
        True,
    )
    assert page.page_setup.orientation == "landscape"
    assert opened(Written("题", (), (Part("甲", (FIGURES,)),))).page_setup.orientation == "portrait"
    assert page["A1"].alignment.horizontal == "center"
    assert all(page.cell(14, column).border.left.style == "thin" for column in range(1, 5))
    assert page.print_title_rows == "$1:$1"


def test_a_row_is_as_high_as_its_longest_text_needs_also_where_cells_are_merged() -> None:
    page = opened(Written("标题" * 30, (("甲", "字" * 200), ("乙", "字")), (Part("丙", ("字" * 100,)),)))

    title, long, short, _, text = (page.row_dimensions[row].height for row in range(1, 6))
    assert (title, short) == (90.0, 20.0)
    assert long > text > 2 * short
    assert max(opened(Written("题", (("甲", "字" * 9999),), ())).row_dimensions[2].height, 409) == 409


def test_a_share_is_shown_with_the_decimals_that_it_has() -> None:
    page = opened()

    assert [page.cell(14, column).number_format for column in range(2, 5)] == ["0", "0", "0.00"]


def test_the_same_report_is_the_same_bytes() -> None:
    assert workbook(REPORT, "报表", NOW) == workbook(REPORT, "报表", NOW)


@pytest.mark.parametrize("text", ["=1+1", "=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", "\t=1"])
def test_nothing_is_a_formula(text: str) -> None:
    page = opened(Written(text, ((text, text),), (Part(text, ((filled(text, text),), text)),)))

    assert {cell.data_type for row in page.iter_rows() for cell in row if cell.value is not None} == {"s"}


def test_what_only_looks_like_a_number_stays_a_text() -> None:
    assert rows(opened())[2][1] == "1404000001"


@settings(max_examples=8)
@given(st.text(max_size=60))
def test_any_text_can_stand_in_a_workbook(text: str) -> None:
    kept = "".join(each for each in text if each.isprintable())

    opened(Written(text or "x", (("甲", kept),), ()))


def test_a_share_is_computed_and_not_known_without_its_parts() -> None:
    assert [share("率", *each).value for each in ((1, 3), (0, 5), (3, 0), (None, 3), (1, None))] == [
        "33.33", "0.00", "—", "", "",
    ]  # fmt: skip


def test_a_sum_is_not_known_where_a_part_is_not() -> None:
    assert [summed("和", each).value for each in ((1, 2), (1, None), ())] == ["3", "", "0"]


def test_what_an_office_adds_is_told_from_what_was_counted() -> None:
    found = counted("甲", 6, "条", more=4)

    assert (found.value, found.source) == ("10", "台账6，填报4")
