"""Serve the embedded hosts over HTTP on this machine, as real hosts would serve them: files, and nothing but files.

A request goes three steps: which site (`_Sites.choose`), which file of its current release (`_found`), and the answer.
The site comes from the Host header (its domain, its Chinese domain, `<site>.localhost`); on `127.0.0.1` and `localhost`
from the first part of the path, which also leaves a cookie so that the page's root-relative links find their way.
"""

from __future__ import annotations

import os
import re
import shutil
import stat
import sys
import threading
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from html import escape
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socketserver import TCPServer
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import quote, unquote_to_bytes

from model.identifiers import ChineseDomain
from pipeline.hosts import HostError
from pipeline.release import fault_of_path, open_plain

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from io import BufferedReader
    from pathlib import Path
    from types import TracebackType

    from pipeline.hosts import LocalHost, SiteAddress

_LOOPBACK = "127.0.0.1"
_LOOPBACK_NAMES = {_LOOPBACK, "localhost"}
_COOKIE = "site"
_IDLE_SECONDS = 30
_SECURITY = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "X-Frame-Options": "SAMEORIGIN",
    "Content-Security-Policy": "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
    "frame-ancestors 'self'; form-action 'self'",
}
_REVALIDATE = "no-cache"
_FOR_A_YEAR = "public, max-age=31536000, immutable"
_TYPES = {
    "html": "text/html", "css": "text/css", "js": "text/javascript", "mjs": "text/javascript", "txt": "text/plain",
    "csv": "text/csv", "md": "text/markdown", "json": "application/json", "webmanifest": "application/manifest+json",
    "xml": "application/xml", "atom": "application/atom+xml", "rss": "application/rss+xml", "svg": "image/svg+xml",
    "png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg", "gif": "image/gif", "webp": "image/webp",
    "avif": "image/avif", "ico": "image/x-icon", "woff": "font/woff", "woff2": "font/woff2", "mp3": "audio/mpeg",
    "mp4": "video/mp4", "webm": "video/webm", "wasm": "application/wasm", "zip": "application/zip",
    "pdf": "application/pdf", "ofd": "application/ofd", "doc": "application/msword", "xls": "application/vnd.ms-excel",
    "ppt": "application/vnd.ms-powerpoint",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}  # fmt: skip
_TEXTS = re.compile(r"text/.*|application/(?:json|xml)|.*\+(?:xml|json)")


@dataclass(frozen=True, slots=True)
class _Choice:
    """Which site is asked for, and for what in it; `prefix` is what the address has before the site's own path."""

    site: str
    path: str
    prefix: str = ""
    by_cookie: bool = False


@dataclass(frozen=True, slots=True)
class _Answer:
    status: HTTPStatus
    headers: dict[str, str]
    body: bytes | BufferedReader = b""


class _Sites:
    """The sites of a host, and how a request names one of them."""

    def __init__(self, sites: Sequence[SiteAddress]) -> None:
        self.all = tuple(sites)
        self.names = {site.name for site in sites}
        self._by_host = {name: site.name for site in sites for name in _host_names(site)}

    def choose(self, host: str, path: str, cookie: str) -> _Choice | None:
        """Return the choice that a request makes, None where it makes none. The path is as it was sent."""
        name = _host_name(host)
        if name in self._by_host:
            return _Choice(self._by_host[name], path)
        if name not in _LOOPBACK_NAMES:
            return None
        first, slash, rest = path[1:].partition("/")
        if first in self.names:
            return _Choice(first, slash + rest, f"/{first}")
        remembered = _cookies(cookie).get(_COOKIE, "")
        return _Choice(remembered, path, by_cookie=True) if remembered in self.names else None


class HostServer:
    """A local host behind a port of this machine, from `start` to `stop`; also a context manager."""

    def __init__(self, host: LocalHost, sites: Sequence[SiteAddress], port: int = 0) -> None:
        self.host = host
        self._sites = _Sites(sites)
        self._port = port
        self._server: _Server | None = None
        self._thread: threading.Thread | None = None

    @property
    def port(self) -> int:
        """The port that it listens at; before `start`, the one asked for (0: any free one)."""
        return int(self._server.server_address[1]) if self._server else self._port

    @property
    def url(self) -> str:
        """The address of the page that lists the sites; `<url><site>/` is a site's front page."""
        return f"http://{_LOOPBACK}:{self.port}/"

    def start(self) -> None:
        """Listen, and answer in threads of its own; raise `HostError` where the port is not to be had."""
        try:
            self._server = _Server((_LOOPBACK, self._port), _handler(self.host, self._sites))
        except OSError as error:
            raise HostError(self.host.name, f"端口{self._port}不能用", "换一个端口，或停掉占用它的程序") from error
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Stop listening; a second time does nothing."""
        if self._server and self._thread:
            self._server.shutdown()
            self._thread.join()
            self._server.server_close()
        self._server = self._thread = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.stop()


def _at_once(line: str) -> None:
    print(line, flush=True)


def serve(
    hosts: Sequence[LocalHost],
    sites: Sequence[SiteAddress],
    first_port: int = 8801,
    say: Callable[[str], object] = _at_once,
) -> None:
    """Serve every host at a port of its own, from `first_port` on (0: free ones), until interrupted.

    `say` gets the addresses. Raise `HostError` where a port is not to be had.
    """
    with ExitStack() as stack:
        for number, host in enumerate(hosts):
            server = stack.enter_context(HostServer(host, sites, first_port and first_port + number))
            say(f"{host.name}：{server.url}")
            for site in sites:
                say(f"    {site.title}  {server.url}{site.name}/  http://{site.name}.localhost:{server.port}/")
        with suppress(KeyboardInterrupt):
            say("按Ctrl-C停止")
            threading.Event().wait()
        say("已停止")


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def server_bind(self) -> None:
        """Bind without asking the network what this machine is called."""
        TCPServer.server_bind(self)
        self.server_name, self.server_port = _LOOPBACK, int(self.server_address[1])

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Keep quiet about visitors who hang up."""
        if not isinstance(sys.exc_info()[1], ConnectionError | TimeoutError):
            super().handle_error(request, client_address)


def _handler(host: LocalHost, sites: _Sites) -> type[BaseHTTPRequestHandler]:
    class Handler(_Handler):
        def answer(self) -> _Answer:
            target, _, query = self.path.partition("?")
            choice = sites.choose(self.asked("Host"), target, self.asked("Cookie"))
            if not target.startswith("/"):
                return _plain(HTTPStatus.BAD_REQUEST, "请求有误", "地址应当以“/”开头。")
            if choice is None:
                return _index(sites, target)
            return _answer(host, choice, query, self.asked("If-None-Match"))

    return Handler


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = _IDLE_SECONDS
    wbufsize = -1  # head and body in one packet

    def answer(self) -> _Answer:
        raise NotImplementedError

    def do_GET(self) -> None:
        if self.asked("Content-Length") not in {"", "0"} or self.asked("Transfer-Encoding"):
            self.close_connection = True  # a body that nobody reads would be taken for the next request
        self.send(self.answer())

    do_HEAD = do_GET  # noqa: N815

    def asked(self, header: str) -> str:
        return str(self.headers.get(header, ""))

    def send(self, answer: _Answer) -> None:
        self.send_response(answer.status)
        for name, value in (_SECURITY | answer.headers).items():
            self.send_header(name, value)
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        if isinstance(answer.body, bytes):
            self.wfile.write(b"" if self.command == "HEAD" else answer.body)
            return
        with answer.body as file:
            if self.command != "HEAD":
                shutil.copyfileobj(file, self.wfile)

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:  # noqa: ARG002
        """Answer what the standard library refuses: malformed requests, and methods other than GET and HEAD."""
        self.close_connection = True
        if code == HTTPStatus.NOT_IMPLEMENTED:
            refusal = _plain(HTTPStatus.METHOD_NOT_ALLOWED, "不支持这种请求", "本站只提供阅读。")
            refusal.headers["Allow"] = "GET, HEAD"
            self.send(refusal)
        else:
            self.send(_plain(HTTPStatus(code), "请求有误", "服务器没有读懂这个请求。"))

    def version_string(self) -> str:
        return "zhengzhan"

    def log_message(self, format: str, *args: object) -> None:
        """Keep no log: who reads what on an operator's own machine is nobody's business."""


def _answer(host: LocalHost, choice: _Choice, query: str, known: str) -> _Answer:
    """Answer a request for a site; the current release is looked up once, so that one answer is of one release."""
    try:
        root = host.files(choice.site)
    except HostError:
        root = None
    if root is None:
        return _plain(HTTPStatus.SERVICE_UNAVAILABLE, "尚未发布", "这个网站还没有发布到这台主机。")
    answer = _found(root, choice, query, known) or _missing(root)
    if choice.prefix:
        answer.headers["Set-Cookie"] = f"{_COOKIE}={choice.site}; Path=/; HttpOnly; SameSite=Lax"
    if choice.by_cookie:
        answer.headers["Vary"] = "Cookie"
    return answer


def _found(root: Path, choice: _Choice, query: str, known: str) -> _Answer | None:
    path = _decoded(choice.path)
    if path is None:
        return None
    if not choice.path:
        return _moved(choice.prefix, query)
    name = path if path and not path.endswith("/") else f"{path}index.html"
    if file := _opened(root, name):
        return _given(file, name, known)
    if name == path and (index := _opened(root, f"{path}/index.html")):
        index.close()
        return _moved(f"{choice.prefix}/{path}", query)
    return None


def _decoded(path: str) -> str | None:
    """Return the path below the site's folder that a request means, None where it means none that may be served."""
    try:
        inner = unquote_to_bytes(path.encode("latin-1")).decode().removeprefix("/")
    except UnicodeError:
        return None
    name = inner.removesuffix("/")
    if inner and (fault_of_path(name) or any(part.startswith(".") for part in name.split("/"))):
        return None
    return inner


def _opened(root: Path, name: str) -> BufferedReader | None:
    """Open a plain file below `root`, None where there is none or a symbolic link stands on the way."""
    path = root / name
    try:
        if any(step.is_symlink() for step in (path, *path.parents[: name.count("/") + 2])):
            return None
        file = open_plain(path)
    except OSError:
        return None
    if stat.S_ISREG(os.fstat(file.fileno()).st_mode):
        return file
    file.close()
    return None


def _given(file: BufferedReader, name: str, known: str) -> _Answer:
    facts = os.fstat(file.fileno())
    tag = f'"{facts.st_mtime_ns:x}-{facts.st_size:x}"'
    headers = {"ETag": tag, "Cache-Control": _FOR_A_YEAR if name.startswith("static/") else _REVALIDATE}
    if known.strip() == "*" or tag in {other.strip().removeprefix("W/") for other in known.split(",")}:
        file.close()
        return _Answer(HTTPStatus.NOT_MODIFIED, headers)
    kind = _TYPES.get(name.rpartition(".")[2].lower(), "application/octet-stream")
    charset = "; charset=utf-8" if _TEXTS.fullmatch(kind) else ""
    return _Answer(
        HTTPStatus.OK, headers | {"Content-Type": kind + charset, "Content-Length": str(facts.st_size)}, file
    )


def _missing(root: Path) -> _Answer:
    file = _opened(root, "404.html")
    if file is None:
        return _plain(HTTPStatus.NOT_FOUND, "没有这个页面", "请检查地址。")
    with file:
        return _html(HTTPStatus.NOT_FOUND, file.read())


def _moved(path: str, query: str) -> _Answer:
    answer = _plain(HTTPStatus.MOVED_PERMANENTLY, "地址有变", "这个地址应当以“/”结尾。")
    tail = f"?{query}" if query and query.isascii() and query.isprintable() else ""
    answer.headers["Location"] = f"{quote(path)}/{tail}"
    return answer


def _index(sites: _Sites, path: str) -> _Answer:
    rows = "".join(
        f'<li><a href="/{escape(site.name)}/">{escape(site.title)}</a> {escape(site.domain)}</li>\n'
        for site in sites.all
    )
    status = HTTPStatus.OK if path == "/" else HTTPStatus.NOT_FOUND
    answer = _page(status, "这台主机上的网站", f"<ul>\n{rows}</ul>")
    answer.headers["Vary"] = "Cookie"
    return answer


def _plain(status: HTTPStatus, title: str, text: str) -> _Answer:
    return _page(status, title, f"<p>{escape(text)}</p>")


def _page(status: HTTPStatus, title: str, body: str) -> _Answer:
    head = f'<meta charset="utf-8">\n<meta name="viewport" content="width=device-width">\n<title>{title}</title>'
    main = f"<main>\n<h1>{title}</h1>\n{body}\n</main>"
    text = f'<!DOCTYPE html>\n<html lang="zh-CN">\n<head>\n{head}\n</head>\n<body>\n{main}\n</body>\n</html>\n'
    return _html(status, text.encode())


def _html(status: HTTPStatus, body: bytes) -> _Answer:
    headers = {"Content-Type": _TYPES["html"] + "; charset=utf-8", "Content-Length": str(len(body))}
    return _Answer(status, headers | {"Cache-Control": _REVALIDATE}, body)


def _host_names(site: SiteAddress) -> set[str]:
    """Return the host names that mean a site, in the form that browsers send and in the one that people read."""
    chinese = {site.chinese_domain, ChineseDomain.parse(site.chinese_domain).ascii} if site.chinese_domain else set()
    return {site.domain.lower(), f"{site.name}.localhost", *chinese}


def _host_name(header: str) -> str:
    """Return the name that a Host header gives, without port, case and closing dot."""
    try:
        readable = header.encode("latin-1").decode()
    except UnicodeError:
        return ""
    return re.sub(r":[0-9]*$", "", readable.strip()).removesuffix(".").lower()


def _cookies(header: str) -> dict[str, str]:
    pairs = (pair.strip().partition("=") for pair in header.split(";"))
    return {name: value for name, _, value in pairs}
