"""The theme as files: its static ones under hashed names, and the digests that say whether it is still the same."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from jinja2 import Environment, TemplateSyntaxError, meta

from plugins.engine.values import Assets

if TYPE_CHECKING:
    from pathlib import Path


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
    return ThemeFiles(files, Assets(names["site.css"], names["site.js"], names["icon.svg"]))


def static_digest(theme: Path) -> str:
    """Return the digest of every static file."""
    return _digest_of(theme / "static")


def templates_digest(theme: Path) -> str:
    """Return the digest of every template."""
    return _digest_of(theme / "templates")


def _digest_of(folder: Path) -> str:
    digest = hashlib.blake2b(digest_size=16)
    for path in sorted(each for each in folder.rglob("*") if each.is_file()):
        digest.update(f"{path.relative_to(folder).as_posix()}\n".encode())
        digest.update(hashlib.blake2b(path.read_bytes()).digest())
    return digest.hexdigest()


def closures(theme: Path) -> dict[str, str]:
    """Return for each template the digest of it and of all that it extends, includes and imports, by name.

    A template that names another by an expression, or one that is not in the theme, depends on the whole theme.
    """
    folder = theme / "templates"
    sources = {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    named = {name: _referenced(source) for name, source in sources.items()}
    whole = templates_digest(theme)
    return {name: _closure(name, sources, named, whole) for name in sources}


def _referenced(source: bytes) -> set[str | None]:
    try:
        return set(meta.find_referenced_templates(Environment(autoescape=True).parse(source.decode())))
    except (TemplateSyntaxError, UnicodeDecodeError):
        return {None}


def _closure(name: str, sources: dict[str, bytes], named: dict[str, set[str | None]], whole: str) -> str:
    found, waiting = {name}, [name]
    while waiting:
        for other in named[waiting.pop()] - found:
            if other not in sources:
                return whole
            found.add(other)
            waiting.append(other)
    return hashlib.blake2b(
        b"".join(each.encode() + b"\0" + hashlib.blake2b(sources[each]).digest() for each in sorted(found)),
        digest_size=16,
    ).hexdigest()
