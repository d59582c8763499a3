"""Programs that the tests use and Python has not: those of the system, and packages of npm, fetched on first use."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import NoReturn

import pytest

PACKAGES = {"axe-core": "4.14.1", "html-validate": "9.7.1", "vnu-jar": "26.9.27"}
PLACE = Path(__file__).parents[2] / ".cache" / "checkers"


def needed(program: str, *others: str) -> str:
    """The path of a program of the system, under one of its names."""
    found = next(filter(None, map(shutil.which, (program, *others))), None)
    return found or lacking(f"{program} is not installed")


def lacking(what: str) -> NoReturn:
    """Skip the test on a desk, fail it in CI."""
    if os.environ.get("CI"):
        pytest.fail(what)
    pytest.skip(f"{what}; .ci/run installs it")


def package(name: str) -> Path:
    """The folder of a package of npm, at the version that is meant; one process fetches it, others wait."""
    folder = PLACE / "node_modules" / name
    PLACE.mkdir(parents=True, exist_ok=True)
    with (PLACE / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if _version(folder) != PACKAGES[name]:
            _install()
    return folder


def _version(folder: Path) -> str:
    file = folder / "package.json"
    return str(json.loads(file.read_text(encoding="utf-8"))["version"]) if file.is_file() else ""


def _install() -> None:
    wanted = [f"{name}@{version}" for name, version in PACKAGES.items()]
    command = [needed("npm"), "install", "--no-save", "--no-package-lock", "--ignore-scripts", "--prefix", str(PLACE)]
    subprocess.run([*command, *wanted], check=True, capture_output=True)
