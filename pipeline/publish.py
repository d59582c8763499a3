"""Bring releases to the front-end hosts: onto all of them, verified on all, and only then shown by all."""

from __future__ import annotations

from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from pipeline.hosts import HostError
from pipeline.outcome import Act, Outcome, Publication, State, checked, quiet
from pipeline.release import ReleaseError, changes, describe, time_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import datetime
    from pathlib import Path

    from pipeline.hosts import Host
    from pipeline.release import Changes, Manifest

    Phase = Callable[["_Step"], tuple[str, ...]]
    Say = Callable[[str], object]


@dataclass(frozen=True, slots=True)
class _Step:
    host: Host
    site: str
    target: Manifest
    previous: str | None
    difference: Changes
    needed: bool

    def outcome(self, state: State, problems: tuple[str, ...] = ()) -> Outcome:
        counts = (len(self.difference.added), len(self.difference.changed), len(self.difference.removed))
        return Outcome(self.host.name, self.site, state, self.target.release, self.previous, *counts, problems)


def publish(
    sites: str | Iterable[str],
    output: Path,
    hosts: Sequence[Host],
    now: datetime,
    keep: int = 5,
    *,
    dry_run: bool = False,
    force: bool = False,
    say: Say = quiet,
) -> Publication:
    """Bring what is built in `output/<site>` to every host, all or nothing, and return what came of it.

    A site whose content every host shows already is left alone, unless `force`: that replaces files damaged on a host.
    Nothing of any site is switched before every host holds and has verified every site; where a switch fails, those
    done are undone. Afterwards each host keeps its newest `keep` releases. A dry run only says what would be done.
    `say` gets a line before each step. Raise `ReleaseError` where a folder cannot be released, and `HostError` where a
    host cannot be asked or another publisher is at work; nothing has changed then.
    """
    names = checked(sites, hosts)
    if keep < 1:
        raise ReleaseError("保留版本数", f"不能只保留{keep}个版本", "至少保留1个")
    with ExitStack() if dry_run else _locked(hosts):
        steps = [step for site in names for step in _steps_forward(site, output, hosts, now, force)]
        if dry_run:
            outcomes = [step.outcome(State.PLANNED if step.needed else State.UNCHANGED) for step in steps]
            return Publication(Act.PUBLISH, tuple(outcomes))
        publication = Publication(Act.PUBLISH, _carry_out(steps, {"上传": _upload(output), "校验": _verify}, say))
        if publication.ok:
            return replace(publication, outcomes=_pruned(publication.outcomes, steps, keep))
        _withdraw(steps)
        return publication


def rollback(
    sites: str | Iterable[str], hosts: Sequence[Host], to: str | None = None, *, say: Say = quiet
) -> Publication:
    """Show an earlier release again on every host, verified first and all or nothing, and return what came of it.

    `to` names the release of the one site that is given; without it each site goes back to the newest release before
    the one shown that every host holds. Raise `ReleaseError` where there is no such release, and `HostError` where a
    host cannot be asked or another publisher is at work; nothing has changed then.
    """
    names = checked(sites, hosts)
    if to is not None and len(names) > 1:
        raise ReleaseError("回滚", f"{to}只属于一个站点，却给了{len(names)}个", "一次回滚一个站点，或者不指定版本")
    with _locked(hosts):
        steps = [step for site in names for step in _steps_back(site, hosts, to or _previous(site, hosts))]
        return Publication(Act.ROLLBACK, _carry_out(steps, {"校验": _verify}, say))


@contextmanager
def _locked(hosts: Sequence[Host]) -> Iterator[None]:
    with ExitStack() as stack:
        for host in sorted(hosts, key=lambda host: host.name):
            stack.enter_context(host.lock())
        yield


def _steps_forward(site: str, output: Path, hosts: Sequence[Host], now: datetime, force: bool) -> list[_Step]:
    held = {release_id for host in hosts for release_id in host.releases(site)}
    target = describe(output / site, site, _after(now, held))
    shown = [_shown(host, site) for host in hosts]
    needed = force or any(old is None or old.digest != target.digest for old in shown)
    return [
        _Step(host, site, target, host.current(site), changes(old, target), needed)
        for host, old in zip(hosts, shown, strict=True)
    ]


def _after(now: datetime, held: Iterable[str]) -> datetime:
    """Return `now`, or a second after the newest release where clocks disagree: ids sort as they were published."""
    return max([now, *(time_of(release_id) + timedelta(seconds=1) for release_id in held)])


def _steps_back(site: str, hosts: Sequence[Host], to: str) -> list[_Step]:
    needed = any(host.current(site) != to for host in hosts)
    targets = [host.manifest(site, to) for host in hosts]
    return [
        _Step(host, site, target, host.current(site), changes(_shown(host, site), target), needed)
        for host, target in zip(hosts, targets, strict=True)
    ]


def _previous(site: str, hosts: Sequence[Host]) -> str:
    shown = {host.current(site) or "" for host in hosts}
    if len(shown) > 1:
        raise ReleaseError(site, f"各主机显示的版本不同：{'、'.join(sorted(shown))}", "指明要回滚到哪个版本")
    held = set.intersection(*(set(host.releases(site)) for host in hosts))
    earlier = [release_id for release_id in held if release_id < max(shown)]
    if not earlier:
        raise ReleaseError(site, "没有每台主机都保留着的更早版本", "用releases命令查看版本，或重新发布")
    return max(earlier)


def _shown(host: Host, site: str) -> Manifest | None:
    """Return the manifest of what visitors get, None where there is nothing or nobody can say what it should be."""
    release_id = host.current(site)
    with suppress(HostError):
        return host.manifest(site, release_id) if release_id else None
    return None


def _carry_out(steps: Sequence[_Step], phases: dict[str, Phase], say: Say) -> tuple[Outcome, ...]:
    """Take every step that is needed through every phase, then switch; stop after the phase in which anything fails."""
    work = [step for step in steps if step.needed]
    results = _prepared(work, phases, say) or _switched(work, say)
    done = {(outcome.host, outcome.site): outcome for outcome in results}
    return tuple(done.get((step.host.name, step.site)) or step.outcome(State.UNCHANGED) for step in steps)


def _prepared(work: Sequence[_Step], phases: dict[str, Phase], say: Say) -> list[Outcome]:
    """Return the outcomes of the phase that failed, none where all went well."""
    for name, phase in phases.items():
        problems = [_attempted(name, phase, step, say) for step in work]
        if any(problems):
            pairs = zip(work, problems, strict=True)
            return [step.outcome(State.FAILED if found else State.HELD, found) for step, found in pairs]
    return []


def _attempted(name: str, phase: Phase, step: _Step, say: Say) -> tuple[str, ...]:
    say(f"{name} {step.site} → {step.host.name}")
    try:
        return phase(step)
    except HostError as error:
        return (str(error),)


def _upload(output: Path) -> Phase:
    def upload(step: _Step) -> tuple[str, ...]:
        step.host.upload(step.site, step.target, output / step.site)
        return ()

    return upload


def _verify(step: _Step) -> tuple[str, ...]:
    return tuple(map(str, step.host.verify(step.site, step.target.release)))


def _switched(work: Sequence[_Step], say: Say) -> list[Outcome]:
    begun: list[_Step] = []
    try:
        for step in work:
            say(f"切换 {step.site} → {step.host.name}")
            begun.append(step)
            step.host.switch(step.site, step.target.release)
    except HostError as error:
        return _switched_back(work, begun, str(error))
    except BaseException:  # an operator's Ctrl-C must not leave the hosts apart
        for step in reversed(begun):
            _back(step)
        raise
    return [step.outcome(State.SWITCHED) for step in work]


def _switched_back(work: Sequence[_Step], begun: Sequence[_Step], fact: str) -> list[Outcome]:
    problems = [_back(step) for step in reversed(begun)][::-1]
    states = [State.STUCK if found else State.RESTORED for found in problems]
    if states[-1] is State.RESTORED:
        states[-1] = State.FAILED
    problems[-1] = (fact, *problems[-1])
    undone = [step.outcome(state, found) for step, state, found in zip(begun, states, problems, strict=True)]
    return undone + [step.outcome(State.HELD) for step in work[len(begun) :]]


def _back(step: _Step) -> tuple[str, ...]:
    """Show the release before, where the host does show the target; return what went wrong."""
    try:
        if step.host.current(step.site) == step.target.release:
            step.host.switch(step.site, step.previous)
    except HostError as error:
        return (str(error),)
    return ()


def _withdraw(steps: Iterable[_Step]) -> None:
    """Take what was uploaded in vain off the lists, so that no roll-back ends at a release that nobody ever saw."""
    for step in steps:
        with suppress(HostError):
            if step.needed and step.target.release in step.host.releases(step.site):
                step.host.withdraw(step.site, step.target.release)


def _pruned(outcomes: Iterable[Outcome], steps: Iterable[_Step], keep: int) -> tuple[Outcome, ...]:
    return tuple(
        replace(outcome, problems=_prune(step, keep)) if step.needed else outcome
        for outcome, step in zip(outcomes, steps, strict=True)
    )


def _prune(step: _Step, keep: int) -> tuple[str, ...]:
    try:
        step.host.prune(step.site, keep)
    except HostError as error:
        return (str(error),)
    return ()
