"""One connection to a host for all commands: OpenSSH's own client, its sessions multiplexed, every wait limited."""

from __future__ import annotations

import contextlib
import shutil
import subprocess
import tempfile
import threading
import time
import weakref
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.hosts import HostError
from pipeline.ssh.address import ALIAS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.ssh.address import SshAddress

CONNECT_SECONDS = 10
COMMAND_SECONDS = 300
_TRIES = 3
#: What OpenSSH's client ends with where it could not connect, or lost the connection.
_NOT_REACHED = 255
_WRONG_KEY = (
    "Host key verification failed",
    "No ED25519 host key is known",
    "host key is known",
    "REMOTE HOST IDENTIFICATION",
)


class Connection:
    """A connection to a host, made at the first command, and closed with the object at the latest."""

    def __init__(self, address: SshAddress, seconds: int = COMMAND_SECONDS) -> None:
        self.address = address
        self.seconds = seconds
        self._folder: Path | None = None
        self._master: subprocess.Popen[bytes] | None = None
        self._guard = threading.Lock()
        self._finalizer: weakref.finalize[[subprocess.Popen[bytes], Path], Connection] | None = None

    def run(self, words: str, data: bytes = b"", *, allowed: Sequence[int] = (0,)) -> bytes:
        """Have the host carry out a command and return what it says; raise `HostError` where it fails or does not answer.

        A lost connection is made again, a few times: every command may be given twice.
        """
        for tries_left in reversed(range(_TRIES)):
            done = self._once(words, data)
            if done.returncode in allowed:
                return done.stdout
            if done.returncode != _NOT_REACHED or not tries_left:
                break
            self.close()
        raise self._failed(words, done)

    def held(self, words: str) -> subprocess.Popen[bytes]:
        """Begin a command that goes on until its input is closed."""
        return subprocess.Popen(  # noqa: S603
            [*self._ssh(), ALIAS, words],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    def remote_shell(self) -> list[str]:
        """The command by which rsync is to reach the host."""
        return self._ssh()

    def close(self) -> None:
        """End the connection; the next command makes another."""
        with self._guard:
            if self._finalizer:
                self._finalizer()
            self._finalizer = self._master = self._folder = None

    def failed(self, fact: str, remedy: str) -> HostError:
        """A failure of this host."""
        return HostError(self.address.host, fact, remedy)

    def _once(self, words: str, data: bytes) -> subprocess.CompletedProcess[bytes]:
        try:
            return subprocess.run(  # noqa: S603
                [*self._ssh(), ALIAS, words],
                input=data,
                capture_output=True,
                timeout=self.seconds,
                start_new_session=True,
                check=False,
            )
        except subprocess.TimeoutExpired:
            self.close()
            raise self.failed(f"{self.seconds}秒没有做完“{words.split(' ')[0]}”", "检查主机和网络，再试") from None

    def _ssh(self) -> list[str]:
        """OpenSSH's client with the settings of this host, and the way to the connection that is there."""
        with self._guard:
            if self._master is None or self._master.poll() is not None:
                self._connect()
            assert self._folder
            return ["ssh", "-F", str(self._folder / "config"), "-S", str(self._folder / "s")]

    def _connect(self) -> None:
        if self._finalizer:
            self._finalizer()
        folder = Path(tempfile.mkdtemp(prefix="zz-"))  # short, for the path of a socket is; and nobody else's
        (folder / "config").write_text(self.address.settings(CONNECT_SECONDS), encoding="utf-8")
        command = ["ssh", "-F", str(folder / "config"), "-M", "-S", str(folder / "s"), ALIAS, "stay"]
        with (folder / "said").open("wb") as said:
            try:
                master = subprocess.Popen(  # noqa: S603
                    command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=said, start_new_session=True
                )
            except FileNotFoundError:
                shutil.rmtree(folder)
                raise self.failed("没有ssh，连不上主机", "安装openssh-client") from None
        self._finalizer = weakref.finalize(self, _closed, master, folder)
        self._folder, self._master = folder, master
        if not _is_up(master, folder / "s"):
            text = (folder / "said").read_text(encoding="utf-8", errors="replace")
            self._finalizer()
            self._finalizer = self._master = self._folder = None
            raise self._unreached(text)

    def _unreached(self, said: str) -> HostError:
        last = (said.strip().splitlines() or [f"{CONNECT_SECONDS}秒没有连上"])[-1]
        if any(sign in said for sign in _WRONG_KEY):
            fact = f"主机的密钥不在{self.address.known_hosts.name}里，或者与那里的不同"
            return self.failed(fact, "先查明是不是本来的主机，再由运维核对指纹、更新文件；不要跳过核对")
        if "Permission denied" in said:
            return self.failed(f"主机不认这把密钥（{last}）", "核对key和主机的authorized_keys")
        return self.failed(f"连不上{self.address.known_as}（{last}）", "检查地址、端口、网络和sshd")

    def _failed(self, words: str, done: subprocess.CompletedProcess[bytes]) -> HostError:
        said = done.stderr.decode(errors="replace").strip().splitlines()
        fact = "；".join(said[-3:]) or f"“{words.split(' ')[0]}”没有做成（{done.returncode}）"
        return self.failed(fact, "按主机说的处理；主机上的记录在host.conf的log那个文件")


def _is_up(master: subprocess.Popen[bytes], socket: Path) -> bool:
    """Wait until the connection is there, or is known not to come."""
    until = time.monotonic() + CONNECT_SECONDS + 5
    while time.monotonic() < until and master.poll() is None:
        if socket.exists():
            return True
        time.sleep(0.01)
    return False


def _closed(master: subprocess.Popen[bytes], folder: Path) -> None:
    assert master.stdin
    with contextlib.suppress(OSError):
        master.stdin.close()
    try:
        master.wait(2)
    except subprocess.TimeoutExpired:
        master.kill()
        master.wait()
    shutil.rmtree(folder, ignore_errors=True)
