"""A consultation's state by the calendar, and its result. Source: 长治市政府网站管理办法第十三条."""

from __future__ import annotations

import datetime as dt
import posixpath
from dataclasses import dataclass
from typing import TYPE_CHECKING

from model.kinds import Consultation
from plugins.engine.registry import Registry, Subject, features
from plugins.engine.values import Link

if TYPE_CHECKING:
    from plugins.engine.ask import Ask


@dataclass(frozen=True, slots=True)
class ConsultationFace:
    """Whether opinions are taken, and what came of them."""

    state: str
    result: Link | None


def consultation(ask: Ask, subject: Subject) -> ConsultationFace | None:
    """The state and result of a consultation, nothing for other kinds."""
    document = subject.document
    if not isinstance(document, Consultation):
        return None
    opened = ask.reached(document.opens)
    closed = ask.reached(document.closes + dt.timedelta(days=1))
    state = ask.say("已结束") if closed else ask.say("征集中") if opened else ask.say("未开始")
    return ConsultationFace(state, _result(ask, document))


def _result(ask: Ask, document: Consultation) -> Link | None:
    if document.result.endswith(".md"):
        return ask.link(posixpath.normpath(f"{document.folder}/{document.result}"))
    return Link(document.result, "") if document.result else None


def add(registry: Registry) -> None:
    """Declare state and result."""
    registry.part("consultation", consultation, "document")


def register() -> None:
    """Connect to the engine."""
    features.connect(add)
