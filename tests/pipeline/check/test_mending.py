"""`--fix` writes what rules are sure of, and nothing else changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.check.mending import mend
from pipeline.findings.finding import Finding
from pipeline.rules.rule import Replacement, Severity

if TYPE_CHECKING:
    from pathlib import Path


def finding(line: int, start: int, end: int, text: str, path: str = "a.md") -> Finding:
    return Finding(path, line, "A", f"{start}", "改", Severity.HINT, replacement=Replacement(start, end, text))


def test_each_replacement_is_written_in_its_place_and_line_ends_stay(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes("甲乙丙\r\n丁戊己庚\n".encode())

    mended = mend(tmp_path, [finding(2, 0, 1, "一二"), finding(2, 2, 4, ""), finding(1, 1, 2, "X")])

    assert (tmp_path / "a.md").read_bytes() == "甲X丙\r\n一二戊\n".encode()
    assert len(mended) == 3


def test_of_two_that_overlap_the_first_is_written(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("甲乙丙丁", encoding="utf-8")

    mended = mend(tmp_path, [finding(1, 1, 3, "二三"), finding(1, 2, 4, "三四")])

    assert (tmp_path / "a.md").read_text(encoding="utf-8") == "甲二三丁"
    assert [each.message for each in mended] == ["1"]


def test_only_documents_are_written(tmp_path: Path) -> None:
    assert mend(tmp_path, [finding(1, 0, 1, "", path="a.xlsx")]) == ()
