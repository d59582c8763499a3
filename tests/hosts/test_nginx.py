"""A real nginx with what the sites' builds write for it, taken over by the host's own program."""

from __future__ import annotations

import datetime as dt
import shutil
from typing import TYPE_CHECKING

from model.redirects import HEAD
from tests import life
from tests.conftest import DEPARTMENT, document, policy
from tests.hosts.servers import JYJ, PORTAL, adopt_and_reload, facts_in, lay_out, map_of, nginx_for, release_built

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import BuiltCity, City


def test_old_addresses_lead_on_with_301_and_what_is_gone_answers_410_with_its_note(city: City, tmp_path: Path) -> None:
    rows = (
        "/old/a.html,portal/yaowen/a.md",
        "/old/b,/zcwj/?x=$1&y=说明",
        "/gone/,,,活动已经结束,/zcwj/",
        "/%E6%97%A7/c.htm,/zcjd/",
        "/gone.html,,,撤下了",
        "/old/%24x%22y.html,/zcjd/",
    )
    city.write({"portal/redirects.csv": "\n".join([HEAD, *rows, ""])})
    built = city.write({"portal/yaowen/a.md": document("甲", "aliases: [/alias.shtml]")}).build()
    host = facts_in(tmp_path / "host")
    lay_out(host, [PORTAL])
    release_built(host, "portal", built.output)

    with nginx_for(host) as visitor:
        adopt_and_reload(host)
        urls = ("/old/a.html", "/old/b", "/old/b/", "/%E6%97%A7/c.htm", "/alias.shtml")
        places = {url: visitor.ask(url) for url in urls}
        gone = [visitor.ask(url) for url in ("/gone/", "/gone", "/gone.html")]
        pages = [visitor.ask(url).status for url in ("/", "/yaowen/a/", "/nowhere/", "/.host/answers.json")]
        strange = visitor.ask("/old/%24x%22y.html")

    assert {url: (answer.status, answer.headers.get("location")) for url, answer in places.items()} == {
        "/old/a.html": (301, "/yaowen/a/"),
        "/old/b": (301, "/zcwj/?x=%241&y=%E8%AF%B4%E6%98%8E"),
        "/old/b/": (301, "/zcwj/?x=%241&y=%E8%AF%B4%E6%98%8E"),
        "/%E6%97%A7/c.htm": (301, "/zcjd/"),
        "/alias.shtml": (301, "/yaowen/a/"),
    }
    assert [answer.status for answer in gone] == [410, 410, 410]
    assert all("活动已经结束" in answer.text and 'href="/zcwj/"' in answer.text for answer in gone[:2])
    assert pages == [200, 200, 404, 404]
    assert 'content="0; url=/zcjd/"' in strange.text


def department_at(city: City, day: str, *acts: str) -> BuiltCity:
    city.write({"jyj/site.toml": DEPARTMENT, "jyj/zcwj/a.md": policy("云教发〔2026〕1号")})
    city.write({"jyj/lifecycle.toml": life.ONLINE + "".join(acts)})
    return city.build(dt.datetime.fromisoformat(f"{day} 08:00"))


def test_a_site_rests_from_the_switch_on_and_after_it_was_adopted_says_when_it_is_back(
    city: City, tmp_path: Path
) -> None:
    built = department_at(city, "2026-12-05", rest := life.offline("2026-12-01", "2026-12-10"))
    sheet = next((built.output / "jyj/static").glob("*.css")).name
    host = facts_in(tmp_path / "host")
    lay_out(host, [JYJ])
    urls = ("/", "/zcwj/a/", "/nowhere.html", "/.host/answers.json", "/index.html")

    with nginx_for(host) as visitor:
        release_built(host, "jyj", built.output)
        before = [visitor.ask(url, JYJ.domain) for url in urls]
        adopt_and_reload(host)
        after = [visitor.ask(url, JYJ.domain) for url in urls]
        styled = visitor.ask(f"/static/{sheet}", JYJ.domain)
        back = department_at(city, "2026-12-09", rest, life.act("online", "2026-12-09"))
        release_built(host, "jyj", back.output, "20261209T080000-0123456789ab")
        again = [visitor.ask(url, JYJ.domain).status for url in ("/", "/zcwj/a/", "/nowhere.html")]

    assert {(answer.status, answer.headers.get("retry-after"), "临时下线" in answer.text) for answer in before} == {
        (503, None, True)
    }
    assert {(answer.status, answer.headers.get("retry-after"), "临时下线" in answer.text) for answer in after} == {
        (503, "Thu, 10 Dec 2026 16:00:00 GMT", True)
    }
    assert styled.status == 200
    assert again == [200, 200, 404]


def test_the_mark_of_rest_and_its_end_come_and_go_with_the_days(city: City, tmp_path: Path) -> None:
    rest = life.offline("2026-12-01", "2026-12-10")
    marks = {}
    for day in ("2026-11-30", "2026-12-05", "2026-12-09"):
        acts = (rest, life.act("online", "2026-12-09")) if day == "2026-12-09" else (rest,)
        folder = department_at(city, day, *acts).output / "jyj/.host"
        marks[day] = ((folder / "resting").exists(), (folder / "rest.map").read_text())

    assert marks == {
        "2026-11-30": (False, ""),
        "2026-12-05": (True, '503 "Thu, 10 Dec 2026 16:00:00 GMT";\n'),
        "2026-12-09": (False, ""),
    }


def test_thirty_thousand_old_addresses_are_taken_over(tmp_path: Path) -> None:
    host = facts_in(tmp_path / "host")
    lay_out(host, [PORTAL])
    lines = "".join(f'"/old/{number}/{"a" * 60}.html" "/new/{number}/";\n' for number in range(30_000))
    folder = tmp_path / "built/portal/.host"
    folder.mkdir(parents=True)
    for name, text in (("moved.map", lines), ("gone.map", ""), ("rest.map", "")):
        (folder / name).write_text(text)
    release_built(host, "portal", tmp_path / "built")
    shutil.rmtree(tmp_path / "built")

    with nginx_for(host) as visitor:
        adopt_and_reload(host)
        answer = visitor.ask(f"/old/29999/{'a' * 60}.html")

    assert map_of(host, "portal", "moved") == lines
    assert (answer.status, answer.headers.get("location")) == (301, "/new/29999/")
