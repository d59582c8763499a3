"""What is known of the documents' history, as plain data that the check keeps from one run to the next."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, NamedTuple

#: The form of what `State.as_json` gives; another is read anew from git.
_FORM = 1
#: The arrival of a document that is not judged: it came with the first commit, or from where nothing is known of it.
UNKNOWN = ""


class Changed(NamedTuple):
    """A change of a document's time: the commit's moment, the time before and after, whether the document was public by then."""

    at: str
    old: str
    new: str
    public: bool


class Kept(NamedTuple):
    """A document's history. Moments are Asia/Shanghai as ISO text.

    `arrived` is the moment of the commit that brought it in, `UNKNOWN` where that is not to be judged; `batch` the commits that went online together with
    that one; `date` its time as last committed, empty where it has none that can be read.
    """

    arrived: str
    batch: str
    date: str
    changes: tuple[Changed, ...] = ()


@dataclass(frozen=True, slots=True)
class State:
    """The history up to a commit: of each content-relative path what is `Kept`. In a `shallow` repository it is only a part."""

    head: str
    shallow: bool = False
    documents: dict[str, Kept] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """Return it as what JSON can hold."""
        documents = {path: [*kept[:3], [list(each) for each in kept.changes]] for path, kept in self.documents.items()}
        return {"form": _FORM, "head": self.head, "shallow": self.shallow, "documents": documents}


def state_of(given: Any) -> State | None:
    """Return what `as_json` made `given` of; None where it is anything else."""
    try:
        if given["form"] != _FORM:
            return None
        documents = {path: _kept(*values) for path, values in given["documents"].items()}
        return State(str(given["head"]), bool(given["shallow"]), documents)
    except (AttributeError, KeyError, TypeError, ValueError):
        return None


def _kept(arrived: str, batch: str, date: str, changes: list[list[Any]]) -> Kept:
    return Kept(arrived, batch, date, tuple(Changed(*each) for each in changes))
