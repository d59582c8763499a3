"""The theme's static files under names that carry their digest."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from plugins.engine.values import Assets

if TYPE_CHECKING:
    from pathlib import Path


#: The files that pages name, in the order of `Assets`.
_NAMED = ("site.css", "site.js", "icon.svg", "care.css", "care.js")


@dataclass(frozen=True, slots=True)
class ThemeFiles:
    """The theme's static files under names that carry their content's digest, so that hosts may keep them for a year."""

    files: dict[str, bytes]
    assets: Assets


def read_theme_files(theme: Path) -> ThemeFiles:
    """Read `theme/static/`."""
    names: dict[str, str] = {}
    files: dict[str, bytes] = {}
    for path in sorted((theme / "static").iterdir()):
        data = path.read_bytes()
        name = f"static/{path.stem}.{hashlib.sha256(data).hexdigest()[:12]}{path.suffix}"
        names[path.name] = f"/{name}"
        files[name] = data
    return ThemeFiles(files, Assets(*(names[name] for name in _NAMED)))
