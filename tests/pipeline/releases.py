"""Small releases for the tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.built_site import from_folder
from pipeline.manifest import Manifest, manifest_of

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path


def described(folder: Path, site: str, made: datetime) -> Manifest:
    """The manifest of what a folder holds."""
    return manifest_of(site, from_folder(folder, site).lines, made)
