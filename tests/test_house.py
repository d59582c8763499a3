"""The arrows of the house run one way: tasks → commands → pipeline → plugins → model."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.gates.history import SHARED

ROOT = Path(__file__).parent.parent
FLOORS = ("model", "plugins", "pipeline", "commands", "tasks")


def _modules() -> list[Path]:
    return [*(path for floor in FLOORS[:-1] for path in sorted((ROOT / floor).rglob("*.py"))), ROOT / "tasks.py"]


def _imported(path: Path) -> set[str]:
    """Every module that a file names in an import, wherever in the file it stands."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            names |= {node.module or ""} | {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def _floor(path: Path) -> int:
    return FLOORS.index(path.relative_to(ROOT).parts[0].removesuffix(".py"))


def _climbs(path: Path, imported: set[str]) -> set[str]:
    above = FLOORS[_floor(path) + 1 :]
    return {name for name in imported if name.split(".")[0] in above}


def _features(path: Path, imported: set[str]) -> set[str]:
    """Other feature plugins that a file in `plugins/` imports."""
    if path.relative_to(ROOT).parts[0] != "plugins":
        return set()
    others = {other.stem for other in (ROOT / "plugins").glob("*.py")} - {"__init__"}
    own = path.stem if path.parent == ROOT / "plugins" else ""
    return {name for name in imported if name.startswith("plugins.") and name.split(".")[1] in others - {own}}


@pytest.mark.parametrize("path", _modules(), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_import_runs_up_the_house_or_between_features(path: Path) -> None:
    imported = _imported(path)

    assert _climbs(path, imported) == set()
    assert _features(path, imported) == set()


def test_an_import_up_the_house_is_seen() -> None:
    assert _climbs(ROOT / "model" / "site.py", {"plugins.home", "json"}) == {"plugins.home"}
    assert _climbs(ROOT / "plugins" / "home.py", {"pipeline.build"}) == {"pipeline.build"}
    assert _climbs(ROOT / "pipeline" / "build.py", {"commands.options"}) == {"commands.options"}


def test_an_import_between_features_is_seen() -> None:
    assert _features(ROOT / "plugins" / "home.py", {"plugins.pairing", "plugins.engine.ask"}) == {"plugins.pairing"}
    assert _features(ROOT / "plugins" / "engine" / "ask.py", {"plugins.pairing.check"}) == {"plugins.pairing.check"}


def test_the_model_knows_neither_pelican_nor_templates() -> None:
    for path in (ROOT / "model").rglob("*.py"):
        assert not {name.split(".")[0] for name in _imported(path)} & {"pelican", "jinja2", "invoke", "markdown"}


def test_every_floor_is_asked_for_a_review_before_it_changes_what_is_published() -> None:
    assert {*FLOORS[:-1], "tasks.py"} <= set(SHARED)


def test_what_needs_pelican_is_loaded_by_the_command_that_needs_it() -> None:
    said = (
        "import sys, tasks; print([name for name in ('pelican', 'lxml', 'jinja2', 'markdown') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", said], cwd=ROOT, capture_output=True, text=True, check=True)

    assert done.stdout == "[]\n"


def test_the_pipeline_knows_no_templates() -> None:
    for path in (ROOT / "pipeline").rglob("*.py"):
        assert "jinja2" not in {name.split(".")[0] for name in _imported(path)}
