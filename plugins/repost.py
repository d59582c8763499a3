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
    """Address and time of the first appearance; `url` is how the page links to it."""

    text: str
    url: str
    date: dt.datetime | None


def repost(ask: Ask, subject: Subject) -> Repost | None:
    """The origin of a repost, nothing for others."""
    document = subject.document
    assert document
    if not document.repost_url:
        return None
    return Repost(document.repost_url, ask.outward(document.url, document.repost_url), document.repost_date)


def add(registry: Registry) -> None:
    """Declare the origin."""
    registry.part("repost", repost, "document")


def register() -> None:
    """Connect to the engine."""
    features.connect(add)
