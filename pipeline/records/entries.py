"""What an attempt becomes in the record: who did what to which hosts, and how it came out. Secrets are left out."""

from __future__ import annotations

import getpass
import re
import socket
from contextlib import suppress
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from model.faults import ContentFaults
from pipeline.gates.approval import Approval
from pipeline.gates.git import setting
from pipeline.outcome import State
from pipeline.release import BEIJING, shown

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from pipeline.outcome import Outcome, Publication

REVIEW = "review"
_LONGEST = 300
_MOST_PROBLEMS = 5
_MANY_OUTCOMES = 100
_SECRETS = (
    (re.compile(r"://[^/@\s]*@"), "://…@"),
    (re.compile(r"-----BEGIN[A-Z ]*PRIVATE KEY.*", re.DOTALL), "（私钥，不记）"),
    (re.compile(r"(?i)\b(pass(?:word|wd)?|token|secret|authorization|密码|口令)(\s*[=:：]\s*)\S+(?: \S+)?"), r"\1\2…"),
)


@dataclass(frozen=True, slots=True)
class Who:
    """Somebody as git knows them, and the account and machine that they worked on."""

    name: str
    email: str
    user: str


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of an attempt besides its outcomes; `commit` is empty where nobody asked git."""

    at: dt.datetime
    who: Who
    environment: str
    commit: str
    approval: Approval
    seconds: float


def who_is(content: Path) -> Who:
    """Return who is at work, by the settings of git and the system."""
    return Who(_known(content, "user.name"), _known(content, "user.email"), f"{_account()}@{socket.gethostname()}")


def _known(content: Path, name: str) -> str:
    """A setting of git; nothing where there is no git, which only real hosts ask for."""
    with suppress(ContentFaults):
        return setting(content, name)
    return ""


def entry_of(publication: Publication, facts: Facts) -> dict[str, Any]:
    """Return the entry of an attempt that came to outcomes, good or bad."""
    outcomes = publication.outcomes
    most = (
        _MOST_PROBLEMS if len(outcomes) <= _MANY_OUTCOMES else 1
    )  # a host takes no line longer than a million characters
    return {
        **_common(publication.act.name.lower(), facts),
        "releases": {outcome.site: _release(outcome) for outcome in outcomes},
        "hosts": list(dict.fromkeys(outcome.host for outcome in outcomes)),
        "outcomes": [_outcome(outcome, most) for outcome in outcomes],
    }


def entry_of_failure(
    act: str, sites: Sequence[str], hosts: Sequence[str], problem: str, facts: Facts
) -> dict[str, Any]:
    """Return the entry of an attempt that came to no outcome at all, because of a problem before any host was touched."""
    return {
        **_common(act, facts),
        "releases": dict.fromkeys(sites, ""),
        "hosts": list(hosts),
        "outcomes": [],
        "problem": clean(problem),
    }


def entry_of_review(numbers: Sequence[int], releases: Mapping[str, str], facts: Facts) -> dict[str, Any]:
    """Return the entry of a second review of the forced publications with these numbers."""
    return {**_common(REVIEW, facts), "releases": dict(releases), "hosts": [], "outcomes": [], "reviews": list(numbers)}


def clean(text: str) -> str:
    """Return a text as it may stand in the record: one line, not long, nothing that looks like a secret."""
    for secret, instead in _SECRETS:
        text = secret.sub(instead, text)
    return shown(text)[:_LONGEST]


def _common(act: str, facts: Facts) -> dict[str, Any]:
    return {
        "at": facts.at.astimezone(BEIJING).replace(microsecond=0).isoformat(),
        "who": {key: clean(value) for key, value in asdict(facts.who).items()},
        "act": act,
        "environment": facts.environment,
        "commit": facts.commit,
        "problem": "",
        "approval": _approval(facts.approval),
        "reviews": [],
        "seconds": round(float(facts.seconds), 1),
    }


def _approval(approval: Approval) -> dict[str, Any]:
    """The approval but for the commit; a reason is what the signed statement says, to the letter."""
    found = asdict(approval)
    del found["commit"]
    return {key: [*map(shown, value)] if isinstance(value, tuple) else str(value) for key, value in found.items()}


def _release(outcome: Outcome) -> str:
    """The release that the site shows, or was to show; one that was not needed was never made."""
    return (outcome.previous if outcome.state is State.UNCHANGED else None) or outcome.release


def _outcome(outcome: Outcome, most: int) -> dict[str, Any]:
    added, changed, removed = outcome.counts
    more = len(outcome.problems) - most
    return {
        "host": outcome.host,
        "site": outcome.site,
        "state": outcome.state.value,
        "release": _release(outcome),
        "previous": outcome.previous or "",
        "added": added,
        "changed": changed,
        "removed": removed,
        "problems": [*map(clean, outcome.problems[:most])] + [f"另有{more}处"] * (more > 0),
    }


def _account() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # an account without a name
        return "?"
