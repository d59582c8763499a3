"""A document's text: paragraphs, headings, lists, emphasis and tables as real notices have them, in Markdown."""

from __future__ import annotations

import re
from itertools import count
from typing import TYPE_CHECKING

from benchmarks.material import HEADINGS, ITEMS, LEADS, OPENINGS, SALUTATIONS, SENTENCES, WORDS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from random import Random

_SLOT = re.compile(r"\{(\w+)\}")
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_NUMBERS = {"days": (3, 28), "month": (1, 12), "small": (4, 96), "big": (120, 9800), "percent": (31, 99)}
_NUMERALS = "一二三四五六七八九"


def phrase(random: Random, pattern: str) -> str:
    """Return a pattern with each `{slot}` filled by chance."""

    def fill(slot: re.Match[str]) -> str:
        name = slot[1]
        return str(random.randint(*_NUMBERS[name])) if name in _NUMBERS else random.choice(WORDS[name])

    return _SLOT.sub(fill, pattern)


def chinese_characters(text: str) -> int:
    """Return how many Chinese characters a text has, punctuation not among them."""
    return len(_CHINESE.findall(text))


def make_body(random: Random, length: int, has_table: bool, signature: str) -> str:
    """Return Markdown that goes on until it has `length` Chinese characters, and ends with the signature."""
    blocks = [random.choice(SALUTATIONS), phrase(random, random.choice(OPENINGS))]
    if has_table:
        blocks.append(_table(random))
    written = sum(map(chinese_characters, blocks))
    for block in _blocks(random):
        if written >= length:
            break
        blocks.append(block)
        written += chinese_characters(block)
    return "\n\n".join((*blocks, signature))


def _blocks(random: Random) -> Iterator[str]:
    """Sections without end: a heading with its paragraphs, sometimes a list or a point in bold type."""
    headings = random.sample(HEADINGS, len(_NUMERALS))
    for number in count():
        heading = f"## {_NUMERALS[number]}、{headings[number]}\n\n" if number < len(_NUMERALS) else ""
        yield heading + _paragraph(random)
        for _ in range(random.randint(0, 2)):
            yield _paragraph(random)
        if random.random() < 0.35:
            yield _list(random)
        if random.random() < 0.3:
            yield f"**{random.choice(LEADS)}**：{phrase(random, random.choice(SENTENCES))}"


def _paragraph(random: Random) -> str:
    return "".join(phrase(random, random.choice(SENTENCES)) for _ in range(random.randint(2, 4)))


def _list(random: Random) -> str:
    items = [phrase(random, random.choice(ITEMS)) for _ in range(random.randint(3, 6))]
    if random.random() < 0.5:
        return "\n".join(f"- {item}" for item in items)
    return "\n".join(f"{number}. {item}" for number, item in enumerate(items, 1))


def _table(random: Random) -> str:
    rows = [
        f"| {number} | {phrase(random, '{district}')} | {phrase(random, '{small}')} | {phrase(random, '{big}')} |"
        for number in range(1, random.randint(5, 12) + 1)
    ]
    return "\n".join(("| 序号 | 县（区） | 项目数（个） | 投资（万元） |", "| --- | --- | ---: | ---: |", *rows))
