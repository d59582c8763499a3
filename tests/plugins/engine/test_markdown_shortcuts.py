"""The shortcuts leave out work, and never a byte: their output is that of the library without them."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown import Markdown

from model.front_matter import take_apart
from plugins.engine.markdown_dialect import make_markdown, plain_markdown
from plugins.engine.mentions import _WRITTEN
from plugins.engine.sanitise import clean, elements, forbidden

CONTENT = Path(__file__).parents[3] / "content"
QUICK, PLAIN = make_markdown(), plain_markdown()
PIECES = [
    "正文", "（一）", "“引文”", "第一条　", "正文\n\n正文\n\n", "\u3000\u3000正文", "\u3000", "abc", "1. ", "- ", "* ", "+ ", "# ", "## ", "> ", "    ", "\t", ": ", "| 甲 | 乙 |",
    "|---|:-:|", "---", "===", "***", "___", "**", "*", "_", "__", "`", "``", "```", "~~~", "\\", "\\*", "[", "](", ")", "]", "[甲]: b",
    "[甲](b.md)", "![图](p.png)", "[^1]", "[^1]: 注", "<b>", "</b>", "<div>", "</div>", "<", ">", "&", "&amp;", "&#60;", "<!--", "-->",
    "<https://a.cn>", "<a@b.cn>", "{#甲}", "{: .乙}", "{", "}", "  \n", "\\\n", "\n", "\n\n", " ", "。", "，", '"', "'", "!", "\x02", "\x03",
]  # fmt: skip


def convert(md: Markdown, text: str) -> tuple[str, list[tuple[object, ...]]]:
    """The HTML, and the headings with what is below them."""
    html = md.reset().convert(text)
    return html, _headings(getattr(md, "toc_tokens", [])) if html else []


def _headings(tokens: list[dict[str, object]]) -> list[tuple[object, ...]]:
    return [(t["level"], t["id"], t["name"], tuple(_headings(t["children"]))) for t in tokens]  # type: ignore[arg-type]


@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
def test_any_text_gives_the_same_with_and_without(text: str) -> None:
    assert convert(QUICK, text) == convert(PLAIN, text)


@pytest.mark.parametrize("path", sorted(CONTENT.rglob("*.md")), ids=lambda path: path.stem)
def test_every_document_of_the_demonstration_gives_the_same(path: Path) -> None:
    body = take_apart(path.name, path.read_bytes()).body

    assert convert(QUICK, body) == convert(PLAIN, body)


def test_a_plain_paragraph_is_tried_against_no_pattern(monkeypatch: pytest.MonkeyPatch) -> None:
    tried = []
    apply = "_InlineProcessor__applyPattern"
    monkeypatch.setattr(type(QUICK.treeprocessors["inline"]), apply, lambda *_: tried.append(1))

    QUICK.reset().convert("正文。\n\n又一段。\n\n- 一项")

    assert tried == []


@given(st.lists(st.sampled_from([piece for piece in PIECES if not _WRITTEN.search(piece)]), max_size=30).map("".join))
def test_what_becomes_of_text_without_html_is_not_changed_by_cleaning(text: str) -> None:
    html = QUICK.reset().convert(text)

    if "&" not in html:
        assert clean(html, lambda _element, _attribute, value: value) == html
        assert not any(forbidden(element) for element in elements(html))
