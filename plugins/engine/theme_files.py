"""The theme's static files under names that carry their digest: one style with those of all components, scripts and styles made small."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from rcssmin import cssmin
from rjsmin import jsmin

from plugins.engine.theme_components import component_styles
from plugins.engine.values import Assets

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

#: The files that pages name, in the order of `Assets`; those of the care variant a theme may do without.
_STYLE = "site.css"
_NAMED = (_STYLE, "site.js", "icon.svg")
_OF_CARE = ("care.css", "care.js")
#: A file of the theme that a stylesheet names.
_OTHER = re.compile(rb'(?<=url\(")[\w.-]+(?="\))')
_SMALLER: dict[str, Callable[[bytes], bytes]] = {".css": cssmin, ".js": jsmin}


@dataclass(frozen=True, slots=True)
class ThemeFiles:
    """The theme's static files under names that carry their content's digest, so that hosts may keep them for a year."""

    files: dict[str, bytes]
    assets: Assets


def read_theme_files(theme: Path) -> ThemeFiles:
    """Read `theme/static/`; stylesheets come last, since they name other files."""
    names: dict[str, str] = {}
    files: dict[str, bytes] = {}
    for path in sorted((theme / "static").iterdir(), key=lambda path: (path.suffix == ".css", path.name)):
        data = _SMALLER.get(path.suffix, bytes)(_source(theme, path))
        if path.suffix == ".css":
            data = _OTHER.sub(partial(_named, names), data)
        name = f"static/{path.stem}.{hashlib.sha256(data).hexdigest()[:12]}{path.suffix}"
        names[path.name] = f"/{name}"
        files[name] = data
    named = (*(names[name] for name in _NAMED), *(names.get(name, "") for name in _OF_CARE))
    return ThemeFiles(files, Assets(*named))


def _source(theme: Path, path: Path) -> bytes:
    """What a file says; the style of the pages has those of the components after its own rules."""
    styles = component_styles(theme) if path.name == _STYLE else []
    return b"".join(each.read_bytes() for each in (path, *styles))


def _named(names: dict[str, str], found: re.Match[bytes]) -> bytes:
    """A file by its published name; one that the theme does not have stays as it is written."""
    written = found[0].decode()
    return names.get(written, written).encode()
