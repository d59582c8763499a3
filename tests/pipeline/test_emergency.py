"""A site is switched to its notice on all hosts at once, without a build."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from model.faults import ContentFaults
from pipeline import build as building
from pipeline import emergency
from pipeline.audit import audit
from pipeline.delivery import close_at_once, deliver
from pipeline.host_answers import answers_of
from pipeline.hosts import HostError
from pipeline.hosts_file import Hosts, embedded
from pipeline.local_host import LocalHost
from pipeline.outcome import State
from pipeline.publish import rollback
from pipeline.publish_text import render
from pipeline.records.chain import read
from pipeline.release import BEIJING
from tests import life
from tests.conftest import DEPARTMENT, policy
from tests.plugins.test_chrome import FILINGS, FULL

if TYPE_CHECKING:
    from tests.conftest import City

OFFICE = DEPARTMENT.replace(
    'domain = "jyj.yunchuan.gov.cn"',
    'domain = "jyj.yunchuan.gov.cn"\ncode = "1404000002"'
    + FILINGS.replace("市人民政府办公室", "市教育局")
    .replace("号-1", "号-2")
    .replace("000001", "000002")
    .replace('0123456789ABCDEF"', 'FEDCBA9876543210"'),
)
TODAY = dt.datetime.now(BEIJING).date()


def quiet(_: str) -> None:
    """Say nothing."""


def act(begins: dt.date, ends: dt.date, reason: str = "机房停电") -> str:
    asked = 'applicant = "云川市教育局"\napplication = "云教函〔2026〕1号"'
    said = f'begins = {begins}\nends = {ends}\nreason = "{reason}"\ncontact = "电话0355-0120101"'
    return life.act("emergency", str(begins), f"{asked}\n{said}")


@pytest.fixture
def shown(city: City) -> Hosts:
    """The embedded hosts, which show a department's site."""
    city.write({"portal/site.toml": FULL, "portal/lifecycle.toml": life.ONLINE})
    city.write(
        {"jyj/site.toml": OFFICE, "jyj/zcwj/a.md": policy("云教发〔2026〕1号"), "jyj/lifecycle.toml": life.ONLINE}
    )
    hosts = embedded(city.output / ".hosts")
    assert deliver(city.content, city.output, hosts, say=quiet).ok
    return hosts


def page(hosts: Hosts, number: int = 0, path: str = "index.html") -> str:
    folder = hosts.of_this_machine[number].files("jyj")
    assert folder
    return (folder / path).read_text(encoding="utf-8")


def test_every_host_shows_the_notice_and_answers_503_until_the_day_after(city: City, shown: Hosts) -> None:
    city.write({"jyj/lifecycle.toml": life.ONLINE + act(TODAY, TODAY)})

    publication = close_at_once(city.content, city.output, shown, "jyj", quiet)

    assert publication
    assert publication.ok
    for number, host in enumerate(shown.of_this_machine):
        assert "紧急关停" in page(shown, number)
        assert "机房停电" in page(shown, number)
        folder = host.files("jyj")
        assert folder
        assert answers_of(folder).until
        assert (folder / ".host/resting").is_file()
        assert not (folder / "zcwj/a/index.html").exists()


def test_the_notice_has_the_styles_of_the_release_before(city: City, shown: Hosts) -> None:
    city.write({"jyj/lifecycle.toml": life.ONLINE + act(TODAY, TODAY)})
    close_at_once(city.content, city.output, shown, "jyj", quiet)

    sheet = page(shown).partition('rel="stylesheet" href="/')[2].partition('"')[0]

    assert sheet.startswith("static/site.")
    assert page(shown, path=sheet)


def test_nothing_is_built(city: City, shown: Hosts, monkeypatch: pytest.MonkeyPatch) -> None:
    city.write({"jyj/lifecycle.toml": life.ONLINE + act(TODAY, TODAY)})
    monkeypatch.setattr(building, "build", None)

    assert close_at_once(city.content, city.output, shown, "jyj", quiet)


def test_a_host_that_cannot_be_asked_does_not_keep_the_others_open(
    city: City, shown: Hosts, monkeypatch: pytest.MonkeyPatch
) -> None:
    city.write({"jyj/lifecycle.toml": life.ONLINE + act(TODAY, TODAY)})
    current = LocalHost.current

    def away(host: LocalHost, site: str) -> str | None:
        if host.name == "qianduan-1":
            raise HostError(host.name, "连不上", "检查网络")
        return current(host, site)

    monkeypatch.setattr(LocalHost, "current", away)
    publication = close_at_once(city.content, city.output, shown, "jyj", quiet)

    assert publication
    assert [outcome.state for outcome in publication.outcomes] == [State.FAILED, State.SWITCHED]
    assert "qianduan-1：连不上" in render(publication)
    assert "紧急关停" in page(shown, 1)


@pytest.mark.parametrize(("begins", "ends"), [(1, 2), (-3, -1)])
def test_before_its_day_and_after_its_end_nothing_is_switched(city: City, shown: Hosts, begins: int, ends: int) -> None:
    days = dt.timedelta(begins), dt.timedelta(ends)
    city.write({"jyj/lifecycle.toml": life.ONLINE + act(TODAY + days[0], TODAY + days[1])})

    assert close_at_once(city.content, city.output, shown, "jyj", quiet) is None
    assert not emergency.under_way(city.content, "jyj")
    assert "紧急关停" not in page(shown)


def test_a_site_that_no_host_shows_is_left_alone(city: City) -> None:
    city.write({"portal/site.toml": FULL, "portal/lifecycle.toml": life.ONLINE})
    city.write({"jyj/site.toml": OFFICE, "jyj/lifecycle.toml": life.ONLINE + act(TODAY, TODAY)})

    assert close_at_once(city.content, city.output, embedded(city.output / ".hosts"), "jyj", quiet) is None
    assert emergency.under_way(city.content, "jyj")


def test_a_site_that_is_not_there_is_said(city: City, shown: Hosts) -> None:
    with pytest.raises(ContentFaults, match="没有“wlj”这个网站"):
        close_at_once(city.content, city.output, shown, "wlj", quiet)


def test_what_is_written_into_the_notice_is_text(city: City, shown: Hosts) -> None:
    city.write({"jyj/lifecycle.toml": life.ONLINE + act(TODAY, TODAY, "<script>alert(1)</script>")})
    close_at_once(city.content, city.output, shown, "jyj", quiet)

    assert "<script>" not in page(shown)
    assert "&lt;script&gt;alert(1)" in page(shown)


def test_it_stands_in_the_record_and_can_be_rolled_back(city: City, shown: Hosts) -> None:
    city.write({"jyj/lifecycle.toml": life.ONLINE + act(TODAY, TODAY)})
    close_at_once(city.content, city.output, shown, "jyj", quiet)

    [_, line] = read(city.output / "publications.local.jsonl").lines
    assert (line.entry["act"], [*line.entry["releases"]]) == ("emergency", ["jyj"])
    assert rollback(["jyj"], shown.all).ok
    assert "紧急关停" not in page(shown)


def test_the_next_publication_brings_the_page_of_the_theme(city: City, shown: Hosts) -> None:
    city.write({"jyj/lifecycle.toml": life.ONLINE + act(TODAY, TODAY)})
    close_at_once(city.content, city.output, shown, "jyj", quiet)

    assert deliver(city.content, city.output, shown, say=quiet).ok

    assert 'class="view-rest"' in page(shown)
    assert 'rel="canonical"' in page(shown)
    folder = shown.of_this_machine[0].files("jyj")
    assert folder
    assert (folder / ".host/resting").is_file()
    assert [fault for fault in audit(city.output / "jyj") if fault.code != "FOOTER"] == []
