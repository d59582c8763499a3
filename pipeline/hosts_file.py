"""Read `hosts.toml`: which hosts the sites go to, where these answer visitors, and with what releases are signed.

[signing]                            needed where a host is behind SSH
key = "/etc/zhengzhan/release_key"   sm2_key = "…" beside it on request

[[hosts]]
name = "qianduan-1"
kind = "ssh"                         or "local", with root
environment = "production"           where it says nothing
address = "…"   user = "…"   port = 22   known_hosts = "…"   key = "…"   jump = "…"
serves = "https://…"                 where the host answers; ca = "…" for an authority of one's own
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from model.faults import did_you_mean
from pipeline.hosts import Front, HostError
from pipeline.local_host import LocalHost, embedded_hosts
from pipeline.release import reason, shown
from pipeline.signing import Signing
from pipeline.ssh.address import SshAddress
from pipeline.ssh.connection import Connection
from pipeline.ssh.host import ROOT, SshHost

if TYPE_CHECKING:
    from collections.abc import Mapping

PRODUCTION = "production"
#: The environment of the embedded hosts.
LOCAL = "local"
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9.-]{0,62}")
_ENVIRONMENT = re.compile(r"[a-z][a-z0-9-]{0,31}")
_COMMON = {"name": str, "kind": str, "environment": str, "serves": str, "ca": str}
_KINDS: dict[str, dict[str, type]] = {
    "local": {"root": str},
    "ssh": {"address": str, "user": str, "port": int, "root": str, "known_hosts": str, "key": str, "jump": str},
}
_NEEDED = {"local": ("name", "kind", "root"), "ssh": ("name", "kind", "address", "user", "known_hosts")}
_SIGNING = {"key": str, "sm2_key": str}
_PORTS = {"http": 80, "https": 443}
_LARGEST = 1_000_000


@dataclass(frozen=True, slots=True)
class Hosts:
    """The hosts of one environment: `fronts` are where they answer visitors, as far as the file says so.

    `record` is the file of the record, where the file names one.
    """

    environment: str
    all: tuple[LocalHost | SshHost, ...]
    fronts: tuple[Front, ...] = ()
    signing: Signing | None = None
    record: Path | None = None
    embedded: bool = False

    @property
    def approval(self) -> bool:
        """Whether a publication needs an approval: where any of the hosts is another machine."""
        return any(isinstance(host, SshHost) for host in self.all)

    @property
    def of_this_machine(self) -> tuple[LocalHost, ...]:
        """The hosts that are directories of this machine."""
        return tuple(host for host in self.all if isinstance(host, LocalHost))


def embedded(root: Path) -> Hosts:
    """Return the embedded pair of hosts of this machine, below `root`."""
    return Hosts(LOCAL, embedded_hosts(root), embedded=True)


def read_hosts(path: Path, cache: Path, environment: str = PRODUCTION) -> Hosts:
    """Return the hosts of an environment out of a `hosts.toml`; a relative path in it counts from the file's folder.

    `cache` is a folder for manifests that are known. Raise `HostError`, in the file's name, on anything that is wrong with any host.
    """
    given = _tables(path)
    signing = _signing(path, given.get("signing", {}))
    tables = given["hosts"]
    hosts = [(_environment(path, table), _host(path, table, cache), _front(path, table)) for table in tables]
    _require_different(path, [host for _, host, _ in hosts])
    chosen = [(host, front) for name, host, front in hosts if name == environment]
    if not chosen:
        known = "、".join(sorted({name for name, _, _ in hosts}))
        raise HostError(path.name, f"没有“{shown(environment)}”环境的主机", f"用--environment写：{known}")
    if signing is None and any(isinstance(host, SshHost) for host, _ in chosen):
        raise HostError(
            path.name, "有ssh主机，却没有写用什么密钥签名", "写上[signing]一节的key，见docs/operators/host-setup.md"
        )
    fronts = tuple(front for _, front in chosen if front)
    return Hosts(environment, tuple(host for host, _ in chosen), fronts, signing, _record(path, given))


def _tables(path: Path) -> dict[str, list[object]]:
    try:
        with path.open("rb") as file:
            given = tomllib.loads(file.read(_LARGEST).decode())
    except OSError as error:
        raise HostError(path.name, f"读取失败，{reason(error)}", "检查路径和权限") from error
    except (ValueError, RecursionError) as error:
        raise HostError(path.name, f"不是TOML：{error}", "按“[[hosts]]”分节书写") from error
    hosts = given.get("hosts")
    if given.keys() - {"hosts", "signing", "record"} or not isinstance(hosts, list) or not hosts:
        raise HostError(
            path.name,
            "应当有一节或多节“[[hosts]]”，可以有“[signing]”和record，没有别的",
            "见docs/operators/publishing.md",
        )
    return given


def _record(path: Path, given: Mapping[str, object]) -> Path | None:
    record = given.get("record", "")
    if not isinstance(record, str):
        raise HostError(path.name, "record应当是文字", "写成record = \"…\"的形式，是发布记录的文件")  # fmt: skip
    return _path(path, {"record": record}, "record")


def _signing(path: Path, table: object) -> Signing | None:
    if not table:
        return None
    found = _checked(path, table, _SIGNING, ("key",), "[signing]")
    sm2 = _path(path, found, "sm2_key")
    return Signing(_path(path, found, "key") or path, sm2)


def _environment(path: Path, table: object) -> str:
    name = table.get("environment", PRODUCTION) if isinstance(table, dict) else PRODUCTION
    if not isinstance(name, str) or not _ENVIRONMENT.fullmatch(name):
        raise HostError(
            path.name, f"“{shown(str(name))}”不能作环境名", "用小写字母、数字和连字符，如production、preview"
        )
    return name


def _host(path: Path, table: object, cache: Path) -> LocalHost | SshHost:
    kind = table.get("kind", "") if isinstance(table, dict) else ""
    if isinstance(table, dict) and "kind" in table and kind not in _KINDS:
        raise HostError(path.name, f"不认识主机种类“{shown(str(kind))}”", f"现有种类：{'、'.join(_KINDS)}")
    found = _checked(
        path, table, _COMMON | _KINDS.get(str(kind), {}), _NEEDED.get(str(kind), ("name", "kind")), "[[hosts]]"
    )
    if not _NAME.fullmatch(found["name"]):
        raise HostError(path.name, f"“{shown(found['name'])}”不能作主机名", "用字母、数字、点和连字符")
    if kind == "local":
        return LocalHost(found["name"], (path.parent / found["root"]).resolve())
    known, key = _path(path, found, "known_hosts"), _path(path, found, "key")
    assert known
    address = SshAddress(
        found["name"], found["address"], found["user"], known, int(found.get("port", 22)), key, found.get("jump", "")
    )
    if not known.is_file():
        raise HostError(
            found["name"], f"没有known_hosts文件{known.name}", "向机房要主机密钥的指纹，核对以后写进这个文件"
        )
    return SshHost(found["name"], Connection(address), cache, found.get("root") or ROOT)


def _front(path: Path, table: object) -> Front | None:
    assert isinstance(table, dict)
    if not table.get("serves"):
        return None
    try:
        parts = urlsplit(table["serves"])
        port = parts.port or _PORTS.get(parts.scheme, 0)
    except ValueError:
        parts, port = urlsplit(""), 0
    if not port or not parts.hostname or parts.path not in {"", "/"} or parts.query or parts.username:
        raise HostError(
            path.name, f"serves的写法不对：{shown(table['serves'])}", "写成“https://地址”或者“http://地址:端口”"
        )
    ca = _path(path, table, "ca")
    return Front(table["name"], parts.scheme, parts.hostname, port, str(ca) if ca else "")


def _checked(
    path: Path, table: object, known: Mapping[str, type], needed: tuple[str, ...], section: str
) -> dict[str, str]:
    if not isinstance(table, dict):
        raise HostError(path.name, f"{section}的各项应当是文字", "写成name = \"…\"的形式")  # fmt: skip
    for key in table.keys() - known.keys():
        nearest = did_you_mean(key, known)
        raise HostError(
            path.name, f"不认识“{shown(key)}”", f"改为“{nearest}”" if nearest else f"只能写{'、'.join(known)}"
        )
    for key, value in table.items():
        if type(value) is not known[key]:
            raise HostError(
                path.name,
                f"{section}的{key}应当是{'数' if known[key] is int else '文字'}",
                "文字写在引号里，端口写成数",
            )
    if missing := [key for key in needed if not table.get(key)]:
        raise HostError(path.name, f"{section}缺少{'、'.join(missing)}", "补上这些项")
    return table


def _path(path: Path, table: Mapping[str, str], key: str) -> Path | None:
    return (path.parent / Path(table[key]).expanduser()).absolute() if table.get(key) else None


def _require_different(path: Path, hosts: list[LocalHost | SshHost]) -> None:
    places = {
        host.root if isinstance(host, LocalHost) else (host.connection.address.address, host.connection.address.port)
        for host in hosts
    }
    if len({host.name for host in hosts}) < len(hosts) or len(places) < len(hosts):
        raise HostError(path.name, "有两台主机同名或同目录", "每台主机用自己的name和root，或者自己的地址")
