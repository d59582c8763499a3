"""Policies and their interpretations show each other; a repealed policy says so and by what.

Source: 长治市政府网站管理办法第十一条 (pairs); 政府网站发展指引 (修改、废止、失效的文件应当标明).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from model.faults import Fault
from model.kinds import Interpretation, Policy
from model.vocabulary import IN_FORCE
from plugins.engine.registry import Registry, Subject, features

if TYPE_CHECKING:
    from collections.abc import Iterator

    from plugins.engine.ask import Ask, Paired
    from plugins.engine.inquiry import Inquiry, MentionRow


@dataclass(frozen=True, slots=True)
class Pairing:
    """What a policy or interpretation is paired with; all empty on other kinds."""

    interpretations: tuple[Paired, ...] = ()
    policies: tuple[Paired, ...] = ()
    repeals: tuple[Paired, ...] = ()
    repealed_by: tuple[Paired, ...] = ()


def pairing(ask: Ask, subject: Subject) -> Pairing:
    """The pairs of a document."""
    document = subject.document
    assert document
    original = document.original or document.path
    if isinstance(document, Interpretation):
        return Pairing(policies=ask.named_by(document.path, "interprets"))
    if isinstance(document, Policy):
        return Pairing(
            interpretations=ask.naming(original, document.document_number, "interprets"),
            repeals=ask.named_by(original, "repeals"),
            repealed_by=ask.naming(original, document.document_number, "repeals"),
        )
    return Pairing()


def status(ask: Ask, subject: Subject) -> str:
    """What a policy that is not in force as it stands is marked with."""
    if not isinstance(subject.document, Policy):
        return ""
    shown = ask.status(subject.document)
    return "" if shown == IN_FORCE else shown


def check(inquiry: Inquiry) -> Iterator[Fault]:
    """Find pairs that lead nowhere, and one number with two states."""
    for mention in inquiry.mentions("interprets", "repeals"):
        if mention.target.endswith(".md"):
            yield from _path_faults(inquiry, mention)
        elif mention.sort == "interprets" and not mention.url:
            yield from _number_faults(inquiry, mention)
    for number in inquiry.shared_numbers():
        yield from _state_faults(inquiry, number)


def _path_faults(inquiry: Inquiry, mention: MentionRow) -> Iterator[Fault]:
    why = inquiry.why_not_public(mention.target)
    if why:
        purpose = "解读" if mention.sort == "interprets" else "废止"
        yield Fault(
            mention.source,
            mention.line,
            "DANGLING_PAIR",
            f"所{purpose}的“{mention.target}”{why}",
            "改为已发布的文件，或者写文号",
        )


def _number_faults(inquiry: Inquiry, mention: MentionRow) -> Iterator[Fault]:
    if mention.target not in inquiry.claimed and not inquiry.bearers(mention.target):
        message = f"平台上没有文号为“{mention.target}”的文件"
        yield Fault(
            mention.source,
            mention.line,
            "DANGLING_PAIR",
            message,
            f"核对文号；上级的文件在文号后写网址，如“{mention.target} https://…”",
        )


def _state_faults(inquiry: Inquiry, number: str) -> Iterator[Fault]:
    first, *others = inquiry.bearers(number)
    for other in others:
        if other.status != first.status:
            message = f"“{number}”在这里是“{other.status}”，在{first.path}是“{first.status}”"
            yield Fault(other.path, other.line, "STATUS_DIFFERS", message, "同一文件只有一个有效性，核对后改正其中一个")


def add(registry: Registry) -> None:
    """Declare the pairs, the state and the check."""
    registry.part("pairing", pairing, "document")
    registry.part("status", status, "document")
    registry.check(check)


def register() -> None:
    """Connect to the engine."""
    features.connect(add)
