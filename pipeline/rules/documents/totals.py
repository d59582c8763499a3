"""Figures that contradict each other: a total that is not the sum of its rows, a share that is not that of its counts.

Source: 长治市政府网站管理办法第十条 (发布的信息和数据准确权威). Only where nothing else can be meant is anything said.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from model.patterns import pattern
from pipeline.rules.documents.grid import Cell, Grid, grids, line_of_row
from pipeline.rules.rule import Edited, Example, Found, Severity, document_rule
from pipeline.rules.sources import measures
from pipeline.rules.written import Written

_TOTALS = frozenset({"合计", "总计", "共计"})
#: Rows that are part of others, or are no amounts.
_PARTIAL = pattern("其中|小计|合计|总计|共计|占|比|均|增|减|率|上年|去年|同期|累计|结转")
#: Columns of which nobody makes a sum.
_NO_SUM = pattern(
    "率|比|占|[%％‰]|均|单价|价格|标准|序号|编号|排名|名次|年份|增速|增长|增幅|指数|日期|时间|累计|电话|代码"
)
_MINSU = "wlj/zwgk/tzgg/2026-11-20-pingjia-2.md"


@document_rule(
    "TABLE_SUMS",
    title="表里的合计与各行之和不一致",
    sources=(measures(10),),
    severity=Severity.WARNING,
    remedy="核对各行和合计；有重复计算、口径不同的，在表下面说明",
    breaks=(Example({_MINSU: Edited("| 北岭区 | 17 | 5 | 9 | 2 | 1 |", "| 北岭区 | 16 | 5 | 9 | 2 | 1 |")}),),
    keeps=(Example({_MINSU: Edited("| 合计 | 60 | 15 | 34 | 9 | 2 |", "| 去重后 | 59 | 15 | 34 | 9 | 2 |")}),),
)
def table_sums(written: Written) -> Iterator[Found]:
    """A table whose last row is called a total, and is not."""
    if not any(each in written.html for each in _TOTALS):
        return
    for grid in grids(written):
        if len(grid) >= 4 and grid[-1][0].text in _TOTALS and not any(_is_partial(row) for row in grid[:-1]):
            yield from _of_columns(written, grid)


def _is_partial(row: list[Cell]) -> bool:
    return bool(_PARTIAL.search(row[0].text)) or not row[0].text or not row[0].own


def _of_columns(written: Written, grid: Grid) -> Iterator[Found]:
    """Say what is wrong of one column, if others are right or it is the only one: else the row is no sum at all."""
    columns = [x for x in range(1, len(grid[0])) if _is_summed(grid, x)]
    wrong = [x for x in columns if not _adds_up(grid, x)]
    if wrong and (len(columns) == 1 or len(wrong) * 2 < len(columns) + 1):
        for x in wrong:
            whole = sum(cell.number or Decimal(0) for cell in _figures(grid, x))
            fact = f"“{grid[0][x].text}”一列各行之和是{whole}，{grid[-1][0].text}写的是{grid[-1][x].text}"
            yield Found(line_of_row(written, grid[-1]), fact)


def _is_summed(grid: Grid, x: int) -> bool:
    """Whether a column of figures has a sum below it; what lies among the figures is their mean."""
    cells = [*_figures(grid, x), grid[-1][x]]
    heading = grid[0][x].text
    if not heading or _NO_SUM.search(heading) or not all(each.own and each.number is not None for each in cells):
        return False
    figures, total = [cell.number or Decimal(0) for cell in cells[:-1]], cells[-1].number or Decimal(0)
    return total == 0 or not min(figures) <= total <= max(figures) or sum(figures) == total


def _figures(grid: Grid, x: int) -> list[Cell]:
    return [row[x] for row in grid[1:-1]]


def _adds_up(grid: Grid, x: int) -> bool:
    """Whether a column gives its total; of rounded figures each may be off by half of its last digit."""
    figures, total = [cell.number or Decimal(0) for cell in _figures(grid, x)], grid[-1][x].number or Decimal(0)
    digits = max(-int(each.as_tuple().exponent) for each in (*figures, total))
    slack = Decimal(len(figures) + 1) / 2 * Decimal(10) ** -digits if digits else Decimal(0)
    return abs(sum(figures) - total) <= slack


_DONE = "(?:办结|答复|办复|回复)"
_COUNT = r"(\d{1,3}(?:[,，]\d{3})+|\d+)\s*(?:件|条|封|个|项)"
_RATE = pattern(r"(?:办结|办理|答复|办复|回复)率[为达到至约是]{0,2}\s*(\d{1,3}(?:\.\d+)?)\s*[%％]")
#: What stands before a share, in its sentence: how many came, how many were answered.
_COUNTS = pattern(
    rf"(?:收到|受理|接到|接收)([^。；;\d\n]{{0,20}}){_COUNT}([^。；;\d\n]{{0,12}}){_DONE}([^。；;\d\n]{{0,6}}){_COUNT}[，,、]?\s*$"
)
_LONGEST = 90
_OTHER_BASE = pattern("其中|结转|应当?办|到期|有效|满意|按时|按期")


def _bulletin(rate: str) -> Example:
    lines = [
        "---", "title: 2026年10月来信办理情况", "date: 2026-11-05 09:00", "source: 云川市人民政府办公室", "---",
        f"10月，市政府门户网站收到来信324件，办结318件，办结率{rate}。没有办结的6件是10月下旬收到的，正在办理。", "",
    ]  # fmt: skip
    return Example({"portal/zwgk/tzgg/laixin-2026-10.md": "\n".join(lines)})


@document_rule(
    "RATE_DIFFERS",
    title="办结率与件数不一致",
    sources=(measures(10), measures(13)),
    severity=Severity.WARNING,
    remedy="按件数重新计算，或者说明计算的口径",
    breaks=(_bulletin("99.15%"),),
    keeps=(_bulletin("98.15%"), _bulletin("98.1%")),
)
def rate_differs(written: Written) -> Iterator[Found]:
    """How many letters came, how many were answered, and a share that is another."""
    for match in _RATE.finditer(written.body) if "率" in written.body else ():
        counts = _COUNTS.search(written.body[max(0, match.start() - _LONGEST) : match.start()])
        if counts and not _OTHER_BASE.search("".join(counts.group(1, 3, 4))):
            came, done = (Decimal(re.sub("[,，]", "", text)) for text in counts.group(2, 5))
            if came and done <= came and _is_other(done * 100 / came, Decimal(match[1])):
                fact = f"{counts[2]}件办结{counts[5]}件，是{done * 100 / came:.2f}%，写的是{match[1]}%"
                yield Found(written.place(match.start(1))[0], fact)


def _is_other(share: Decimal, written: Decimal) -> bool:
    """Whether a share is written otherwise than rounded or cut off."""
    return abs(share - written) >= Decimal(10) ** int(written.as_tuple().exponent)
