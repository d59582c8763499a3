from __future__ import annotations

import socket
import time

import pytest

from pipeline.hosts import Front
from pipeline.patrol.targets import Targets, on_the_internet, resolved, targets

DOMAIN = "www.yunchuan.gov.cn"
NAMES = {"a.yunchuan.gov.cn": ("192.0.2.1", "192.0.2.2", "2001:db8::1"), DOMAIN: ("192.0.2.9",)}


def found(*fronts: Front, public: bool = False) -> Targets:
    return targets(fronts, DOMAIN, public=public, timeout=1, look_up=lambda name, _: NAMES.get(name, ()))


def test_a_literal_address_is_one_family_and_a_name_both() -> None:
    named, literal = Front("q1", "https", "a.yunchuan.gov.cn", 8443, "ca"), Front("q2", "https", "2001:db8::2", 8443)

    assert found(named, literal).serving == (
        Front("q1", "https", "192.0.2.1", 8443, "ca"),
        Front("q1", "https", "2001:db8::1", 8443, "ca"),
        literal,
    )
    assert found(named).families("q1") == {"IPv4", "IPv6"}


def test_http_beside_https_must_lead_there_and_http_alone_serves() -> None:
    secure, plain = Front("q1", "https", "192.0.2.1", 8443), Front("q1", "http", "192.0.2.1", 8080)
    alone = Front("q2", "http", "127.0.0.1", 8801)

    assert found(secure, plain, alone) == Targets((secure, alone), (plain,), ())


def test_port_80_beside_443_is_asked_without_being_named() -> None:
    secure = Front("q1", "https", "192.0.2.1", 443, "ca")

    assert found(secure).leading == (Front("q1", "http", "192.0.2.1", 80),)


def test_the_domain_itself_is_asked_when_wanted() -> None:
    assert found(public=True).serving == (Front("公网", "https", "192.0.2.9", 443),)


def test_a_name_without_addresses_is_kept_apart() -> None:
    front = Front("q1", "https", "b.yunchuan.gov.cn", 443)

    assert found(front) == Targets((), (), (front,))


def test_names_are_looked_up_and_a_slow_answer_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "127.0.0.1" in resolved("localhost", 5)
    assert resolved("a" * 300, 5) == ()

    def slow(*_: object, **__: object) -> list[object]:
        time.sleep(0.2)
        return []

    monkeypatch.setattr(socket, "getaddrinfo", slow)
    begun = time.monotonic()
    assert resolved("localhost", 0.05) == ()
    assert time.monotonic() - begun < 0.15


@pytest.mark.parametrize("address", ["127.0.0.1", "10.0.0.1", "169.254.169.254", "::1", "fe80::1%1", "::ffff:10.0.0.1"])
def test_an_inner_address_is_none_for_links(address: str) -> None:
    assert on_the_internet(address, 5) == ()


def test_an_outer_address_is_one_for_links() -> None:
    assert on_the_internet("1.1.1.1", 5) == ("1.1.1.1",)
