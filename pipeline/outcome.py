"""What comes of bringing releases to hosts: values that say how each site on each host came out."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from pipeline.manifest import Changes
from pipeline.release import ReleaseError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pipeline.hosts import Host


class Act(StrEnum):
    """What was done to the hosts."""

    PUBLISH = "发布"
    ROLLBACK = "回滚"
    VERIFY = "校验"
    EMERGENCY = "紧急关停"


class State(StrEnum):
    """How one site on one host came out."""

    UNCHANGED = "unchanged"  # it shows this content already
    PLANNED = "planned"  # a dry run: this is what would be done
    SWITCHED = "switched"  # visitors get the release
    SOUND = "sound"  # every file is as the manifest says
    HELD = "held"  # left on the old release, because something failed elsewhere
    RESTORED = "restored"  # had switched, and is back on the old release
    FAILED = "failed"  # here it failed; the old release is still shown
    UNSEEN = "unseen"  # switched, but from outside something else is seen
    STUCK = "stuck"  # could not be brought back, so that it may differ from the other hosts


_NO_CHANGES = Changes(frozenset(), frozenset(), frozenset(), 0)
_GOOD = {State.UNCHANGED, State.PLANNED, State.SWITCHED, State.SOUND}


@dataclass(frozen=True, slots=True)
class Outcome:
    """One site on one host: `release` is what it was to show, `previous` what it showed before.

    `changes` is between what was shown before and `release`. `problems` are Chinese sentences; a good state
    may have some too, such as old releases that could not be deleted.
    """

    host: str
    site: str
    state: State
    release: str
    previous: str | None
    changes: Changes = field(default=_NO_CHANGES, repr=False)
    problems: tuple[str, ...] = ()

    @property
    def counts(self) -> tuple[int, int, int]:
        """How many files are added, changed, removed."""
        return len(self.changes.added), len(self.changes.changed), len(self.changes.removed)


@dataclass(frozen=True, slots=True)
class Publication:
    """What came of one act, a site after the other and in each a host after the other."""

    act: Act
    outcomes: tuple[Outcome, ...]

    @property
    def ok(self) -> bool:
        """Whether every site on every host came out well."""
        return all(outcome.state in _GOOD for outcome in self.outcomes)


@dataclass(frozen=True, slots=True)
class Held:
    """A release that a host holds; `files` and `size` are None where its manifest cannot be read."""

    host: str
    site: str
    release: str
    shown: bool
    files: int | None
    size: int | None


def quiet(line: str) -> None:
    """Say nothing."""


def checked(sites: str | Iterable[str], hosts: Sequence[Host]) -> tuple[str, ...]:
    """Return the names of the sites, each once; raise `ReleaseError` where there is no site or no host."""
    names = (sites,) if isinstance(sites, str) else tuple(dict.fromkeys(sites))
    if not names:
        raise ReleaseError("站点", "一个也没有", "至少指定一个站点")
    if not hosts:
        raise ReleaseError("主机", "一台也没有", "至少配置一台主机")
    return names
