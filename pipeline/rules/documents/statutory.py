"""The annual report on disclosure: its six parts, and the figures of its tables, which must add up.

Source: 国办公开办函〔2021〕30号 (政府信息公开工作年度报告格式).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from model.kinds import Report
from model.patterns import pattern
from pipeline.rules.documents.grid import Cell, Grid, grids, line_of_row
from pipeline.rules.rule import Edited, Example, Found, Severity, Standing, document_rule
from pipeline.rules.sources import other
from pipeline.rules.written import Written

_FORM = other("国办公开办函〔2021〕30号", "：年度报告格式", Standing.CONFIRMED)
_DISCLOSURE = "政府信息公开工作年度报告"
#: The six parts, with what a heading must say to be one of them.
_PARTS = (
    ("总体情况", pattern("总体情况|概述|基本情况")),
    ("主动公开政府信息情况", pattern("主动公开")),
    ("收到和处理政府信息公开申请情况", pattern("(?:收到|受理|处理|办理).*申请|依申请公开")),
    ("政府信息公开行政复议、行政诉讼情况", pattern("行政复议.*诉讼|诉讼.*行政复议")),
    ("存在的主要问题及改进情况", pattern("问题.*改进|改进.*问题")),
    ("其他需要报告的事项", pattern("其他.*事项")),
)
#: A line that is a heading, or looks like one: 一、总体情况.
_HEADING = pattern(r"^[\s>#*_]*[（(]?[一二三四五六七八九十]{1,2}[、.．][\s*]*(.+)$|^#{1,4}\s+(.+)$")
#: A shorter text only names the file that holds the report.
_LEAST = 400
_EXAMPLE = "portal/zwgk/nb/xxgk-2025.md"


def _is_report(written: Written) -> bool:
    document = written.document
    return isinstance(document, Report) and document.report_type == _DISCLOSURE


@document_rule(
    "REPORT_HEADINGS",
    title="信息公开年度报告缺少规定的部分",
    sources=(_FORM,),
    severity=Severity.ERROR,
    remedy="按格式写六个部分；没有内容的也写一句“没有”",
    breaks=(Example({_EXAMPLE: Edited("## 六、其他需要报告的事项\n\n", "")}),),
    keeps=(Example({_EXAMPLE: Edited("## 五、存在的主要问题及改进情况", "## 五、主要问题和改进措施")}),),
)
def report_headings(written: Written) -> Iterator[Found]:
    """The parts that no heading names."""
    if not _is_report(written) or len(written.body) < _LEAST:
        return
    headings = [match[1] or match[2] for line in written.body.split("\n") if (match := _HEADING.match(line))]
    missing = [name for name, form in _PARTS if not any(form.search(heading) for heading in headings)]
    if missing:
        yield Found(written.body_line, f"没有“{'”“'.join(missing)}”部分，规定的六个部分缺{len(missing)}个")


@document_rule(
    "REPORT_SUMS",
    title="信息公开年度报告的数字对不上",
    sources=(_FORM,),
    severity=Severity.ERROR,
    remedy="与上报的数据核对，改正这一格或者总计",
    breaks=(
        Example({_EXAMPLE: Edited("新收政府信息公开申请数量 | 204 | 31 |", "新收政府信息公开申请数量 | 205 | 31 |")}),
        Example({_EXAMPLE: Edited("| 行政复议 | 4 | 1 | 0 | 1 | 6 |", "| 行政复议 | 4 | 1 | 0 | 1 | 7 |")}),
    ),
    keeps=(Example({_EXAMPLE: Edited("| 复议后起诉 | 1 | 0 | 1 | 0 | 2 |", "| 复议后起诉 |  |  |  |  |  |")}),),
)
def report_sums(written: Written) -> Iterator[Found]:
    """Rows against their totals; what came in against what was dealt with and what is left."""
    for grid in grids(written) if _is_report(written) else ():
        yield from _of_rows(written, grid, *_columns(grid))


def _columns(grid: Grid) -> tuple[int, list[int]]:
    """The first row of figures, and the columns of the parts with, last, that of their total; nothing in another table."""
    for y, row in enumerate(grid[:6]):
        texts = [cell.text for cell in row]
        first = next((x for x, text in enumerate(texts) if text in {"自然人", "结果维持", "维持"}), -1)
        total = next((x for x, text in enumerate(texts) if text in {"总计", "合计"} and x > first), -1)
        if first >= 0 and total > first:
            begin = next((down for down in range(y + 1, len(grid)) if grid[down][first].number is not None), len(grid))
            return begin, _one_group(grid, y, begin, list(range(first, total + 1)))
    return 0, []


def _one_group(grid: Grid, y: int, begin: int, columns: list[int]) -> list[int]:
    """The review table of the form has three groups beside each other, each with a total of its own: then there is no one row."""
    totals = [x for x in range(len(grid[y])) if any(grid[up][x].text in {"总计", "合计"} for up in range(y, begin))]
    return columns if totals == [columns[-1]] else []


def _of_rows(written: Written, grid: Grid, begin: int, columns: list[int]) -> Iterator[Found]:
    if not columns:
        yield from _groups(written, grid)
        return
    rows = [row for row in grid[begin:] if all(row[x].amount is not None for x in columns)]
    for row in rows:
        *parts, total = (_amount(row[x]) for x in columns)
        if sum(parts) != total:
            label = _label(row, columns[0])
            yield Found(line_of_row(written, row), f"“{label}”各项之和是{sum(parts)}，总计写的是{total}")
    yield from _balance(written, rows, columns)


def _groups(written: Written, grid: Grid) -> Iterator[Found]:
    """The form's review table: one row of figures, five to a group, each group's last the sum of its four."""
    for y, row in enumerate(grid[:6]):
        texts = [cell.text for cell in row]
        totals = [x for x, text in enumerate(texts) if text in {"总计", "合计"}]
        if len(totals) < 2 or not any("维持" in text for text in texts):
            continue
        for figures in grid[y + 1 :]:
            for start, total in zip([-1, *totals], totals, strict=False):
                cells = figures[start + 1 : total + 1]
                if len(cells) == 5 and all(cell.amount is not None for cell in cells):
                    *parts, whole = map(_amount, cells)
                    if sum(parts) != whole:
                        fact = f"第{start + 2}至{total}列之和是{sum(parts)}，总计写的是{whole}"
                        yield Found(line_of_row(written, figures), fact)
        return


def _balance(written: Written, rows: list[list[Cell]], columns: list[int]) -> Iterator[Found]:
    """一 + 二 = 三的总计 + 四, in each column; and the total is the sum of the results."""
    labels = [_label(row, columns[0]) for row in rows]
    new, old, done, left = (_find(labels, form) for form in _LINES)
    if min(new, old, done, left) < 0 or not (new < done < left and old < done):
        return
    for x in columns:
        came, went = (_amount(rows[a][x]) + _amount(rows[b][x]) for a, b in ((new, old), (done, left)))
        if came != went:
            fact = f"第{x + 1}列本年新收加上年结转是{came}，办理结果总计加结转下年度是{went}"
            yield Found(line_of_row(written, rows[done]), fact)
    results = rows[max(new, old) + 1 : done]
    if results and not any("小计" in label or "合计" in label for label in labels[max(new, old) + 1 : done]):
        whole, total = sum(_amount(row[columns[-1]]) for row in results), _amount(rows[done][columns[-1]])
        if whole != total:
            yield Found(line_of_row(written, rows[done]), f"各种办理结果之和是{whole}，办理结果总计写的是{total}")


_LINES = (
    pattern("本年新收"),
    pattern("上年结转"),
    pattern("总计|办理合计|办理结果合计"),
    pattern("结转下年"),
)


def _find(labels: list[str], form: re.Pattern[str]) -> int:
    """The place of the only row that a form fits; -1 where there is none, or more than one."""
    places = [place for place, label in enumerate(labels) if form.search(label)]
    return places[0] if len(places) == 1 else -1


def _label(row: list[Cell], first: int) -> str:
    return "".join(dict.fromkeys(cell.text for cell in row[:first]))


def _amount(cell: Cell) -> Decimal:
    return cell.amount or Decimal(0)
