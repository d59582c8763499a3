"""A real nginx with the files that a release brings for it."""

from __future__ import annotations

import datetime as dt
import http.client
import os
import shutil
import socket
import subprocess
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from model.redirects import HEAD
from tests import life
from tests.conftest import DEPARTMENT, document, policy

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.conftest import BuiltCity, City

#: The part of a host's configuration that an operator writes: docs/operators/redirects.md.
CONF = """
daemon off;
{user}
pid {run}/pid;
error_log {run}/error.log;
events {{ }}
http {{
    access_log off;
    types {{ text/html html; application/xml xml; text/css css; }}
    client_body_temp_path {run}/a; proxy_temp_path {run}/b; fastcgi_temp_path {run}/c; uwsgi_temp_path {run}/d; scgi_temp_path {run}/e;
    map_hash_bucket_size 512;
    map $uri $moved {{ default ""; include {root}/.host/moved.map; }}
    map $uri $gone {{ default ""; include {root}/.host/gone.map; }}
    server {{
        listen 127.0.0.1:{port};
        absolute_redirect off;
        root {root};
        index index.html;
        error_page 404 /404.html;
        include {root}/.host/server.conf;
    }}
}}
"""

#: Started by root, its workers would be of a user who may not read a test's folders.
_USER = "user root;" if os.geteuid() == 0 else ""


def program() -> str:
    """The nginx of this machine; where there is none, the test is skipped, and fails where CI is set."""
    found = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    if found is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)("nginx没有安装")
    return str(found)


@contextmanager
def nginx(root: Path, run: Path) -> Iterator[int]:
    """Run nginx for a built site on a free port of the loopback, after it has tested its configuration."""
    run.mkdir(exist_ok=True)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    conf = run / "nginx.conf"
    conf.write_text(CONF.format(run=run, root=root, port=port, user=_USER))
    tested = subprocess.run([program(), "-t", "-c", conf], capture_output=True, text=True, check=False)
    assert tested.returncode == 0, tested.stderr
    with subprocess.Popen([program(), "-c", conf], stderr=subprocess.DEVNULL) as running:
        try:
            _wait_for(port)
            yield port
        finally:
            running.terminate()


def _wait_for(port: int) -> None:
    for _ in range(200):
        with socket.socket() as trial:
            if trial.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise AssertionError("nginx does not answer")


def ask(port: int, url: str) -> tuple[int, dict[str, str], str]:
    """Return status, headers and text of what is answered."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("GET", url)
    answer = connection.getresponse()
    text = answer.read().decode()
    connection.close()
    return answer.status, {name.lower(): value for name, value in answer.getheaders()}, text


def test_old_addresses_lead_on_with_301_and_what_is_gone_answers_410_with_its_note(city: City, tmp_path: Path) -> None:
    rows = (
        "/old/a.html,portal/yaowen/a.md",
        "/old/b,/zcwj/?x=$1&y=说明",
        "/gone/,,,活动已经结束,/zcwj/",
        "/%E6%97%A7/c.htm,/zcjd/",
        "/gone.html,,,撤下了",
    )
    city.write({"portal/redirects.csv": "\n".join([HEAD, *rows, ""])})
    built = city.write({"portal/yaowen/a.md": document("甲", "aliases: [/alias.shtml]")}).build()

    with nginx(built.output / "portal", tmp_path / "run") as port:
        places = {
            url: ask(port, url) for url in ("/old/a.html", "/old/b", "/old/b/", "/%E6%97%A7/c.htm", "/alias.shtml")
        }
        gone = [ask(port, url) for url in ("/gone/", "/gone", "/gone.html")]
        pages = [ask(port, url)[0] for url in ("/", "/yaowen/a/", "/nowhere/", "/.host/answers.json")]

    assert {url: (status, headers.get("location")) for url, (status, headers, _) in places.items()} == {
        "/old/a.html": (301, "/yaowen/a/"),
        "/old/b": (301, "/zcwj/?x=%241&y=%E8%AF%B4%E6%98%8E"),
        "/old/b/": (301, "/zcwj/?x=%241&y=%E8%AF%B4%E6%98%8E"),
        "/%E6%97%A7/c.htm": (301, "/zcjd/"),
        "/alias.shtml": (301, "/yaowen/a/"),
    }
    assert [status for status, _, _ in gone] == [410, 410, 410]
    assert all("活动已经结束" in text and 'href="/zcwj/"' in text for _, _, text in gone[:2])
    assert pages == [200, 200, 404, 404]


def department_at(city: City, day: str, *acts: str) -> BuiltCity:
    city.write({"jyj/site.toml": DEPARTMENT, "jyj/zcwj/a.md": policy("云教发〔2026〕1号")})
    city.write({"jyj/lifecycle.toml": life.ONLINE + "".join(acts)})
    return city.build(dt.datetime.fromisoformat(f"{day} 08:00"))


def test_a_resting_site_answers_503_everywhere_and_says_when_it_is_back(city: City, tmp_path: Path) -> None:
    built = department_at(city, "2026-12-05", life.offline("2026-12-01", "2026-12-10"))

    with nginx(built.output / "jyj", tmp_path / "run") as port:
        answers = [ask(port, url) for url in ("/", "/zcwj/a/", "/nowhere.html", "/.host/answers.json", "/index.html")]
        sheet = next((built.output / "jyj/static").glob("*.css")).name
        assert ask(port, f"/static/{sheet}")[0] == 200

    for status, headers, text in answers:
        assert (status, headers.get("retry-after")) == (503, "Thu, 10 Dec 2026 16:00:00 GMT")
        assert "临时下线" in text


def test_a_site_that_is_back_answers_as_before(city: City, tmp_path: Path) -> None:
    rest = life.offline("2026-12-01", "2026-12-10")
    built = department_at(city, "2026-12-09", rest, life.act("online", "2026-12-09"))

    with nginx(built.output / "jyj", tmp_path / "run") as port:
        assert [ask(port, url)[0] for url in ("/", "/zcwj/a/", "/nowhere.html")] == [200, 200, 404]
