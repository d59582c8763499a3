from __future__ import annotations

from pathlib import Path

import pytest

from model.wording import read_wording


def write(folder: Path, text: str) -> Path:
    (folder / "wording.toml").write_text(text, encoding="utf-8")
    return folder


def test_a_city_without_the_file_has_no_words(tmp_path: Path) -> None:
    assert read_wording(tmp_path) == ({}, [])


def test_the_three_tables_are_read(tmp_path: Path) -> None:
    write(
        tmp_path,
        '[official]\n"云川市府办" = "云川市人民政府办公室"\n[misspelt]\n"岫西县" = "岫溪县"\n[allowed]\n"布署路" = "路名"\n',
    )

    assert read_wording(tmp_path) == (
        {
            "official": {"云川市府办": "云川市人民政府办公室"},
            "misspelt": {"岫西县": "岫溪县"},
            "allowed": {"布署路": "路名"},
        },
        [],
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('"云川" = "云川市"\n', [(1, "SHAPE")]),
        ('[misspelt]\n"岫西县" = ["岫溪县"]\n', [(2, "SHAPE")]),
        ('[misspelt]\n\n"岫西县" = " "\n', [(3, "EMPTY")]),
        ('[official]\nK1 = "K3"\n', [(2, "TERM")]),
        ('[official]\n"云" = "云川"\n', [(2, "TERM")]),
        ('[official]\n"云川" = "云川"\n', [(2, "TERM")]),
        ('[offical]\n"云川" = "云川市"\n', [(1, "UNKNOWN_TABLE")]),
        ('[official]\n"云川" = "云川市\n', [(2, "TOML")]),
    ],
)
def test_a_wrong_word_is_named_with_its_line_and_left_out(
    tmp_path: Path, text: str, expected: list[tuple[int, str]]
) -> None:
    words, faults = read_wording(write(tmp_path, text))

    assert not any(words.values())
    assert [(fault.line, fault.code) for fault in faults] == expected
    assert {fault.path for fault in faults} == {"wording.toml"}


def test_right_words_stay_beside_a_wrong_one(tmp_path: Path) -> None:
    words, faults = read_wording(write(tmp_path, '[misspelt]\n"岫西县" = "岫溪县"\nabc = "甲"\n'))

    assert words == {"misspelt": {"岫西县": "岫溪县"}}
    assert [fault.code for fault in faults] == ["TERM"]


@pytest.mark.parametrize("there", [True, False])
def test_a_link_in_the_files_place_is_a_fault(tmp_path: Path, there: bool) -> None:
    if there:
        (tmp_path / "elsewhere.toml").write_text("[allowed]\n", encoding="utf-8")
    (tmp_path / "wording.toml").symlink_to(tmp_path / "elsewhere.toml")

    assert [fault.code for fault in read_wording(tmp_path)[1]] == ["SYMLINK"]
