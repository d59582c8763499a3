"""From content to two local hosts, and back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from model.faults import ContentFaults
from pipeline.delivery import chosen_hosts, deliver
from pipeline.hosts import HostError
from pipeline.publish import rollback
from tests.conftest import SITE, document
from tests.plugins.test_chrome import FULL

if TYPE_CHECKING:
    from tests.conftest import City


def quiet(_: str) -> None:
    """Say nothing."""


def test_all_hosts_show_what_was_built(city: City) -> None:
    built = city.write({"portal/site.toml": FULL, "portal/yaowen/a.md": document("一")}).build(as_of=None).bytes()
    hosts = chosen_hosts(city.output, None)

    publication = deliver(city.content, city.output, hosts, say=quiet)

    assert publication.ok
    for host in hosts:
        folder = host.files("portal")
        assert folder
        shown = {
            f"portal/{each.relative_to(folder).as_posix()}": each.read_bytes()
            for each in folder.rglob("*")
            if each.is_file()
        }
        assert shown == built


def test_publishing_again_moves_nothing_and_rolling_back_shows_the_earlier_release(city: City) -> None:
    hosts = chosen_hosts(city.output, None)
    city.write({"portal/site.toml": FULL, "portal/yaowen/a.md": document("一")})
    deliver(city.content, city.output, hosts, say=quiet)
    first = [host.current("portal") for host in hosts]
    assert [host.current("portal") for host in hosts] == first
    city.write({"portal/yaowen/a.md": document("二")})
    deliver(city.content, city.output, hosts, say=quiet)
    assert [host.current("portal") for host in hosts] != first

    assert rollback(["portal"], hosts).ok

    assert [host.current("portal") for host in hosts] == first


def test_a_site_that_lacks_what_a_published_one_must_have_reaches_no_host(city: City) -> None:
    city.write({"portal/site.toml": SITE})
    hosts = chosen_hosts(city.output, None)

    with pytest.raises(ContentFaults) as caught:
        deliver(city.content, city.output, hosts, say=quiet)

    assert {fault.code for fault in caught.value.faults} >= {"SITE_INCOMPLETE", "FOOTER"}
    assert [host.current("portal") for host in hosts] == [None, None]


def test_a_hosts_file_that_is_not_there_is_named(city: City) -> None:
    with pytest.raises(HostError, match="没有这个文件"):
        chosen_hosts(city.output, city.output / "hosts.toml")
