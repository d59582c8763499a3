"""Plain texts are written straight, and come out as the library writes them, to the byte."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from benchmarks.corpus import make_document
from model.front_matter import take_apart
from plugins.engine.markdown_dialect import plain_markdown
from plugins.engine.plain_text import PlainText, write_plain_text
from plugins.engine.values import Heading
from tests.plugins.engine.test_markdown_shortcuts import PIECES

CONTENT = Path(__file__).parents[3] / "content"
LIBRARY = plain_markdown()
_ID = re.compile(r'<[a-z][^>]*? id="([^"]+)"')
WORDS = [
    "正文",
    "（一）引文",
    "2026年5月18日",
    "APP上线",
    "1.5万元",
    "第一条",
    "第二条　本办法",
    "第一章　总则",
    "**第三条**　加粗",
    "**责任**：某局**牵头**",
    "“引”",
]
LINES = [
    *WORDS, *(f"{marks} {words}" for marks in ("#", "##", "###", "####", "-", "*", "+", "1.", "2.") for words in WORDS),
    "| 甲 | 乙 |\n|---|--:|\n| 一 | 二 |\n| 三 | |", "| 甲 | |\n| :-: | :-- |\n| 一 | 二 |", "\u3000\u3000缩进", "# 同名", "## 同名",
]  # fmt: skip
PLAIN = st.lists(st.sampled_from(LINES), min_size=1, max_size=12)
ODD = [
    *PIECES,
    "\xa0",
    "\u2028",
    "\x85",
    "\u2003",
    "\u200b",
    "|",
    "~~",
    "##",
    "1) ",
    "01. 一",
    "- - 一",
    "\n| 甲 |",
    "=",
    ":   义",
]


def of_the_library(text: str) -> PlainText:
    html = LIBRARY.reset().convert(text)
    headings = tuple(_listed(getattr(LIBRARY, "toc_tokens", []))) if html else ()
    return PlainText(html, headings, tuple(_ID.findall(html)))


def _listed(tokens: list[dict[str, object]]) -> list[Heading]:
    found = []
    for token in tokens:
        found += [Heading(token["level"], token["name"], token["id"]), *_listed(token["children"])]  # type: ignore[arg-type]
    return found


@given(PLAIN, st.lists(st.sampled_from(["\n\n", "\n\n", "\n\n", "\n"]), min_size=12, max_size=12))
@settings(max_examples=300)
def test_a_plain_text_gives_what_the_library_gives(lines: list[str], ends: list[str]) -> None:
    text = "".join(line + end for line, end in zip(lines, ends, strict=False))
    plain = write_plain_text(text)
    event("plain" if plain else "for the library")

    assert plain in {None, of_the_library(text)}


@given(PLAIN.map("\n\n".join), st.data(), st.sampled_from(ODD))
@settings(max_examples=300)
def test_a_mark_put_in_anywhere_is_written_as_the_library_does_or_left_to_it(
    text: str, data: st.DataObject, mark: str
) -> None:
    place = data.draw(st.integers(0, len(text)))
    text = text[:place] + mark + text[place:]

    assert write_plain_text(text) in {None, of_the_library(text)}


#: Blocks that begin like plain ones, and go on with any of the characters that decide what they are.
BLOCKS = st.builds(
    "{}{}".format,
    st.sampled_from(["甲", "第一条", "# 甲", "- 甲", "1. 甲", "**甲**", "\u3000甲", "| 甲 |", ""]),
    st.text(st.sampled_from("甲第一条1.# -*|\u3000\n“：A"), max_size=12),
)


@given(st.lists(BLOCKS, max_size=4).map("\n\n".join))
@settings(max_examples=1000)
def test_any_characters_are_written_as_the_library_does_or_left_to_it(text: str) -> None:
    plain = write_plain_text(text)
    event("plain" if plain else "for the library")

    assert plain is None or plain == of_the_library(text)


@pytest.mark.parametrize("path", sorted(CONTENT.rglob("*.md")), ids=lambda path: path.stem)
def test_documents_of_the_demonstration_give_what_the_library_gives(path: Path) -> None:
    body = take_apart(path.name, path.read_bytes()).body

    assert write_plain_text(body) in {None, of_the_library(body)}


def test_the_documents_of_the_bench_are_plain_and_give_what_the_library_gives() -> None:
    for body in (make_document(number).body for number in range(200)):
        assert write_plain_text(body) == of_the_library(body)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n",
        "<b>",
        "[甲](b.md)",
        "甲\n乙",
        "- 甲\n\n- 乙",
        "2. 甲",
        "*甲*",
        "甲`乙`",
        "> 甲",
        "    甲",
        "甲{.乙}",
        "a@b.cn &amp;",
        "---",
    ],
)
def test_what_is_not_plain_is_left_to_the_library(text: str) -> None:
    assert write_plain_text(text) is None
