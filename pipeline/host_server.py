"""Serve the embedded hosts over HTTP on this machine, as real hosts would serve them: files, and nothing but files."""

from __future__ import annotations

import shutil
import sys
import threading
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socketserver import TCPServer
from typing import TYPE_CHECKING, Any, Self

from pipeline.answers import LOOPBACK, Answer, Shown, Sites, answer, index, plain
from pipeline.hosts import HostError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from types import TracebackType

    from pipeline.hosts import SiteAddress

_IDLE_SECONDS = 30
_SECURITY = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "X-Frame-Options": "SAMEORIGIN",
    "Content-Security-Policy": "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
    "frame-ancestors 'self'; form-action 'self'",
}


@dataclass(frozen=True, slots=True)
class Dressing:
    """What a preview adds to a host: `answer` has addresses of its own (type and bytes), `dress` changes an HTML page."""

    answer: Callable[[str], tuple[str, bytes] | None]
    dress: Callable[[bytes], bytes]


class HostServer:
    """A local host behind a port of this machine, from `start` to `stop`; also a context manager."""

    def __init__(
        self, host: Shown, sites: Sequence[SiteAddress], port: int = 0, dressing: Dressing | None = None
    ) -> None:
        self.host = host
        self._sites = Sites(sites)
        self._port = port
        self._dressing = dressing
        self._server: _Server | None = None
        self._thread: threading.Thread | None = None

    @property
    def port(self) -> int:
        """The port that it listens at; before `start`, the one asked for (0: any free one)."""
        return int(self._server.server_address[1]) if self._server else self._port

    @property
    def url(self) -> str:
        """The address of the page that lists the sites; `<url><site>/` is a site's front page."""
        return f"http://{LOOPBACK}:{self.port}/"

    def start(self) -> None:
        """Listen, and answer in threads of its own; raise `HostError` where the port is not to be had."""
        try:
            self._server = _Server((LOOPBACK, self._port), _handler(self.host, self._sites, self._dressing))
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
    hosts: Sequence[Shown],
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
        self.server_name, self.server_port = LOOPBACK, int(self.server_address[1])

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Keep quiet about visitors who hang up."""
        if not isinstance(sys.exc_info()[1], ConnectionError | TimeoutError):
            super().handle_error(request, client_address)


def _handler(host: Shown, sites: Sites, dressing: Dressing | None) -> type[BaseHTTPRequestHandler]:
    class Handler(_Handler):
        def answer(self) -> Answer:
            target, _, query = self.path.partition("?")
            choice = sites.choose(self.asked("Host"), target, self.asked("Cookie"))
            if not target.startswith("/"):
                return plain(HTTPStatus.BAD_REQUEST, "请求有误", "地址应当以“/”开头。")
            if dressing and (own := dressing.answer(target)):
                return _made(HTTPStatus.OK, {"Content-Type": own[0], "Cache-Control": "no-store"}, own[1])
            known = "" if dressing else self.asked("If-None-Match")
            given = answer(host, choice, query, known) if choice else index(sites, target)
            return _dressed(given, dressing) if dressing else given

    return Handler


def _dressed(given: Answer, dressing: Dressing) -> Answer:
    """A page with what the preview adds; it is made anew each time, so nothing may keep it."""
    headers = {name: value for name, value in given.headers.items() if name != "ETag"} | {"Cache-Control": "no-store"}
    if not headers.get("Content-Type", "").startswith("text/html"):
        return Answer(given.status, headers, given.body)
    if isinstance(given.body, bytes):
        return _made(given.status, headers, dressing.dress(given.body))
    with given.body as file:
        return _made(given.status, headers, dressing.dress(file.read()))


def _made(status: HTTPStatus, headers: dict[str, str], body: bytes) -> Answer:
    return Answer(status, headers | {"Content-Length": str(len(body))}, body)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = _IDLE_SECONDS
    wbufsize = -1  # head and body in one packet

    def answer(self) -> Answer:
        raise NotImplementedError

    def do_GET(self) -> None:
        if self.asked("Content-Length") not in {"", "0"} or self.asked("Transfer-Encoding"):
            self.close_connection = True  # a body that nobody reads would be taken for the next request
        self.send(self.answer())

    do_HEAD = do_GET  # noqa: N815

    def asked(self, header: str) -> str:
        return str(self.headers.get(header, ""))

    def send(self, answer: Answer) -> None:
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
            refusal = plain(HTTPStatus.METHOD_NOT_ALLOWED, "不支持这种请求", "本站只提供阅读。")
            refusal.headers["Allow"] = "GET, HEAD"
            self.send(refusal)
        else:
            self.send(plain(HTTPStatus(code), "请求有误", "服务器没有读懂这个请求。"))

    def version_string(self) -> str:
        return "zhengzhan"

    def log_message(self, format: str, *args: object) -> None:
        """Keep no log: who reads what on an operator's own machine is nobody's business."""
