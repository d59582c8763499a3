"""Publishing by force, before anybody has reviewed: by a publisher, with a reason, proven by a signature (办法第二十七条的例外).

Whose signature counts is what `people.toml` said in the commit last published from, and still says. A forced commit may itself add
its author to the publishers; what it says of people proves nothing. Only a platform that never published has nothing else to go by.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from model.faults import ContentFaults, Fault
from model.people import PEOPLE_FILE, Role
from pipeline.gates.approval import Approval, How
from pipeline.gates.gate import situation
from pipeline.gates.history import uncommitted
from pipeline.gates.signatures import sign, signer
from pipeline.release import BEIJING, shown

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence
    from pathlib import Path

PURPOSE = "zhengzhan-force"
LONGEST_REASON = 500


def force(
    content: Path,
    site_ids: Sequence[str],
    bases: Mapping[str, str],
    trusted: Mapping[str, str] | None = None,
    *,
    reason: str,
    key: str,
    now: dt.datetime,
) -> Approval:
    """Return the approval that a publisher of the sites gives by force; raise `ContentFaults`.

    `bases` and `trusted` are those of `gate`; `key` is a file to sign with, empty for the one that git signs with. What is built must be
    the commit here too. The approval holds the statement, its signature and the authors of what nobody reviewed.
    """
    faults = fault_of_text("--reason", reason)
    found = situation(content, site_ids, bases, trusted or {})
    faults += uncommitted(found.here)
    if faults:
        raise ContentFaults(faults)
    statement = statement_of(PURPOSE, commit=found.here.commit, sites=" ".join(site_ids), reason=reason, at=moment(now))
    signature = sign(content, statement, PURPOSE, key)
    person = signer(statement, signature, PURPOSE, found.people)
    if person is None or not all(person.holds(Role.PUBLISHER, site) for site in site_ids):
        fact = f"签名的不是{'、'.join(site_ids)}的发布人员，或者公钥不在{PEOPLE_FILE}里（以上一次发布时的为准）"
        raise ContentFaults([Fault("--key", 1, "SIGNER", fact, "请有密钥的发布人员签名")])
    authors = frozenset().union(*(stretch.authors for stretch in found.stretches))
    return Approval(
        found.here.commit, How.FORCED, (person.email,), reason, tuple(sorted(authors)), statement, signature
    )


def statement_of(purpose: str, **facts: str) -> str:
    """Return what is signed: the purpose, then a line for each fact; none of them may hold a line end."""
    return "".join(f"{line}\n" for line in (f"{purpose} 1", *(f"{name}: {fact}" for name, fact in facts.items())))


def moment(now: dt.datetime) -> str:
    """Return a moment as it is signed: Beijing time, to the second."""
    return now.astimezone(BEIJING).replace(microsecond=0).isoformat()


def fault_of_text(option: str, text: str) -> list[Fault]:
    """Return the fault of a reason or a note: it is one line of 1 to 500 characters."""
    if not text.strip():
        return [Fault(option, 1, "REASON", "没有写原因", f"用{option}写明")]
    if shown(text) != text:
        return [Fault(option, 1, "REASON", "不是一行文字", "写在一行里，不要控制字符")]
    if len(text) > LONGEST_REASON:
        return [Fault(option, 1, "REASON", f"有{len(text)}个字，超过{LONGEST_REASON}个", "缩短")]
    return []
