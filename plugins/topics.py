"""A topic gathers documents of any site of the platform. Source: 长治市政府网站管理办法第六条第三项 (专题代替专项网站)."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from model.kinds import Topic
from plugins.engine.registry import Registry, Subject, features

if TYPE_CHECKING:
    from plugins.engine.ask import Ask
    from plugins.engine.values import Item


def members(ask: Ask, subject: Subject) -> tuple[Item, ...]:
    """The documents that a topic gathers, in its order; nothing for other kinds."""
    document = subject.document
    if not isinstance(document, Topic):
        return ()
    return ask.items(tuple(posixpath.normpath(f"{document.folder}/{each}") for each in document.documents))


def add(registry: Registry) -> None:
    """Declare the members."""
    registry.part("members", members, "document")


def register() -> None:
    """Connect to the engine."""
    features.connect(add)
