"""A consultation's state by the calendar, and its result. Source: 长治市政府网站管理办法第十三条."""

from __future__ import annotations

import datetime as dt
import posixpath
from dataclasses import dataclass
from typing import TYPE_CHECKING

from model.faults import Fault
from model.kinds import Consultation
from plugins.engine.registry import Registry, Subject, features
from plugins.engine.values import Link

if TYPE_CHECKING:
    from collections.abc import Iterator

    from plugins.engine.ask import Ask
    from plugins.engine.inquiry import Inquiry


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
    return ConsultationFace("已结束" if closed else "征集中" if opened else "未开始", _result(ask, document))


def _result(ask: Ask, document: Consultation) -> Link | None:
    if document.result.endswith(".md"):
        return ask.link(posixpath.normpath(f"{document.folder}/{document.result}"))
    return Link(document.result, "") if document.result else None


def check(inquiry: Inquiry) -> Iterator[Fault]:
    """Find results that lead nowhere."""
    for mention in inquiry.mentions("result"):
        why = inquiry.why_not_public(mention.target)
        if why:
            yield Fault(
                mention.source,
                mention.line,
                "BROKEN_LINK",
                f"反馈结果“{mention.target}”{why}",
                "改为已发布的文件，或者写一段文字",
            )


def add(registry: Registry) -> None:
    """Declare state and result, and the check."""
    registry.part("consultation", consultation, "document")
    registry.check(check)


def register() -> None:
    """Connect to the engine."""
    features.connect(add)
