"""The shortcuts leave out work, and never a byte: their output is that of the library without them."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown import Markdown

from model.front_matter import take_apart
from plugins.engine.markdown_dialect import make_markdown, plain_markdown

CONTENT = Path(__file__).parents[3] / "content"
QUICK, PLAIN = make_markdown(), plain_markdown()
PIECES = [
    "正文", "（一）", "“引文”", "第一条　", "abc", "1. ", "- ", "* ", "+ ", "# ", "## ", "> ", "    ", "\t", ": ", "| 甲 | 乙 |",
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
