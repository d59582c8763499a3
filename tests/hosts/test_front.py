"""What visitors get of a front-end host: the generated configuration, asked over real HTTP and HTTPS."""

from __future__ import annotations

import gzip
import json
import re
import shlex
import ssl
import subprocess
import urllib.request
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from model.identifiers import ChineseDomain
from pipeline.host_server import HostServer
from pipeline.hosts import SiteAddress
from pipeline.local_host import LocalHost
from tests.hosts.machines import program
from tests.hosts.servers import (
    JYJ,
    PORTAL,
    Answered,
    Visitor,
    addresses,
    brotli,
    facts_in,
    lay_out,
    nginx_for,
    release,
    show,
    wait_until,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

PAGE = "<h1>政务要闻</h1>" * 200
SHEET = "static/site.0123456789ab.css"
PICTURE = "yaowen/a/3f9a2c1b7d-960.avif"
FILES: dict[str, str | bytes] = {
    "index.html": "首页",
    "404.html": "没有这个页面",
    "yaowen/index.html": PAGE,
    "yaowen/a/index.html": "甲",
    "yaowen/a/photo-960.avif": b"avif",
    "empty/a.txt": "甲",
    "gone/index.html": "撤下了",
    "feed.xml": "<feed/>",
    "a.ofd": b"ofd",
    "a.bin": b"bin",
    ".secret": "secret",
    "yaowen/.git/config": "secret",
    ".host/answers.json": "{}",
    PICTURE: b"avif",
    SHEET: "a {}" * 500,
    f"{SHEET}.gz": gzip.compress(b"of gz"),
    f"{SHEET}.br": b"of br",
}
CHINESE = ChineseDomain.parse(str(PORTAL.chinese_domain)).ascii
UNBUILT = SiteAddress("wlj-2", "wlj.yunchuan.gov.cn", None, "云川市文化和旅游局")
SECURITY = {
    "content-security-policy", "x-content-type-options", "x-frame-options", "referrer-policy", "permissions-policy",
    "cross-origin-opener-policy", "strict-transport-security",
}  # fmt: skip
DOCS = Path(__file__).parents[2] / "docs/operators/host-setup.md"


@pytest.fixture(scope="module")
def front(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visitor]:
    """A host with the portal's release; nothing was published of the others."""
    host = facts_in(tmp_path_factory.mktemp("front"))
    lay_out(host, [PORTAL, JYJ, UNBUILT])
    folder = release(host, "portal", FILES)
    (folder / "yaowen/leak.html").symlink_to("/etc/hostname")
    (folder / "yaowen/etc").symlink_to("/etc")
    (folder / "static/leak.css").symlink_to("/etc/hostname")
    challenges = Path(host.places.challenges, ".well-known/acme-challenge")
    challenges.mkdir(parents=True)
    (challenges / "token").write_text("token")
    maps = Path(host.places.nginx, "zhengzhan/maps/portal")
    (maps / "moved.map").write_text('"/old/" "/yaowen/";\n"/away/" "https://jyj.yunchuan.gov.cn/";\n')
    (maps / "gone.map").write_text('"/gone/" 1;\n"/gone" 1;\n')
    with nginx_for(host) as visitor:
        yield visitor


def test_pages_are_given_with_their_types(front: Visitor) -> None:
    paths = ("/", "/yaowen/", f"/{SHEET}", "/feed.xml", "/a.ofd", f"/{PICTURE}", "/a.bin")
    answers = {path: front.ask(path) for path in paths}

    assert {answer.status for answer in answers.values()} == {200}
    assert {path: answer.headers["content-type"] for path, answer in answers.items()} == {
        "/": "text/html; charset=utf-8",
        "/yaowen/": "text/html; charset=utf-8",
        f"/{SHEET}": "text/css; charset=utf-8",
        "/feed.xml": "application/xml; charset=utf-8",
        "/a.ofd": "application/ofd",
        f"/{PICTURE}": "image/avif",
        "/a.bin": "application/octet-stream",
    }


def test_a_site_answers_by_its_chinese_name_too(front: Visitor) -> None:
    assert front.ask("/", CHINESE).text == "首页"


@pytest.mark.parametrize("name", [PORTAL.domain, CHINESE, JYJ.domain])
def test_http_leads_to_the_same_address_of_https(front: Visitor, name: str) -> None:
    answer = front.ask_plainly("/yaowen/%E7%94%B2?b=1", name)

    place = f"https://{name}:{front.facts.listen.https}/yaowen/%E7%94%B2?b=1"
    assert (answer.status, answer.headers["location"]) == (301, place)
    assert answer.headers.keys() & SECURITY == SECURITY - {"strict-transport-security"}


def test_the_challenges_of_a_certificate_authority_are_answered_over_http_alone(front: Visitor) -> None:
    path = "/.well-known/acme-challenge/token"

    assert [front.ask_plainly(path, name).text for name in (PORTAL.domain, PORTAL.former[0])] == ["token"] * 2
    assert front.ask_plainly("/.well-known/acme-challenge/nothing").status == 404
    assert front.ask(path).status == 404


def test_a_former_domain_leads_in_one_step_to_the_same_page_of_the_new_one(front: Visitor) -> None:
    [former] = PORTAL.former
    answers = [ask("/yaowen/a/?b=1", former) for ask in (front.ask, front.ask_plainly)]

    place = f"https://{PORTAL.domain}:{front.facts.listen.https}/yaowen/a/?b=1"
    assert [(answer.status, answer.headers["location"]) for answer in answers] == [(301, place)] * 2


def test_an_unknown_name_gets_no_answer(front: Visitor) -> None:
    with pytest.raises(ConnectionError):
        front.ask_plainly("/", "www.example.com")
    with pytest.raises(ssl.SSLError, match="UNRECOGNIZED_NAME"):
        front.ask("/", "www.example.com")
    answer = front.ask("/", "www.example.com", sni=PORTAL.domain)
    assert answer.status == 421
    assert answer.headers.keys() >= SECURITY


@pytest.mark.skipif(len(addresses()) < 2, reason="no IPv6 here")
def test_visitors_come_by_ipv6_too(front: Visitor) -> None:
    assert front.ask("/", address="::1").text == "首页"
    assert front.ask_plainly("/", address="::1").status == 301


@pytest.mark.parametrize(
    ("options", "good"),
    [
        ("-tls1_3", True),
        ("-tls1_2", True),
        ("-tls1_1 -cipher DEFAULT@SECLEVEL=0", False),
        ("-tls1_2 -cipher ECDHE-ECDSA-AES128-GCM-SHA256", True),
        ("-tls1_2 -cipher ECDHE-ECDSA-AES128-SHA", False),
    ],
)
def test_only_tls_that_is_held_to_be_safe_is_spoken(front: Visitor, options: str, good: bool) -> None:
    command = [program("openssl"), "s_client", "-connect", f"127.0.0.1:{front.facts.listen.https}"]
    command += ["-servername", PORTAL.domain, "-CAfile", str(front.ca), "-verify_return_error", *options.split()]
    shaken = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=False)

    assert (shaken.returncode == 0) is good, shaken.stderr


def test_http_2_is_spoken(front: Visitor) -> None:
    port = front.facts.listen.https
    command = [program("curl"), "-s", "--http2", "--cacert", str(front.ca), "-o", "/dev/null"]
    command += ["-w", "%{http_version} %{http_code}", "--resolve", f"{PORTAL.domain}:{port}:127.0.0.1"]
    asked = subprocess.run(
        [*command, f"https://{PORTAL.domain}:{port}/yaowen/"], capture_output=True, text=True, check=True
    )

    assert asked.stdout == "2 200"


def asked_for_every_status(front: Visitor) -> dict[int, Answered]:
    """An answer of each sort that there is."""
    tag = front.ask("/").headers["etag"]
    answers = [
        front.ask("/"),
        front.ask("/yaowen/", headers={"Range": "bytes=0-1"}),
        front.ask("/yaowen/", headers={"Range": "bytes=99999-"}),
        front.ask("/yaowen/", headers={"If-Match": '"other"'}),
        front.ask("/old/"),
        front.ask("/", headers={"If-None-Match": tag}),
        front.ask("/nowhere"),
        front.ask("/", method="POST"),
        front.ask("/gone/"),
        front.ask("/", JYJ.domain),
        front.ask("/" + "a" * 9000),
        front.ask("/", headers={"X-Long": "a" * 9000}),
    ]
    return {answer.status: answer for answer in answers}


def test_the_security_headers_are_on_every_answer_and_no_version_of_the_server(front: Visitor) -> None:
    answers = asked_for_every_status(front)

    assert set(answers) == {200, 206, 416, 412, 301, 304, 404, 405, 410, 503, 414, 400}
    for status, answer in answers.items():
        assert answer.headers.keys() >= SECURITY, status
        assert answer.headers["server"] == "nginx"
        assert b"nginx/" not in answer.body
        assert answer.headers["strict-transport-security"] == "max-age=31536000"
    for sent in (b"\x00\r\n\r\n", b"GET / HTTP/1.1\r\n\r\n", b"GET /%00 HTTP/1.1\r\nHost: a\r\n\r\n"):
        raw = front.raw(sent).decode()
        assert raw.startswith("HTTP/1.1 400")
        assert all(f"{name}:" in raw.lower() for name in SECURITY)


def test_pages_may_load_what_they_may_load_from_the_embedded_hosts(front: Visitor, tmp_path: Path) -> None:
    with HostServer(LocalHost("qianduan-1", tmp_path), []) as server, urllib.request.urlopen(server.url) as embedded:
        policy = embedded.headers["Content-Security-Policy"]

    assert front.ask("/").headers["content-security-policy"] == policy
    assert "unsafe" not in policy


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "TRACE", "PATCH", "PROPFIND", "NONSENSE"])
def test_a_host_is_read_and_nothing_else(front: Visitor, method: str) -> None:
    for path in ("/", f"/{SHEET}"):
        answer = front.ask(path, method=method)

        assert (answer.status, answer.headers["allow"]) == (405, "GET, HEAD")
        assert answer.headers["content-type"] == "text/html; charset=utf-8"
        assert "只提供阅读" in answer.text


def test_what_is_no_page_shows_the_sites_own_page(front: Visitor) -> None:
    paths = (
        "/nowhere",
        "/nowhere/",
        "/static/nothing.css",
        "/empty/",
        "/a.ofd/",
        "/.secret",
        "/yaowen/.git/config",
        "/.host/answers.json",
    )

    answers = [front.ask(path) for path in paths]

    assert {(answer.status, answer.text, answer.headers["cache-control"]) for answer in answers} == {
        (404, "没有这个页面", "no-cache")
    }


@pytest.mark.parametrize("path", ["/yaowen/leak.html", "/yaowen/etc/hostname", "/yaowen/etc/", "/static/leak.css"])
def test_no_link_is_followed_out_of_a_release(front: Visitor, path: str) -> None:
    assert front.ask(path).status == 404


def test_a_release_that_is_itself_a_link_is_not_followed(tmp_path: Path) -> None:
    host = facts_in(tmp_path)
    lay_out(host, [PORTAL])
    (tmp_path / "srv/portal/releases/a").mkdir(parents=True)
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere/index.html").write_text("别处")
    (tmp_path / "srv/portal/releases/a/files").symlink_to(tmp_path / "elsewhere")
    show(host, "portal", "releases/a")

    with nginx_for(host) as visitor:
        assert visitor.ask("/").status == 503


def test_only_what_is_named_after_its_content_is_kept_for_a_year(front: Visitor) -> None:
    paths = ("/", "/yaowen/", f"/{SHEET}", f"/{PICTURE}", "/yaowen/a/photo-960.avif", "/old/", "/yaowen")
    kept = {path: front.ask(path).headers["cache-control"] for path in paths}

    year = "public, max-age=31536000, immutable"
    assert {path for path in paths if kept[path] == year} == {f"/{SHEET}", f"/{PICTURE}"}
    assert {kept[path] for path in paths} == {year, "no-cache"}


def test_what_a_visitor_has_already_is_not_sent_again(front: Visitor) -> None:
    for path in ("/yaowen/", f"/{SHEET}"):
        first = front.ask(path)
        again = front.ask(path, headers={"If-None-Match": first.headers["etag"]})

        assert (again.status, again.body) == (304, b"")
        assert again.headers["cache-control"] == first.headers["cache-control"]


def test_texts_travel_compressed_and_assets_as_they_were_compressed_before(front: Visitor) -> None:
    page = front.ask("/yaowen/", headers={"Accept-Encoding": "gzip"})
    sheet = front.ask(f"/{SHEET}", headers={"Accept-Encoding": "gzip"})
    plain = front.ask(f"/{SHEET}")

    assert (page.headers["content-encoding"], page.headers["vary"]) == ("gzip", "Accept-Encoding")
    assert gzip.decompress(page.body).decode() == PAGE
    assert gzip.decompress(sheet.body) == b"of gz"
    assert (plain.body, plain.headers["vary"]) == (b"a {}" * 500, "Accept-Encoding")


@pytest.mark.skipif(not brotli(), reason="this nginx has no brotli")
def test_brotli_is_taken_where_the_operator_says_that_nginx_has_it(front: Visitor, tmp_path: Path) -> None:
    wish = {"Accept-Encoding": "gzip, br"}
    with_it = [front.ask(f"/{SHEET}", headers=wish) for _ in range(20)]
    host = replace(facts_in(tmp_path), brotli=False)
    lay_out(host, [PORTAL])
    release(host, "portal", FILES)
    with nginx_for(host) as visitor:
        without = visitor.ask(f"/{SHEET}", headers=wish)

    given = {answer.headers["content-encoding"]: answer.body for answer in with_it}
    assert given["br"] == b"of br"  # Debian's module passes now and then, and then nginx gives the other
    assert given.keys() <= {"br", "gzip"}
    assert without.headers["content-encoding"] == "gzip"


def test_old_addresses_lead_on_or_are_gone(front: Visitor) -> None:
    moved = {path: front.ask(path).headers.get("location") for path in ("/old/", "/away/", "/yaowen", "/yaowen?a=1")}
    gone = [front.ask(path) for path in ("/gone/", "/gone")]

    assert moved == {
        "/old/": "/yaowen/",
        "/away/": "https://jyj.yunchuan.gov.cn/",
        "/yaowen": "/yaowen/",
        "/yaowen?a=1": "/yaowen/?a=1",
    }
    assert [(answer.status, answer.text) for answer in gone] == [(410, "撤下了")] * 2


@pytest.mark.parametrize("site", [JYJ, UNBUILT])
def test_a_site_without_a_release_says_so(front: Visitor, site: SiteAddress) -> None:
    for path in ("/", "/yaowen/", "/static/a.css"):
        answer = front.ask(path, site.domain)

        assert (answer.status, answer.headers["content-type"]) == (503, "text/html; charset=utf-8")
        assert "还没有发布到这台主机" in answer.text


def test_a_release_is_shown_from_the_switch_on_and_no_longer(tmp_path: Path) -> None:
    host = facts_in(tmp_path)
    lay_out(host, [PORTAL])
    release(host, "portal", {"index.html": "旧"})
    with nginx_for(host) as visitor:
        shown = [visitor.ask("/").text]
        release(host, "portal", {"index.html": "新", ".host/resting": ""}, "20261125T090000-0123456789ab")
        resting = visitor.ask("/")
        show(host, "portal", "releases/20261124T090000-0123456789ab")
        shown += [visitor.ask("/").text]
        show(host, "portal", "releases/none")
        none = visitor.ask("/")

    assert shown == ["旧", "旧"]
    assert (resting.status, resting.text) == (503, "新")
    assert none.status == 503


def test_the_log_has_no_query_and_goaccess_reads_every_line(front: Visitor, tmp_path: Path) -> None:
    asked_for_every_status(front)
    front.raw(b"\x00\x01\r\n\r\n")
    headers = {
        "Referer": "https://www.example.com/search?q=private",
        "User-Agent": 'a "quoted" \\ agent',
        "Cookie": "a=private",
    }
    front.ask("/yaowen/?q=private", headers=headers)
    front.ask("/%22%0A%20/?private", CHINESE)
    front.ask_plainly("/?private")
    front.ask("/last")
    log, errors = (Path(front.facts.places.logs, "web", name) for name in ("portal.log", "error.log"))
    wait_until(lambda: "/last" in log.read_text())

    text = log.read_text()
    read = tmp_path / "read.json"
    subprocess.run([*_goaccess(), str(log), "-o", str(read)], check=True, capture_output=True)
    general = json.loads(read.read_text())["general"]

    assert "private" not in text + errors.read_text()
    assert '"https://www.example.com/search" ' in text
    assert (general["failed_requests"], general["valid_requests"]) == (0, text.count("\n"))


def _goaccess() -> list[str]:
    """The command of the operators' page, without its files."""
    [command] = re.findall(
        r"^goaccess (--no-global-config .*?) /var/log", DOCS.read_text(encoding="utf-8"), re.MULTILINE
    )
    return [program("goaccess"), *shlex.split(command)]


def test_what_no_reader_sends_is_refused(front: Visitor) -> None:
    long_head = front.raw(b"GET / HTTP/1.1\r\nHost: www.yunchuan.gov.cn\r\nX: " + b"a" * 9000 + b"\r\n\r\n")
    body = front.raw(b"GET / HTTP/1.1\r\nHost: www.yunchuan.gov.cn\r\nContent-Length: 5000\r\n\r\n" + b"a" * 5000)
    up = front.raw(b"GET /../../etc/passwd HTTP/1.1\r\nHost: www.yunchuan.gov.cn\r\n\r\n")

    assert [answer[9:12] for answer in (long_head, body, up)] == [b"400", b"413", b"400"]
