"""A report never takes the place of what somebody has edited."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pipeline.report.writing import Product, put

if TYPE_CHECKING:
    from pathlib import Path

TEXT = "---\ntitle: 甲\n---\n\n正文。\n"
ONE = Product("report.year", "portal/nb/a.md", TEXT, {"portal/nb/files/a.xlsx": b"workbook"})
OTHER = Product("report.year", "portal/nb/a.md", TEXT.replace("正文", "又一份"), {"portal/nb/files/a.xlsx": b"another"})
PLAIN = Product("report.year", "portal/nb/a.md", OTHER.text)


def files(folder: Path) -> dict[str, bytes]:
    return {each.relative_to(folder).as_posix(): each.read_bytes() for each in folder.rglob("*") if each.is_file()}


def test_a_report_is_written_with_what_it_owns(tmp_path: Path) -> None:
    assert put(tmp_path, ONE, again=False) == "写了portal/nb/a.md"
    assert files(tmp_path) == ONE.files
    assert ONE.files["portal/nb/a.md"].decode().split("\n")[2] == "title: 甲"


def test_the_same_report_once_more_changes_nothing(tmp_path: Path) -> None:
    put(tmp_path, ONE, again=False)

    assert put(tmp_path, ONE, again=True) == "portal/nb/a.md已经是这样"


@pytest.mark.parametrize("other", [OTHER, PLAIN])
def test_another_report_takes_the_place_of_a_written_one_only_again(tmp_path: Path, other: Product) -> None:
    put(tmp_path, ONE, again=False)

    said = put(tmp_path, other, again=False)

    assert "--again" in said
    assert files(tmp_path) == ONE.files
    assert put(tmp_path, other, again=True) == "换掉了portal/nb/a.md"
    assert files(tmp_path) == {**ONE.files, **other.files}


@pytest.mark.parametrize("path", ["portal/nb/a.md", "portal/nb/files/a.xlsx"])
def test_an_edited_file_is_left_alone(tmp_path: Path, path: str) -> None:
    put(tmp_path, ONE, again=False)
    (tmp_path / path).write_bytes(ONE.files[path] + b" ")
    before = files(tmp_path)

    assert "没有动" in put(tmp_path, OTHER, again=True)
    assert files(tmp_path) == before


@pytest.mark.parametrize("text", ["", "正文", TEXT, "---\n# 由某人写出，校验码 0000000000000000\ntitle: 甲\n---\n"])
def test_somebody_elses_file_is_left_alone(tmp_path: Path, text: str) -> None:
    file = tmp_path / "portal/nb/a.md"
    file.parent.mkdir(parents=True)
    file.write_text(text, encoding="utf-8")

    assert "没有动" in put(tmp_path, ONE, again=True)
    assert files(tmp_path) == {"portal/nb/a.md": text.encode()}


def test_a_link_in_its_place_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret").write_bytes(ONE.files[ONE.path])
    (tmp_path / "portal/nb").mkdir(parents=True)
    (tmp_path / ONE.path).symlink_to(tmp_path / "secret")

    assert "没有动" in put(tmp_path, OTHER, again=True)
    assert (tmp_path / "secret").read_bytes() == ONE.files[ONE.path]
