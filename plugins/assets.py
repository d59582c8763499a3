"""The theme's stylesheet, script and icon, under names that change with their content; texts also as hosts send them, made small.

A host whose nginx is set up by `invoke hosts.setup` sends `.br` or `.gz` beside a file to browsers that take them.
"""

from __future__ import annotations

import gzip
from functools import partial
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from model.lifecycle import Mode
from plugins.engine.registry import PageKey, Registry, View, features

if TYPE_CHECKING:
    from collections.abc import Iterator

    from plugins.engine.ask import Ask
    from plugins.engine.registry import Context, Subject
    from plugins.engine.theme_files import ThemeFiles
    from plugins.engine.values import Assets


_TEXTS = {".css", ".js", ".svg"}
#: A text shorter than that fits into one packet anyway; bytes.
_WORTH_IT = 1024


def pages(theme: ThemeFiles, _ask: Ask) -> Iterator[PageKey]:
    """A file for each of the theme's, and two more where it is a text that is worth it."""
    for name, data in theme.files.items():
        yield PageKey(name)
        if PurePosixPath(name).suffix in _TEXTS and len(data) >= _WORTH_IT:
            yield from (PageKey(f"{name}{ending}") for ending in _MADE_SMALL)


def context(_ask: Ask, key: PageKey) -> Context:
    """The name carries the content's digest."""
    return {"file": key.file}


def write(theme: ThemeFiles, _ask: Ask, context: Context) -> bytes:
    """The bytes as they are, or made small; the same from the same at any time."""
    file = PurePosixPath(context["file"])
    if file.suffix in _MADE_SMALL:
        return _MADE_SMALL[file.suffix](theme.files[str(file.with_suffix(""))])
    return theme.files[str(file)]


def _gzipped(data: bytes) -> bytes:
    return gzip.compress(data, mtime=0)


def _brotli(data: bytes) -> bytes:
    import brotli  # takes long to load, and is needed where a file of the theme has changed

    return bytes(brotli.compress(data))


_MADE_SMALL = {".gz": _gzipped, ".br": _brotli}


def addresses(theme: ThemeFiles, _ask: Ask, _subject: Subject) -> Assets:
    """Where a page finds them."""
    return theme.assets


def add(registry: Registry) -> None:
    """Declare the files, and their addresses for every page."""
    theme = registry.theme
    registry.view(View("assets", context, partial(pages, theme), write=partial(write, theme), modes=frozenset(Mode)))
    registry.part("assets", partial(addresses, theme), shared=lambda _: "")


def register() -> None:
    """Connect to the engine."""
    features.connect(add)
