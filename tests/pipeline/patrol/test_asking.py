from __future__ import annotations

import datetime as dt
import socket
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.hosts import Front
from pipeline.patrol.answered import Failure, Reply, Unreached
from pipeline.patrol.asking import ask
from tests.pipeline.patrol.servers import (
    DOMAIN,
    Authority,
    Shown,
    answering,
    closed_port,
    has_ipv6,
    resetting,
    saying,
    serving,
)

SHOWN = {"/": (200, {"Set-Cookie": "a=b"}, b"home"), "/away": (302, {"Location": "/"}, b"")}


def asked(front: Front, path: str = "/", domain: str = DOMAIN, timeout: float = 5, most: int = 1000) -> Reply:
    answer = ask(front, domain, path, timeout=timeout, most=most)
    assert isinstance(answer, Reply), answer
    return answer


def failed(front: Front, domain: str = DOMAIN, timeout: float = 5, most: int = 1000) -> Failure:
    answer = ask(front, domain, "/", timeout=timeout, most=most)
    assert isinstance(answer, Unreached), answer
    return answer.kind


def test_a_front_is_asked_for_the_site_by_its_domain_and_nothing_is_kept() -> None:
    shown = Shown(dict(SHOWN))
    with serving(shown) as front:
        first = asked(front)
        asked(front)

    assert (first.status, first.body, first.size, first.family) == (200, b"home", 4, "IPv4")
    assert first.headers["x-content-type-options"] == "nosniff"
    assert 0 < first.seconds < 5
    expected = {"Host": DOMAIN, "User-Agent": "zhengzhan-patrol", "Accept": "*/*", "Accept-Encoding": "identity"}
    assert shown.asked == [("/", {**expected, "Connection": "close"})] * 2


@pytest.mark.skipif(not has_ipv6(), reason="这台机器没有IPv6")
def test_a_front_is_asked_on_ipv6() -> None:
    with serving(Shown(dict(SHOWN)), address="::1") as front:
        assert asked(front).family == "IPv6"


def test_a_redirect_is_a_reply_like_any_other() -> None:
    with serving(Shown(dict(SHOWN))) as front:
        assert asked(front, "/away").status == 302


def test_a_chinese_domain_and_path_are_sent_as_browsers_do() -> None:
    shown = Shown()
    with serving(shown) as front:
        asked(front, "/政务 公开/?q=云", "云川市.政务")

    [(path, headers)] = shown.asked
    assert path == "/%E6%94%BF%E5%8A%A1%20%E5%85%AC%E5%BC%80/?q=%E4%BA%91"
    assert headers["Host"] == "xn--9kqu68agd.xn--zfr164b"


@pytest.mark.parametrize("domain", ["", "a b", "a\r\nX: y", "a/b", "-", "。", "\ud800"])
def test_what_is_no_domain_is_not_sent(domain: str) -> None:
    assert failed(Front("a", "http", "127.0.0.1", 1), domain) is Failure.ADDRESS


def test_https_is_checked_against_the_fronts_own_authority(authority: Authority) -> None:
    with serving(Shown(dict(SHOWN)), tls=authority.sign("good")) as front:
        ends = asked(front).certificate_ends
        unknown = failed(replace(front, ca=""))

    assert ends
    assert dt.timedelta(89) < ends - dt.datetime.now(dt.UTC) < dt.timedelta(90)
    assert unknown is Failure.AUTHORITY


@pytest.mark.parametrize(
    ("domain", "days", "failure"),
    [("jyj.yunchuan.gov.cn", 90, Failure.OTHER_NAME), (DOMAIN, -1, Failure.EXPIRED)],
)
def test_a_wrong_certificate_is_told_from_others(
    authority: Authority, domain: str, days: int, failure: Failure
) -> None:
    with serving(Shown(), tls=authority.sign("wrong", domain, days)) as front:
        assert failed(front) is failure


@pytest.mark.parametrize("text", [None, "no certificate"])
def test_a_file_of_authorities_that_cannot_be_read_is_said(tmp_path: Path, text: str | None) -> None:
    if text:
        (tmp_path / "ca.pem").write_text(text)

    assert failed(Front("a", "https", "127.0.0.1", closed_port(), str(tmp_path / "ca.pem"))) is Failure.TRUST


def test_http_where_https_should_be_is_no_secure_connection() -> None:
    with serving(Shown()) as front:
        assert failed(replace(front, scheme="https")) is Failure.TLS


def test_nobody_listens() -> None:
    assert failed(Front("a", "http", "127.0.0.1", closed_port())) is Failure.REFUSED


HEAD = b"HTTP/1.1 200 OK\r\n"


@pytest.mark.parametrize(
    ("talk", "failure"),
    [
        (resetting, Failure.RESET),
        (saying(b""), Failure.RESET),
        (saying(b"SSH-2.0-OpenSSH_9.2\r\n"), Failure.NOT_HTTP),
        (saying(b"\x00\xff" * 99), Failure.NOT_HTTP),
        (saying(b"HTTP/1.1 0 OK\r\n\r\n"), Failure.NOT_HTTP),
        (saying(HEAD + b"A: b\r\n" * 200 + b"\r\n"), Failure.NOT_HTTP),
        (saying(HEAD + b"A: " + b"b" * 80_000), Failure.TOO_LARGE),
        (saying(HEAD + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n"), Failure.CUT),
        (saying(HEAD + b"Transfer-Encoding: chunked\r\n\r\n-5\r\nabc"), Failure.NOT_HTTP),
        (saying(HEAD + b"Transfer-Encoding: chunked\r\n\r\n9\r\nabc"), Failure.CUT),
        (saying(HEAD + b"Content-Length: 9\r\n\r\nabc"), Failure.CUT),
        (saying(HEAD + b"Content-Length: 1001\r\n\r\n" + b"a" * 1001), Failure.TOO_LARGE),
        (saying(HEAD + b"\r\n" + b"a" * 1001), Failure.TOO_LARGE),
        (saying(HEAD + b"Transfer-Encoding: chunked\r\n\r\n" + b"1\r\na\r\n" * 20_000), Failure.TOO_LARGE),
        (saying(HEAD + b"Transfer-Encoding: chunked\r\n\r\nffffffffffffffffffff\r\n" + b"a" * 2000), Failure.TOO_LARGE),
        (saying(b"HTTP/1.1 100 Continue\r\n\r\n" * 9000), Failure.TOO_LARGE),
    ],
)
def test_what_is_no_answer_has_a_kind(talk: Callable[[socket.socket], object], failure: Failure) -> None:
    with answering(talk) as front:
        assert failed(front) is failure


def test_a_body_of_just_the_limit_is_whole() -> None:
    with answering(
        saying(HEAD + b"Transfer-Encoding: chunked\r\n\r\n3e8\r\n" + b"a" * 1000 + b"\r\n0\r\n\r\n")
    ) as front:
        assert asked(front).size == 1000


def dripping(head: bytes) -> Callable[[socket.socket], object]:
    def talk(connection: socket.socket) -> None:
        connection.recv(4096)
        connection.sendall(head)
        for _ in range(100):
            connection.sendall(b"a")
            time.sleep(0.02)

    return talk


@pytest.mark.parametrize("head", [b"", HEAD, HEAD + b"\r\n", HEAD + b"Content-Length: 100\r\n\r\n"])
def test_a_server_that_drips_is_left_at_the_deadline(head: bytes) -> None:
    with answering(dripping(head)) as front:
        begun = time.monotonic()

        assert failed(front, timeout=0.1) is Failure.TIMEOUT
        assert time.monotonic() - begun < 0.25


def test_a_server_that_never_agrees_on_tls_is_left_at_the_deadline() -> None:
    with answering(lambda connection: time.sleep(0.3), scheme="https") as front:
        assert failed(front, timeout=0.1) is Failure.TIMEOUT


def test_headers_given_twice_are_put_together() -> None:
    with answering(saying(HEAD + b"CSP: a\r\ncsp: b\r\nContent-Length: 0\r\n\r\n")) as front:
        assert asked(front).headers["csp"] == "a, b"


@settings(max_examples=60)
@given(st.binary(max_size=200), st.sampled_from([b"", HEAD, HEAD + b"Transfer-Encoding: chunked\r\n\r\n"]))
def test_whatever_is_said_becomes_a_value(said: bytes, head: bytes) -> None:
    with answering(saying(head + said)) as front:
        assert isinstance(ask(front, DOMAIN, "/", timeout=1, most=100), Reply | Unreached)
