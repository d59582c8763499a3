"""Front-end hosts on the loopback: a real sshd for each, with a host key, an account, a root and the forced command of its own."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pipeline.signing import Signing
from pipeline.ssh.address import SshAddress
from pipeline.ssh.connection import Connection
from pipeline.ssh.host import SshHost

if TYPE_CHECKING:
    from collections.abc import Iterator

PROGRAM = Path(__file__).parents[2] / "pipeline/setup/files/zhengzhan-host"
#: Below those that the system gives to whoever connects.
_WORKER = int(os.environ.get("PYTEST_XDIST_WORKER", "gw9").removeprefix("gw"))
_PORTS = iter(range(10_000 + 2_000 * (_WORKER % 10), 12_000 + 2_000 * (_WORKER % 10)))
_SSHD_CONFIG = """
ListenAddress 127.0.0.1
Port {port}
HostKey {folder}/host_key
AuthorizedKeysFile {folder}/authorized_keys
PidFile {folder}/sshd.pid
StrictModes no
UsePAM no
PasswordAuthentication no
KbdInteractiveAuthentication no
PubkeyAuthentication yes
MaxSessions 20
MaxStartups 50
ClientAliveInterval 15
ClientAliveCountMax 3
LogLevel ERROR
Subsystem sftp internal-sftp
"""


def program(name: str) -> str:
    """A program of this machine; where there is none, the test is skipped, and fails where CI is set."""
    found = shutil.which(name) or shutil.which(name, path="/usr/sbin:/usr/local/sbin")
    if found is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(f"{name}没有安装")
    return str(found)


def free_port() -> int:
    """A port of the loopback that nobody listens at: each of the tests' processes has numbers of its own, so that none takes another's."""
    for port in _PORTS:
        with socket.socket() as trial, suppress(OSError):
            trial.bind(("127.0.0.1", port))
            return port
    raise AssertionError("no port is free")


@dataclass(slots=True)
class Machine:
    """A front-end host: everything of it lies in `folder`; `root` is where its releases are."""

    name: str
    user: str
    folder: Path
    port: int
    running: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    @property
    def root(self) -> Path:
        return self.folder / "srv"

    @property
    def log(self) -> str:
        file = self.folder / "log/host.log"
        return file.read_text(encoding="utf-8") if file.is_file() else ""

    def address(self, known_hosts: Path, key: Path, **more: str) -> SshAddress:
        return SshAddress(self.name, "127.0.0.1", self.user, known_hosts, self.port, key, **more)

    def start(self) -> None:
        sshd = program("sshd")
        self.running = subprocess.Popen(
            [sshd, "-D", "-e", "-f", self.folder / "sshd_config"], stderr=subprocess.DEVNULL
        )
        wait_for_port(self.port)

    def stop(self) -> None:
        """End sshd and every session of it."""
        if self.running:
            for process in (self.running.pid, *_descendants(self.running.pid)):
                with suppress(ProcessLookupError):
                    os.kill(process, signal.SIGKILL)
            self.running.wait()
        self.running = None

    def own(self, *paths: Path) -> None:
        """Have paths belong to the host's account."""
        account = pwd.getpwnam(self.user)
        for path in paths:
            os.chown(path, account.pw_uid, account.pw_gid)


@dataclass(frozen=True, slots=True)
class Network:
    """Two hosts, and what a publisher needs to reach them: a deploy key, a release key, known hosts."""

    machines: tuple[Machine, Machine]
    folder: Path

    @property
    def key(self) -> Path:
        return self.folder / "deploy_key"

    @property
    def known_hosts(self) -> Path:
        return self.folder / "known_hosts"

    @property
    def signing(self) -> Signing:
        return Signing(self.folder / "release_key")

    def hosts(self, cache: Path) -> tuple[SshHost, ...]:
        """The hosts as a publisher sees them."""
        return tuple(
            SshHost(each.name, Connection(each.address(self.known_hosts, self.key)), cache) for each in self.machines
        )

    def ssh(
        self, number: int, *words: str, options: tuple[str, ...] = (), data: bytes = b""
    ) -> subprocess.CompletedProcess[bytes]:
        """What somebody gets who has the deploy key and asks with OpenSSH's own client."""
        machine = self.machines[number]
        fixed = (
            "-o",
            "StrictHostKeyChecking=yes",
            "-o",
            f"UserKnownHostsFile={self.known_hosts}",
            "-o",
            "BatchMode=yes",
        )
        command: list[str] = [
            "ssh",
            "-F",
            "none",
            "-i",
            str(self.key),
            "-p",
            str(machine.port),
            *fixed,
            *options,
            f"{machine.user}@127.0.0.1",
            *words,
        ]
        return subprocess.run(command, input=data, capture_output=True, timeout=20, check=False)


def _descendants(process: int) -> list[int]:
    """The processes that a process began, and those that they began."""
    listed = subprocess.run(["ps", "-eo", "ppid=,pid="], capture_output=True, text=True, check=True).stdout
    pairs = [tuple(map(int, line.split())) for line in listed.splitlines()]
    found, waiting = [], [process]
    while waiting:
        parent = waiting.pop()
        own = [pid for ppid, pid in pairs if ppid == parent]
        found += own
        waiting += own
    return found


def wait_for_port(port: int) -> None:
    for _ in range(400):
        with socket.socket() as trial:
            if trial.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.01)
    raise AssertionError(f"nobody answers at {port}")


def make_key(path: Path) -> str:
    """Make an SSH key pair; return the public half."""
    subprocess.run([program("ssh-keygen"), "-q", "-t", "ed25519", "-N", "", "-C", path.name, "-f", path], check=True)
    return path.with_name(f"{path.name}.pub").read_text().strip()


@contextmanager
def network(root: Path = Path("/tmp")) -> Iterator[Network]:  # the hosts' accounts must be able to reach it
    """Two hosts with a running sshd each; everything of them is gone afterwards."""
    program("rsync")
    folder = Path(tempfile.mkdtemp(prefix="zz-hosts-", dir=root))
    folder.chmod(0o755)
    deploy, release = make_key(folder / "deploy_key"), make_key(folder / "release_key")
    machines = tuple(_machine(folder, number, deploy, release) for number in (1, 2))
    known = [f"[127.0.0.1]:{each.port} {(each.folder / 'host_key.pub').read_text()}" for each in machines]
    (folder / "known_hosts").write_text("".join(known))
    try:
        for each in machines:
            each.start()
        yield Network((machines[0], machines[1]), folder)
    finally:
        for each in machines:
            each.stop()
            subprocess.run(["umount", each.root], stderr=subprocess.DEVNULL, check=False)
        shutil.rmtree(folder, ignore_errors=True)  # a host may still be tidying up


def _machine(folder: Path, number: int, deploy: str, release: str) -> Machine:
    machine = Machine(f"front-{number}", account(number), folder / f"front-{number}", free_port())
    for path in (machine.folder, machine.root, machine.folder / "log"):
        path.mkdir()
    make_key(machine.folder / "host_key")
    conf = machine.folder / "host.conf"
    conf.write_text(
        f"root={machine.root}\nsigners={machine.folder}/release_signers\nkeep=2\nlog={machine.folder}/log/host.log\n"
    )
    (machine.folder / "release_signers").write_text(f'release namespaces="zhengzhan-release" {release}\n')
    shutil.copy(PROGRAM, machine.folder / "zhengzhan-host")
    (machine.folder / "zhengzhan-host").chmod(0o755)
    command = f'command="{machine.folder}/zhengzhan-host {conf}",restrict'
    (machine.folder / "authorized_keys").write_text(f"{command} {deploy}\n")
    (machine.folder / "sshd_config").write_text(_SSHD_CONFIG.format(port=machine.port, folder=machine.folder))
    if os.geteuid() == 0:
        Path("/run/sshd").mkdir(exist_ok=True)
        machine.own(machine.root, machine.folder / "log")
    return machine


def account(number: int) -> str:
    """An account of the host's own, where this machine lets one be made; else the one that the tests run as."""
    if os.geteuid() != 0:
        return pwd.getpwuid(os.geteuid()).pw_name
    name = f"zz-front-{number}"
    subprocess.run([program("groupadd"), "-f", name], check=True)
    try:
        pwd.getpwnam(name)
    except KeyError:
        subprocess.run([program("useradd"), "-M", "-N", "-p", "*", "-s", "/bin/sh", "-d", "/", name], check=True)
    return name
