"""Real servers on the loopback that show a site, well or badly, and an authority for their certificates."""

from __future__ import annotations

import socket
import ssl
import struct
import subprocess
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from socketserver import TCPServer
from typing import Any

from pipeline.hosts import Front, SiteAddress
from pipeline.patrol.answered import Reply
from pipeline.patrol.expected import Expected, address_of

DOMAIN = "www.yunchuan.gov.cn"
PORTAL = SiteAddress("portal", DOMAIN, None, "云川市人民政府")
GOOD = {
    "Strict-Transport-Security": "max-age=31536000",
    "Content-Security-Policy": "default-src 'self'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Server": "nginx",
}
FILES = {
    "index.html": "首页".encode(),
    "404.html": "没有".encode(),
    "zwgk/index.html": "公开".encode(),
    "zwgk/a.html": "文件".encode(),
    "static/site.css": b"p{}",
    ".host/answers.json": b"{}",
}


@dataclass
class Shown:
    """What a server answers: by path a status, headers and a body; everything else is 404. `asked` are the requests."""

    pages: dict[str, tuple[int, dict[str, str], bytes]] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=lambda: GOOD)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    def paths(self) -> list[str]:
        return [path for path, _ in self.asked]


def showing(files: Mapping[str, bytes], **more: Any) -> Shown:
    """What a good host answers for a release."""
    served = {file: body for file, body in files.items() if not file.startswith(".")}
    return Shown({address_of(file): (200, {}, body) for file, body in served.items()}, **more)


def expecting(files: Mapping[str, bytes], **more: Any) -> Expected:
    return Expected({file: sha256(body).hexdigest() for file, body in files.items()}, **more)


@contextmanager
def serving(
    shown: Shown, host: str = "qianduan-1", *, address: str = "127.0.0.1", tls: Chain | None = None
) -> Iterator[Front]:
    """Serve what is shown, by https where there is a certificate, and give the front."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            shown.asked.append((self.path, dict(self.headers.items())))
            status, headers, body = shown.pages.get(self.path, (404, {}, b"404"))
            self.send_response_only(status)
            for name, value in {**shown.headers, **headers}.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    class Server(ThreadingHTTPServer):
        address_family = socket.AF_INET6 if ":" in address else socket.AF_INET
        daemon_threads = True

        def server_bind(self) -> None:
            TCPServer.server_bind(self)

        def handle_error(self, *_: object) -> None:
            pass

    with Server((address, 0), Handler) as server:
        if tls:
            server.socket = tls.context().wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
        running = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        running.start()
        try:
            scheme, ca = ("https", str(tls.ca)) if tls else ("http", "")
            yield Front(host, scheme, address, int(server.server_address[1]), ca)
        finally:
            server.shutdown()
            running.join()


@contextmanager
def answering(talk: Callable[[socket.socket], object], *, scheme: str = "http") -> Iterator[Front]:
    """Accept connections and let `talk` do with them what it likes."""
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def accept() -> None:
            with suppress(OSError):
                while True:
                    connection, _ = listening.accept()
                    threading.Thread(target=converse, args=(connection,), daemon=True).start()

        def converse(connection: socket.socket) -> None:
            with connection, suppress(OSError):
                talk(connection)

        threading.Thread(target=accept, daemon=True).start()
        yield Front("qianduan-1", scheme, "127.0.0.1", int(listening.getsockname()[1]))
        listening.shutdown(socket.SHUT_RDWR)


def saying(text: bytes) -> Callable[[socket.socket], object]:
    """Read the request, say these bytes, hang up."""

    def talk(connection: socket.socket) -> None:
        connection.recv(4096)
        connection.sendall(text)

    return talk


def resetting(connection: socket.socket) -> None:
    connection.recv(4096)
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def closed_port() -> int:
    """A port at which nobody listens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def has_ipv6() -> bool:
    try:
        with socket.create_server(("::1", 0), family=socket.AF_INET6):
            return True
    except OSError:
        return False


@dataclass(frozen=True)
class Chain:
    """A certificate with its key, and the authority that signed it."""

    certificate: Path
    key: Path
    ca: Path

    def context(self) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.certificate, self.key)
        return context


class Authority:
    """A small authority of elliptic curves, by the openssl program."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._openssl(f"req -x509 {_NEW} -keyout ca.key -out ca.pem -subj /CN=ca -days 90")

    def sign(self, name: str, domain: str = DOMAIN, days: int = 90) -> Chain:
        """A certificate of a domain; with fewer than no days it has expired."""
        (self.folder / f"{name}.ext").write_text(f"subjectAltName=DNS:{domain}\n")
        self._openssl(f"req {_NEW} -keyout {name}.key -out {name}.csr -subj /CN=x")
        signing = f"x509 -req -in {name}.csr -CA ca.pem -CAkey ca.key -days {days} -extfile {name}.ext -out {name}.pem"
        self._openssl(signing)
        return Chain(self.folder / f"{name}.pem", self.folder / f"{name}.key", self.folder / "ca.pem")

    def _openssl(self, words: str) -> None:
        subprocess.run(["openssl", *words.split()], cwd=self.folder, check=True, capture_output=True)


_NEW = "-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes"


def reply(status: int = 200, body: bytes = b"", **headers: str) -> Reply:
    """A reply as if it had come."""
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    return Reply(status, given, body, 0.1, "192.0.2.1", sha256(body).hexdigest(), len(body))
