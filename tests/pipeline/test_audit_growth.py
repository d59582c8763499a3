"""What a change costs the audit does not depend on how many pages there are, but for the comparison of the digests."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

import pytest

import pipeline.audit
from pipeline.audit import audit, looking, memo
from pipeline.audit.seeing import see
from pipeline.build import LEDGER
from tests.conftest import City, document
from tests.plugins.test_chrome import FULL

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pipeline.audit.seeing import Seen
    from pipeline.audit.setting import Setting

FEW, MANY = 60, 120
#: How many of SQLite's instructions are counted at once.
GRAIN = 10


class Work:
    """Counts what an audit does: SQLite's instructions, those of comparing all digests apart, and the pages it parses."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.changing = self.comparing = self.parsed = 0
        self._apart = False
        connect = memo._connect
        patch.setattr(memo, "_connect", lambda file: self._counted(connect(file)))
        patch.setattr(looking, "see", self._parsing)
        for name in ("list_present", "compare"):
            patch.setattr(pipeline.audit, name, self._set_apart(getattr(pipeline.audit, name)))

    def _counted(self, database: sqlite3.Connection) -> sqlite3.Connection:
        database.set_progress_handler(self._one, GRAIN)
        return database

    def _one(self) -> int:
        self.comparing += self._apart
        self.changing += not self._apart
        return 0

    def _parsing(self, data: bytes, file: str, setting: Setting) -> Seen:
        self.parsed += 1
        return see(data, file, setting)

    def _set_apart(self, work: Callable[..., None]) -> Callable[..., None]:
        def apart(*given: object) -> None:
            self._apart = True
            work(*given)
            self._apart = False

        return apart


def of_one_change(folder: Path, documents: int) -> Work:
    """What the audit does where one document of so many was changed."""
    city = City(folder)
    city.write({"portal/site.toml": FULL})
    city.write({f"portal/yaowen/n{number}.md": document(f"要闻{number}") for number in range(documents)}).build()
    site = city.output / "portal"
    audit(site, ledger=city.output / LEDGER, jobs=1)
    city.write({"portal/yaowen/n7.md": document("要闻7", body="见[另一篇](n8.md)。")}).build()
    with pytest.MonkeyPatch.context() as patch:
        work = Work(patch)
        assert audit(site, ledger=city.output / LEDGER, jobs=1) == ()
    return work


def test_a_change_costs_the_same_on_twice_the_pages(tmp_path: Path) -> None:
    few, many = of_one_change(tmp_path / "few", FEW), of_one_change(tmp_path / "many", MANY)

    assert (few.parsed, many.parsed) == (1, 1)
    assert few.changing > 0
    assert many.changing <= 1.2 * few.changing
    assert few.comparing < many.comparing <= 2.2 * few.comparing
