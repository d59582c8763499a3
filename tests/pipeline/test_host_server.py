import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.message import Message
from html.parser import HTMLParser
from http.client import HTTPConnection
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.host_server import HostServer
from pipeline.hosts import HostError, SiteAddress
from pipeline.local_host import LocalHost
from pipeline.release import BEIJING
from tests.pipeline.releases import described

NOW = datetime(2026, 5, 18, 10, 19, tzinfo=BEIJING)
SECRET = "机密"
PORTAL = SiteAddress("portal", "www.yunchuan.gov.cn", "云川市.政务", "云川市人民政府")
EDUCATION = SiteAddress("jyj", "jyj.yunchuan.gov.cn", None, "云川市教育局")
NOT_YET = SiteAddress("wlj", "wlj.yunchuan.gov.cn", None, "云川市文旅局")
TREE = {
    "index.html": "门户首页",
    "404.html": "门户没有这一页",
    "zwdt/index.html": "政务动态",
    "zwdt/云 川.html": "汉字",
    "empty/notes.txt": "说明",
    "static/site.css": "p{}",
    "feed.atom": "<feed/>",
    "picture.svg": "<svg/>",
    "data.json": "{}",
    "data.xml": "<a/>",
    "report.pdf": "%PDF",
    "strange.thing": "?",
    ".hidden": SECRET,
    ".well/index.html": SECRET,
}


@dataclass(frozen=True, slots=True)
class Reply:
    status: int
    headers: Message
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


def ask(
    server: HostServer, path: str, headers: dict[str, str] | None = None, *, method: str = "GET", host: str = ""
) -> Reply:
    connection = HTTPConnection("127.0.0.1", server.port, timeout=10)
    try:
        connection.putrequest(method, path, skip_host=True)
        for name, value in ({"Host": host or "www.yunchuan.gov.cn"} | (headers or {})).items():
            connection.putheader(name, value)
        connection.endheaders()
        response = connection.getresponse()
        return Reply(response.status, response.headers, response.read())
    finally:
        connection.close()


def ask_raw(server: HostServer, request: bytes) -> bytes:
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as connection:
        connection.sendall(request)
        connection.shutdown(socket.SHUT_WR)
        return b"".join(iter(lambda: connection.recv(65536), b""))


def released(host: LocalHost, site: str, source: Path, files: dict[str, str], minutes: int = 0) -> str:
    for path, text in files.items():
        (source / path).parent.mkdir(parents=True, exist_ok=True)
        (source / path).write_text(text, encoding="utf-8")
    manifest = described(source, site, NOW + timedelta(minutes=minutes))
    host.upload(site, manifest, {}, source.joinpath)
    return manifest.release


@pytest.fixture(scope="module")
def host(tmp_path_factory: pytest.TempPathFactory) -> LocalHost:
    folder = tmp_path_factory.mktemp("city")
    host = LocalHost("qianduan-1", folder / "host")
    host.switch("portal", released(host, "portal", folder / "portal", TREE))
    host.switch("jyj", released(host, "jyj", folder / "jyj", {"index.html": "教育局首页"}))
    files = host.files("portal")
    assert files
    for place in (folder, folder / "host", files.parent, files.parent.parent):
        (place / "secret.txt").write_text(SECRET, encoding="utf-8")
    (files / "link.txt").symlink_to(folder / "secret.txt")
    (files / "inner.html").symlink_to("index.html")
    (files / "linked").symlink_to(folder)
    os.mkfifo(files / "pipe.txt")
    return host


@pytest.fixture(scope="module")
def server(host: LocalHost) -> Iterator[HostServer]:
    with HostServer(host, (PORTAL, EDUCATION, NOT_YET)) as server:
        yield server


@pytest.mark.parametrize(
    ("host_header", "text"),
    [
        ("www.yunchuan.gov.cn", "门户首页"),
        ("WWW.Yunchuan.gov.cn.:8801", "门户首页"),
        ("xn--9kqu68agd.xn--zfr164b", "门户首页"),
        ("portal.localhost:8801", "门户首页"),
        ("jyj.yunchuan.gov.cn", "教育局首页"),
        ("jyj.localhost", "教育局首页"),
    ],
)
def test_the_host_header_names_the_site(server: HostServer, host_header: str, text: str) -> None:
    assert ask(server, "/", host=host_header).text == text


def test_a_chinese_host_header_in_utf_8_names_the_site(server: HostServer) -> None:
    reply = ask_raw(server, "GET / HTTP/1.1\r\nHost: 云川市.政务\r\nConnection: close\r\n\r\n".encode())

    assert reply.endswith("门户首页".encode())


@pytest.mark.parametrize("host_header", ["127.0.0.1:8801", "localhost"])
def test_the_path_names_the_site_and_a_cookie_remembers_it(server: HostServer, host_header: str) -> None:
    first = ask(server, "/jyj/", host=host_header)
    second = ask(server, "/", {"Cookie": "a=b; site=jyj"}, host=host_header)

    assert first.text == second.text == "教育局首页"
    assert first.headers["Set-Cookie"] == "site=jyj; Path=/; HttpOnly; SameSite=Lax"
    assert second.headers["Vary"] == "Cookie"
    assert second.headers["Set-Cookie"] is None


def test_the_path_goes_before_the_cookie(server: HostServer) -> None:
    assert ask(server, "/portal/", {"Cookie": "site=jyj"}, host="localhost").text == "门户首页"


def test_neither_path_nor_cookie_counts_where_the_host_names_a_site(server: HostServer) -> None:
    assert ask(server, "/jyj/", {"Cookie": "site=jyj"}).status == 404
    assert ask(server, "/", {"Cookie": "site=jyj"}).text == "门户首页"


class Outline(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.language: str | None = None
        self.links: list[str | None] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "html":
            self.language = dict(attrs)["lang"]
        if tag == "a":
            self.links.append(dict(attrs)["href"])
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.mark.parametrize("cookie", ["", "site=../portal", "site=", ";;="])
def test_without_a_site_the_sites_are_listed(server: HostServer, cookie: str) -> None:
    reply = ask(server, "/", {"Cookie": cookie}, host="localhost")
    outline = Outline()
    outline.feed(reply.text)

    assert reply.status == 200
    assert reply.text.startswith("<!DOCTYPE html>")
    assert (outline.language, outline.open) == ("zh-CN", [])
    assert outline.links == ["/portal/", "/jyj/", "/wlj/"]


def test_titles_are_escaped_in_the_list(host: LocalHost) -> None:
    with HostServer(host, [SiteAddress("portal", "www.yunchuan.gov.cn", None, "<b>&")]) as server:
        assert "&lt;b&gt;&amp;" in ask(server, "/", host="localhost").text


@pytest.mark.parametrize("host_header", ["evil.example", "[::1]:80", "", "\xff\xfe", "a:b:c", "../portal"])
def test_an_unknown_host_is_shown_the_list_whatever_its_cookie(server: HostServer, host_header: str) -> None:
    raw = b"GET /portal/ HTTP/1.1\r\nHost: " + host_header.encode("latin-1") + b"\r\nCookie: site=portal\r\n\r\n"

    assert ask_raw(server, raw).startswith(b"HTTP/1.1 404")


def test_a_site_that_is_not_published_yet_is_said_so(server: HostServer) -> None:
    reply = ask(server, "/", host="wlj.localhost")

    assert reply.status == 503
    assert "尚未发布" in reply.text


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/", "text/html; charset=utf-8"),
        ("/index.html", "text/html; charset=utf-8"),
        ("/zwdt/", "text/html; charset=utf-8"),
        ("/zwdt/%E4%BA%91%20%E5%B7%9D.html", "text/html; charset=utf-8"),
        ("/empty/notes.txt?a=1", "text/plain; charset=utf-8"),
        ("/static/site.css", "text/css; charset=utf-8"),
        ("/feed.atom", "application/atom+xml; charset=utf-8"),
        ("/picture.svg", "image/svg+xml; charset=utf-8"),
        ("/data.json", "application/json; charset=utf-8"),
        ("/data.xml", "application/xml; charset=utf-8"),
        ("/report.pdf", "application/pdf"),
        ("/strange.thing", "application/octet-stream"),
    ],
)
def test_files_have_their_types(server: HostServer, path: str, kind: str) -> None:
    reply = ask(server, path)

    assert reply.status == 200
    assert reply.headers["Content-Type"] == kind
    assert int(reply.headers["Content-Length"]) == len(reply.body)


def test_a_folder_without_its_slash_moves(server: HostServer) -> None:
    plain = ask(server, "/zwdt?page=2")
    below = ask(server, "/portal/zwdt", host="localhost")
    front = ask(server, "/portal", host="localhost")

    assert (plain.status, plain.headers["Location"]) == (301, "/zwdt/?page=2")
    assert below.headers["Location"] == "/portal/zwdt/"
    assert front.headers["Location"] == "/portal/"


@pytest.mark.parametrize(
    "path", ["//evil.example", "/%2Fevil.example", "/\\evil.example", "/%5Cevil.example", "///zwdt"]
)
def test_no_redirect_leaves_the_site(server: HostServer, path: str) -> None:
    location = ask(server, path).headers["Location"]

    assert location in {None, "/zwdt/"}


@pytest.mark.parametrize("query", ["?a\u0001b", "?\xe9"])
def test_a_strange_query_is_not_sent_back(server: HostServer, query: str) -> None:
    raw = f"GET /zwdt{query} HTTP/1.1\r\nHost: portal.localhost\r\nConnection: close\r\n\r\n".encode("latin-1")

    assert b"\r\nLocation: /zwdt/\r\n" in ask_raw(server, raw)


@pytest.mark.parametrize(
    "path",
    [
        "/nowhere",
        "/empty",
        "/empty/",
        "/index.html/",
        "/zwdt//",
        "/zwdt//index.html",
        "/./index.html",
        "/zwdt/../index.html",
        "/%2e%2e/manifest.json",
        "/..%2fmanifest.json",
        "/zwdt/..%5c..%5cmanifest.json",
        "/index.html%00",
        "/%ff",
        "/.hidden",
        "/.well/",
        "/%2ehidden",
        "/link.txt",
        "/inner.html",
        "/linked/",
        "/pipe.txt",
        "/linked/secret.txt",
        "/" + "a" * 300,
        "/" + "a/" * 3000,
        "/index.html/more",
    ],
)
def test_what_is_not_there_is_the_sites_own_404(server: HostServer, path: str) -> None:
    reply = ask(server, path)

    assert (reply.status, reply.text) == (404, "门户没有这一页")
    assert reply.headers["Content-Type"] == "text/html; charset=utf-8"
    assert reply.headers["Cache-Control"] == "no-cache"


def test_a_site_without_a_404_page_has_a_plain_one(server: HostServer) -> None:
    reply = ask(server, "/nowhere", host="jyj.localhost")

    assert reply.status == 404
    assert "没有这个页面" in reply.text


PIECES = [
    *(
        "..",
        ".",
        "/",
        "//",
        "\\",
        "%2e",
        "%2E%2e",
        "%2f",
        "%5c",
        "%00",
        "%c0%ae",
        "%252e",
        "%u002e",
        ";",
        "?",
        "#",
        "~",
    ),
    *("secret.txt", "portal", "host", "releases", "current", "files", "manifest.json", "linked", "link.txt", ".hidden"),
    *(".well", "zwdt", "static", "index.html", "\xe4\xba\x91", "\xff", "etc/passwd", "proc/self/environ", "file:", "@"),
]


@settings(deadline=None, max_examples=300)
@given(
    st.lists(st.sampled_from(PIECES) | st.text("ab./%2e\\", max_size=4), max_size=9).map("".join),
    st.sampled_from(["portal.localhost", "localhost", "..", "portal/../..", ""]),
)
def test_no_path_leads_out_of_the_site(server: HostServer, path: str, host_header: str) -> None:
    head = f"GET /{path} HTTP/1.1\r\nHost: {host_header}\r\nCookie: site=portal\r\nConnection: close\r\n\r\n"

    reply = ask_raw(server, head.encode("latin-1"))

    assert reply.split(b" ")[1] in {b"200", b"301", b"404"}
    assert SECRET.encode() not in reply
    assert b"root:" not in reply
    assert b"sha256" not in reply


@settings(deadline=None, max_examples=100)
@given(st.binary(max_size=60))
def test_any_bytes_are_answered_or_refused(server: HostServer, request_line: bytes) -> None:
    reply = ask_raw(server, request_line + b"\r\n\r\n")

    assert SECRET.encode() not in reply
    assert b"Traceback" not in reply


def test_an_unchanged_file_is_not_sent_again(server: HostServer) -> None:
    tag = ask(server, "/").headers["ETag"]

    for known in (tag, f'"other", W/{tag}', "*"):
        again = ask(server, "/", {"If-None-Match": known})
        assert (again.status, again.body, again.headers["ETag"]) == (304, b"", tag)
    assert ask(server, "/", {"If-None-Match": '"other"'}).status == 200


def test_a_new_release_has_a_new_tag(tmp_path: Path) -> None:
    host = LocalHost("qianduan-1", tmp_path / "host")
    with HostServer(host, [PORTAL]) as server:
        host.switch("portal", released(host, "portal", tmp_path / "site", {"index.html": "甲", "same.html": "同"}))
        before, same = ask(server, "/"), ask(server, "/same.html")
        host.switch("portal", released(host, "portal", tmp_path / "site", {"index.html": "乙"}, minutes=1))

        after = ask(server, "/", {"If-None-Match": before.headers["ETag"]})

        assert (after.status, after.text) == (200, "乙")
        assert ask(server, "/same.html", {"If-None-Match": same.headers["ETag"]}).status == 304


def test_only_what_is_below_static_may_be_kept(server: HostServer) -> None:
    assert ask(server, "/static/site.css").headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert ask(server, "/portal/static/site.css", host="localhost").headers["Cache-Control"].endswith("immutable")
    assert ask(server, "/").headers["Cache-Control"] == "no-cache"
    assert ask(server, "/static/nothing.css").headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize(
    ("path", "method"), [("/", "GET"), ("/", "HEAD"), ("/x", "GET"), ("/zwdt", "GET"), ("/", "POST"), ("bad", "GET")]
)
def test_every_answer_has_the_security_headers_and_no_python(server: HostServer, path: str, method: str) -> None:
    headers = ask(server, path, method=method).headers

    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert headers["X-Frame-Options"] == "SAMEORIGIN"
    assert headers["Content-Security-Policy"] == (
        "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; frame-ancestors 'self'; "
        "form-action 'self'"
    )
    assert headers["Server"] == "zhengzhan"


@pytest.mark.parametrize("path", ["/", "/nowhere", "/zwdt", "/report.pdf"])
def test_head_is_get_without_the_body(server: HostServer, path: str) -> None:
    get, head = ask(server, path), ask(server, path, method="HEAD")

    assert head.body == b""
    assert head.status == get.status
    assert head.headers["Content-Length"] == get.headers["Content-Length"]


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "TRACE", "PATCH", "PROPFIND"])
def test_other_methods_are_not_allowed(server: HostServer, method: str) -> None:
    reply = ask(server, "/", {"Content-Length": "0"}, method=method)

    assert reply.status == 405
    assert reply.headers["Allow"] == "GET, HEAD"
    assert reply.headers["Connection"] == "close"


def test_a_body_is_not_taken_for_the_next_request(server: HostServer) -> None:
    inner = b"GET /zwdt/ HTTP/1.1\r\nHost: portal.localhost\r\n\r\n"
    outer = b"GET / HTTP/1.1\r\nHost: portal.localhost\r\nContent-Length: %d\r\n\r\n" % len(inner)

    assert ask_raw(server, outer + inner).count(b"HTTP/1.1 200") == 1


def test_a_connection_carries_several_requests(server: HostServer) -> None:
    request = b"GET / HTTP/1.1\r\nHost: portal.localhost\r\n\r\n"

    assert ask_raw(server, request * 3).count(b"HTTP/1.1 200") == 3


@pytest.mark.parametrize(
    "request_line", [b"GET", b"GET / HTTP/9.9", b"GET / x y", b"GET /" + b"a" * 70_000 + b" HTTP/1.1"]
)
def test_malformed_requests_are_refused(server: HostServer, request_line: bytes) -> None:
    reply = ask_raw(server, request_line + b"\r\n\r\n")

    assert "请求有误".encode() in reply


def test_a_visitor_who_hangs_up_is_no_error(host: LocalHost, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    host = LocalHost("qianduan-1", tmp_path / "host")
    host.switch("portal", released(host, "portal", tmp_path / "site", {"large.txt": "大" * 3_000_000}))
    with HostServer(host, [PORTAL]) as server:
        with socket.create_connection(("127.0.0.1", server.port)) as connection:
            connection.sendall(b"GET /large.txt HTTP/1.1\r\nHost: portal.localhost\r\n\r\n")
            connection.recv(10)
        assert ask(server, "/nothing").status == 404

    assert capfd.readouterr().err == ""


def test_a_current_that_was_tampered_with_shows_nothing(tmp_path: Path) -> None:
    host = LocalHost("qianduan-1", tmp_path / "host")
    release = released(host, "portal", tmp_path / "site", {"index.html": "首页"})
    with HostServer(host, [PORTAL]) as server:
        (host.root / "portal" / "current").symlink_to("/etc")
        assert ask(server, "/passwd").status == 503

        host.switch("portal", release)
        files = host.files("portal")
        assert files
        files.rename(files.with_name("elsewhere"))
        files.symlink_to("/etc")
        assert ask(server, "/passwd").status == 404


def test_readers_during_switches_see_no_404_and_no_mix(tmp_path: Path) -> None:
    host = LocalHost("qianduan-1", tmp_path / "host")
    styles = {"static/a.css": "style a", "static/b.css": "style b"}
    ids = [
        released(host, "portal", tmp_path / "site", styles | {"index.html": name, "page/index.html": name}, minutes)
        for minutes, name in enumerate("ab")
    ]
    host.switch("portal", ids[0])
    over = threading.Event()
    seen: list[tuple[int, str, int, str]] = []

    def read(server: HostServer) -> None:
        while not over.is_set():
            page = ask(server, "/page/")
            style = ask(server, f"/static/{page.text}.css")
            seen.append((page.status, page.text, style.status, style.text))

    with HostServer(host, [PORTAL]) as server:
        readers = [threading.Thread(target=read, args=(server,)) for _ in range(8)]
        for reader in readers:
            reader.start()
        for number in range(30):
            enough = len(seen) + 8
            host.switch("portal", ids[(number + 1) % 2])
            while len(seen) < enough and any(reader.is_alive() for reader in readers):
                over.wait(0.001)
        over.set()
        for reader in readers:
            reader.join()

    assert set(seen) == {(200, "a", 200, "style a"), (200, "b", 200, "style b")}


def test_a_port_in_use_is_a_host_error(server: HostServer, host: LocalHost) -> None:
    with pytest.raises(HostError, match=f"qianduan-1：端口{server.port}不能用"):
        HostServer(host, [PORTAL], server.port).start()


def test_stopping_frees_the_port_and_may_be_repeated(host: LocalHost) -> None:
    server = HostServer(host, [PORTAL])
    server.start()
    port = server.port
    assert server.url == f"http://127.0.0.1:{port}/"

    server.stop()
    server.stop()

    with HostServer(host, [PORTAL], port) as again:
        assert ask(again, "/").status == 200


def test_serving_lasts_until_it_is_interrupted(host: LocalHost) -> None:
    program = f"""
from pathlib import Path
from pipeline.host_server import serve
from pipeline.hosts import SiteAddress
from pipeline.local_host import LocalHost
hosts = [LocalHost(name, Path({str(host.root)!r})) for name in ("qianduan-1", "qianduan-2")]
serve(hosts, [SiteAddress("portal", "www.yunchuan.gov.cn", "云川市.政务", "云川市人民政府")], 0)
"""
    root = Path(__file__).parents[2]
    with subprocess.Popen(
        [sys.executable, "-X", "utf8", "-c", program], stdout=subprocess.PIPE, text=True, cwd=root
    ) as process:
        assert process.stdout
        lines = [process.stdout.readline().strip() for _ in range(5)]
        process.send_signal(signal.SIGINT)
        rest = process.stdout.read()

    assert lines[0].startswith("qianduan-1：http://127.0.0.1:")
    assert lines[1].startswith("云川市人民政府  http://127.0.0.1:")
    assert lines[2].startswith("qianduan-2：http://127.0.0.1:")
    assert lines[4] == "按Ctrl-C停止"
    assert (rest, process.returncode) == ("已停止\n", 0)
