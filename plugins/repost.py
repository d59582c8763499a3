"""Where a reposted document first appeared. Source: 长治市政府网站管理办法第十条 (转载应注明来源)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from plugins.engine.registry import Registry, Subject, features

if TYPE_CHECKING:
    import datetime as dt

    from plugins.engine.ask import Ask


@dataclass(frozen=True, slots=True)
class Repost:
    """Address and time of the first appearance."""

    url: str
    date: dt.datetime | None


def repost(_ask: Ask, subject: Subject) -> Repost | None:
    """The origin of a repost, nothing for others."""
    document = subject.document
    assert document
    return Repost(document.repost_url, document.repost_date) if document.repost_url else None


def add(registry: Registry) -> None:
    """Declare the origin."""
    registry.part("repost", repost, "document")


def register() -> None:
    """Connect to the engine."""
    features.connect(add)
