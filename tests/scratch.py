"""Folders for tests that are no fixtures' business: they go with the process."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from functools import cache
from pathlib import Path


def scratch() -> Path:
    """Return a new, empty folder."""
    return Path(tempfile.mkdtemp(dir=_of_this_run()))


@cache
def _of_this_run() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="zhengzhan-tests-")).resolve()
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder
