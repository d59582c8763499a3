"""What the record tells of the past: which commit visitors get, whose people count, what waits for a second review."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pipeline.gates.approval import How
from pipeline.outcome import Act, State
from pipeline.records.entries import REVIEW

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pipeline.records.chain import Line, Record

#: Visitors get what was meant for them.
GOOD = {State.SWITCHED.value, State.UNCHANGED.value}
#: Visitors have seen it, be it for a moment.
_SEEN = {State.SWITCHED.value, State.UNSEEN.value, State.RESTORED.value, State.STUCK.value}
_PUBLISH, _ROLLBACK = Act.PUBLISH.name.lower(), Act.ROLLBACK.name.lower()


def last_commit(record: Record, environment: str, site: str) -> str | None:
    """Return the commit that visitors of a site get: of its last publication that succeeded, or of the one rolled back to.

    A publication that nobody was asked about says nothing of what has been reviewed, and is passed over.
    None where nobody knows: the site was never published, or is shown from before the record begins.
    """
    return _last_commit(record.lines, environment, site)


def last_trusted_commit(record: Record, environment: str, site: str) -> str | None:
    """Return the commit whose `people.toml` says who may approve a site: the last before any forced publication not yet reviewed.

    What was published by force may have named its author a reviewer, and what came after stands upon it.
    """
    waiting = [line for line in pending_reviews(record) if _concerns(line, environment, site)]
    lines = [line for line in record.lines if not waiting or line.number < waiting[0].number]
    return _last_commit(lines, environment, site)


def pending_reviews(record: Record) -> tuple[Line, ...]:
    """Return the forced publications that visitors have seen and nobody has reviewed since, oldest first."""
    reviewed = {number for line in record.lines if line.entry["act"] == REVIEW for number in line.entry["reviews"]}
    return tuple(line for line in record.lines if _was_forced(line) and line.number not in reviewed)


def _was_forced(line: Line) -> bool:
    seen = any(outcome["state"] in _SEEN for outcome in line.entry["outcomes"])
    return seen and line.entry["act"] == _PUBLISH and line.entry["approval"]["how"] == How.FORCED.value


def _last_commit(lines: Sequence[Line], environment: str, site: str) -> str | None:
    for place in range(len(lines) - 1, -1, -1):
        entry = lines[place].entry
        if _concerns(lines[place], environment, site) and _came_out_well(entry, site):
            if entry["act"] == _PUBLISH and _was_asked(entry):
                return str(entry["commit"]) or None
            if entry["act"] == _ROLLBACK:
                return _commit_of(lines[:place], environment, site, entry["releases"][site])
    return None


def _commit_of(lines: Sequence[Line], environment: str, site: str, release: str) -> str | None:
    """The commit that a release was first published from; later ones left it as it was."""
    for line in lines:
        entry = line.entry
        if _concerns(line, environment, site) and entry["releases"][site] == release and _was_asked(entry):
            return str(entry["commit"]) or None
    return None


def _was_asked(entry: Mapping[str, Any]) -> bool:
    return bool(entry["act"] == _PUBLISH and entry["approval"]["how"] != How.NONE.value)


def _concerns(line: Line, environment: str, site: str) -> bool:
    return line.entry["environment"] == environment and site in line.entry["releases"]


def _came_out_well(entry: Mapping[str, Any], site: str) -> bool:
    states = [outcome["state"] for outcome in entry["outcomes"] if outcome["site"] == site]
    return bool(states) and GOOD.issuperset(states)
