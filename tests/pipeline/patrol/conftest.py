"""What the tests of the patrol share."""

from __future__ import annotations

from pathlib import Path

import pytest

from model.profile import Profile, read_profile
from tests.pipeline.patrol.servers import Authority


@pytest.fixture(scope="session")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture
def profile(tmp_path: Path) -> Profile:
    return read_profile(tmp_path)[0]
