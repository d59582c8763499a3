"""Readers who read while releases are switched: each page of one piece, each answer a whole one, and nobody ever gets an error."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING

import pytest

from pipeline.hosts import SiteAddress
from pipeline.publish import rollback
from pipeline.publish_text import render
from tests.hosts.readers import Readers, tree
from tests.hosts.servers import facts_in, lay_out, nginx_for

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.hosts.front import Front
    from tests.hosts.servers import Visitor

DOMAIN = "www.yunchuan.gov.cn"
#: Each switches both hosts: fifty switches.
PUBLICATIONS = 25


@pytest.fixture
def visitors(front: Front) -> Iterator[list[Visitor]]:
    """The two hosts with a real nginx each, as the set-up configures it, which shows what is published there."""
    site = SiteAddress(front.site, DOMAIN, None, "云川市人民政府")
    with ExitStack() as stack:
        found = []
        for machine in front.net.machines:
            facts = facts_in(machine.folder)
            assert facts.root == str(machine.root)
            lay_out(facts, [site])
            found.append(stack.enter_context(nginx_for(facts)))
        yield found


def published(front: Front, number: int) -> str:
    """Publish a release in which everything is another than in the one before; return its id."""
    before = tree(number - 1) if number else dict.fromkeys(front_files(front), "")
    front.build(**{**dict.fromkeys(before), **tree(number)})
    publication = front.publish()
    assert publication.ok, render(publication)
    return publication.outcomes[0].release


def front_files(front: Front) -> list[str]:
    folder = front.output / front.site
    return [path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()]


def test_hosts_are_switched_fifty_times_and_no_reader_notices_but_by_the_news(
    front: Front, visitors: list[Visitor]
) -> None:
    published(front, 0)

    with Readers(visitors, DOMAIN) as readers:
        for number in range(1, PUBLICATIONS + 1):
            published(front, number)
            readers.shown = number

    assert readers.faults == []
    assert readers.left == []
    assert readers.seen >= set(range(1, PUBLICATIONS))
    assert readers.views > 20 * 10
    assert readers.unchanged > 0


def test_ten_roll_backs_mix_nothing(front: Front, visitors: list[Visitor]) -> None:
    ids = [published(front, number) for number in range(2)]

    with Readers(visitors, DOMAIN, lingers=False) as readers:
        for number in range(10):
            readers.steps += 1
            assert rollback([front.site], front.hosts, ids[number % 2]).ok
            readers.steps += 1

    assert readers.faults == []  # but in `left`: an earlier release does not have the styles of a later page
    assert readers.seen == {0, 1}


def test_deleting_old_releases_takes_nothing_from_whoever_reads(front: Front, visitors: list[Visitor]) -> None:
    for number in range(3):
        published(front, number)

    with Readers(visitors, DOMAIN, shown=2) as readers:
        for _ in range(10):
            for host in front.hosts:
                host.prune(front.site, 1)

    assert readers.faults == []
    assert readers.seen == {2}
