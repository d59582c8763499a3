"""From the options of `invoke patrol` to the patrol: which sites the hosts show, and what they should answer with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from model.faults import ContentFaults
from model.profile import read_profile
from pipeline.fronts import answering
from pipeline.hosts import HostError
from pipeline.manifest import file_of
from pipeline.patrol.alarming import command_of
from pipeline.patrol.durations import seconds_of
from pipeline.patrol.expected import Expected
from pipeline.patrol.patrol import Beat, Patrol, patrol
from pipeline.patrol.record import RECORD
from pipeline.patrol.round import Scope

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from pipeline.hosts import Host, SiteAddress
    from pipeline.hosts_file import Hosts


@dataclass(frozen=True, slots=True)
class Wish:
    """What an operator asked for: durations as they were written, a number of pages a site, a command, whether to ask by DNS."""

    once: bool
    lasting: str
    interval: str
    sample: int
    on_alarm: str
    public: bool


def patrolled(content: Path, output: Path, hosts: Hosts, sites: Sequence[SiteAddress], wish: Wish) -> bool:
    """Patrol the sites that the hosts show, for as long as it was wished; return whether there is no alarm.

    Raise `ContentFaults` where the profile is wrong, `ReleaseError` where the record or a duration is.
    """
    profile, faults = read_profile(content)
    if faults:
        raise ContentFaults(faults)
    lasting = 0.0 if wish.once else seconds_of(wish.lasting, "--for") if wish.lasting else None
    beat = Beat(seconds_of(wish.interval, "--interval"), lasting)
    command = command_of(wish.on_alarm) if wish.on_alarm else ()
    with answering(hosts, sites) as fronts:
        showing = [site for site in sites if _shown(hosts.all, site.name)]
        scope = Scope(pages=wish.sample, public=wish.public)
        work = Patrol(showing, fronts, lambda name: _published(hosts.all, name), profile, scope, command)
        return patrol(work, output / RECORD, beat)


def _shown(hosts: Sequence[Host], site: str) -> tuple[Host, str] | None:
    """The first host that can be asked and shows the site, and which release."""
    failed: HostError | None = None
    for host in hosts:
        try:
            if release := host.current(site):
                return host, release
        except HostError as error:
            failed = error
    if failed:
        raise failed
    return None


def _published(hosts: Sequence[Host], site: str) -> Expected:
    """What visitors of a site should get now."""
    found = _shown(hosts, site)
    if found is None:
        raise HostError(site, "没有一台主机显示这个网站", "先发布")
    host, release = found
    digests = {file.path: file.sha256 for file in map(file_of, host.manifest(site, release).lines)}
    return Expected(digests, host.answers(site, release))
