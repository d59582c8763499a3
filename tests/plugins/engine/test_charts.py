"""Charts are drawn from their tables, of escaped text and numbers alone; nobody else's SVG is published."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from pipeline.build import LEDGER
from plugins.engine.charts import MOST_BARS, NoChart, draw_charts, read_chart, svg
from tests.conftest import document

if TYPE_CHECKING:
    from tests.conftest import City

ROWS = "| 月份 | 数量 |\n| --- | ---: |\n| 1月 | 20 |\n| 2月 | 5 |\n| 合计 | 25 |\n"
BODY = f"前面。\n\n条形图：各月发布数量（条）\n\n{ROWS}\n后面。"


def table(*rows: tuple[str, ...]) -> str:
    return "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)


def charted(*rows: tuple[str, ...], name: str = "名称") -> str:
    return f'<table>\n<caption class="charted">{name}</caption>\n<tbody>{table(*rows)}</tbody></table>'


def widths(html: str) -> list[str]:
    return re.findall(r'width="([\d.]+)%" height="1.0em"', html)


def test_a_chart_stands_before_its_table_with_a_bar_a_row_and_none_for_the_sum(city: City) -> None:
    city.write({"portal/yaowen/a.md": document(body=BODY)})

    page = city.build().page("/yaowen/a/")

    [chart] = page.cssselect("figure.chart svg")
    assert chart.get("role") == "img"
    assert [each.text for each in chart.iter("title", "desc")] == ["各月发布数量（条）", "1月 20；2月 5"]
    assert [each.get("width") for each in chart.iter("rect")] == ["51.80%", "12.95%"]
    [caption] = page.cssselect("figure.chart + .table-frame caption")
    assert caption.text == "各月发布数量（条）"
    assert page.cssselect(".table-frame tr")[-1].text_content().split() == ["合计", "25"]


def test_the_words_of_a_chart_are_not_said_twice_in_a_summary(city: City) -> None:
    city.write({"portal/yaowen/a.md": document(body=f"条形图：数量\n\n{ROWS}")})

    built = city.build()

    with closing(sqlite3.connect(built.output / LEDGER)) as ledger:
        assert ledger.execute("select summary from document").fetchone()[0].count("1月") == 1


@pytest.mark.parametrize(
    "wrong",
    [
        "| 甲 | 乙 |\n| --- | --- |\n| 子 | 丑 |\n",
        "| 甲 | 乙 | 丙 | 丁 | 戊 |\n| --- | --- | --- | --- | --- |\n| 子 | 1 | 2 | 3 | 4 |\n",
        "| 甲 | 乙 |\n| --- | --- |\n" + "".join(f"| 第{each}项 | 1 |\n" for each in range(MOST_BARS + 1)),
    ],
)
def test_a_table_that_cannot_be_drawn_is_a_fault_at_its_caption(city: City, wrong: str) -> None:
    city.write({"portal/yaowen/a.md": document(body=f"前面。\n\n条形图：名称\n\n{wrong}")})

    assert city.codes() == [("portal/yaowen/a.md", 9, "CHART")]


def test_a_chart_without_a_table_is_a_text_like_any_other(city: City) -> None:
    city.write({"portal/yaowen/a.md": document(body="条形图：名称\n\n正文。")})

    assert not city.build().page("/yaowen/a/").cssselect("figure.chart")


@pytest.mark.parametrize(
    "hostile",
    [
        "<svg><script>alert(1)</script></svg>",
        '<svg onload="alert(1)"><rect width="1"/></svg>',
        '<svg><a href="javascript:alert(1)"><text>甲</text></a></svg>',
        "<svg><foreignObject><iframe src=//example.com></iframe></foreignObject></svg>",
        '<svg><use href="data:image/svg+xml,甲"/></svg>',
        '<math><mtext><svg><title><img src="x" onerror="alert(1)"></title></svg></mtext></math>',
        '<svg><style>@import "//example.com"</style></svg>',
    ],
)
def test_an_authors_own_svg_is_refused(city: City, hostile: str) -> None:
    city.write({"portal/yaowen/a.md": document(body=f"{BODY}\n\n{hostile}")})

    assert "FORBIDDEN_HTML" in {code for _, _, code in city.codes()}


def test_an_authors_own_svg_in_a_charted_table_is_refused_too(city: City) -> None:
    rows = '<tr><td>甲<svg onload="alert(1)"></svg></td><td>1</td></tr>'
    body = f'<table>\n<caption class="charted">名称</caption><tbody>{rows}</tbody></table>'
    city.write({"portal/yaowen/a.md": document(body=body)})

    assert "FORBIDDEN_HTML" in {code for _, _, code in city.codes()}


def test_a_series_more_is_another_filling_with_its_name() -> None:
    html = svg(read_chart("名称", table(("项", "发现", "整改", "复查"), ("甲", "4", "3", "2"))), "")

    assert html.count('fill="none"') == 4
    assert html.count("<line") == 6
    assert [each for each in ("发现", "整改", "复查") if f">{each}</text>" in html] == ["发现", "整改", "复查"]


def test_a_number_has_separators_decimals_and_percent_or_is_none() -> None:
    drawn = svg(
        read_chart("名称", table(("项", "数"), ("甲", "1,000"), ("乙", "500.0"), ("丙", "10%"), ("丁", "未填报"))), ""
    )

    assert widths(drawn) == ["51.80", "25.90", "0.52"]
    assert ">未填报</text>" in drawn


def test_all_zeros_are_a_chart_without_bars() -> None:
    assert not widths(svg(read_chart("名称", table(("项", "数"), ("甲", "0"))), ""))


def test_a_name_that_is_long_stands_above_its_bar() -> None:
    [short, long] = [
        svg(read_chart("名", table(("项", "数"), (name, "1"))), "") for name in ("政务要闻", "机关事务管理")
    ]
    above = svg(read_chart("名", table(("项", "数"), ("机关事务管理服务", "1"))), "")

    assert 'x="26.00%"' in short
    assert 'x="26.00%"' in long
    assert '<rect x="0.00%"' in above


@given(st.lists(st.tuples(st.text(max_size=20), st.text(max_size=20)), max_size=5), st.text(max_size=20))
def test_whatever_a_table_says_its_chart_is_well_formed_and_holds_no_other_element(
    rows: list[tuple[str, str]], name: str
) -> None:
    escaped = [tuple(each.replace("&", "&amp;").replace("<", "&lt;") for each in row) for row in [*rows, ("a", "1")]]
    clean = name.replace("&", "&amp;").replace("<", "&lt;")

    html, refused = draw_charts(charted(("项", "数"), *escaped, name=clean))

    chart = re.sub(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "", html.partition("<table>")[0])
    names = {each.tag for each in etree.fromstring(chart).iter()} if not refused else set()
    assert names <= {"figure", "svg", "title", "desc", "rect", "line", "text"}


def test_too_many_bars_are_no_chart() -> None:
    with pytest.raises(NoChart):
        read_chart("名称", table(("项", "数"), *[(str(each), "1") for each in range(MOST_BARS + 1)]))
