"""Put generators into folders of their own, at pinned versions, and ask them which version they are."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from shutil import which

from benchmarks.peer import NotToBeHad

_SECONDS = 300
_FOLDERS = re.compile(r"/\S*/|^.*?\bE(?:rror|RROR): ")
_VERSION = re.compile(r"\d+\.\d+\.\d+")


def python_packages(tools: Path, name: str, *packages: str) -> Path:
    """Install packages into the virtual environment `tools/<name>`, unless it has them; return its folder."""
    place = tools / name
    if not _noted(place, packages):
        _run(sys.executable, "-m", "venv", "--clear", str(place))
        _run(str(place / "bin" / "pip"), "install", "--quiet", "--disable-pip-version-check", *packages)
        _note(place, packages)
    return place


def node_packages(tools: Path, name: str, *packages: str) -> Path:
    """Install packages into the folder `tools/<name>`, unless it has them; return the folder of their programs."""
    place = tools / name
    if which("npm") is None:
        raise NotToBeHad("npm is not installed")
    if not _noted(place, packages):
        place.mkdir(parents=True, exist_ok=True)
        _run("npm", "install", "--no-audit", "--no-fund", "--loglevel=error", "--prefix", str(place), *packages)
        _note(place, packages)
    return place / "node_modules" / ".bin"


def version_of(*command: str) -> str:
    """Return the version that a program gives when asked; raise `NotToBeHad` where it does not start."""
    said = _run(*command)
    found = _VERSION.search(said)
    if found is None:
        raise NotToBeHad(f"{Path(command[0]).name} gives no version: {said[:200]}")
    return found[0]


def _noted(place: Path, packages: tuple[str, ...]) -> bool:
    note = place / "installed.txt"
    return note.is_file() and note.read_text() == "\n".join(packages)


def _note(place: Path, packages: tuple[str, ...]) -> None:
    (place / "installed.txt").write_text("\n".join(packages))


def _run(*command: str) -> str:
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=_SECONDS, check=True)  # noqa: S603
    except subprocess.CalledProcessError as error:
        raise NotToBeHad(_reason(f"{error.stderr}\n{error.stdout}")) from None
    except (OSError, subprocess.TimeoutExpired) as error:
        raise NotToBeHad(str(error)) from None
    return done.stdout


def _reason(said: str) -> str:
    """The line of a program's last words that says most, without what it begins with and the folders it names."""
    lines = [line.strip() for line in said.splitlines() if "rror" in line and not line.strip().startswith("at ")]
    telling = [line for line in lines if "version `" in line or "No matching" in line or "404" in line]
    return _FOLDERS.sub("", (telling or lines or ["it ended without saying why"])[0])[:200]
