from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.patrol.answered import Failure, Reply, Unreached
from pipeline.patrol.links import Followed, follow, link, outgoing, registrable, signs_of_another_owner
from pipeline.patrol.sample import after, spread
from tests.pipeline.patrol.servers import Authority, Shown, closed_port, reply, serving

OWN = {"www.yunchuan.gov.cn", "jyj.yunchuan.gov.cn"}
FIRST = "http://www.example.com/a"


def test_only_links_to_others_leave_a_page() -> None:
    page = """<a href="/zwgk/">x</a><a href="//jyj.yunchuan.gov.cn/">x</a><a href=" HTTPS://Www.Example.com/a?b=云#c ">x</a>
    <a href="http://[bad/">x</a><a href="mailto:a@yunchuan.gov.cn">x</a><a href="javascript:x">x</a><a href="http://:80/">x</a>
    <a href="http://a.example.com:99999/">x</a><area href="http://地图.example.com/"><a href="https://www.example.com/a?b=云">x</a>"""

    assert outgoing(page.encode(), "https://www.yunchuan.gov.cn/", OWN) == (
        "https://Www.Example.com/a?b=云",
        "http://地图.example.com/",
        "https://www.example.com/a?b=云",
    )


@pytest.mark.parametrize(
    "page", [b"", b"\x00\xff", "<a href='http://a.example.com/'>县</a>".encode("gb18030"), b"<" * 9999]
)
def test_any_bytes_are_a_page(page: bytes) -> None:
    assert len(outgoing(page, "https://www.yunchuan.gov.cn/", OWN)) == page.count(b"href")


def test_pages_come_up_in_turn_whatever_is_added_or_removed() -> None:
    assert after("abcde", "", 2) == ("a", "b")
    assert after("abcde", "b", 2) == ("c", "d")
    assert after("abcde", "d", 2) == ("e", "a")
    assert after("abde", "c", 2) == ("d", "e")
    assert after("ab", "a", 5) == ("a", "b")
    assert after("", "a", 5) == ()


def test_no_domain_has_more_links_than_its_share() -> None:
    assert spread(["a1", "a2", "a3", "b1", "c1", "d1"], lambda url: url[0], 4, 2) == ("a1", "a2", "b1", "c1")


@pytest.mark.parametrize(
    ("domain", "owned"),
    [
        ("www.example.com", "example.com"),
        ("a.b.example.com.cn", "example.com.cn"),
        ("www.yunchuan.gov.cn", "yunchuan.gov.cn"),
        ("gov.cn", "gov.cn"),
        ("www.gov.cn", "www.gov.cn"),
        ("192.0.2.1", "192.0.2.1"),
        ("localhost", "localhost"),
    ],
)
def test_what_is_owned_of_a_domain(domain: str, owned: str) -> None:
    assert registrable(domain) == owned


@pytest.mark.parametrize(
    ("page", "signs"),
    [
        ("<title>此域名正在出售</title>", "“域名正在出售”"),
        ("<title>Example.com - Buy This Domain</title>", "“Buy This Domain”"),
        ("<title>新葡京娱乐城_真人荷官</title>", "“真人荷官”、“娱乐城”、“新葡京”"),
        ('<title>a</title><meta name=keywords content="百家乐,时时彩">', "“百家乐”、“时时彩”"),
        ("<title>警方通报打击百家乐网络赌博</title>", ""),
        ("<title>通知</title><p>此域名正在出售 百家乐 时时彩</p>", ""),
        ("", ""),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_titles_tell_another_owner(page: str, signs: str, encoding: str) -> None:
    assert signs_of_another_owner(page.encode(encoding)) == signs


def followed(answer: Reply | Failure, *more: str) -> Followed:
    return Followed((FIRST, *more), Unreached(answer) if isinstance(answer, Failure) else answer)


@pytest.mark.parametrize(
    ("answer", "dead"),
    [
        (reply(200), False),
        (reply(404), True),
        (reply(500), True),
        (reply(403), False),
        (reply(412), False),
        (Failure.NAME, True),
        (Failure.TIMEOUT, True),
        (Failure.TOO_LARGE, False),
        (Failure.NO_ROUTE, False),
    ],
)
def test_what_is_dead(answer: Reply | Failure, dead: bool) -> None:
    assert followed(answer).dead == dead


@pytest.mark.parametrize(
    ("seen", "failures", "expected"),
    [
        (followed(reply()), 0, []),
        (followed(reply(404)), 1, []),
        (followed(reply(404)), 2, ["LINK_DEAD"]),
        (followed(Failure.OTHER_NAME), 1, ["LINK_OTHER_NAME"]),
        (followed(reply(), "https://example.com/b"), 0, []),
        (followed(reply(), "https://example.org/"), 0, ["LINK_ELSEWHERE"]),
        (followed(reply(404), "https://example.org/"), 1, []),
        (followed(reply(body="<title>域名出售</title>".encode()), "https://example.org/"), 0, ["LINK_HIJACKED"]),
    ],
)
def test_links_are_judged(seen: Followed, failures: int, expected: list[str]) -> None:
    assert [finding.code for finding in link("portal", seen, failures)] == expected


def here(name: str, _: float) -> tuple[str, ...]:
    return () if name.startswith("no") else ("127.0.0.1",)


def test_a_link_is_followed_over_a_few_redirects() -> None:
    shown = Shown({"/end": (200, {}, b"end")})
    with serving(shown) as front:
        base = f"http://a.example.com:{front.port}"
        shown.pages |= {
            "/": (302, {"Location": f"http://b.example.com:{front.port}/end"}, b""),
            "/loop": (301, {"Location": "/loop"}, b""),
            **{f"/{n}": (301, {"Location": f"/{n + 1}"}, b"") for n in range(9)},
            "/away": (301, {"Location": "ftp://b.example.com/"}, b""),
        }
        found = follow(f"{base}/", 5, here)
        loop, long, away = (follow(f"{base}/{path}", 5, here) for path in ("loop", "0", "away"))

    assert isinstance(found.answer, Reply)
    assert (found.urls[-1], found.answer.body) == (f"http://b.example.com:{front.port}/end", b"end")
    assert len(loop.urls) == 1
    assert len(long.urls) == 4
    assert len(away.urls) == 1
    assert {headers["Host"] for _, headers in shown.asked} == {"a.example.com", "b.example.com"}


def test_a_link_that_leads_nowhere_is_dead(authority: Authority) -> None:
    port = closed_port()
    with serving(Shown(), tls=authority.sign("link")) as front:
        unknown = follow(f"https://a.example.com:{front.port}/", 5, here)

    assert follow("http://no.example.com/", 5, here).answer == Unreached(Failure.NAME)
    assert follow(f"http://a.example.com:{port}/", 5, here).answer == Unreached(Failure.REFUSED)
    assert unknown.answer == Unreached(Failure.AUTHORITY)


def test_the_first_visit_of_a_page_for_sale_is_enough() -> None:
    page = replace(reply(body=b"<title>This domain is for sale</title>"), status=200)

    [found] = link("portal", followed(page), 0)
    assert found.severity == "alarm"
