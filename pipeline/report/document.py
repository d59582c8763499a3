"""Write a report as a Markdown document, as an editor would have written it: reviewed, built and published like any other."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipeline.life.edits import yaml_text
from pipeline.life.notice_text import markdown_text
from pipeline.report.figure import UNKNOWN, Table
from plugins.engine.charts import MOST_BARS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pipeline.report.figure import Figure, Part, Written

_NUMBER = re.compile(r"\d+(?:\.\d+)?%?", re.ASCII)
NUMERALS = "一二三四五六七八九十"


def markdown(report: Written, front: Mapping[str, str]) -> str:
    """Return a report as a document; `front` are the fields of its kind as they are to stand in the front matter."""
    fields = {"title": yaml_text(report.title), **front}
    if report.keywords:
        fields["keywords"] = f"[{', '.join(map(yaml_text, report.keywords))}]"
    if report.description:
        fields["description"] = yaml_text(report.description)
    head = ["---", *(f"{key}: {value}" for key, value in fields.items()), "---"]
    return "\n".join([*head, "", "\n\n".join(blocks(report)), ""])


def blocks(report: Written) -> Iterator[str]:
    """Yield the blocks of a report's text."""
    if report.head:
        yield _table(Table(("项目", "内容"), tuple((name, value or UNKNOWN) for name, value in report.head)))
    yield from map(markdown_text, report.opening)
    for number, part in enumerate(report.parts, 1):
        yield f"## {numeral(number)}、{markdown_text(part.heading)}"
        yield from _contents(part)
    if report.signed:
        yield "\\\n".join(map(markdown_text, report.signed)) + "\n{: .signature}"


def numeral(number: int) -> str:
    """Return a number below 20 as headings are counted: 十二."""
    return NUMERALS[number - 1] if number <= len(NUMERALS) else f"十{NUMERALS[number - 11]}"


def figures_table(figures: tuple[Figure, ...]) -> Table:
    """Return figures of a form as a table."""
    rows = tuple((each.called, each.value or UNKNOWN, each.source) for each in figures)
    return Table(("指标", "数据", "来源"), rows, frozenset({1}))


def _contents(part: Part) -> Iterator[str]:
    for each in part.content:
        if isinstance(each, str):
            yield markdown_text(each)
        elif isinstance(each, Table):
            yield _table(each)
        else:
            yield _table(figures_table(each))


def _table(table: Table) -> str:
    line = ["---:" if number in table.numbers else "---" for number in range(len(table.head))]
    rows = (tuple(map(_cell, row)) for row in (table.head, *table.rows))
    head, *body = (_row(row) for row in rows)
    lines = "\n".join((head, _row(line), *body))
    if not table.caption:
        return lines
    return f"{'条形图' if table.drawn and len(table.rows) <= MOST_BARS else '表'}：{markdown_text(table.caption)}\n\n{lines}"


def _cell(text: str) -> str:
    """A cell; a number in it begins no list."""
    return text if _NUMBER.fullmatch(text) else markdown_text(text)


def _row(cells: tuple[str, ...] | list[str]) -> str:
    return f"| {' | '.join(cells)} |"
