"""An attempt to change what hosts show: asked for its approval before, kept in the record after, whatever came of it."""

from __future__ import annotations

import datetime as dt
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from model.faults import ContentFaults
from pipeline.gates.approval import Approval, How
from pipeline.gates.forced import force
from pipeline.gates.gate import gate
from pipeline.hosts_file import PRODUCTION
from pipeline.records.chain import RECORD_FILE, Record
from pipeline.records.entries import Facts, entry_of, entry_of_failure, who_is
from pipeline.records.keeping import Keeping, keeping
from pipeline.records.past import last_commit, last_trusted_commit
from pipeline.records.text import reminders
from pipeline.release import BEIJING, ReleaseError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from pipeline.hosts_file import Hosts
    from pipeline.outcome import Publication

    Say = Callable[[str], object]

NOT_ASKED = Approval("", How.NONE)


@dataclass(frozen=True, slots=True)
class Forced:
    """Publishing by force: why, and with which key the publisher proves who it is (nothing: the one that git signs with)."""

    reason: str
    key: str = ""


@dataclass(slots=True)
class Attempt:
    """An attempt under way: the record, what it says of before, and the approval as soon as there is one."""

    content: Path
    hosts: Hosts
    kept: Keeping
    record: Record
    begun: float = field(default_factory=time.monotonic)
    approval: Approval = NOT_ASKED

    def require_signed(self, sites: Sequence[str]) -> None:
        """Hold a record that was brought back from the hosts to what is signed there; raise `ReleaseError`."""
        if self.hosts.signing:
            bases = _commits(last_commit, self.record, self.hosts.environment, sites)
            self.kept.require_signed(bases, self.hosts.signing)

    def approve(self, sites: Sequence[str], forced: Forced | None = None) -> Approval:
        """Ask whether what is committed may go to hosts of other machines; raise `ContentFaults` with everything against it."""
        if self.hosts.approval:
            bases = _commits(last_commit, self.record, self.hosts.environment, sites)
            trusted = _commits(last_trusted_commit, self.record, self.hosts.environment, sites)
            if forced:
                now = dt.datetime.now(BEIJING)
                self.approval = force(
                    self.content, sites, bases, trusted, reason=forced.reason, key=forced.key, now=now
                )
            else:
                self.approval = gate(self.content, sites, bases, trusted)
        return self.approval

    def keep(self, publication: Publication, say: Say) -> None:
        """Write what came of it into the record."""
        for line in self.kept.add(entry_of(publication, self._facts())):
            say(line)

    def keep_failure(self, act: str, sites: Sequence[str], error: Exception, say: Say) -> None:
        """Write into the record why nothing came of it."""
        names = [host.name for host in self.hosts.all]
        for line in self.kept.add(entry_of_failure(act, sites, names, str(error), self._facts())):
            say(line)

    def _facts(self) -> Facts:
        seconds = time.monotonic() - self.begun
        now, who = dt.datetime.now(BEIJING), who_is(self.content)
        return Facts(now, who, self.hosts.environment, self.approval.commit, self.approval, seconds)


def record_file(output: Path, hosts: Hosts) -> Path:
    """Return where the record of an environment is kept: each has one of its own, for each is a chain."""
    file = hosts.record or output / RECORD_FILE
    own = hosts.environment == PRODUCTION
    return file if own else file.with_name(f"{file.stem}.{hosts.environment}{file.suffix}")


def begun(content: Path, output: Path, hosts: Hosts, say: Say, *, urgent: bool = False) -> Attempt:
    """Begin an attempt: say what waits for a second review.

    Raise `ReleaseError` where the record has been tampered with or a host cannot be asked; what is `urgent` goes on, and says it.
    """
    kept = keeping(record_file(output, hosts), hosts.environment, hosts.all)
    try:
        record = kept.checked()
    except ReleaseError as error:
        if not urgent:
            raise
        say(f"先不管：{error}")
        record = Record()
    for line in reminders(record):
        say(line)
    return Attempt(content, hosts, kept, record)


@contextmanager
def kept_if_it_fails(attempt: Attempt, act: str, sites: Sequence[str], say: Say) -> Iterator[None]:
    """Have an attempt that ends with an error in the record as well."""
    try:
        yield
    except (ContentFaults, ReleaseError) as error:
        attempt.keep_failure(act, sites, error, say)
        raise


def _commits(
    of: Callable[[Record, str, str], str | None], record: Record, environment: str, sites: Sequence[str]
) -> dict[str, str]:
    return {site: commit for site in sites if (commit := of(record, environment, site))}
