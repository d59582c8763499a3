from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest

from model.profile import Profile
from pipeline.host_answers import HostAnswers
from pipeline.hosts import Front
from pipeline.patrol.expected import Expected
from pipeline.patrol.round import Round, Scope, one_round
from pipeline.patrol.store import Store
from pipeline.release import BEIJING
from tests.pipeline.patrol.servers import (
    DOMAIN,
    FILES,
    PORTAL,
    Authority,
    Shown,
    closed_port,
    expecting,
    has_ipv6,
    serving,
    showing,
)

NOW = dt.datetime(2026, 11, 24, 9, 0, tzinfo=BEIJING)


class Square:
    """Hosts that show the portal, and rounds of a patrol half an hour apart."""

    def __init__(self, folder: Path, profile: Profile, stack: ExitStack) -> None:
        self.stack = stack
        self.store = Store(folder / ".patrol.sqlite")
        self.profile: Profile = dict(profile)
        self.fronts: list[Front] = []
        self.files: Mapping[str, bytes] = FILES
        self.answers = HostAnswers()
        self.scope = Scope(look_up=lambda *_: (), look_up_links=lambda *_: ("127.0.0.1",))
        self.now = NOW
        stack.callback(self.store.close)

    def host(self, name: str = "qianduan-1", shown: Shown | None = None, **more: object) -> Shown:
        shown = shown or showing(self.files)
        self.fronts.append(self.stack.enter_context(serving(shown, name, **more)))  # type: ignore[arg-type]
        return shown

    def published(self, _: str) -> Expected:
        return expecting(self.files, answers=self.answers)

    def round(self) -> Round:
        self.now += dt.timedelta(minutes=30)
        return one_round((PORTAL,), self.fronts, self.published, self.store, self.profile, self.now, self.scope)


@pytest.fixture
def square(tmp_path: Path, profile: Profile) -> Iterator[Square]:
    with ExitStack() as stack:
        yield Square(tmp_path, profile, stack)


def found(done: Round) -> list[tuple[str, str, str, str]]:
    return [(each.code, each.place.host, each.place.family, each.place.path) for each in done.findings]


def test_hosts_that_show_what_was_published_are_well(square: Square) -> None:
    first, second = square.host("qianduan-1"), square.host("qianduan-2")

    done = square.round()

    assert (found(done), done.new, done.open) == ([], (), ())
    assert {"/", "/zwgk/", "/zwgk/a.html", "/static/site.css", "/admin", "/.git/HEAD"} <= set(first.paths())
    assert "/404.html" not in first.paths()
    assert len(first.paths()) == len(set(first.paths())) == len(second.paths())
    assert len(done.visits) == 2 * len(first.paths())


def test_a_changed_page_is_an_alarm_until_it_is_asked_again_and_well(square: Square) -> None:
    shown = square.host()
    square.host("qianduan-2")
    well = shown.pages["/zwgk/a.html"]
    square.scope = replace(square.scope, pages=1)
    square.round()
    shown.pages["/zwgk/a.html"] = (200, {}, b"changed")

    rounds = [square.round() for _ in range(2)]
    shown.pages["/zwgk/a.html"] = well
    after = square.round()

    codes = [[each.code for each in done.new] for done in rounds]
    assert codes == [["TAMPERED", "DIFFERENT"], []]
    assert {each.code for each in rounds[-1].open} == {"TAMPERED", "DIFFERENT"}
    assert {each.code for each in after.ended} == {"TAMPERED", "DIFFERENT"}
    assert after.open == ()


def test_what_is_not_asked_again_has_not_ended(square: Square) -> None:
    shown = square.host()
    shown.pages["/zwgk/a.html"] = (200, {}, b"changed")
    square.round()
    home = shown.pages.pop("/")
    shown.pages["/"] = (500, {}, b"")
    broken = square.round()
    square.fronts = [Front("qianduan-1", "http", "127.0.0.1", closed_port())]
    away = square.round()

    assert {each.code for each in broken.open} == {"TAMPERED", "HOME_UNREACHABLE"}
    assert {each.code for each in away.open} == {"TAMPERED", "HOME_UNREACHABLE"}
    shown.pages["/"] = home


def test_what_was_found_on_a_host_that_is_no_more_has_ended(square: Square) -> None:
    shown = square.host("qianduan-9")
    shown.pages["/admin"] = (200, {}, b"login")
    square.round()
    square.fronts.clear()
    square.host()

    done = square.round()

    assert [each.code for each in done.ended] == ["DOOR"]
    assert done.open == ()


def test_a_publication_in_the_middle_of_a_round_is_no_tampering(square: Square) -> None:
    shown = square.host()
    new = {**FILES, "zwgk/a.html": "新的".encode()}
    shown.pages = showing(new).pages
    releases = iter((FILES, new))

    def published(_: str) -> Expected:
        return expecting(next(releases))

    done = one_round((PORTAL,), square.fronts, published, square.store, square.profile, NOW, square.scope)

    assert found(done) == []
    assert shown.paths().count("/zwgk/a.html") == 2


def test_every_page_comes_up_in_turn(square: Square) -> None:
    square.files = {"index.html": b"0", **{f"{number}.html": b"%d" % number for number in range(5)}}
    shown = square.host()
    square.scope = replace(square.scope, pages=2)
    turns = []
    for _ in range(3):
        shown.asked.clear()
        square.round()
        turns.append([path for path in sorted(shown.paths()) if path.endswith(".html")])

    assert turns == [["/0.html", "/1.html"], ["/2.html", "/3.html"], ["/0.html", "/4.html"]]


def test_a_host_that_is_down_is_asked_for_its_front_page_only(square: Square) -> None:
    square.host()
    square.fronts.append(Front("qianduan-2", "http", "127.0.0.1", closed_port()))

    done = square.round()

    assert found(done) == [("HOME_UNREACHABLE", "qianduan-2", "IPv4", "/")]
    assert [visit.path for visit in done.visits if visit.host == "qianduan-2"] == ["/"]


def test_the_share_of_failures_adds_up_over_rounds(square: Square) -> None:
    square.profile["failure_visits"] = replace(square.profile["failure_visits"], value=4)
    shown = square.host()
    square.round()
    home = shown.pages["/"]
    shown.pages["/"] = (500, {}, b"")
    square.round()
    shown.pages["/"] = home

    third, fourth = square.round(), square.round()

    assert found(third) == []
    assert [each.fact for each in fourth.findings] == ["最近一周访问首页4次，1次打不开，占25.0%，达到5%"]
    square.now += dt.timedelta(7)
    assert [each.code for each in square.round().ended] == ["FAILURE_SHARE"]


def test_a_site_at_rest_answers_503_everywhere_and_is_well(square: Square) -> None:
    square.answers = HostAnswers("Tue, 01 Dec 2026 00:00:00 GMT")
    rest: tuple[int, dict[str, str], bytes] = (503, {}, FILES["index.html"])
    paths = ("/", "/zwgk/", "/zwgk/a.html", "/admin", "/login", "/wp-admin/", "/.env", "/manager/html")
    shown = square.host()
    shown.pages |= dict.fromkeys(paths, rest)

    assert found(square.round()) == []


def test_a_dressing_down_of_headers_and_doors(square: Square) -> None:
    shown = square.host(shown=showing(FILES, headers={"Server": "nginx/1.27.3"}))
    shown.pages["/wp-login.php"] = (403, {}, b"")

    codes = [code for code, *_ in found(square.round())]

    assert codes == ["HEADER_CSP", "HEADER_NOSNIFF", "HEADER_REFERRER", "HEADER_VERSION", "DOOR"]


def test_a_site_may_have_a_page_of_its_own_at_a_doors_address(square: Square) -> None:
    square.files = {**FILES, "login/index.html": "登录说明".encode()}
    shown = square.host()
    shown.pages["/login"] = (301, {"Location": "/login/"}, b"")

    assert found(square.round()) == []


def test_https_with_its_certificate_and_the_way_to_it(square: Square, authority: Authority) -> None:
    square.host(tls=authority.sign("soon", days=20))
    way = square.host(shown=Shown({"/": (301, {"Location": f"https://{DOMAIN}/"}, b"")}))
    square.now = dt.datetime.now(BEIJING)

    done = square.round()
    way.pages["/"] = (200, {}, b"home")
    astray = square.round()

    assert found(done) == [("CERTIFICATE_ENDS_SOON", "qianduan-1", "IPv4", "/")]
    assert [(each.code, each.place.path) for each in astray.new] == [("HTTP_NOT_SENT_ON", f"http://{DOMAIN}/")]
    assert way.paths() == ["/", "/"]


@pytest.mark.skipif(not has_ipv6(), reason="这台机器没有IPv6")
def test_both_families_of_a_host_are_compared(square: Square) -> None:
    square.host()
    other = square.host(address="::1")
    other.pages["/zwgk/"] = (200, {}, "另一个".encode())

    assert found(square.round()) == [
        ("TAMPERED", "qianduan-1", "IPv6", "/zwgk/"),
        ("DIFFERENT", "", "", "/zwgk/"),
    ]


def test_links_of_the_own_pages_are_followed_and_judged(square: Square) -> None:
    away = Shown({"/sale": (200, {}, "<title>此域名正在出售</title>".encode())})
    front = square.stack.enter_context(serving(away))
    base = f"http://a.example.com:{front.port}"
    page = f'<a href="{base}/gone">x</a><a href="{base}/sale">x</a><a href="/zwgk/">x</a>'
    square.files = {"index.html": page.encode()}
    shown = square.host()

    first, second = square.round(), square.round()
    square.files = {"index.html": b"mended"}
    shown.pages = showing(square.files).pages
    third = square.round()

    assert [(each.code, each.place.path) for each in first.new] == [("LINK_HIJACKED", f"{base}/sale")]
    assert [(each.code, each.place.path) for each in second.new] == [("LINK_DEAD", f"{base}/gone")]
    assert {each.code for each in third.ended} == {"LINK_HIJACKED", "LINK_DEAD"}
    assert [visit.path for visit in second.visits if not visit.host] == [f"{base}/sale", f"{base}/gone"]


def test_links_that_somebody_else_put_into_a_page_are_not_followed(square: Square) -> None:
    shown = square.host()
    shown.pages["/"] = (200, {}, b'<a href="http://a.example.com/">x</a>')

    done = square.round()

    assert ("TAMPERED", "qianduan-1", "IPv4", "/") in found(done)
    assert [visit for visit in done.visits if not visit.host] == []


def test_a_name_without_addresses_is_an_alarm(square: Square) -> None:
    square.scope = replace(square.scope, public=True)
    square.host()

    assert found(square.round()) == [("NAME_UNKNOWN", "公网", "", "")]


def test_a_patrol_that_is_cut_off_blames_no_link(square: Square) -> None:
    page = "".join(f'<a href="http://{name}.example.com:{closed_port()}/">x</a>' for name in "abc")
    square.files = {"index.html": page.encode()}
    square.host()

    rounds = [square.round() for _ in range(3)]

    assert [[each.code for each in done.findings] for done in rounds] == [["LINKS_UNASKED"]] * 3
