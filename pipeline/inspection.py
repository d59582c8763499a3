"""Look at what the hosts hold and show, and at the record of how it came there; change nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.attempt import record_file
from pipeline.hosts import HostError
from pipeline.outcome import Act, Held, Outcome, Publication, State, checked, quiet
from pipeline.records.chain import read
from pipeline.records.copies import Relation, compare
from pipeline.records.text import render, render_comparison
from pipeline.ssh.host import SshHost

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from pipeline.hosts import Host
    from pipeline.hosts_file import Hosts

    Say = Callable[[str], object]

#: How many lines of a host's copy of the record are compared.
_RECENT = 200


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


def history(output: Path, hosts: Hosts) -> tuple[str, bool]:
    """Return what the record says, with how the hosts' copies stand to it, and whether nothing is wrong with either."""
    record = read(record_file(output, hosts))
    lines, sound = [render(record)], not record.faults
    for host in hosts.all:
        if isinstance(host, SshHost):
            found = compare(record, host.recorded(_RECENT), hosts.environment)
            lines.append(render_comparison(found, host.name))
            sound = sound and found.relation not in (Relation.OTHER_LONGER, Relation.PARTED)
    return "\n".join(lines), sound


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
