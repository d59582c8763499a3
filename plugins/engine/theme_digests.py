"""The digests that say whether the theme is still the same: of its static files, of its templates, of each with all that it names."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


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
    from jinja2 import Environment, TemplateSyntaxError, meta  # which takes long to load, and is needed only here

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
