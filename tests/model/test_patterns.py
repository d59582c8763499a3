"""A pattern is compiled when it is first used, and each can be."""

from __future__ import annotations

import pkgutil
import re
from importlib import import_module

import pytest

import pipeline
from model.patterns import Later, pattern


def test_a_pattern_is_compiled_once_and_does_what_the_library_does(monkeypatch: pytest.MonkeyPatch) -> None:
    compiled: list[str] = []
    real = re.compile

    def counting(text: str, flags: int = 0) -> re.Pattern[str]:
        compiled.append(text)
        return real(text, flags)

    monkeypatch.setattr(re, "compile", counting)

    digits = pattern(r"(\d+)号", re.ASCII)
    assert compiled == []

    assert [found[1] for found in digits.finditer("3号和15号")] == ["3", "15"]
    assert digits.sub("某号", "3号") == "某号"
    assert (digits.groups, digits.pattern) == (1, r"(\d+)号")
    assert digits.search("甲") is None
    assert compiled == [r"(\d+)号"]


def test_a_wrong_pattern_says_so_when_it_is_used() -> None:
    wrong = pattern("(")

    with pytest.raises(re.error):
        wrong.search("甲")


def test_every_pattern_of_the_rules_can_be_compiled() -> None:
    rooms = ("pipeline.rules.", "pipeline.audit.")
    names = [each.name for each in pkgutil.walk_packages(pipeline.__path__, "pipeline.") if each.name.startswith(rooms)]
    waiting = [each for name in names for each in vars(import_module(name)).values() if isinstance(each, Later)]

    assert len(waiting) > 200
    assert all(each.pattern for each in waiting)
