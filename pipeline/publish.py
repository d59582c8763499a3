"""Bring releases to the front-end hosts: onto all of them, checked on all, and only then shown by all."""

from __future__ import annotations

from contextlib import ExitStack, contextmanager, suppress
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from pipeline.built_site import BuiltSite, is_shown
from pipeline.cargo import Terms, loaded
from pipeline.hosts import HostError
from pipeline.manifest import changes
from pipeline.outcome import Act, Publication, State, checked, quiet
from pipeline.release import ReleaseError, time_of
from pipeline.steps import Step, carry_out, check, mend, pruned, upload, withdraw

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import datetime

    from pipeline.hosts import Host
    from pipeline.manifest import Manifest
    from pipeline.steps import Phase

    Say = Callable[[str], object]


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
        mending: dict[str, Phase] = {"修补": mend} if again else {}
        allow()
        phases = {**mending, "上传": upload, "校验": check}
        publication = Publication(act, carry_out(steps, phases, say))
        if publication.ok:
            return replace(publication, outcomes=pruned(publication.outcomes, steps, terms.keep))
        withdraw(steps)
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
        return Publication(Act.ROLLBACK, carry_out(steps, {"校验": check}, say))


@contextmanager
def _locked(hosts: Sequence[Host], sites: Sequence[str], who: str, say: Say) -> Iterator[None]:
    with ExitStack() as stack:
        for host in sorted(hosts, key=lambda host: host.name):
            if left := stack.enter_context(host.lock(sites, who)):
                say(f"{host.name}：上一次没有做完（{left}），锁已经接手")
        yield


def _steps_forward(
    built: BuiltSite, hosts: Sequence[Host], now: datetime, terms: Terms, again: bool, dry_run: bool
) -> list[Step]:
    site = built.site
    current = [host.current(site) for host in hosts]
    showing = [_shown(host, site, release_id) for host, release_id in zip(hosts, current, strict=True)]
    needed = again or not all(is_shown(built, manifest) for manifest in showing)
    there = [set(manifest.lines) if manifest else set() for manifest in showing]
    cargo = loaded(
        built,
        _after(now, site, hosts),
        [each for each in showing if each],
        terms,
        lambda line: all(line in lines for lines in there),
        sign=needed and not dry_run,
    )
    return [
        Step(host, site, cargo.manifest, release_id, changes(old, cargo.manifest), needed, cargo)
        for host, release_id, old in zip(hosts, current, showing, strict=True)
    ]


def _after(now: datetime, site: str, hosts: Sequence[Host]) -> datetime:
    """Return `now`, or a second after the newest release where clocks disagree: ids sort as they were published."""
    held = {release_id for host in hosts for release_id in host.releases(site)}
    return max([now, *(time_of(release_id) + timedelta(seconds=1) for release_id in held)])


def _steps_back(site: str, hosts: Sequence[Host], to: str) -> list[Step]:
    current = [host.current(site) for host in hosts]
    needed = any(release_id != to for release_id in current)
    targets = [host.manifest(site, to) for host in hosts]
    return [
        Step(host, site, target, release_id, changes(_shown(host, site, release_id), target), needed)
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
