"""A repository that has just begun, and the keys of its people."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.pipeline.gates.repository import Keys, Repository


@pytest.fixture(scope="session")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Keys:
    return Keys(tmp_path_factory.mktemp("keys"))


@pytest.fixture
def begun(tmp_path: Path, keys: Keys) -> tuple[Repository, str]:
    """A repository and its first commit, which the sites were last published from."""
    repository = Repository(tmp_path / "pingtai", keys)
    return repository, repository.begin()
