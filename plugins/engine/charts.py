"""Bar charts: drawn from the table below them when the page is made, so that a picture never says another number than its table.

An editor writes `条形图：…` above a table where `表：…` would be its caption. Nobody writes SVG: the sanitiser knows no such element, and
what is drawn here is made of nothing but escaped text and numbers that were computed. Lengths across are shares of the width, lengths
down are in `em`: a chart is as wide as its column, and its words are as large as those around it, on a telephone, enlarged, or on paper.
Series are told apart by how they are filled, not by colour.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from model.language import MAIN_LANGUAGE
from plugins.engine.plain_words import words_of

if TYPE_CHECKING:
    from collections.abc import Iterator

#: The class of the caption of a table that is to be drawn.
CHARTED = "charted"
MOST_BARS = 40
MOST_SERIES = 3

_CHARTED_TABLE = re.compile(r'<table>\s*<caption class="charted">(.*?)</caption>(.*?)</table>', re.DOTALL)
_ROW = re.compile(r"<tr>(.*?)</tr>", re.DOTALL)
_CELL = re.compile(r"<t[hd]\b[^>]*>(.*?)</t[hd]>", re.DOTALL)
_NUMBER = re.compile(r"(?:\d{1,3}(?:,\d{3})+|\d{1,15})(?:\.\d{1,6})?", re.ASCII)
_SUMS = frozenset({"合计", "总计", "小计", "共计", "总数"})
#: A longer name stands above its bars.
_SHORT_NAME = 6
#: Where the bars begin beside short names, and how much of the rest the longest takes: its number stands behind it.
_BESIDE, _LONGEST = 26, 70
_BAR, _GAP = 1.0, 0.7


class NoChart(Exception):
    """A table that cannot be drawn."""


@dataclass(frozen=True, slots=True)
class Chart:
    """What is drawn: its name, the names of the series, and a row a bar group: a name, and a number and its text a series."""

    name: str
    series: tuple[str, ...]
    rows: tuple[tuple[str, tuple[tuple[float | None, str], ...]], ...]

    @property
    def greatest(self) -> float:
        """The greatest number."""
        return max(value for _, cells in self.rows for value, _ in cells if value is not None)

    def said(self, separator: str) -> str:
        """What it shows, for those who do not see it: every bar with its number."""
        return separator.join(" ".join((name, *(text for _, text in cells))) for name, cells in self.rows)


def draw_charts(html: str, lang: str = MAIN_LANGUAGE) -> tuple[str, list[str]]:
    """Return a body with a chart before each table that asks for one, and the names of those that cannot be drawn."""
    refused: list[str] = []
    if f'"{CHARTED}"' not in html:
        return html, refused

    def drawn(found: re.Match[str]) -> str:
        try:
            chart = read_chart(words_of(found[1]), found[2])
            return f"{svg(chart, chart.said('；' if lang == MAIN_LANGUAGE else '; '))}\n{found[0]}"
        except NoChart:
            refused.append(words_of(found[1]))
            return found[0]

    return _CHARTED_TABLE.sub(drawn, html), refused


def read_chart(name: str, table: str) -> Chart:
    """Return what the rows of a table say; sums are left out. Raise `NoChart` without a number, or with too many of them."""
    head, *rows = [tuple(map(words_of, _CELL.findall(row))) for row in _ROW.findall(table)] or [()]
    bars = [(row[0], tuple((_number(cell), cell) for cell in row[1:])) for row in rows if row and row[0] not in _SUMS]
    if not any(value is not None for _, cells in bars for value, _ in cells):
        raise NoChart
    if len(bars) > MOST_BARS or len(head) - 1 > MOST_SERIES:
        raise NoChart
    return Chart(name, head[1:], tuple(bars))


def svg(chart: Chart, said: str) -> str:
    """Return a chart as an element of a page; `said` describes it."""
    beside = all(len(name) <= _SHORT_NAME for name, _ in chart.rows)
    parts: list[str] = []
    down = 0.2
    for number, series in enumerate(chart.series) if len(chart.series) > 1 else ():
        parts += [*_bar(number, 0, down, 6), _text(8, down, series)]
        down += _BAR + 0.5
    for name, cells in chart.rows:
        parts.append(_text(0, down, name))
        down += 0 if beside else _BAR + 0.4
        for number, (value, text) in enumerate(cells):
            parts += _bar_with_number(chart, number, down, value, text, _BESIDE if beside else 0)
            down += _BAR + 0.2
        down += _GAP
    return (
        f'<figure class="chart"><svg role="img" width="100%" height="{down:.1f}em">'
        f"<title>{escape(chart.name)}</title><desc>{escape(said)}</desc>{''.join(parts)}</svg></figure>"
    )


def _bar_with_number(
    chart: Chart, series: int, down: float, value: float | None, text: str, left: int
) -> Iterator[str]:
    greatest = chart.greatest
    share = (100 - left) * _LONGEST / 100 * (value or 0) / greatest if greatest else 0
    if share:
        yield from _bar(series, left, down, share)
    yield _text(left + share + 1, down, text)


def _bar(series: int, left: float, down: float, share: float) -> Iterator[str]:
    """A bar: full, empty, or striped."""
    fill = ' fill="none" stroke="currentColor" stroke-width="1.5"' if series else ' fill="currentColor"'
    yield f'<rect x="{left:.2f}%" y="{down:.2f}em" width="{share:.2f}%" height="{_BAR}em"{fill}/>'
    for stripe in (0.25, 0.5, 0.75) if series == MOST_SERIES - 1 else ():
        place = f'y1="{down + stripe:.2f}em" y2="{down + stripe:.2f}em"'
        yield f'<line x1="{left:.2f}%" x2="{left + share:.2f}%" {place} stroke="currentColor" stroke-width="1.5"/>'


def _text(left: float, down: float, text: str) -> str:
    return f'<text x="{left:.2f}%" y="{down + 0.85:.2f}em">{escape(text)}</text>'


def _number(cell: str) -> float | None:
    """The number that a cell is, perhaps with a percent sign; nothing where it is another text."""
    plain = cell.removesuffix("%").strip()
    return float(plain.replace(",", "")) if _NUMBER.fullmatch(plain) else None
