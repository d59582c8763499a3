"""The results: ratios, the table, the picture."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from lxml import etree

from benchmarks.results import Results, Row, Run, picture, ratio, render, write

MB = 1_000_000


def _row(generator: str, *walls: float, documents: int = 1000, work: str = "from nothing") -> Row:
    runs = tuple(Run(wall, wall * 1.5, wall * 0.5, round(wall * 10 * MB), 1050, 2 * MB) for wall in walls)
    return Row(documents, work, generator, runs)


RESULTS = Results(
    day="2026-11-01",
    machine="a machine",
    cores=2,
    versions={"ours": "0.1", "A": "1.2.3"},
    missing={"B": "no such package"},
    rows=(
        _row("ours", 4.0, 2.0, 3.0),
        _row("A", 1.0, 1.5, 1.2),
        _row("ours", 0.05, work="nothing changed"),
        _row("A", 1.0, work="nothing changed"),
        _row("ours", 20.0, documents=10_000),
    ),
    ours="ours",
)


@pytest.mark.parametrize(
    ("ours", "other", "expected"), [(1.0, 10.0, "0.10"), (3.0, 1.0, "3.0"), (50.0, 2.0, "25"), (2.0, 2.0, "1.0")]
)
def test_the_ratio_is_our_time_over_theirs(ours: float, other: float, expected: str) -> None:
    assert ratio(_row("ours", ours), _row("A", other)) == expected


def test_there_is_no_ratio_without_ours() -> None:
    assert ratio(None, _row("A", 1.0)) == "–"


def test_the_table_shows_shortest_and_median_times_and_the_ratio() -> None:
    text = render(RESULTS)

    assert "## 1,000 documents, from nothing\n" in text
    assert "| ours | 2.00 | 3.00 | 3 | 3.00 | 40 | 1,050 | 2.00 | 1.0 |" in text
    assert "| A | 1.00 | 1.20 | 3 | 1.50 | 15 | 1,050 | 2.00 | 2.0 |" in text
    assert "| A | 1.00 | 1.00 | 1 | 1.50 | 10 | 1,050 | 2.00 | 0.05 |" in text


def test_versions_and_what_was_missing_are_told() -> None:
    text = render(RESULTS)

    assert "ours 0.1, A 1.2.3" in text
    assert "B is missing: no such package." in text


def test_what_disturbed_the_builds_is_told() -> None:
    assert "Everything else on the machine used 25% of its processors meanwhile." in render(RESULTS)


def test_the_picture_has_a_bar_for_each_row_and_is_the_same_twice() -> None:
    root = etree.fromstring(picture(RESULTS).encode())
    bars = root.findall("{*}rect")[1:]
    widths = [float(bar.get("width", "0")) for bar in bars]

    assert len(bars) == len(RESULTS.rows)
    assert widths[4] == max(widths)
    assert widths[2] == min(widths)
    assert picture(RESULTS) == picture(RESULTS)


def test_everything_is_written(tmp_path: Path) -> None:
    write(RESULTS, tmp_path)

    assert (tmp_path / "RESULTS.md").read_text(encoding="utf-8") == render(RESULTS)
    assert (tmp_path / "results.svg").read_text(encoding="utf-8") == picture(RESULTS)
    assert json.loads((tmp_path / "results.json").read_text(encoding="utf-8"))["rows"][1]["runs"][0]["wall"] == 1.0
