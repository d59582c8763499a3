"""Links between documents: their targets are public, and the anchors that they name exist."""

from __future__ import annotations

from typing import TYPE_CHECKING

from model.faults import Fault, did_you_mean
from plugins.engine.registry import Registry, features

if TYPE_CHECKING:
    from collections.abc import Iterator

    from plugins.engine.inquiry import Inquiry, MentionRow


#: What a document may refer to by path, and what the reference is called in a fault.
_CALLED = {"link": "链接到的", "topic": "收录的", "result": "作为反馈结果的", "translation": "作为原文的"}


def check(inquiry: Inquiry) -> Iterator[Fault]:
    """Find references to what is missing, a draft or not public, and to anchors that are not there."""
    for mention in inquiry.mentions(*_CALLED):
        why = inquiry.why_not_public(mention.target)
        if why:
            fact = f"{_CALLED[mention.sort]}“{mention.target}”{why}"
            yield Fault(mention.source, mention.line, "BROKEN_LINK", fact, "改正路径，或者删去")
        elif mention.fragment:
            yield from _anchor_faults(inquiry, mention)


def _anchor_faults(inquiry: Inquiry, mention: MentionRow) -> Iterator[Fault]:
    anchors = inquiry.anchors(mention.target)
    if anchors and mention.fragment not in anchors:
        nearest = did_you_mean(mention.fragment, anchors)
        message = f"“{mention.target}”里没有“#{mention.fragment}”"
        yield Fault(
            mention.source,
            mention.line,
            "BROKEN_ANCHOR",
            message,
            f"是不是“#{nearest}”？" if nearest else "核对标题或者条款号",
        )


def add(registry: Registry) -> None:
    """Declare the check."""
    registry.check(check)


def register() -> None:
    """Connect to the engine."""
    features.connect(add)
