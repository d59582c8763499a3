"""The operators' page on a site's life: its commands work as they stand, one after the other, and its tables are the software's."""

from __future__ import annotations

import datetime as dt
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from model.content_folder import read_content
from model.lifecycle import CITY, PROVINCE, Act, Approval, State
from pipeline.build import build
from pipeline.life import record
from pipeline.life.forms import PLACES

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/operators/lifecycle.md").read_text(encoding="utf-8")
INVOKE = Path(sys.executable).parent / "invoke"
_BLOCK = re.compile(r"^```sh\n(.*?)^```$", re.DOTALL | re.MULTILINE)
_ROW = re.compile(r"^\| ([^|\n]+) \| ([^|\n]+) \|$", re.MULTILINE)
_NAME = re.compile(r"`([a-z]+\.(?:md|html|toml))`")


def commands() -> list[list[str]]:
    """The commands of the page, as a shell takes them apart."""
    text = "".join(_BLOCK.findall(PAGE)).replace("\\\n", " ")
    return [shlex.split(line) for line in text.splitlines()]


def run(command: list[str], content: Path) -> subprocess.CompletedProcess[str]:
    output = ["--output", str(content.with_name("output"))] if command[1] == "site.emergency" else []
    line = [str(INVOKE), *command[1:], "--content", str(content), *output]
    return subprocess.run(line, cwd=ROOT, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)


def move(content: Path) -> None:
    """What `site.migrate` records, and takes away."""
    day = dt.date(2027, 10, 30)
    given = tuple(Approval(level=level, date=day, number="1号") for level in (CITY, PROVINCE))
    said = {"applicant": "云川市体育局", "application": "1号", "reason": "整合", "target": "portal"}
    record.append(
        content,
        "tyj",
        Act(act="migrate", date=day, begins=day, ends=dt.date(2027, 12, 1), approvals=given, **said),  # type: ignore[arg-type]
    )
    shutil.rmtree(content / "tyj/zwgk")


@pytest.fixture
def content(tmp_path: Path) -> Path:
    return Path(shutil.copytree(ROOT / "content", tmp_path / "content"))


def test_the_commands_of_the_page_carry_a_site_from_its_opening_to_its_closure(content: Path, tmp_path: Path) -> None:
    names = [command[1] for command in commands()]
    assert set(names) == {f"site.{act}" for act in ("open", "online", "offline", "emergency", "change", "close")}

    for command in commands():
        if command[1] == "site.close":
            move(content)
        done = run(command, content)
        assert done.returncode == 0, done.stdout + done.stderr

    life = read_content(content).lives["tyj"]
    assert life.state(dt.date(2027, 12, 31)) is State.CLOSED
    assert build(content, tmp_path / "output", as_of=dt.datetime(2027, 12, 31, 9, 0)).figures.documents


def test_every_form_stands_in_the_table_with_what_it_may_use() -> None:
    rows = {names: text for names, text in _ROW.findall(PAGE) if _NAME.search(names)}
    listed = {
        name: set(text.removeprefix("另有").split("、"))
        for names, text in rows.items()
        for name in _NAME.findall(names)
    }
    common = set.intersection(*(set(places) for name, places in PLACES.items() if name.endswith(".md")))
    said = next(text for names, text in _ROW.findall(PAGE) if names == "公告（`.md`）都能用")

    assert common == set(said.split("、"))
    assert {
        name: set(places) - (common if name.endswith(".md") else set()) for name, places in PLACES.items()
    } == listed
