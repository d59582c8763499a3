"""What `--fix` writes: readers see the mask, and nothing else is changed."""

from __future__ import annotations

import re

import pytest

from pipeline.rules.book import book
from pipeline.rules.personal.samples import MOBILE, card, identity, letter, table
from tests.rules.written import news, written

NUMBER = identity()
MASKED = f"14{'*' * 13}{NUMBER[-3:]}"
CODES = ("PERSONAL_ID", "PERSONAL_MOBILE", "PERSONAL_BANK_CARD", "PERSONAL_EMAIL", "PERSONAL_ADDRESS", "PERSONAL_BIRTH")


def _mended(text: str, path: str) -> str:
    """The text with all that the rules on persons write instead."""
    document = written(text, path, {path: text.encode()})
    finds = [find for code in CODES if (find := book()[code].find)]
    found = [each for find in finds for each in find(document)]
    lines = text.split("\n")
    for each in sorted(found, key=lambda one: one.replacement or (0, 0, ""), reverse=True):
        if each.replacement:
            start, end, new = each.replacement
            lines[each.line - 1] = lines[each.line - 1][:start] + new + lines[each.line - 1][end:]
    return "\n".join(lines)


def _seen(text: str, path: str = "portal/zwdt/yaowen/example.md") -> str:
    return re.sub(r"<[^>]+>", "", written(text, path).html)


@pytest.mark.parametrize(
    "body",
    [
        f"当事人云某，身份证号{NUMBER}。",
        f"当事人云某，身份证号**{NUMBER}**。",
        f"当事人云某，身份证号`{NUMBER}`。",
        f"- *身份证号{NUMBER}*\n- 身份证号{NUMBER}，{NUMBER}",
        f"```\n身份证号{NUMBER}\n```",
        f"名单如下。\n\n    身份证号{NUMBER}\n",
        f"<table><tr><td>身份证号</td><td>{NUMBER}</td></tr></table>",
        table(("姓名", "身份证号"), ("云某某", NUMBER), ("川某某", f"**{NUMBER}**")),
    ],
)
def test_readers_see_the_mask_as_it_is_meant(body: str) -> None:
    mended = _mended(news(body), "portal/zwdt/yaowen/example.md")
    assert NUMBER not in mended
    assert _seen(mended) == _seen(news(body)).replace(NUMBER, MASKED)
    assert _mended(mended, "portal/zwdt/yaowen/example.md") == mended


def test_a_letter_is_masked_in_its_front_matter() -> None:
    text = letter(f"我的身份证{NUMBER}，电话{MOBILE}，请回复。", "您好，已经修复。")
    mended = _mended(text, "portal/hdjl/ldxx/example.md")
    assert f"question: 我的身份证{MASKED}，电话154****0012，请回复。" in mended
    assert mended.replace(MASKED, NUMBER).replace("154****0012", MOBILE) == text


def test_a_mask_that_would_begin_a_value_with_a_star_is_left_to_the_editor() -> None:
    text = letter(f"{card()}是我的卡号。", "您好，已经修复。")
    assert _mended(text, "portal/hdjl/ldxx/example.md") == text


def test_an_address_in_angle_brackets_does_not_become_a_link_to_its_mask() -> None:
    text = news(table(("姓名", "身份证号", "电子邮箱"), ("云某某", "略", "<yun@example.com>")))
    assert "<td>y***@example.com</td>" in written(_mended(text, "portal/zwdt/yaowen/example.md")).html
