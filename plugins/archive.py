"""The banner 已归档 with its date on archived documents.

They stay at their address and in the site map, leave the lists of current items, and are listed in their column's
archive pages. Source: 长治市政府网站管理办法第八条第四项.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from plugins.engine.registry import Registry, Subject, features

if TYPE_CHECKING:
    import datetime as dt

    from plugins.engine.ask import Ask


@dataclass(frozen=True, slots=True)
class Archive:
    """The day of archiving, and the address from which a moved document came."""

    day: dt.date
    moved_from: str


def archive(ask: Ask, subject: Subject) -> Archive | None:
    """The banner of a document whose day of archiving has come."""
    document = subject.document
    assert document
    if not document.archived or not ask.reached(document.archived):
        return None
    return Archive(document.archived, document.moved_from)


def add(registry: Registry) -> None:
    """Declare the banner."""
    registry.part("archive", archive, "document")


def register() -> None:
    """Connect to the engine."""
    features.connect(add)
