"""The theme's stylesheet, script and icon, under names that change with their content."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from model.lifecycle import Mode
from plugins.engine.registry import PageKey, Registry, View, features

if TYPE_CHECKING:
    from collections.abc import Iterator

    from plugins.engine.ask import Ask
    from plugins.engine.registry import Context, Subject
    from plugins.engine.theme_files import ThemeFiles
    from plugins.engine.values import Assets


def pages(theme: ThemeFiles, _ask: Ask) -> Iterator[PageKey]:
    """A file for each of the theme's."""
    yield from (PageKey(name) for name in theme.files)


def context(_ask: Ask, key: PageKey) -> Context:
    """The name carries the content's digest."""
    return {"file": key.file}


def write(theme: ThemeFiles, _ask: Ask, context: Context) -> bytes:
    """The bytes as they are."""
    return theme.files[context["file"]]


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
