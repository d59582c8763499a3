"""Bring releases to the front-end hosts: onto all of them, checked on all, and only then shown by all."""

from __future__ import annotations

import os
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline import manifest as manifests
from pipeline.built_site import BuiltSite, assets, carried, is_shown
from pipeline.hosts import HostError
from pipeline.manifest import changes, file_of, manifest_of
from pipeline.outcome import Act, Outcome, Publication, State, checked, quiet
from pipeline.release import ReleaseError, time_of
from pipeline.signing import Signing, signatures

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from pipeline.hosts import Host, Source
    from pipeline.manifest import Changes, Manifest

    Phase = Callable[["_Step"], tuple[str, ...]]
    Say = Callable[[str], object]


@dataclass(frozen=True, slots=True)
class Terms:
    """On what terms releases are made: `who` publishes, from which commit, built by what, signed with what.

    A host keeps the newest `keep` releases. Assets of earlier releases stay reachable `asset_days` days; `assets` is a
    folder of this machine that keeps them for hosts which lack them.
    """

    who: str = ""
    commit: str = "-"
    builder: str = ""
    signing: Signing | None = None
    keep: int = 5
    asset_days: int = 30
    assets: Path | None = None


@dataclass(frozen=True, slots=True)
class _Cargo:
    """A release on its way: its manifest, the signatures, and where its contents are."""

    manifest: Manifest
    signatures: Mapping[str, bytes]
    source: Source


@dataclass(frozen=True, slots=True)
class _Step:
    host: Host
    site: str
    target: Manifest
    previous: str | None
    difference: Changes
    needed: bool
    cargo: _Cargo | None = field(default=None, repr=False)

    def outcome(self, state: State, problems: tuple[str, ...] = ()) -> Outcome:
        return Outcome(self.host.name, self.site, state, self.target.release, self.previous, self.difference, problems)


def publish(
    built: Sequence[BuiltSite],
    hosts: Sequence[Host],
    now: datetime,
    terms: Terms | None = None,
    *,
    dry_run: bool = False,
    again: bool = False,
    act: Act = Act.PUBLISH,
    allow: Callable[[], object] = bool,
    say: Say = quiet,
) -> Publication:
    """Bring built sites to every host, all or nothing, and return what came of it.

    A site whose content every host shows already is left alone, unless it is to be done `again`: that replaces files damaged on a host.
    Nothing of any site is switched before every host holds and has checked every site; where a switch fails, those
    done are undone. Afterwards each host deletes old releases. A dry run only says what would be done.
    `allow` is called once no other publisher can come between, before anything travels, and may raise. `say` gets a line before
    each step. Raise `ReleaseError` where a site cannot be released, and `HostError` where a host cannot be asked or
    another publisher is at work; nothing has changed then.
    """
    terms = terms or Terms()
    names = checked([each.site for each in built], hosts)
    if terms.keep < 1:
        raise ReleaseError("保留版本数", f"不能只保留{terms.keep}个版本", "至少保留1个")
    with ExitStack() if dry_run else _locked(hosts, names, terms.who, say):
        steps = [step for each in built for step in _steps_forward(each, hosts, now, terms, again, dry_run)]
        if dry_run:
            outcomes = [step.outcome(State.PLANNED if step.needed else State.UNCHANGED) for step in steps]
            return Publication(act, tuple(outcomes))
        mending: dict[str, Phase] = {"修补": _mend} if again else {}
        allow()
        phases = {**mending, "上传": _upload, "校验": _check}
        publication = Publication(act, _carry_out(steps, phases, say))
        if publication.ok:
            return replace(publication, outcomes=_pruned(publication.outcomes, steps, terms.keep))
        _withdraw(steps)
        return publication


def rollback(
    sites: str | Iterable[str], hosts: Sequence[Host], to: str | None = None, *, who: str = "", say: Say = quiet
) -> Publication:
    """Show an earlier release again on every host, checked first and all or nothing, and return what came of it.

    `to` names the release of the one site that is given; without it each site goes back to the newest release before
    the one shown that every host holds. Raise `ReleaseError` where there is no such release, and `HostError` where a
    host cannot be asked or another publisher is at work; nothing has changed then.
    """
    names = checked(sites, hosts)
    if to is not None and len(names) > 1:
        raise ReleaseError("回滚", f"{to}只属于一个站点，却给了{len(names)}个", "一次回滚一个站点，或者不指定版本")
    with _locked(hosts, names, who, say):
        steps = [step for site in names for step in _steps_back(site, hosts, to or _previous(site, hosts))]
        return Publication(Act.ROLLBACK, _carry_out(steps, {"校验": _check}, say))


@contextmanager
def _locked(hosts: Sequence[Host], sites: Sequence[str], who: str, say: Say) -> Iterator[None]:
    with ExitStack() as stack:
        for host in sorted(hosts, key=lambda host: host.name):
            if left := stack.enter_context(host.lock(sites, who)):
                say(f"{host.name}：上一次没有做完（{left}），锁已经接手")
        yield


def _steps_forward(
    built: BuiltSite, hosts: Sequence[Host], now: datetime, terms: Terms, again: bool, dry_run: bool
) -> list[_Step]:
    site = built.site
    current = [host.current(site) for host in hosts]
    showing = [_shown(host, site, release_id) for host, release_id in zip(hosts, current, strict=True)]
    needed = again or not all(is_shown(built, manifest) for manifest in showing)
    there = [set(manifest.lines) if manifest else set() for manifest in showing]
    cargo = _loaded(
        built,
        _after(now, site, hosts),
        [each for each in showing if each],
        terms,
        lambda line: all(line in lines for lines in there),
        sign=needed and not dry_run,
    )
    return [
        _Step(host, site, cargo.manifest, release_id, changes(old, cargo.manifest), needed, cargo)
        for host, release_id, old in zip(hosts, current, showing, strict=True)
    ]


def _loaded(
    built: BuiltSite,
    made: datetime,
    showing: Sequence[Manifest],
    terms: Terms,
    everywhere: Callable[[str], bool],
    *,
    sign: bool,
) -> _Cargo:
    """The release that is to be shown: what was built, and the assets of earlier releases that stay reachable.

    An asset can be carried that every host has (`everywhere`), or this machine.
    """
    store = terms.assets / built.site if terms.assets else None
    kept = {
        path: (line, day)
        for path, (line, day) in carried(built, showing, made.date(), terms.asset_days).items()
        if everywhere(line) or (store and (store / file_of(line).sha256).is_file())
    }
    lines = sorted([*built.lines, *(line for line, _ in kept.values())], key=lambda line: line.split(" ", 2)[2])
    days = {path: day for path, (_, day) in kept.items()}
    manifest = manifest_of(built.site, tuple(lines), made, kept=days, commit=terms.commit, builder=terms.builder)
    if sign and store:
        _keep_assets(store, built, kept.values())
    signed = signatures(manifests.to_text(manifest).encode(), terms.signing) if sign else {}
    places = {path: store / file_of(line).sha256 for path, (line, _) in kept.items() if store}
    return _Cargo(manifest, signed, lambda path: places.get(path) or built.folder / path)


def _keep_assets(store: Path, built: BuiltSite, kept: Iterable[tuple[str, object]]) -> None:
    """Keep the assets of this build for the time after it, and those that are carried; what nobody needs any more goes."""
    own = {file_of(line).sha256: path for path, line in assets(built.lines).items()}
    staying = own.keys() | {file_of(line).sha256 for line, _ in kept}
    with suppress(OSError):  # it is for convenience: what is not kept is not carried
        store.mkdir(parents=True, exist_ok=True)
        there = {path.name for path in store.iterdir()}
        for digest in there - staying:
            (store / digest).unlink()
        for digest in own.keys() - there:
            os.link(built.folder / own[digest], store / digest)


def _after(now: datetime, site: str, hosts: Sequence[Host]) -> datetime:
    """Return `now`, or a second after the newest release where clocks disagree: ids sort as they were published."""
    held = {release_id for host in hosts for release_id in host.releases(site)}
    return max([now, *(time_of(release_id) + timedelta(seconds=1) for release_id in held)])


def _steps_back(site: str, hosts: Sequence[Host], to: str) -> list[_Step]:
    current = [host.current(site) for host in hosts]
    needed = any(release_id != to for release_id in current)
    targets = [host.manifest(site, to) for host in hosts]
    return [
        _Step(host, site, target, release_id, changes(_shown(host, site, release_id), target), needed)
        for host, target, release_id in zip(hosts, targets, current, strict=True)
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


def _shown(host: Host, site: str, release_id: str | None) -> Manifest | None:
    """Return the manifest of what visitors get, None where there is nothing or nobody can say what it should be."""
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
        problems = _at_once(work, lambda step, name=name, phase=phase: _attempted(name, phase, step, say))  # type: ignore[misc]
        if any(problems):
            pairs = zip(work, problems, strict=True)
            return [step.outcome(State.FAILED if found else State.HELD, found) for step, found in pairs]
    return []


def _at_once(work: Sequence[_Step], act: Phase) -> list[tuple[str, ...]]:
    """Carry out `act` for every step, the hosts beside each other, and on each host one site after the other."""
    by_host: dict[str, list[_Step]] = defaultdict(list)
    for step in work:
        by_host[step.host.name].append(step)
    if len(by_host) < 2:
        return [act(step) for step in work]
    with ThreadPoolExecutor(len(by_host)) as pool:
        found = list(pool.map(lambda steps: [(id(step), act(step)) for step in steps], by_host.values()))
    problems = dict(pair for pairs in found for pair in pairs)
    return [problems[id(step)] for step in work]


def _attempted(name: str, phase: Phase, step: _Step, say: Say) -> tuple[str, ...]:
    say(f"{name} {step.site} → {step.host.name}")
    try:
        return phase(step)
    except HostError as error:
        return (str(error),)


def _mend(step: _Step) -> tuple[str, ...]:
    step.host.mend(step.site)
    return ()


def _upload(step: _Step) -> tuple[str, ...]:
    assert step.cargo
    step.host.upload(step.site, step.target, step.cargo.signatures, step.cargo.source)
    return ()


def _check(step: _Step) -> tuple[str, ...]:
    return tuple(map(str, step.host.check(step.site, step.target.release)))


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


def _pruned(outcomes: Sequence[Outcome], steps: Sequence[_Step], keep: int) -> tuple[Outcome, ...]:
    found = _at_once(steps, lambda step: _prune(step, keep) if step.needed else ())
    return tuple(replace(outcome, problems=problems) for outcome, problems in zip(outcomes, found, strict=True))


def _prune(step: _Step, keep: int) -> tuple[str, ...]:
    try:
        step.host.prune(step.site, keep)
    except HostError as error:
        return (str(error),)
    return ()
