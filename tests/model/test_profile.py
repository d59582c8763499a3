from __future__ import annotations

from pathlib import Path

import pytest

from model.profile import read_profile

OWN = '[{name}]\nvalue = {value}\nclause = "云川市规定第一条"\nmeaning = "多少小时内转载"\n'


def places(folder: Path) -> list[tuple[str, int, str]]:
    return [(fault.path, fault.line, fault.code) for fault in read_profile(folder)[1]]


def test_every_standard_threshold_has_a_value_a_clause_and_a_meaning(tmp_path: Path) -> None:
    profile, faults = read_profile(tmp_path)

    assert faults == []
    assert profile["repost_hours"].value == 12
    assert all(each.value > 0 and each.clause and each.meaning for each in profile.values())


def test_a_city_replaces_a_threshold_and_keeps_the_others(tmp_path: Path) -> None:
    standard, _ = read_profile(tmp_path)
    (tmp_path / "profile.toml").write_text(OWN.format(name="repost_hours", value=24), encoding="utf-8")

    profile, faults = read_profile(tmp_path)

    assert faults == []
    assert (profile["repost_hours"].value, profile["repost_hours"].clause) == (24, "云川市规定第一条")
    assert {name for name in standard if profile[name] != standard[name]} == {"repost_hours"}


def test_an_unknown_threshold_is_named_and_the_nearest_offered(tmp_path: Path) -> None:
    (tmp_path / "profile.toml").write_text(OWN.format(name="repost_hour", value=24), encoding="utf-8")

    [fault] = read_profile(tmp_path)[1]

    assert (fault.path, fault.code) == ("profile.toml", "UNKNOWN_THRESHOLD")
    assert "“repost_hour”" in fault.message
    assert fault.remedy == "是不是“repost_hours”？"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (OWN.format(name="repost_hours", value='"一天"'), [("profile.toml", 2, "NUMBER")]),
        (OWN.format(name="repost_hours", value=-1), [("profile.toml", 2, "NUMBER")]),
        ("repost_hours = 24\n", [("profile.toml", 1, "SHAPE")]),
        (OWN.format(name="repost_hours", value=24) + "unit = 1\n", [("profile.toml", 5, "UNKNOWN_KEY")]),
        ("\n[repost_hours]\nvalue = 24\n", [("profile.toml", 2, "MISSING_KEY")] * 2),
        ("[repost_hours\n", [("profile.toml", 1, "TOML")]),
    ],
)
def test_a_wrong_threshold_is_named_with_its_line(
    tmp_path: Path, text: str, expected: list[tuple[str, int, str]]
) -> None:
    (tmp_path / "profile.toml").write_text(text, encoding="utf-8")

    assert places(tmp_path) == expected


def test_where_the_citys_file_is_broken_the_standard_stays(tmp_path: Path) -> None:
    standard, _ = read_profile(tmp_path)
    (tmp_path / "profile.toml").write_bytes("[办法]".encode("gbk"))

    profile, [fault] = read_profile(tmp_path)

    assert profile == standard
    assert fault.code == "ENCODING"
