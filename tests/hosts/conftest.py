"""What the tests of hosts share: two machines for all of them, and for each a site of its own."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import pytest

from tests.hosts.front import Front
from tests.hosts.machines import Network, network

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_NUMBERS = itertools.count()


@pytest.fixture(scope="session")
def net() -> Iterator[Network]:
    with network() as made:
        yield made


@pytest.fixture
def front(net: Network, tmp_path: Path) -> Iterator[Front]:
    front = Front(net, tmp_path, f"site{next(_NUMBERS)}")
    yield front
    front.close()
