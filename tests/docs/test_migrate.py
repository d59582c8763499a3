"""The operators' page on moving a site: its example works as it stands on the demonstration sites."""

from __future__ import annotations

import datetime as dt
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.build import build
from pipeline.check import check
from pipeline.moving.mapping import COLUMNS
from tests.model_faults import model_faults

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/operators/migrate.md").read_text(encoding="utf-8")
INVOKE = Path(sys.executable).parent / "invoke"


def block(language: str) -> str:
    found = re.search(rf"^```{language}\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)
    assert found
    return found[1]


@pytest.fixture
def moved(tmp_path: Path) -> Path:
    return example(tmp_path)


def example(tmp_path: Path) -> Path:
    """Return a copy of the demonstration sites after the example, in a folder."""
    content = Path(shutil.copytree(ROOT / "content", tmp_path / "content"))
    with (content / "portal/site.toml").open("a", encoding="utf-8") as file:
        file.write("\n" + block("toml"))
    (tmp_path / "wlj.csv").write_text(block("csv"), encoding="utf-8")
    command = shlex.split(block("sh").replace("\\\n", " ").replace("wlj.csv", str(tmp_path / "wlj.csv")))
    line = [str(INVOKE), *command[1:], "--content", str(content)]
    done = subprocess.run(line, cwd=ROOT, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "还要人办的事" in done.stdout
    assert "附件和图片" in done.stdout
    return content


def test_the_example_moves_a_demonstration_site_without_a_fault_on_any_day(moved: Path, tmp_path: Path) -> None:
    for day in ("2027-10-14", "2027-10-15", "2027-10-31", "2027-11-01", "2027-11-02"):
        moment = dt.datetime.fromisoformat(f"{day} 00:00")
        assert list(map(str, model_faults(check(moved, moment)))) == []
        build(moved, tmp_path / "output", as_of=moment)

    assert (tmp_path / "output/portal/zt/wlj/zcwj/minsu-guanli-banfa/index.html").is_file()
    assert "已归档" in (tmp_path / "output/portal/zt/wlj/zcwj/minsu-guanli-banfa/index.html").read_text(
        encoding="utf-8"
    )


def test_the_page_names_the_columns_of_the_table() -> None:
    assert all(f"{label}（`{key}`）" in PAGE for key, label in COLUMNS.items())
