"""Where a host is reached, and OpenSSH's settings for it: known host keys only, one key of ours, nothing forwarded."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.hosts import HostError
from pipeline.release import shown

if TYPE_CHECKING:
    from pathlib import Path

#: What the host is called in the settings that are made for it.
ALIAS = "front"
_ADDRESS = re.compile(r"[A-Za-z0-9][A-Za-z0-9.:-]{0,254}")
_USER = re.compile(r"[a-z_][a-z0-9_-]{0,31}")
_JUMP = re.compile(r"([a-z_][a-z0-9_-]{0,31})@([A-Za-z0-9][A-Za-z0-9.-]{0,254}|\[[0-9A-Fa-f:]+\])(:[0-9]{1,5})?")
_PORTS = range(1, 65536)
_FIXED = """Host *
    BatchMode yes
    StrictHostKeyChecking yes
    GlobalKnownHostsFile /dev/null
    UpdateHostKeys no
    CheckHostIP no
    PreferredAuthentications publickey
    PasswordAuthentication no
    KbdInteractiveAuthentication no
    HostbasedAuthentication no
    GSSAPIAuthentication no
    ForwardAgent no
    ForwardX11 no
    ClearAllForwardings yes
    PermitLocalCommand no
    RequestTTY no
    Tunnel no
    EscapeChar none
    LogLevel ERROR
    ConnectionAttempts 1
    ServerAliveInterval 5
    ServerAliveCountMax 3
"""


@dataclass(frozen=True, slots=True)
class SshAddress:
    """How a host is reached: `key` is a file (the public half of one that an agent holds will do), nothing for the agent's own choice.

    `jump` is `user@host:port` of a host between, whose key stands in the same file of known hosts. The constructor
    raises `HostError` where a value is none that OpenSSH could be given.
    """

    host: str
    address: str
    user: str
    known_hosts: Path
    port: int = 22
    key: Path | None = None
    jump: str = ""

    def __post_init__(self) -> None:
        self._require(_ADDRESS.fullmatch(self.address), "address", "写主机名或者IP地址")
        self._require(_USER.fullmatch(self.user), "user", "写专用账户的名字，如zhengzhan")
        self._require(self.user != "root", "user", "不要用root，用hosts.setup说的专用账户")
        self._require(self.port in _PORTS, "port", "写1到65535的数")
        self._require(not self.jump or _JUMP.fullmatch(self.jump), "jump", "写成user@host:port")
        for name, path in (("known_hosts", self.known_hosts), ("key", self.key)):
            self._require(
                path is None or (str(path).isprintable() and '"' not in str(path)), name, "路径里不要有引号、控制字符"
            )

    def settings(self, seconds: int) -> str:
        """Return the text of an `ssh_config` for this host, and for the one between, with a limit for connecting."""
        lines = [
            f"Host {ALIAS}",
            f"    HostName {self.address}",
            f"    User {self.user}",
            f"    Port {self.port}",
            f"    HostKeyAlias {self.known_as}",
            *([f"    ProxyJump {self.jump}"] if self.jump else []),
        ]
        own = [f"    ConnectTimeout {seconds}", f"    UserKnownHostsFile {_quoted(self.known_hosts)}"]
        keys = [f"    IdentityFile {_quoted(self.key)}", "    IdentitiesOnly yes"] if self.key else []
        return "\n".join([*lines, _FIXED.rstrip(), *own, *keys, ""])

    @property
    def known_as(self) -> str:
        """The name under which the host's key stands in the file of known hosts."""
        return self.address if self.port == 22 else f"[{self.address}]:{self.port}"

    def _require(self, right: object, name: str, remedy: str) -> None:
        if not right:
            raise HostError(self.host, f"{name}的写法不对：{shown(str(getattr(self, name)))}", remedy)


def _quoted(path: Path) -> str:
    """A path as `ssh_config` takes it: `%` begins a token there."""
    return '"' + str(path).replace("%", "%%") + '"'
