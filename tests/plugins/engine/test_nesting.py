from __future__ import annotations

import pytest

from plugins.engine.nesting import DEEPEST, too_deep


@pytest.mark.parametrize("bracket", ["[", "![", "[a](", "<div ", "("])
def test_brackets_that_never_close_are_too_deep(bracket: str) -> None:
    assert too_deep(bracket * DEEPEST) == -1
    assert too_deep("第一行\n" + bracket * (DEEPEST + 1)) > 0


def test_brackets_that_close_are_not_too_deep() -> None:
    assert too_deep("[文字](网址)<b>" * 5000) == -1


def test_a_new_paragraph_begins_anew() -> None:
    assert too_deep("\n\n".join(["[" * DEEPEST] * 20)) == -1


def test_less_than_signs_of_figures_are_no_brackets() -> None:
    assert too_deep("|<0.05" * 1000) == -1


def test_thousands_of_stars_in_one_block_are_too_many_and_those_of_a_table_or_of_masks_are_not() -> None:
    assert too_deep("第一行。\n\n" + "1*" * 3000) > 0
    assert too_deep(r"138\*\*\*\*" * 3000) == -1
    assert too_deep("\n".join(["| 张某某 | 138****0000 |"] * 3000)) == -1
