"""What hosts answer after a switch, and when they are verified."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pipeline import fronts
from pipeline.delivery import deliver, verified
from pipeline.hosts import Front, SiteAddress
from pipeline.hosts_file import Hosts, embedded
from pipeline.outcome import State
from pipeline.publish_text import render
from tests.conftest import document
from tests.hosts.machines import free_port
from tests.plugins.test_chrome import FULL

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import City

PORTAL = SiteAddress("portal", "www.yunchuan.gov.cn", None, "云川市人民政府")


def published(city: City) -> Hosts:
    city.write({"portal/site.toml": FULL, "portal/yaowen/a.md": document("一")})
    hosts = embedded(city.output / ".hosts")
    assert deliver(city.content, city.output, hosts, say=lambda _: None).ok
    return hosts


def test_a_publication_says_that_it_looks_from_outside(city: City) -> None:
    city.write({"portal/site.toml": FULL})
    said: list[str] = []

    deliver(city.content, city.output, embedded(city.output / ".hosts"), say=lambda line: said.append(str(line)))

    assert said[-1] == "从外面看…"
    assert said[0] == "内置的本机主机：不查审核，不签名"


def test_a_host_that_answers_with_something_else_is_not_called_good(
    city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fronts, "_WAITS", (0.0, 0.0))
    city.write({"portal/site.toml": FULL})
    hosts = embedded(city.output / ".hosts")
    away = Front("qianduan-2", "http", "127.0.0.1", free_port())
    hosts = Hosts(hosts.environment, hosts.all, (away,), embedded=True)

    publication = deliver(city.content, city.output, hosts, say=lambda _: None)

    assert [outcome.state for outcome in publication.outcomes] == [State.SWITCHED, State.UNSEEN]
    assert not publication.ok
    assert render(publication).endswith("但是从外面看到的与版本不符。")


def test_what_visitors_get_is_verified_beside_the_files(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    hosts = published(city)
    assert verified(hosts, [PORTAL], 2000).ok

    def other(root: Path, *_: object) -> None:
        return None

    monkeypatch.setattr("pipeline.answers._found", other)  # a host that answers 404 for everything
    publication = verified(hosts, [PORTAL], 2000)

    assert [outcome.state for outcome in publication.outcomes] == [State.FAILED] * 2
    assert verified(hosts, [PORTAL], 0).ok
