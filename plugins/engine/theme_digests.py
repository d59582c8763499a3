"""The digests that say whether the theme is still the same: of its static files, of its templates, of each with all that it names."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from plugins.engine.theme_components import COMPONENTS, component_styles, template_files

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

_EVERYTHING = "*"
_TRANSLATIONS = "translations"
#: The files of components are among the static ones and the templates, but for their examples, which no page is made from.
_KNOWN = frozenset({"static", "templates", COMPONENTS, _TRANSLATIONS})


def static_digest(theme: Path) -> str:
    """Return the digest of every static file, and of the components' styles."""
    return _digest_of(theme, (*_files(theme / "static"), *component_styles(theme)))


def templates_digest(theme: Path) -> str:
    """Return the digest of every template."""
    return _digest_of(theme, template_files(theme).values())


def rest_digest(theme: Path) -> str:
    """Return the digest of whatever else a theme has."""
    return _digest_of(theme, (path for path in _files(theme) if path.relative_to(theme).parts[0] not in _KNOWN))


def words_digests(theme: Path) -> dict[str, str]:
    """Return the digest of the catalogue of each language, by its tag."""
    folders = sorted(each for each in (theme / _TRANSLATIONS).glob("*") if each.is_dir())
    return {each.name.replace("_", "-"): _digest_of(each, _files(each)) for each in folders}


def _files(folder: Path) -> list[Path]:
    return sorted(each for each in folder.rglob("*") if each.is_file())


def _digest_of(folder: Path, files: Iterable[Path]) -> str:
    digest = hashlib.blake2b(digest_size=16)
    for path in files:
        digest.update(f"{path.relative_to(folder).as_posix()}\n".encode())
        digest.update(hashlib.blake2b(path.read_bytes()).digest())
    return digest.hexdigest()


def closures(theme: Path) -> dict[str, str]:
    """Return for each template, by name, the digest of it and of all that it extends, includes and imports, and which values these show.

    Digest and names are words of one text. A template that names another by an expression, or one that is not in the theme,
    depends on the whole theme and may show everything.
    """
    sources = {name: path.read_bytes() for name, path in template_files(theme).items()}
    looks = {name: _look(source) for name, source in sources.items()}
    return {name: _closure(name, sources, looks) or f"{templates_digest(theme)} {_EVERYTHING}" for name in sources}


def shown(closure: str) -> frozenset[str] | None:
    """Return the values that a template and all that it names may show, out of what `closures` gave; nothing where that is not known."""
    _, *names = closure.split(" ")
    return None if names == [_EVERYTHING] else frozenset(names)


def _look(source: bytes) -> tuple[set[str | None], set[str]]:
    """The templates that one names, and the names that it gives values by: those of its own making are among them."""
    from jinja2 import (
        Environment,
        TemplateSyntaxError,
        meta,
        nodes,
    )  # which takes long to load, and is needed only here

    try:
        tree = Environment(autoescape=True).parse(source.decode())
    except (TemplateSyntaxError, UnicodeDecodeError):
        return {None}, set()
    return set(meta.find_referenced_templates(tree)), {each.name for each in tree.find_all(nodes.Name)}


def _closure(name: str, sources: dict[str, bytes], looks: dict[str, tuple[set[str | None], set[str]]]) -> str:
    """The text for one template; nothing where not all that it names is known."""
    found, waiting, names = {name}, [name], set[str]()
    while waiting:
        others, shows = looks[waiting.pop()]
        names |= shows
        for other in others - found:
            if other not in sources:
                return ""
            found.add(other)
            waiting.append(other)
    parts = (each.encode() + b"\0" + hashlib.blake2b(sources[each]).digest() for each in sorted(found))
    return " ".join((hashlib.blake2b(b"".join(parts), digest_size=16).hexdigest(), *sorted(names)))
