"""Look at what the hosts hold and show, and change nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.hosts import HostError
from pipeline.outcome import Act, Held, Outcome, Publication, State, checked, quiet

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from pipeline.hosts import Host

    Say = Callable[[str], object]


def verify(sites: str | Iterable[str], hosts: Sequence[Host], *, say: Say = quiet) -> Publication:
    """Read again every file that the hosts show, and return what differs from the manifests."""
    outcomes = []
    for site in checked(sites, hosts):
        for host in hosts:
            say(f"校验 {site} → {host.name}")
            outcomes.append(_verified(host, site))
    return Publication(Act.VERIFY, tuple(outcomes))


def releases(sites: str | Iterable[str], hosts: Sequence[Host]) -> tuple[Held, ...]:
    """Return the releases that the hosts hold, by site and host, newest first; raise `HostError`."""
    return tuple(
        _held(host, site, release_id)
        for site in checked(sites, hosts)
        for host in hosts
        for release_id in reversed(host.releases(site))
    )


def _verified(host: Host, site: str) -> Outcome:
    try:
        shown = host.current(site)
        problems = tuple(map(str, host.verify(site, shown))) if shown else ("尚未发布",)
    except HostError as error:
        shown, problems = None, (str(error),)
    return Outcome(host.name, site, State.FAILED if problems else State.SOUND, shown or "", shown, problems=problems)


def _held(host: Host, site: str, release_id: str) -> Held:
    shown = host.current(site) == release_id
    try:
        files = host.manifest(site, release_id).files
    except HostError:
        return Held(host.name, site, release_id, shown, None, None)
    return Held(host.name, site, release_id, shown, len(files), sum(file.size for file in files))
