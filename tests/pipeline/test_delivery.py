"""From content to two local hosts, and back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from model.content_folder import read_content
from model.faults import ContentFaults
from pipeline.delivery import address, chosen_hosts, deliver
from pipeline.hosts import HostError
from pipeline.hosts_file import embedded
from pipeline.publish import rollback
from tests import life
from tests.conftest import DEPARTMENT, SITE, document
from tests.plugins.test_chrome import FULL

if TYPE_CHECKING:
    from tests.conftest import City


HOSTS = '[[hosts]]\nname = "a"\nkind = "local"\nroot = "../front"\n'


def quiet(_: str) -> None:
    """Say nothing."""


def test_all_hosts_show_what_was_built(city: City) -> None:
    built = city.write({"portal/site.toml": FULL, "portal/yaowen/a.md": document("一")}).build(as_of=None).bytes()
    hosts = chosen_hosts(city.content, city.output)

    publication = deliver(city.content, city.output, hosts, say=quiet)

    assert publication.ok
    for host in hosts.of_this_machine:
        folder = host.files("portal")
        assert folder
        shown = {
            f"portal/{each.relative_to(folder).as_posix()}": each.read_bytes()
            for each in folder.rglob("*")
            if each.is_file()
        }
        assert shown == built


def test_publishing_again_moves_nothing_and_rolling_back_shows_the_earlier_release(city: City) -> None:
    hosts = chosen_hosts(city.content, city.output)
    city.write({"portal/site.toml": FULL, "portal/yaowen/a.md": document("一")})
    deliver(city.content, city.output, hosts, say=quiet)
    first = [host.current("portal") for host in hosts.all]
    assert [host.current("portal") for host in hosts.all] == first
    city.write({"portal/yaowen/a.md": document("二")})
    deliver(city.content, city.output, hosts, say=quiet)
    assert [host.current("portal") for host in hosts.all] != first

    assert rollback(["portal"], hosts.all).ok

    assert [host.current("portal") for host in hosts.all] == first


def test_a_site_that_lacks_what_a_published_one_must_have_reaches_no_host(city: City) -> None:
    city.write({"portal/site.toml": SITE})
    hosts = chosen_hosts(city.content, city.output)

    with pytest.raises(ContentFaults) as caught:
        deliver(city.content, city.output, hosts, say=quiet)

    assert {fault.code for fault in caught.value.faults} >= {"SITE_INCOMPLETE", "FOOTER"}
    assert [host.current("portal") for host in hosts.all] == [None, None]


def test_a_hosts_file_that_is_not_there_is_named(city: City) -> None:
    with pytest.raises(HostError, match="没有这个文件"):
        chosen_hosts(city.content, city.output, city.output / "hosts.toml")


def test_a_site_that_is_approved_and_not_online_waits_and_that_is_said(city: City) -> None:
    city.write({"portal/site.toml": FULL, "jyj/site.toml": DEPARTMENT, "jyj/lifecycle.toml": life.opened()})
    hosts = chosen_hosts(city.content, city.output)
    said: list[str] = []

    publication = deliver(city.content, city.output, hosts, say=lambda line: said.append(str(line)))

    assert publication.ok
    assert [host.current("jyj") for host in hosts.all] == [None, None]
    assert all(host.current("portal") for host in hosts.all)
    assert "云川市教育局（jyj）是“获批”状态，还没有上线：不发布" in said


def test_a_site_without_a_record_is_shown_on_this_machine_and_on_no_public_host(city: City) -> None:
    city.write({"portal/site.toml": FULL})
    (city.content / "hosts.toml").write_text(HOSTS)
    hosts = chosen_hosts(city.content, city.output)

    with pytest.raises(ContentFaults) as caught:
        deliver(city.content, city.output, hosts, say=quiet)

    assert [(fault.path, fault.code) for fault in caught.value.faults] == [("portal/lifecycle.toml", "SITE_NOT_ONLINE")]
    assert [host.current("portal") for host in hosts.all] == [None]
    assert deliver(city.content, city.output, embedded(city.output / ".hosts"), say=quiet).ok


def test_a_site_that_is_online_reaches_public_hosts(city: City) -> None:
    city.write({"portal/site.toml": FULL, "portal/lifecycle.toml": life.ONLINE})
    (city.content / "hosts.toml").write_text(HOSTS)

    assert deliver(city.content, city.output, chosen_hosts(city.content, city.output), say=quiet).ok


def test_a_closed_site_is_published_with_its_farewell_whatever_it_gave_up(city: City) -> None:
    acts = life.ONLINE + life.migrate("2021-01-01", "2021-02-01") + life.close("2021-02-02", "2021-04-01")
    city.write({"portal/site.toml": FULL, "jyj/site.toml": DEPARTMENT, "jyj/lifecycle.toml": acts})
    hosts = chosen_hosts(city.content, city.output)

    publication = deliver(city.content, city.output, hosts, site="jyj", say=quiet)

    assert publication.ok
    folder = hosts.of_this_machine[0].files("jyj")
    assert folder
    assert "已经关停" in (folder / "index.html").read_text()


def test_the_domains_that_a_site_had_are_known_by_its_record(city: City) -> None:
    change = life.act("change", "2021-01-01", 'old_domain = "edu.yunchuan.gov.cn"')
    content = read_content(city.write({"jyj/site.toml": DEPARTMENT, "jyj/lifecycle.toml": change}).content)

    assert address(content.sites["jyj"], content.lives["jyj"]).former == ("edu.yunchuan.gov.cn",)


def test_a_machine_without_git_publishes_to_its_own_hosts(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    city.write({"portal/site.toml": FULL})
    monkeypatch.setenv("PATH", "/nowhere")

    assert deliver(city.content, city.output, chosen_hosts(city.content, city.output), say=quiet).ok
