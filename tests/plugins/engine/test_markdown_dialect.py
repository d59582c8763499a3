from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html
from markdown import Markdown

from plugins.engine.markdown_dialect import JoinLines, make_markdown

MARKDOWN = make_markdown()


def convert(text: str) -> str:
    return str(MARKDOWN.reset().convert(text))


def tree(text: str) -> html.HtmlElement:
    return html.fragment_fromstring(convert(text), create_parent="div")


def ids(text: str) -> list[str]:
    return [str(each) for each in tree(text).xpath("//@id")]


def outline(text: str) -> list[str]:
    """The headings, in order, as they come out: `h2 甲`."""
    return [f"{each.tag} {each.text_content()}" for each in tree(text).iter("h1", "h2", "h3", "h4", "h5", "h6")]


def test_column_heads_have_a_scope_and_cells_a_class_for_their_side() -> None:
    table = tree("| 项目 | 金额 |\n|:--|--:|\n| 水费 | 3 |\n")

    assert [(each.text, each.get("scope"), each.get("class")) for each in table.iter("th")] == [
        ("项目", "col", "align-left"),
        ("金额", "col", "align-right"),
    ]
    assert [each.get("class") for each in table.iter("td")] == ["align-left", "align-right"]
    assert table.xpath("//@style") == []


def test_an_empty_corner_heads_nothing() -> None:
    table = tree("| | 金额 |\n|--|--|\n| 水费 | 3 |\n")

    assert [each.tag for each in next(table.iter("tr"))] == ["td", "th"]


def test_a_footnote_leads_there_and_back() -> None:
    text = tree("正文[^1]。\n\n[^1]: 注释。\n")

    assert text.xpath("//sup/a/@href") == ["#fn:1"]
    assert text.xpath("//li[@id='fn:1']//a/@href") == ["#fnref:1"]
    assert text.xpath("//li//a/@title") == ["回到正文注1处"]


def test_a_term_has_its_definition() -> None:
    text = tree("主办单位\n:   负责网站的单位\n")

    assert (text.findtext("dl/dt"), text.findtext("dl/dd")) == ("主办单位", "负责网站的单位")


def test_an_attribute_list_names_classes_and_ids() -> None:
    [paragraph] = tree("重要提示\n{: .note #hint }\n")

    assert (paragraph.get("class"), paragraph.get("id")) == ("note", "hint")


def test_fenced_code_is_coloured_by_its_language() -> None:
    text = tree("```python\nx = 1\n```\n")

    assert text.xpath("//div[@class='highlight']/pre//span[@class='mi']/text()") == ["1"]


@pytest.mark.parametrize("language", ["", "text", "nonesuch"])
def test_code_in_no_known_language_stays_plain(language: str) -> None:
    assert tree(f"```{language}\nx = <1>\n```\n").text_content().strip() == "x = <1>"


def test_a_numbered_heading_has_the_anchor_of_its_number() -> None:
    assert ids("# 第一编 总则\n\n## 第二章 分则\n\n### 第三节 罚则\n\n#### 第一百零二条 附则\n\n##### 说明 一\n") == [
        "part-1",
        "chap-2",
        "sec-3",
        "art-102",
        "说明-一",
    ]


def test_headings_of_one_name_have_anchors_of_their_own() -> None:
    assert ids("# 附则\n\n# 附则\n\n# ！\n\n# ？\n") == ["附则", "附则_1", "section", "section_1"]


def test_each_article_has_its_anchor() -> None:
    articles = [f"**第{numeral}条**　正文。" for numeral in ("一", "二", "3", "４")]

    assert ids("\n\n".join(articles)) == ["art-1", "art-2", "art-3", "art-4"]


def test_articles_count_on_to_the_hundreds() -> None:
    assert (
        ids("\n\n".join(f"第{number}条　正文。" for number in range(1, 102)) + "\n\n第一百零二条　正文。")[-1]
        == "art-102"
    )


def test_articles_may_be_headings_and_paragraphs_by_turns() -> None:
    assert ids("## 第一章 总则\n\n### 第一条 目的\n\n第二条　范围。\n") == ["chap-1", "art-1", "art-2"]


@pytest.mark.parametrize(
    "mention", ["第五条　不是下一条。", "第二条规定的情形。", "按第二条办理。", "第二条的说明。", "第一章　总则"]
)
def test_a_paragraph_that_only_mentions_a_part_has_no_anchor(mention: str) -> None:
    assert ids(f"第一条　甲。\n\n{mention}\n\n第二条　乙。") == ["art-1", "art-2"]


def test_an_articles_own_id_is_kept() -> None:
    assert ids("第一条　甲。\n{: #mudi }\n\n第二条　乙。\n") == ["mudi", "art-2"]


def test_a_second_regulation_in_one_text_has_anchors_of_its_own() -> None:
    both = "\n\n".join(["第一条　甲。", "第二条　乙。", "第三条　丙。"] * 2)

    assert ids(both) == ["art-1", "art-2", "art-3", "art-1-2", "art-2-2", "art-3-2"]


@given(st.lists(st.integers(1, 4), max_size=20))
def test_no_two_articles_share_an_anchor(numbers: list[int]) -> None:
    counted = Counter(ids("\n\n".join(f"第{number}条　正文。" for number in numbers) or "无"))

    assert set(counted.values()) <= {1}


def test_an_outline_begins_at_level_two() -> None:
    assert outline("# 甲\n\n### 乙\n\n###### 丙\n\n## 丁\n\n# 戊\n") == ["h2 甲", "h3 乙", "h4 丙", "h3 丁", "h2 戊"]
    assert outline("#### 甲\n\n## 乙\n\n### 丙\n") == ["h2 甲", "h2 乙", "h3 丙"]


@given(st.lists(st.integers(1, 6), min_size=1, max_size=12))
def test_an_outline_has_no_jumps_whatever_levels_are_used(levels: list[int]) -> None:
    shown = [int(each[1]) for each in outline("\n\n".join(f"{'#' * level} 题" for level in levels))]

    assert shown[0] == 2
    assert all(2 <= after <= before + 1 for before, after in pairwise(shown))


@pytest.mark.parametrize(
    ("text", "joined"),
    [
        ("第一行\n第二行", "第一行第二行"),
        ("一\n二\n三\n四", "一二三四"),
        ("第一行，\n“第二行”", "第一行，“第二行”"),
        ("**第一行**\n第二行", "第一行第二行"),
        ("第一行\n*第二行*", "第一行第二行"),
        ("[第一行](a.md)\n[第二行](b.md)", "第一行第二行"),
        ("line one\nline two", "line one\nline two"),
        ("第一行\nline two", "第一行\nline two"),
        ("第1\n2行", "第1\n2行"),
    ],
)
def test_a_line_break_between_chinese_characters_makes_no_space(text: str, joined: str) -> None:
    assert tree(text).text_content() == joined


@pytest.mark.parametrize("end", ["  ", "\\"])
def test_a_line_break_that_the_author_wants_stays(end: str) -> None:
    assert [each.tag for each in tree(f"第一行{end}\n第二行").iter("br")] == ["br"]


@pytest.mark.parametrize(
    "text", ["```\n第一行\n第二行\n```", "```python\n第一行\n第二行\n```", "    第一行\n    第二行"]
)
def test_lines_of_code_are_not_joined(text: str) -> None:
    assert tree(text).text_content().strip() == "第一行\n第二行"


WIDE = "\u4e00-\u9fff，。“”（）"
PIECES = st.sampled_from(
    ["甲", "乙", "，", "“", "）", "a", "1", " ", "\n", "\n", "<em>", "</em>", "<p>", "</p>", "<br>"]
)


@given(st.lists(PIECES, max_size=30).map("".join))
def test_joining_only_takes_away_line_breaks_between_chinese_characters(text: str) -> None:
    joined = JoinLines(Markdown()).run(text)

    assert joined.replace("\n", "") == text.replace("\n", "")
    assert not re.search(f"[{WIDE}]\n[{WIDE}]", joined)
    assert len(re.findall(r"[a1 \n>]\n[a1 \n]", re.sub("</?em>", "", joined))) == len(
        re.findall(r"[a1 \n>]\n[a1 \n]", re.sub("</?em>", "", text))
    )
