"""Where hosts answer visitors, and whether they answer with what was just published."""

from __future__ import annotations

import time
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.host_server import HostServer
from pipeline.hosts import Front, HostError
from pipeline.manifest import file_of
from pipeline.outcome import Outcome, Publication, State
from pipeline.outside import seen_from_outside

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pipeline.hosts import Host, SiteAddress
    from pipeline.hosts_file import Hosts

#: How many files of a site are asked for besides its front page.
_SAMPLE = 20
#: What becomes of an outcome that was good, where the host answers with something else.
_WRONG = {State.SWITCHED: State.UNSEEN, State.SOUND: State.FAILED}
#: A host reads its table of old addresses a moment after the switch: what is not right is asked again after so many seconds.
_WAITS = (0.0, 1.0, 3.0)


@contextmanager
def answering(hosts: Hosts, sites: Sequence[SiteAddress]) -> Iterator[tuple[Front, ...]]:
    """Give where the hosts answer; a directory of this machine that nobody serves is served for as long as the context lasts."""
    known = {front.host for front in hosts.fronts}
    with ExitStack() as stack:
        servers = [
            stack.enter_context(HostServer(each, sites)) for each in hosts.of_this_machine if each.name not in known
        ]
        own = [Front(server.host.name, "http", "127.0.0.1", server.port) for server in servers]
        yield (*hosts.fronts, *own)


def looked_at(
    publication: Publication,
    hosts: Sequence[Host],
    fronts: Sequence[Front],
    sites: Sequence[SiteAddress],
    sample: int = _SAMPLE,
) -> Publication:
    """Return a publication, or a verification, with what is wrong with the answers of the hosts that came out well.

    Each is asked for the front page, for what changed and for `sample` other files, which must be as the manifest says. Right after a
    switch what is wrong is asked again, for a host reads its table of old addresses a moment later.
    """
    by_name = {host.name: host for host in hosts}
    addresses = {site.name: site for site in sites}
    seen = {front.host: front for front in fronts}
    outcomes = [
        _looked_at(each, by_name[each.host], seen[each.host], addresses[each.site], sample)
        if each.state in _WRONG and each.host in seen
        else each
        for each in publication.outcomes
    ]
    return replace(publication, outcomes=tuple(outcomes))


def _looked_at(outcome: Outcome, host: Host, front: Front, site: SiteAddress, sample: int) -> Outcome:
    wrong = _WRONG[outcome.state]
    try:
        manifest = host.manifest(outcome.site, outcome.release)
        answers = host.answers(outcome.site, outcome.release)
    except HostError as error:
        return replace(outcome, state=wrong, problems=(*outcome.problems, str(error)))
    changed = sorted(outcome.changes.added | outcome.changes.changed)
    digests: Mapping[str, str] = {file.path: file.sha256 for file in map(file_of, manifest.lines)}
    problems: tuple[str, ...] = ()
    for wait in _WAITS if outcome.state is State.SWITCHED else _WAITS[:1]:
        time.sleep(wait)
        problems = seen_from_outside([front], site, digests, sample, changed, answers)
        if not problems:
            return outcome
    return replace(outcome, state=wrong, problems=(*outcome.problems, *problems))
