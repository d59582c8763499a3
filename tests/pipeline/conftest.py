"""What the tests of commands that write into the content share."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.pipeline.life.office import Office


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path)
