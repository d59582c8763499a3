"""The copies of the record that hosts keep: where one goes on past the local record, or says something else, that has been tampered with."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.records.chain import Line, Record


class Relation(StrEnum):
    """How a copy stands to the local record."""

    EQUAL = "equal"
    LOCAL_LONGER = "local longer"
    OTHER_LONGER = "other longer"
    PARTED = "parted"


@dataclass(frozen=True, slots=True)
class Comparison:
    """How a copy stands to the local record.

    `line` is the number of the first line that the local record has not. `behind` are the local lines after the last one of the copy;
    `gaps` counts those that it lacks before that, because the host could not be reached then.
    """

    relation: Relation
    line: int = 0
    behind: tuple[Line, ...] = ()
    gaps: int = 0


def compare(local: Record, other: Sequence[str], environment: str) -> Comparison:
    """Return how the last lines of a host's copy stand to the local record, of which hosts get the lines of their environment.

    A copy may begin later than the record does, as a host may. A line that the record lacks is from a removed end where its
    number is higher than any; otherwise one of the two has been written anew.
    """
    lines = [line for line in local.lines if line.entry["environment"] == environment]
    places = {line.digest: place for place, line in enumerate(lines)}
    found = [places.get(hashlib.sha256(each.encode(errors="replace")).hexdigest()) for each in other]
    known = [place for place in found if place is not None]
    if None in found:
        first = _number(other[found.index(None)])
        removed = first > (local.lines[-1].number if local.lines else 0) and found.index(None) == len(known)
        return Comparison(Relation.OTHER_LONGER if removed else Relation.PARTED, first)
    if known != sorted(set(known)):
        return Comparison(Relation.PARTED, lines[min(known)].number)
    behind = tuple(lines[known[-1] + 1 :] if known else lines)
    gaps = known[-1] - known[0] + 1 - len(known) if known else 0
    return Comparison(Relation.LOCAL_LONGER if behind or gaps else Relation.EQUAL, 0, behind, gaps)


def _number(text: str) -> int:
    """The number that a line of a copy gives itself, 0 where it is none."""
    try:
        number = json.loads(text)["number"]
    except (ValueError, RecursionError, TypeError, KeyError):
        return 0
    return number if type(number) is int else 0
