"""Whole builds as a person runs them: the commands, plain Pelican, other machines."""

from __future__ import annotations

import datetime as dt
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from plugins.engine.output import OutputError
from tests.conftest import DEPARTMENT, document, policy
from tests.law.outputs import files_below
from tests.law.theme import Theme

if TYPE_CHECKING:
    from tests.conftest import City

ROOT = Path(__file__).parent.parent
WRONG = Path(__file__).parent / "sites" / "wrong"


def run(
    *command: str, cwd: Path = ROOT, environment: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run a command of the environment that runs the tests."""
    program = Path(sys.executable).parent / command[0]
    return subprocess.run(
        [program, *command[1:]],
        cwd=cwd,
        env={**os.environ, **(environment or {})},
        capture_output=True,
        text=True,
        check=False,
    )


def invoke(*arguments: str) -> subprocess.CompletedProcess[str]:
    return run("invoke", *arguments)


@pytest.fixture
def small(city: City) -> City:
    return city.write(
        {
            "jyj/site.toml": DEPARTMENT,
            "jyj/zcjd/b.md": document("解读", "interprets: 云政发〔2026〕1号"),
            "portal/zcwj/a.md": policy("云政发〔2026〕1号", body="第一条　甲。\n\n第二条　乙。"),
            **{f"portal/yaowen/n{n}.md": document(f"要闻{n}", date=f"2026-01-{n:02} 10:00") for n in range(1, 25)},
        }
    )


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_the_last_line_of_a_build_is_its_figures_in_json(small: City) -> None:
    built = invoke("build", "--content", str(small.content), "--output", str(small.output), "--json")

    assert built.returncode == 0, built.stderr
    figures = json.loads(built.stdout.splitlines()[-1])
    assert set(figures) == {"documents", "pages", "written", "kept", "removed", "seconds", "next_due"}
    assert (figures["documents"], figures["kept"], figures["removed"]) == (26, 0, 0)
    assert figures["written"] == figures["pages"]
    assert figures["next_due"] is None or dt.datetime.fromisoformat(figures["next_due"])


def test_building_again_writes_nothing_and_touches_no_file(small: City) -> None:
    small.build()
    before = {path: path.stat().st_mtime_ns for path in (small.output / "portal").rglob("*")}

    figures = small.build().figures

    assert (figures.written, figures.removed) == (0, 0)
    assert {path: path.stat().st_mtime_ns for path in (small.output / "portal").rglob("*")} == before


def test_plain_pelican_writes_the_same_bytes(small: City, tmp_path: Path) -> None:
    small.build(as_of=None)

    done = run(
        "pelican", str(small.content / "portal"), "-s", str(ROOT / "pelicanconf.py"), "-o", str(tmp_path / "plain")
    )

    assert done.returncode == 0, done.stderr
    assert files(tmp_path / "plain") == files(small.output / "portal")


@pytest.mark.parametrize(
    ("said", "place"),
    [
        ("{{ nothing.there }}", "documents/base.html:"),
        ("{% if %}", "documents/base.html:"),
        ('{% include "components/none/none.html" %}', "documents/base.html:"),
        ("{{ 1 | none }}", "documents/base.html:"),
    ],
)
@pytest.mark.parametrize("documents", [1, 150])
def test_a_template_at_fault_is_named_and_the_last_output_stays(
    city: City, tmp_path: Path, said: str, place: str, documents: int
) -> None:
    theme = Theme(tmp_path)
    city.write({f"portal/yaowen/n{number}.md": document("甲") for number in range(documents)})
    before = city.build(settings=theme.settings).bytes()
    assert before == files_below(city.output)
    theme.put("documents/base.html", said)

    with pytest.raises(OutputError, match=place) as caught:
        city.build(settings=theme.settings)

    assert "\n" not in str(caught.value)
    assert files_below(city.output) == before
    theme.edit("documents/base.html", "")
    assert city.build(settings=theme.settings).bytes() == before


def test_a_fault_in_a_component_is_named_with_its_line(city: City, tmp_path: Path) -> None:
    theme = Theme(tmp_path)
    theme.put("components/items/items.html", "{{ nothing.there }}")

    with pytest.raises(OutputError, match=r"components/items/items\.html:2："):
        city.write({"portal/yaowen/a.md": document("甲")}).build(settings=theme.settings)


def test_plain_pelican_stops_at_a_fault_and_writes_nothing(city: City, tmp_path: Path) -> None:
    city.write({"portal/yaowen/a.md": document("坏").replace("date: ", "date: x")})

    done = run(
        "pelican", str(city.content / "portal"), "-s", str(ROOT / "pelicanconf.py"), "-o", str(tmp_path / "plain")
    )

    assert done.returncode == 1
    assert "portal/yaowen/a.md:3: DATE" in done.stdout + done.stderr
    assert "Traceback" not in done.stdout + done.stderr
    assert not (tmp_path / "plain" / "index.html").exists()


@pytest.mark.parametrize(
    "environment",
    [
        {"PYTHONHASHSEED": "1", "TZ": "UTC", "LANG": "C"},
        {"PYTHONHASHSEED": "2", "TZ": "America/New_York", "LC_ALL": "C.UTF-8"},
    ],
)
def test_hash_seed_time_zone_locale_and_folder_change_nothing(
    small: City, tmp_path: Path, environment: dict[str, str]
) -> None:
    expected = small.build(as_of=None).bytes()
    elsewhere = tmp_path / "an other place"
    elsewhere.mkdir()

    done = run(
        "invoke",
        "--search-root",
        str(ROOT),
        "build",
        "--content",
        os.path.relpath(small.content, elsewhere),
        "--output",
        "out",
        cwd=elsewhere,
        environment=environment,
    )

    assert done.returncode == 0, done.stderr
    built = {name: data for name, data in files(elsewhere / "out").items() if not name.startswith(".")}
    assert built == expected


def test_every_fault_of_a_wrong_folder_is_named_in_one_run_and_the_output_stays(small: City) -> None:
    before = small.build().bytes()

    done = invoke("build", "--content", str(WRONG / "content"), "--output", str(small.output))

    assert done.returncode == 1
    assert done.stdout == (WRONG / "expected.txt").read_text(encoding="utf-8")
    assert "Traceback" not in done.stderr
    assert {name: (small.output / name).read_bytes() for name in before} == before


@pytest.mark.parametrize(
    "arguments",
    [
        ["build", "--content", "nowhere"],
        ["build", "--site", "portl"],
        ["check", "--content", "nowhere"],
        ["audit", "--content", "nowhere"],
        ["rollback"],
        ["publish", "--hosts", "nowhere.toml"],
        ["new", "news", "nowhere", "标题"],
        ["new", "nwes", "portal", "标题"],
    ],
)
def test_a_command_that_cannot_do_its_work_says_so_without_a_traceback(tmp_path: Path, arguments: list[str]) -> None:
    output = [] if arguments[0] in {"check", "new"} else ["--output", str(tmp_path / "out")]

    done = invoke(*arguments, *output)

    assert done.returncode == 1
    assert "Traceback" not in done.stderr + done.stdout
    assert "（" in done.stderr + done.stdout, "a remedy is given"


def test_a_wrong_day_is_a_usage_error(tmp_path: Path) -> None:
    done = invoke("build", "--as-of", "yesterday", "--output", str(tmp_path))

    assert done.returncode == 2
    assert "Traceback" not in done.stderr
