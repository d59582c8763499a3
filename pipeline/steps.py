"""Carry out what a publication takes, step by step: on all hosts before anything is switched, and back where a switch fails."""

from __future__ import annotations

from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from pipeline.hosts import HostError
from pipeline.outcome import Outcome, State

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from pipeline.cargo import Cargo
    from pipeline.hosts import Host
    from pipeline.manifest import Changes, Manifest

    Phase = Callable[["Step"], tuple[str, ...]]
    Say = Callable[[str], object]


@dataclass(frozen=True, slots=True)
class Step:
    """One site on one host: what it is to show, what it shows, and whether anything is to be done."""

    host: Host
    site: str
    target: Manifest
    previous: str | None
    difference: Changes
    needed: bool
    cargo: Cargo | None = field(default=None, repr=False)

    def outcome(self, state: State, problems: tuple[str, ...] = ()) -> Outcome:
        """Return how the step came out."""
        return Outcome(self.host.name, self.site, state, self.target.release, self.previous, self.difference, problems)


def carry_out(steps: Sequence[Step], phases: Mapping[str, Phase], say: Say) -> tuple[Outcome, ...]:
    """Take every step that is needed through every phase, then switch; stop after the phase in which anything fails."""
    work = [step for step in steps if step.needed]
    results = _prepared(work, phases, say) or _switched(work, say)
    done = {(outcome.host, outcome.site): outcome for outcome in results}
    return tuple(done.get((step.host.name, step.site)) or step.outcome(State.UNCHANGED) for step in steps)


def _prepared(work: Sequence[Step], phases: Mapping[str, Phase], say: Say) -> list[Outcome]:
    """Return the outcomes of the phase that failed, none where all went well."""
    for name, phase in phases.items():
        problems = _at_once(work, lambda step, name=name, phase=phase: _attempted(name, phase, step, say))  # type: ignore[misc]
        if any(problems):
            pairs = zip(work, problems, strict=True)
            return [step.outcome(State.FAILED if found else State.HELD, found) for step, found in pairs]
    return []


def _at_once(work: Sequence[Step], act: Phase) -> list[tuple[str, ...]]:
    """Carry out `act` for every step, the hosts beside each other, and on each host one site after the other."""
    by_host: dict[str, list[Step]] = defaultdict(list)
    for step in work:
        by_host[step.host.name].append(step)
    if len(by_host) < 2:
        return [act(step) for step in work]
    with ThreadPoolExecutor(len(by_host)) as pool:
        found = list(pool.map(lambda steps: [(id(step), act(step)) for step in steps], by_host.values()))
    problems = dict(pair for pairs in found for pair in pairs)
    return [problems[id(step)] for step in work]


def _attempted(name: str, phase: Phase, step: Step, say: Say) -> tuple[str, ...]:
    say(f"{name} {step.site} → {step.host.name}")
    try:
        return phase(step)
    except HostError as error:
        return (str(error),)


def mend(step: Step) -> tuple[str, ...]:
    """Have what was changed on the host thrown away."""
    step.host.mend(step.site)
    return ()


def upload(step: Step) -> tuple[str, ...]:
    """Bring the release."""
    assert step.cargo
    step.host.upload(step.site, step.target, step.cargo.signatures, step.cargo.source)
    return ()


def check(step: Step) -> tuple[str, ...]:
    """Return what is wrong with the release on the host."""
    return tuple(map(str, step.host.check(step.site, step.target.release)))


def _switched(work: Sequence[Step], say: Say) -> list[Outcome]:
    begun: list[Step] = []
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


def _switched_back(work: Sequence[Step], begun: Sequence[Step], fact: str) -> list[Outcome]:
    problems = [_back(step) for step in reversed(begun)][::-1]
    states = [State.STUCK if found else State.RESTORED for found in problems]
    if states[-1] is State.RESTORED:
        states[-1] = State.FAILED
    problems[-1] = (fact, *problems[-1])
    undone = [step.outcome(state, found) for step, state, found in zip(begun, states, problems, strict=True)]
    return undone + [step.outcome(State.HELD) for step in work[len(begun) :]]


def _back(step: Step) -> tuple[str, ...]:
    """Show the release before, where the host does show the target; return what went wrong."""
    try:
        if step.host.current(step.site) == step.target.release:
            step.host.switch(step.site, step.previous)
    except HostError as error:
        return (str(error),)
    return ()


def withdraw(steps: Iterable[Step]) -> None:
    """Take what was uploaded in vain off the lists, so that no roll-back ends at a release that nobody ever saw."""
    for step in steps:
        with suppress(HostError):
            if step.needed and step.target.release in step.host.releases(step.site):
                step.host.withdraw(step.site, step.target.release)


def pruned(outcomes: Sequence[Outcome], steps: Sequence[Step], keep: int) -> tuple[Outcome, ...]:
    """Have every host delete old releases; return the outcomes with what could not be deleted."""
    found = _at_once(steps, lambda step: _prune(step, keep) if step.needed else ())
    return tuple(replace(outcome, problems=problems) for outcome, problems in zip(outcomes, found, strict=True))


def _prune(step: Step, keep: int) -> tuple[str, ...]:
    try:
        step.host.prune(step.site, keep)
    except HostError as error:
        return (str(error),)
    return ()
