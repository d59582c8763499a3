"""The demonstration city with changes, taken into a ledger, as the rules between documents see it."""

from __future__ import annotations

import datetime as dt
import shutil
import tempfile
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from model.profile import read_profile
from pipeline.build import SETTINGS, theme_of
from pipeline.pelican_run import declared
from pipeline.rules.books import Books
from plugins.engine.ledger import Ledger
from plugins.engine.survey import survey
from plugins.engine.taking_in import take_in

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pipeline.rules.rule import Found, Rule
    from plugins.engine.registry import Registry

CONTENT = Path(__file__).parent.parent.parent / "content"
AS_OF = "2026-11-24 09:00"


@cache
def _registry() -> Registry:
    return declared(SETTINGS)


def _taken_in(ledger: Ledger, content: Path, as_of: str) -> Books:
    seen = survey(content, ledger, dt.datetime.fromisoformat(as_of), theme_of(SETTINGS), SETTINGS)
    take_in(seen, ledger, _registry())
    ledger.remember_facts(seen.facts)
    ledger.commit()
    profile, faults = read_profile(content)
    assert not faults
    return Books(ledger.database, seen.content, profile, seen.now)


@cache
def _demonstration() -> Path:
    """A folder with the demonstration's `content` and the `ledger` of it, made once."""
    folder = Path(tempfile.mkdtemp(prefix="zhengzhan-books-")).resolve()
    shutil.copytree(CONTENT, folder / "content")
    ledger = Ledger(folder / "ledger.sqlite")
    _taken_in(ledger, folder / "content", AS_OF)
    ledger.close()
    return folder


def books(files: Mapping[str, str | bytes | None] | None = None, as_of: str = AS_OF) -> Books:
    """Return the demonstration city's books as of a minute, with `files` (content-relative) written into it, or removed where None.

    Only what changed is read, so that a test may ask for books of its own. The content must be without faults.
    """
    folder = Path(tempfile.mkdtemp(prefix="zhengzhan-books-")).resolve()
    shutil.copytree(_demonstration() / "content", folder / "content", copy_function=shutil.copy2)
    shutil.copy(_demonstration() / "ledger.sqlite", folder / "ledger.sqlite")
    for name, data in (files or {}).items():
        file = folder / "content" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        if data is None:
            file.unlink()
        else:
            file.write_bytes(data.encode() if isinstance(data, str) else data)
    return _taken_in(Ledger(folder / "ledger.sqlite"), folder / "content", as_of)


def city(files: Mapping[str, str], as_of: str = AS_OF) -> Books:
    """Return the books of a city that consists of `files`."""
    folder = Path(tempfile.mkdtemp(prefix="zhengzhan-books-")).resolve()
    for name, text in files.items():
        (folder / "content" / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / "content" / name).write_text(text, encoding="utf-8")
    return _taken_in(Ledger(folder / "ledger.sqlite"), folder / "content", as_of)


def found_in(rule: Rule, files: Mapping[str, str | bytes | None] | None = None, as_of: str = AS_OF) -> list[Found]:
    """Return what a rule finds in the demonstration city with `files` written into it."""
    assert rule.find
    return list(rule.find(books(files, as_of)))
