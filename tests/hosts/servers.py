"""A front-end host's nginx for tests: the generated configuration, with its folders below a test's and its ports on the loopback."""

from __future__ import annotations

import http.client
import os
import shutil
import socket
import ssl
import subprocess
import time
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.hosts import SiteAddress
from pipeline.setup.access import host_conf
from pipeline.setup.facts import SITE, Listen, Places, SetupFacts, domains_of
from pipeline.setup.nginx import nginx_files
from tests.hosts.machines import free_port, program

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

DEPLOY = f"ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI{'A' * 43} deploy@yunchuan.gov.cn"
SIGNER = f"ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI{'B' * 43} release@yunchuan.gov.cn"
PORTAL = SiteAddress("portal", "www.yunchuan.gov.cn", "云川市人民政府.政务", "云川市人民政府", ("yunchuan.gov.cn",))
JYJ = SiteAddress("jyj", "jyj.yunchuan.gov.cn", None, "云川市教育局")
RELEASE = "20261124T090000-0123456789ab"
ADOPT = Path(__file__).parents[2] / "pipeline/setup/files/zhengzhan-adopt"
_MODULES = "/etc/nginx/modules-enabled"


def brotli() -> bool:
    """Whether this machine's nginx has the module."""
    return any("brotli_static" in file.read_text() for file in Path(_MODULES).glob("*.conf"))


@cache
def addresses() -> tuple[str, ...]:
    """The loopback's addresses as nginx writes them: IPv6 where this machine has it."""
    try:
        with socket.socket(socket.AF_INET6) as trial:
            trial.bind(("::1", 0))
    except OSError:
        return ("127.0.0.1",)
    return ("127.0.0.1", "[::1]")


def facts_in(folder: Path) -> SetupFacts:
    """A host whose folders are all below `folder`, and which listens on the loopback."""
    user = "root" if os.geteuid() == 0 else os.environ.get("USER", "nobody")
    names = ("nginx", "settings", "programs", "logs", "run", "temporary", "challenges", "units", "rotation", "sshd")
    places = Places(modules=_MODULES, web_user=user, **{name: str(folder / name) for name in names})
    tls = f"{folder}/tls/{SITE}"
    return SetupFacts(
        "qianduan-1", (DEPLOY,), (SIGNER,), root=str(folder / "srv"), user=user, brotli=brotli(), places=places,
        certificate=f"{tls}.pem", certificate_key=f"{tls}.key", listen=Listen(free_port(), free_port(), addresses()),
    )  # fmt: skip


def lay_out(facts: SetupFacts, sites: Sequence[SiteAddress]) -> None:
    """Make the folders of a host, its settings, certificates and nginx's files, as an operator does with the set-up."""
    for folder in (
        facts.root,
        f"{facts.places.logs}/web",
        *(getattr(facts.places, n) for n in ("settings", "run", "temporary")),
    ):
        Path(folder).mkdir(parents=True, exist_ok=True)
    for path, text in nginx_files(facts, sites).items():
        file = Path(facts.places.nginx) / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    Path(facts.places.settings, "host.conf").write_text(host_conf(facts), encoding="utf-8")
    tls = Path(facts.certificate).parent
    make_authority(tls)
    for site in sites:
        issue(tls, site.name, (*domains_of(site), *site.former))


def make_authority(tls: Path) -> None:
    """Make a certificate authority of the test's own: `ca.pem`."""
    tls.mkdir(parents=True, exist_ok=True)
    _openssl(tls, "req", "-x509", *_EC, "-keyout", "ca.key", "-out", "ca.pem", "-subj", "/CN=ca", "-days", "90")


def issue(tls: Path, site: str, names: Sequence[str]) -> None:
    """Have the test's authority certify a site's names."""
    _openssl(tls, "req", *_EC, "-keyout", f"{site}.key", "-out", f"{site}.csr", "-subj", f"/CN={site}")
    (tls / f"{site}.ext").write_text("subjectAltName=" + ",".join(f"DNS:{name}" for name in names))
    signed = (
        "x509",
        "-req",
        "-in",
        f"{site}.csr",
        "-CA",
        "ca.pem",
        "-CAkey",
        "ca.key",
        "-CAcreateserial",
        "-days",
        "90",
    )
    _openssl(tls, *signed, "-extfile", f"{site}.ext", "-out", f"{site}.pem")


_EC = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes")


def _openssl(folder: Path, *arguments: str) -> None:
    subprocess.run([program("openssl"), *arguments], cwd=folder, check=True, capture_output=True)


def release(facts: SetupFacts, site: str, files: Mapping[str, str | bytes], name: str = RELEASE) -> Path:
    """Lay a release of these files on the host and show it; return its folder of files."""
    folder = Path(facts.root, site, "releases", name, "files")
    folder.mkdir(parents=True)
    for path, text in files.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
    show(facts, site, f"releases/{name}")
    return folder


def release_built(facts: SetupFacts, site: str, output: Path, name: str = RELEASE) -> Path:
    """Lay what a build wrote for a site on the host as a release and show it; return its folder of files."""
    folder = Path(facts.root, site, "releases", name, "files")
    shutil.copytree(output / site, folder)
    show(facts, site, f"releases/{name}")
    return folder


def show(facts: SetupFacts, site: str, target: str) -> None:
    """Have `current` lead there, in one step."""
    home = Path(facts.root, site)
    (home / ".new").symlink_to(target)
    (home / ".new").replace(home / "current")


def adopt(facts: SetupFacts) -> tuple[int, str]:
    """Run the host's `zhengzhan-adopt`; return its exit code and what it said."""
    command = ["dash", str(ADOPT), f"{facts.places.settings}/host.conf"]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    return ran.returncode, ran.stderr


def adopt_and_reload(facts: SetupFacts) -> None:
    """Run `zhengzhan-adopt`, which finds something new, and wait until no worker of nginx is one that did not know it."""
    before = _workers(facts)
    assert adopt(facts) == (0, "")
    wait_until(lambda: bool(now := _workers(facts)) and not now & before)


def _workers(facts: SetupFacts) -> set[str]:
    master = Path(facts.places.run, "nginx.pid").read_text().strip()
    children = Path(f"/proc/{master}/task/{master}/children")
    return set(children.read_text().split()) if master else set()  # the file is there a moment before its text


def map_of(facts: SetupFacts, site: str, name: str) -> str:
    """What nginx is given of a site."""
    return Path(facts.places.nginx, "zhengzhan/maps", site, f"{name}.map").read_text(encoding="utf-8")


@contextmanager
def nginx_for(facts: SetupFacts) -> Iterator[Visitor]:
    """Run nginx with the configuration that stands in the host's folder, after it has tested it."""
    conf = f"{facts.places.nginx}/nginx.conf"
    tested = subprocess.run([program("nginx"), "-t", "-q", "-c", conf], capture_output=True, text=True, check=False)
    assert tested.returncode == 0, tested.stderr
    with subprocess.Popen([program("nginx"), "-c", conf, "-g", "daemon off;"], stderr=subprocess.DEVNULL) as running:
        try:
            wait_until(lambda: _answers(facts.listen.https) and Path(facts.places.run, "nginx.pid").exists())
            yield Visitor(facts)
        finally:
            running.terminate()


def wait_until(true: Callable[[], bool], seconds: float = 10) -> None:
    """Wait until a function says yes."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not come to pass"
        time.sleep(0.02)


def _answers(port: int) -> bool:
    with socket.socket() as trial:
        return trial.connect_ex(("127.0.0.1", port)) == 0


@dataclass(frozen=True)
class Answered:
    """What a visitor got; names of headers in small letters."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


@dataclass(frozen=True)
class Visitor:
    """Who asks a host on the loopback, believing the test's authority alone."""

    facts: SetupFacts

    @property
    def ca(self) -> Path:
        return Path(self.facts.certificate).parent / "ca.pem"

    def ask(
        self,
        path: str,
        host: str = PORTAL.domain,
        method: str = "GET",
        headers: Mapping[str, str] | None = None,
        address: str = "127.0.0.1",
        sni: str = "",
    ) -> Answered:
        """Ask over HTTPS; `address` is the loopback's, `sni` the name of the handshake where it is not the host's."""
        connection = http.client.HTTPConnection(address, timeout=10)
        connection.sock = self.socket(sni or host, address=address)
        return _answered(connection, path, method, {"Host": host, **(headers or {})})

    def ask_plainly(self, path: str, host: str = PORTAL.domain, address: str = "127.0.0.1") -> Answered:
        """Ask over HTTP."""
        connection = http.client.HTTPConnection(address, self.facts.listen.http, timeout=10)
        return _answered(connection, path, "GET", {"Host": host})

    def tls(self) -> ssl.SSLContext:
        """A context that believes the test's authority."""
        return ssl.create_default_context(cafile=str(self.ca))

    def socket(self, name: str, context: ssl.SSLContext | None = None, address: str = "127.0.0.1") -> ssl.SSLSocket:
        """A connection after its handshake."""
        plain = socket.create_connection((address, self.facts.listen.https), timeout=10)
        try:
            return (context or self.tls()).wrap_socket(plain, server_hostname=name)
        except OSError:
            plain.close()
            raise

    def raw(self, sent: bytes, name: str = PORTAL.domain) -> bytes:
        """Send bytes over HTTPS as they are; return all that comes back."""
        with self.socket(name) as connection:
            connection.sendall(sent)
            return b"".join(iter(lambda: connection.recv(65536), b""))


def _answered(connection: http.client.HTTPConnection, path: str, method: str, headers: dict[str, str]) -> Answered:
    try:
        connection.request(method, path, headers=headers)
        answer = connection.getresponse()
        return Answered(answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read())
    finally:
        connection.close()
