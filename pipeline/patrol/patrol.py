"""Go on patrol: a round, a pause, another round, until the time is up; say what changed and call whoever is on duty."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.patrol import alarming, text
from pipeline.patrol.findings import Severity
from pipeline.patrol.record import RecordDamaged
from pipeline.patrol.round import Round, Scope, one_round
from pipeline.patrol.store import Store, begun_anew, opened
from pipeline.release import BEIJING, ReleaseError

if TYPE_CHECKING:
    from pathlib import Path

    from model.profile import Profile
    from pipeline.hosts import Front, SiteAddress
    from pipeline.patrol.looking import Published

    Say = Callable[[str], object]


@dataclass(frozen=True, slots=True)
class Beat:
    """When rounds are made: `interval` seconds from one's beginning to the next's, for `lasting` seconds; None is for ever.

    Zero seconds are one round. `now` and `pause` are the clock.
    """

    interval: float = 1800
    lasting: float | None = None
    now: Callable[[], dt.datetime] = lambda: dt.datetime.now(BEIJING)
    pause: Callable[[float], object] = time.sleep


@dataclass(frozen=True, slots=True)
class Patrol:
    """Who is patrolled, where, against what, and what is run on an alarm (the words of a command, or none)."""

    sites: Sequence[SiteAddress]
    fronts: Sequence[Front]
    published: Published
    profile: Profile
    scope: Scope
    on_alarm: Sequence[str] = ()


def patrol(task: Patrol, record: Path, beat: Beat, say: Say = print) -> bool:
    """Make rounds until the time is up or somebody interrupts; return whether there was no alarm and nothing went wrong.

    A round that cannot be made is said, and the next one is tried. Raise `ReleaseError` where there is nobody to ask, or
    where the record cannot be used at the beginning.
    """
    if not task.sites or not (task.fronts or task.scope.public):
        raise ReleaseError("巡查", "没有要问的网站或者主机地址", "在hosts.toml里给主机写上serves，或者加--public")
    store, note = opened(record, beat.now())
    if note:
        say(note)
    going = _Going(task, store, beat, say, ok=not note)
    try:
        with suppress(KeyboardInterrupt):
            going.on()
    finally:
        going.store.close()
    return going.ok


@dataclass(slots=True)
class _Going:
    task: Patrol
    store: Store
    beat: Beat
    say: Say
    ok: bool

    def on(self) -> None:
        """Make rounds until the time is up."""
        begun = self.beat.now()
        while True:
            now = self.beat.now()
            self._once(now)
            following = max(now + dt.timedelta(seconds=self.beat.interval), self.beat.now())
            lasting = self.beat.lasting
            if lasting is not None and (following - begun).total_seconds() >= lasting:
                return
            self.beat.pause(max(0.0, (following - self.beat.now()).total_seconds()))

    def _once(self, now: dt.datetime) -> None:
        try:
            done = self._round(now)
            for line in text.round_lines(done, now):
                self.say(line)
            self.ok &= not any(finding.severity is Severity.ALARM for finding in done.open)
            self._tell()
        except ReleaseError as error:
            self.say(str(error))
            self.ok = False

    def _round(self, now: dt.datetime) -> Round:
        task = self.task
        try:
            return one_round(task.sites, task.fronts, task.published, self.store, task.profile, now, task.scope)
        except RecordDamaged:
            self.ok = False
            self.store.close()
            self.store, note = begun_anew(self.store.file, now)
            self.say(note)
            return one_round(task.sites, task.fronts, task.published, self.store, task.profile, now, task.scope)

    def _tell(self) -> None:
        """Run the operator's command for the alarms of which it was not told; where it fails, it is told next time."""
        if not self.task.on_alarm:
            return
        with self.store.writing():
            alarms = self.store.untold({site.name for site in self.task.sites})
        if not alarms:
            return
        if failure := alarming.run(self.task.on_alarm, alarms):
            self.say(f"--on-alarm的命令{failure}；下一轮再运行")
            self.ok = False
            return
        with self.store.writing():
            self.store.tell(alarms)
