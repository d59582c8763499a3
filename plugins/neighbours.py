"""The previous and the next document of the column."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from plugins.engine.registry import Registry, Subject, features

if TYPE_CHECKING:
    from plugins.engine.ask import Ask
    from plugins.engine.values import Link


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The document published after this one and the one before it, in the same column."""

    newer: Link | None
    older: Link | None


def neighbours(ask: Ask, subject: Subject) -> Neighbours:
    """The neighbours of a current document; an archived one has none."""
    document = subject.document
    assert document
    if document.is_archived(ask.now):
        return Neighbours(None, None)
    return Neighbours(ask.beside(document, newer=True), ask.beside(document, newer=False))


def add(registry: Registry) -> None:
    """Declare the neighbours."""
    registry.part("neighbours", neighbours, "document")


def register() -> None:
    """Connect to the engine."""
    features.connect(add)
