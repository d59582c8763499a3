from __future__ import annotations

from pathlib import Path

import pytest

from model.terms import read_terms

CONTENT = Path(__file__).parent.parent.parent / "content"


def write(folder: Path, text: str) -> Path:
    (folder / "terms.toml").write_text(text, encoding="utf-8")
    return folder


def test_a_city_without_the_file_has_no_terms(tmp_path: Path) -> None:
    assert read_terms(tmp_path) == ({}, [])


def test_terms_are_read_from_simplified_to_traditional(tmp_path: Path) -> None:
    write(tmp_path, '# 人名、地名\n[zh-Hant]\n"范某" = "范某"\n云岭 = "雲嶺"\n'.replace("云岭 =", '"云岭" ='))

    assert read_terms(tmp_path) == ({"范某": "范某", "云岭": "雲嶺"}, [])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('"云岭" = "雲嶺"\n', [(1, "SHAPE")]),
        ('[zh-Hant]\n"云岭" = ["雲嶺"]\n', [(2, "SHAPE")]),
        ('[zh-Hant]\n\n"云岭" = " "\n', [(3, "EMPTY")]),
        ('[zh-Hant]\nK1 = "K1"\n', [(2, "TERM")]),
        ('[zh-TW]\n"云岭" = "雲嶺"\n', [(1, "UNKNOWN_TABLE")]),
        ('[zh-Hant]\n"云岭" = "雲嶺\n', [(2, "TOML")]),
    ],
)
def test_a_wrong_term_is_named_with_its_line_and_left_out(
    tmp_path: Path, text: str, expected: list[tuple[int, str]]
) -> None:
    terms, faults = read_terms(write(tmp_path, text))

    assert terms == {}
    assert [(fault.line, fault.code) for fault in faults] == expected
    assert {fault.path for fault in faults} == {"terms.toml"}


def test_right_terms_stay_beside_a_wrong_one(tmp_path: Path) -> None:
    write(tmp_path, '[zh-Hant]\n"云岭" = "雲嶺"\nabc = "甲"\n')

    terms, [fault] = read_terms(tmp_path)

    assert terms == {"云岭": "雲嶺"}
    assert fault.code == "TERM"


@pytest.mark.parametrize("there", [True, False])
def test_a_link_in_the_files_place_is_a_fault(tmp_path: Path, there: bool) -> None:
    if there:
        (tmp_path / "elsewhere.toml").write_text("[zh-Hant]\n", encoding="utf-8")
    (tmp_path / "terms.toml").symlink_to(tmp_path / "elsewhere.toml")

    terms, [fault] = read_terms(tmp_path)

    assert (terms, fault.code) == ({}, "SYMLINK")


def test_the_citys_own_terms_are_right() -> None:
    terms, faults = read_terms(CONTENT)

    assert faults == []
    assert terms["云川"] == "雲川"
