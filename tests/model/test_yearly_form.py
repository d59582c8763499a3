"""What offices fill in: whole numbers and words under known names, and nothing else."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.record import specs
from model.yearly_files import faults_of_yearly_forms, read_form, skeleton
from model.yearly_form import Earlier, QuarterCheck, SiteYear, SupervisorYear

if TYPE_CHECKING:
    from pathlib import Path

    from model.faults import Fault


def read(folder: Path, text: str | bytes, form: Any = SiteYear) -> tuple[Any, list[Fault]]:
    file = folder / "2026.toml"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_form(file, "portal/reports/2026.toml", form)


def codes(folder: Path, text: str | bytes, form: Any = SiteYear) -> list[tuple[int, str]]:
    found, faults = read(folder, text, form)
    assert (found is None) == bool(faults)
    return [(fault.line, fault.code) for fault in faults]


def test_figures_are_read_under_either_name(tmp_path: Path) -> None:
    found, _ = read(
        tmp_path, '[visits]\ntotal = 9_427_516\n["办事服务"]\n"政务服务事项数量" = 3\n[security]\ndrills = true\n'
    )

    assert (found.visits.total, found.services.items, found.security.drills) == (9427516, 3, True)


def test_what_is_not_filled_in_is_not_known(tmp_path: Path) -> None:
    found, _ = read(tmp_path, "")

    assert (found.visits.total, found.earlier, found.media.app) == (None, None, "")


def test_a_file_that_is_not_there_is_no_fault(tmp_path: Path) -> None:
    assert read_form(tmp_path / "2026.toml", "reports/2026.toml", SiteYear) == (None, [])


@pytest.mark.parametrize("form", [SiteYear, SupervisorYear])
def test_the_skeleton_names_every_figure_and_fills_in_none(tmp_path: Path, form: Any) -> None:
    text = skeleton(form, 2026)
    found, faults = read(tmp_path, text, form)

    assert not faults
    assert found == form()
    tables = {Earlier, QuarterCheck} & {Earlier if form is SiteYear else QuarterCheck}
    tables |= {type(getattr(found, key)) for key in specs(form) if getattr(found, key) not in (None, ())}
    for table in tables:
        assert all(f"# {key} =   # {spec.alias}：" in text for key, spec in specs(table).items())


def test_a_skeleton_is_filled_in_by_taking_away_the_marks(tmp_path: Path) -> None:
    text = skeleton(SiteYear, 2026).replace("# unique =", "unique = 5")

    assert read(tmp_path, text)[0].visits.unique == 5


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("[visits]\ntotal = -1\n", [(2, "NUMBER")]),
        ("[visits]\ntotal = 1.5\n", [(2, "NUMBER")]),
        ("[visits]\ntotal = true\n", [(2, "NUMBER")]),
        ('[visits]\ntotal = "九千"\n', [(2, "NUMBER")]),
        ("[visits]\ntotal = 1234567890123\n", [(2, "NUMBER")]),
        ("[visits]\ntotal = [1]\n", [(2, "SHAPE")]),
        ("[visits]\ntotal = inf\n", [(2, "NUMBER")]),
        ("[visits]\ntotl = 1\n", [(2, "UNKNOWN_KEY")]),
        ("[visitz]\ntotal = 1\n", [(1, "UNKNOWN_KEY")]),
        ("visits = 1\n", [(1, "SHAPE")]),
        ("[[visits]]\ntotal = 1\n", [(1, "SHAPE")]),
        ("[security]\ndrills = 1\n", [(2, "YES_OR_NO")]),
        ("[media]\napp = false\n", [(2, "SHAPE")]),
        ("[messages]\ndays = 4.234\n", [(2, "NUMBER")]),
        ("[earlier]\nnews = 1\n", [(1, "MISSING_KEY")]),
        ("[visits]\ntotal = 1\ntotal = 2\n", [(3, "TOML")]),
        ("[visits]\ntotal = \n", [(2, "TOML")]),
        ("[services]\nitems = 3\nonline = 4\n", [(1, "YEARLY_FORM")]),
        ("[security]\nfound = 0\nmended = 1\n", [(1, "YEARLY_FORM")]),
        ("x = " + "[" * 5000 + "]" * 5000, [(1, "TOML")]),
        ("[visits]\ntotal = " + "9" * 5000, [(1, "TOML")]),
        (b"\xff\xfe[visits]", [(1, "ENCODING")]),
        ("# " + "x" * 300_000, [(1, "TOO_LARGE")]),
    ],
)  # fmt: skip
def test_what_is_hostile_or_wrong_is_a_fault_at_its_line(tmp_path: Path, text: str | bytes, wrong: list[Any]) -> None:
    assert codes(tmp_path, text) == wrong


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("[[quarters]]\nquarter = 5\n", [(1, "YEARLY_FORM")]),
        ("[[quarters]]\nquarter = 1\n[[quarters]]\nquarter = 1\n", [(3, "YEARLY_FORM")]),
        ("[[quarters]]\nchecked = 1\n", [(1, "MISSING_KEY")]),
        ("[[quarters]]\nquarter = 1\nchecked = 1\nfailed = 2\n", [(1, "YEARLY_FORM")]),
    ],
)
def test_quarters_are_four_at_most(tmp_path: Path, text: str, wrong: list[Any]) -> None:
    assert codes(tmp_path, text, SupervisorYear) == wrong


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("[visits]\ntotal = 1\n", encoding="utf-8")
    (tmp_path / "2026.toml").symlink_to(tmp_path / "secret")

    assert [each.code for each in read_form(tmp_path / "2026.toml", "a", SiteYear)[1]] == ["SYMLINK"]


def test_a_folder_holds_one_form_a_year_and_nothing_else(tmp_path: Path) -> None:
    files = {
        "reports/2026.toml": "",
        "reports/26.toml": "",
        "portal/reports/2026.toml": "[x]\n",
        "portal/reports/a.xlsx": "",
        "jyj/reports": "",
    }
    for path, text in files.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")

    found = faults_of_yearly_forms(tmp_path, ["portal", "jyj", "wlj"])

    assert [(each.path, each.code) for each in found] == [
        ("reports/26.toml", "YEARLY_FORM"),
        ("portal/reports/2026.toml", "UNKNOWN_KEY"),
        ("portal/reports/a.xlsx", "YEARLY_FORM"),
        ("jyj/reports", "YEARLY_FORM"),
    ]


@given(st.text(max_size=200))
def test_no_text_breaks_the_reader(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    data = text.encode("utf-8", "surrogatepass")
    found, faults = read(tmp_path_factory.getbasetemp(), data)

    assert found is not None or faults
    if found is not None:
        tomllib.loads(data.decode())
