from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from pipeline.host_answers import HostAnswers
from pipeline.host_server import HostServer
from pipeline.hosts import Front
from pipeline.local_host import LocalHost
from pipeline.outside import seen_from_outside
from pipeline.release import BEIJING
from tests.pipeline.patrol.servers import (
    DOMAIN,
    FILES,
    PORTAL,
    Authority,
    Shown,
    closed_port,
    expecting,
    serving,
    showing,
)
from tests.pipeline.patrol.test_round import NOW
from tests.pipeline.releases import described


def seen(
    *fronts: Front, sample: int = 9, changed: tuple[str, ...] = (), answers: HostAnswers | None = None,
    files: Mapping[str, bytes] = FILES,
) -> tuple[str, ...]:  # fmt: skip
    return seen_from_outside(fronts, PORTAL, expecting(files).digests, sample, changed, answers, timeout=2)


def test_hosts_that_show_the_release_have_no_problem(authority: Authority) -> None:
    plain, secure = showing(FILES), showing(FILES)
    with serving(plain) as first, serving(secure, "qianduan-2", tls=authority.sign("outside")) as second:
        assert seen(first, second) == ()

    assert plain.paths()[0] == secure.paths()[0] == "/"
    assert sorted(plain.paths()) == ["/", "/static/site.css", "/zwgk/", "/zwgk/a.html"]


def test_the_changed_pages_are_asked_first() -> None:
    shown = showing(FILES)
    with serving(shown) as front:
        seen(
            front,
            sample=1,
            changed=("removed.html", ".host/answers.json", "404.html", "zwgk/a.html", "zwgk/index.html"),
        )

    assert shown.paths() == ["/", "/zwgk/a.html"]


def test_every_difference_is_said_with_its_host_and_address() -> None:
    shown = showing(FILES)
    shown.pages |= {"/": (200, {}, b"old"), "/zwgk/": (404, {}, b""), "/static/site.css": (200, {}, b"q{}")}
    with serving(shown) as front:
        problems = seen(front, Front("qianduan-2", "http", "127.0.0.1", closed_port()))

    assert sorted(problem.partition("（3字节")[0] for problem in problems) == [
        "qianduan-1（IPv4）/static/site.css：内容与清单不符",
        "qianduan-1（IPv4）/zwgk/：答的是404，应当是200",
        "qianduan-1（IPv4）/：内容与清单不符",
        "qianduan-2（IPv4）/：拒绝连接",
    ]


def test_a_site_at_rest_must_answer_503_with_its_notice() -> None:
    resting, shown = HostAnswers("Tue, 01 Dec 2026 00:00:00 GMT"), showing(FILES)
    rest: tuple[int, dict[str, str], bytes] = (503, {}, FILES["index.html"])
    with serving(shown) as front:
        awake = seen(front, answers=resting)
        shown.pages |= dict.fromkeys(("/", "/zwgk/", "/zwgk/a.html"), rest)
        asleep = seen(front, answers=resting)

    assert len(awake) == 3
    assert asleep == ()


def test_old_addresses_must_lead_on_or_be_gone() -> None:
    files = {**FILES, "old/index.html": b"to", "gone.html": b"gone"}
    answers = HostAnswers(moved={"old/index.html": "/zwgk/"}, gone=frozenset({"gone.html"}))
    shown = showing(files)
    with serving(shown) as front:
        plain = seen(front, files=files, answers=answers)
        shown.pages |= {"/old/": (301, {"Location": f"https://{DOMAIN}/zwgk/"}, b""), "/gone.html": (410, {}, b"gone")}
        well = seen(front, files=files, answers=answers)

    assert len(plain) == 2
    assert well == ()


def test_http_that_only_leads_to_https_is_not_asked(authority: Authority) -> None:
    way = Shown()
    with serving(showing(FILES), tls=authority.sign("way")) as secure, serving(way) as plain:
        assert seen(secure, plain) == ()

    assert way.asked == []


def test_the_hosts_of_this_machine_are_seen_as_they_are(tmp_path: Path) -> None:
    source = tmp_path / "source"
    for file, body in FILES.items():
        (source / file).parent.mkdir(parents=True, exist_ok=True)
        (source / file).write_bytes(body)
    host = LocalHost("qianduan-1", tmp_path / "host")
    manifest = described(source, "portal", NOW.astimezone(BEIJING))
    host.upload("portal", manifest, {}, source.joinpath)
    host.switch("portal", manifest.release)
    digests = {file.path: file.sha256 for file in manifest.files}

    with HostServer(host, (PORTAL,)) as server:
        front = Front(host.name, "http", "127.0.0.1", server.port)
        assert seen_from_outside((front,), PORTAL, digests, 9, ()) == ()
        host.switch("portal", None)
        assert seen_from_outside((front,), PORTAL, digests, 9, ())[0] == "qianduan-1（IPv4）/：答的是503，应当是200"
