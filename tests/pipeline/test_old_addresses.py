"""What the embedded hosts answer at old addresses, at a site that rests, and at a domain that a site had before."""

from __future__ import annotations

import datetime as dt
from contextlib import contextmanager
from dataclasses import dataclass, replace
from http.client import HTTPConnection, HTTPResponse
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from model.redirects import HEAD
from pipeline.host_answers import answers_of
from pipeline.host_server import HostServer
from pipeline.hosts import SiteAddress
from tests import life
from tests.conftest import DEPARTMENT, document

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.conftest import City

PORTAL = SiteAddress("portal", "www.yunchuan.gov.cn", None, "云川市人民政府")


@dataclass(frozen=True)
class Output:
    """A built output, shown as a host shows a release."""

    folder: Path
    name: str = "主机"

    def files(self, site: str) -> Path | None:
        return self.folder / site


@contextmanager
def serving(city: City, address: SiteAddress = PORTAL) -> Iterator[HostServer]:
    with HostServer(Output(city.output), [address]) as server:
        yield server


def ask(server: HostServer, path: str, host: str = "www.yunchuan.gov.cn") -> tuple[HTTPResponse, str]:
    connection = HTTPConnection("127.0.0.1", server.port, timeout=10)
    connection.request("GET", path, headers={"Host": host})
    answer = connection.getresponse()
    text = answer.read().decode()
    connection.close()
    return answer, text


def test_old_addresses_lead_on_and_what_is_gone_says_so(city: City) -> None:
    rows = ("/old/,portal/yaowen/a.md", "/files/x.pdf,/zcwj/", "/gone.html,,,活动已经结束")
    city.write({"portal/redirects.csv": "\n".join([HEAD, *rows, ""]), "portal/yaowen/a.md": document("甲")}).build()

    with serving(city) as server:
        moved = [ask(server, url)[0] for url in ("/old", "/old/", "/files/x.pdf")]
        by_path = ask(server, "/portal/old/", "127.0.0.1")[0]
        gone, text = ask(server, "/gone.html")

    assert [(answer.status, answer.getheader("Location")) for answer in moved] == [
        (301, "/yaowen/a/"),
        (301, "/yaowen/a/"),
        (301, "/zcwj/"),
    ]
    assert (by_path.status, by_path.getheader("Location")) == (301, "/portal/yaowen/a/")
    assert gone.status == 410
    assert "活动已经结束" in text


def test_a_resting_site_answers_503_at_every_address(city: City) -> None:
    city.write(
        {"jyj/site.toml": DEPARTMENT, "jyj/lifecycle.toml": life.ONLINE + life.offline("2026-12-01", "2026-12-10")}
    )
    built = city.build(dt.datetime(2026, 12, 2, 9, 0))
    sheet = next((built.output / "jyj/static").glob("*.css")).name

    with serving(city, replace(PORTAL, name="jyj")) as server:
        answers = [ask(server, url) for url in ("/", "/zcwj/", "/nowhere")]
        styled = ask(server, f"/static/{sheet}")[0]

    assert [answer.status for answer, _ in answers] == [503, 503, 503]
    assert {answer.getheader("Retry-After") for answer, _ in answers} == {"Thu, 10 Dec 2026 16:00:00 GMT"}
    assert all("临时下线" in text for _, text in answers)
    assert styled.status == 200


def test_what_the_hosts_are_told_is_not_for_visitors(city: City) -> None:
    city.build()

    with serving(city) as server:
        assert ask(server, "/.host/answers.json")[0].status == 404


def test_by_a_former_domain_a_visitor_is_sent_to_the_same_page_of_the_new_one(city: City) -> None:
    city.build()

    with serving(city, replace(PORTAL, former=("www.old.gov.cn",))) as server:
        answer = ask(server, "/yaowen/a/%E6%97%A7?b=1", "www.old.gov.cn")[0]

    assert (answer.status, answer.getheader("Location")) == (301, "https://www.yunchuan.gov.cn/yaowen/a/%E6%97%A7?b=1")


@given(
    data=st.one_of(
        st.binary(max_size=40),
        st.sampled_from([b"[]", b"{}", b'{"until": 1}', b'{"until": "", "moved": [], "gone": 3}']),
    )
)
def test_answers_that_make_no_sense_are_none(tmp_path_factory, data: bytes) -> None:  # type: ignore[no-untyped-def]
    root = tmp_path_factory.mktemp("release")
    (root / ".host").mkdir()
    (root / ".host/answers.json").write_bytes(data)

    answers = answers_of(root)

    assert (answers.until, dict(answers.moved), answers.gone) == ("", {}, frozenset())
