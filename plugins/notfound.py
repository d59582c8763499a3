"""The page that a host answers with where there is none (404)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plugins.engine.registry import PageKey, Registry, Subject, View, features

if TYPE_CHECKING:
    from collections.abc import Iterator

    from plugins.engine.ask import Ask
    from plugins.engine.registry import Context


def pages(_ask: Ask) -> Iterator[PageKey]:
    """One page a site."""
    yield PageKey("404.html")


def context(ask: Ask, _key: PageKey) -> Context:
    """Nothing but the frame."""
    return {"subject": Subject("not_found", "/404.html", ask.say("没有找到这个页面"), indexed=False)}


def add(registry: Registry) -> None:
    """Declare the page."""
    registry.view(View("not_found", context, pages, template="pages/not_found.html"))


def register() -> None:
    """Connect to the engine."""
    features.connect(add)
