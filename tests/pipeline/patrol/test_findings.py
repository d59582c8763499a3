from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace

import pytest

from model.profile import Profile
from pipeline.host_answers import HostAnswers
from pipeline.hosts import Front
from pipeline.patrol import contents, headers, reach
from pipeline.patrol.answered import Failure, Reply, Unreached, Visit
from pipeline.patrol.expected import Expected, Wanted, address_of
from pipeline.patrol.findings import Finding, Place, Severity
from pipeline.patrol.targets import Targets
from pipeline.release import BEIJING
from tests.pipeline.patrol.servers import DOMAIN, FILES, GOOD, expecting, reply

NOW = dt.datetime(2026, 11, 24, 9, 0, tzinfo=BEIJING)
PLACE = Place("portal", "qianduan-1", "IPv4", "/")
WELL = {name.lower(): value for name, value in GOOD.items()}


def visit(answer: Reply | Failure, path: str = "/", host: str = "qianduan-1", family: str = "IPv4") -> Visit:
    return Visit(NOW, "portal", host, family, path, Unreached(answer) if isinstance(answer, Failure) else answer)


def codes(found: Iterable[Finding]) -> list[str]:
    return [finding.code for finding in found]


def test_a_finding_says_all_that_an_operator_needs(profile: Profile) -> None:
    [found] = reach.reachable(visit(Failure.TIMEOUT), 200, profile)

    assert found == Finding(
        "HOME_UNREACHABLE",
        Severity.ALARM,
        PLACE,
        "首页打不开：在时限以内没有答完（要在15秒以内答200）",
        "看主机、网络和nginx是不是正常；别的主机正常的，先把这一台撤下",
        "国办秘函〔2019〕19号单项否决二",
    )


@pytest.mark.parametrize(
    ("answer", "family", "expected"),
    [
        (reply(), "IPv4", []),
        (replace(reply(), seconds=14.9), "IPv4", []),
        (replace(reply(), seconds=15), "IPv4", ["HOME_UNREACHABLE"]),
        (reply(500), "IPv4", ["HOME_UNREACHABLE"]),
        (Failure.REFUSED, "IPv6", ["HOME_UNREACHABLE"]),
        (Failure.EXPIRED, "IPv4", ["CERTIFICATE_WRONG"]),
        (Failure.OTHER_NAME, "IPv4", ["CERTIFICATE_WRONG"]),
        (Failure.AUTHORITY, "IPv4", ["CERTIFICATE_WRONG"]),
        (Failure.NO_ROUTE, "IPv6", ["IPV6_UNASKED"]),
        (Failure.NO_ROUTE, "IPv4", ["HOME_UNREACHABLE"]),
    ],
)
def test_a_front_page_must_answer_in_time(
    profile: Profile, answer: Reply | Failure, family: str, expected: list[str]
) -> None:
    seen = visit(answer, family=family)

    assert codes(reach.reachable(seen, 200, profile)) == expected
    assert bool(reach.home_failure(seen, 200, profile)) == (expected not in ([], ["IPV6_UNASKED"]))


def test_a_site_at_rest_is_well_with_503(profile: Profile) -> None:
    assert codes(reach.reachable(visit(reply(503)), 503, profile)) == []
    assert codes(reach.reachable(visit(reply(200)), 503, profile)) == ["HOME_UNREACHABLE"]


@pytest.mark.parametrize(
    ("visits", "failed", "expected"),
    [
        (19, 19, []),
        (20, 1, ["FAILURE_SHARE"]),
        (100, 5, ["FAILURE_SHARE"]),
        (100, 4, ["FAILURE_SHARE_NEAR"]),
        (100, 3, ["FAILURE_SHARE_NEAR"]),
        (1000, 29, []),
    ],
)
def test_the_share_of_a_week_has_two_limits(profile: Profile, visits: int, failed: int, expected: list[str]) -> None:
    assert codes(reach.share("portal", visits, failed, profile)) == expected


@pytest.mark.parametrize(
    ("days", "expected"),
    [(31, []), (30, ["CERTIFICATE_ENDS_SOON"]), (8, ["CERTIFICATE_ENDS_SOON"]), (7, ["CERTIFICATE_ENDS"])],
)
def test_a_certificate_must_be_renewed_in_time(profile: Profile, days: int, expected: list[str]) -> None:
    seen = visit(replace(reply(), certificate_ends=NOW + dt.timedelta(days, 60)))

    assert codes(reach.certificate(seen, NOW, profile)) == expected


def test_hosts_need_ipv6_and_names_addresses() -> None:
    old, new = Front("q1", "https", "192.0.2.1", 443), Front("q2", "https", "2001:db8::1", 443)
    trial, lost = Front("q3", "http", "127.0.0.1", 8801), Front("q4", "https", "b.yunchuan.gov.cn", 443)

    found = list(reach.addresses("portal", Targets((old, new, trial), (), (lost,))))

    assert [(each.code, each.place.host) for each in found] == [("NAME_UNKNOWN", "q4"), ("IPV6_MISSING", "q1")]


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (Failure.REFUSED, []),
        (reply(301, location=f"https://{DOMAIN}/"), []),
        (reply(308, location=f"https://{DOMAIN.upper()}/"), []),
        (reply(302, location=f"https://{DOMAIN}/"), ["HTTP_NOT_SENT_ON"]),
        (reply(301, location=f"https://{DOMAIN}.a.cn/"), ["HTTP_NOT_SENT_ON"]),
        (reply(301, location=f"http://{DOMAIN}/"), ["HTTP_NOT_SENT_ON"]),
        (reply(), ["HTTP_NOT_SENT_ON"]),
    ],
)
def test_http_must_lead_to_https(answer: Reply | Failure, expected: list[str]) -> None:
    assert codes(reach.sends_on(visit(answer), DOMAIN)) == expected


def test_a_site_by_http_alone_is_a_trial_on_the_loopback_only() -> None:
    assert codes(reach.plain_http("portal", Front("q1", "http", "192.0.2.1", 80))) == ["HTTP_ONLY"]
    assert codes(reach.plain_http("portal", Front("q1", "http", "::1", 80))) == []


@pytest.mark.parametrize(
    ("header", "value", "expected"),
    [
        ("strict-transport-security", "", ["HEADER_HSTS"]),
        ("strict-transport-security", "max-age=300", ["HEADER_HSTS"]),
        ("strict-transport-security", 'MAX-AGE = "31536000"; preload', []),
        ("content-security-policy", "", ["HEADER_CSP"]),
        ("content-security-policy", "img-src 'self'", ["HEADER_CSP"]),
        ("content-security-policy", "default-src 'self'; style-src 'UNSAFE-INLINE'", ["HEADER_CSP"]),
        ("content-security-policy", "img-src *; script-src 'self'", []),
        ("x-content-type-options", "sniff", ["HEADER_NOSNIFF"]),
        ("referrer-policy", "", ["HEADER_REFERRER"]),
        ("referrer-policy", "unsafe-url", ["HEADER_REFERRER"]),
        ("referrer-policy", "no-referrer, strict-origin-when-cross-origin", []),
        ("server", "nginx/1.27.3", ["HEADER_VERSION"]),
        ("x-powered-by", "PHP/8.3", ["HEADER_VERSION"]),
    ],
)
def test_each_header_is_judged(header: str, value: str, expected: list[str]) -> None:
    assert codes(headers.headers(PLACE, WELL | {header: value}, secure=True)) == expected


def test_hsts_is_asked_for_by_https_only() -> None:
    assert codes(headers.headers(PLACE, {}, secure=False)) == ["HEADER_CSP", "HEADER_NOSNIFF", "HEADER_REFERRER"]


RESTING = HostAnswers("Tue, 01 Dec 2026 00:00:00 GMT")
ANSWERS = HostAnswers(moved={"old/index.html": "/zwgk/"}, gone=frozenset({"gone.html"}))
BOTH = {"old/index.html": b"to /zwgk/", "gone.html": b"gone"}


def test_a_release_says_how_each_file_is_answered() -> None:
    release, resting = expecting(FILES | BOTH, answers=ANSWERS), expecting(FILES, answers=RESTING)
    digests = release.digests

    assert release.wanted("zwgk/a.html") == Wanted(200, digests["zwgk/a.html"])
    assert release.wanted("old/index.html") == Wanted(301, location="/zwgk/")
    assert release.wanted("gone.html") == Wanted(410, digests["gone.html"])
    assert resting.wanted("zwgk/a.html") == Wanted(503, digests["index.html"])
    assert resting.wanted("static/site.css").status == 200
    assert expecting(FILES).pages() == ["index.html", "static/site.css", "zwgk/a.html", "zwgk/index.html"]


@pytest.mark.parametrize(
    ("file", "path"),
    [
        ("index.html", "/"),
        ("zwgk/index.html", "/zwgk/"),
        ("zwgk/a.html", "/zwgk/a.html"),
        ("云 川/50%?.html", "/%E4%BA%91%20%E5%B7%9D/50%25%3F.html"),
        ("a-index.html", "/a-index.html"),
    ],
)
def test_files_have_addresses(file: str, path: str) -> None:
    assert address_of(file) == path


WANTED = Wanted(200, reply(body=b"published").digest)


@pytest.mark.parametrize(
    ("answer", "wanted", "expected"),
    [
        (reply(body=b"published"), WANTED, []),
        (reply(body=b"other"), WANTED, ["TAMPERED"]),
        (reply(404, b"published"), WANTED, ["WRONG_ANSWER"]),
        (reply(503, b"other"), replace(WANTED, status=503), ["TAMPERED"]),
        (reply(301, location="/zwgk/"), Wanted(301, location="/zwgk/"), []),
        (reply(301, location=f"https://{DOMAIN}/zwgk/"), Wanted(301, location="/zwgk/"), []),
        (reply(301, location="https://a.cn/"), Wanted(301, location="/zwgk/"), ["WRONG_ANSWER"]),
        (Failure.TIMEOUT, WANTED, ["PAGE_UNREACHABLE"]),
        (Failure.TOO_LARGE, WANTED, []),
        (Failure.NO_ROUTE, WANTED, []),
    ],
)
def test_a_page_must_be_as_it_was_published(answer: Reply | Failure, wanted: Wanted, expected: list[str]) -> None:
    assert codes(contents.page(visit(answer, "/a.html"), wanted)) == expected


def test_hosts_and_families_must_answer_alike() -> None:
    same = [visit(reply(body=b"a")), visit(reply(body=b"a"), family="IPv6"), visit(Failure.RESET, host="qianduan-3")]
    other = visit(reply(body=b"b"), host="qianduan-2")

    assert codes(contents.alike([*same, visit(reply(body=b"b"), "/b/")])) == []
    [found] = contents.alike([*same, other])
    assert (found.code, found.place) == ("DIFFERENT", Place("portal", path="/"))
    assert found.fact == "qianduan-1的IPv4与qianduan-2的IPv4答的不一样"


@pytest.mark.parametrize(
    ("answer", "rests", "expected"),
    [
        (reply(404), False, []),
        (reply(410), False, []),
        (Failure.RESET, False, []),
        (reply(200), False, ["DOOR"]),
        (reply(401), False, ["DOOR"]),
        (reply(302), False, ["DOOR"]),
        (reply(503), True, []),
        (reply(503), False, ["DOOR"]),
    ],
)
def test_a_door_must_not_be_there(answer: Reply | Failure, rests: bool, expected: list[str]) -> None:
    assert codes(contents.door(visit(answer, "/admin"), rests=rests)) == expected


def test_what_a_host_says_is_shown_on_one_short_line() -> None:
    told = contents.difference(reply(301, location="/\r\n\x1b[31m" + "a" * 999), Wanted(301, location="/b/"))

    assert told.isprintable()
    assert len(told) < 260


def test_every_code_is_explained_to_operators() -> None:
    from pathlib import Path
    from re import findall

    root = Path(__file__).parent.parent.parent.parent
    sources = "".join(file.read_text() for file in (root / "pipeline" / "patrol").glob("*.py"))
    given = set(findall(r'(?:alarm|warning)\("([A-Z0-9_]+)"', sources)) | set(findall(r'"(HEADER_[A-Z]+)"', sources))
    table = findall(r"^\| `([A-Z0-9_]+)` \|", (root / "docs/operators/patrol.md").read_text(), flags=8)

    assert len(given) > 15
    assert sorted(table) == sorted(given)


def test_an_expectation_without_files_wants_no_bytes() -> None:
    assert Expected({}).wanted("index.html") == Wanted(200)
