"""Read `hosts.toml`: which hosts the sites go to."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from model.faults import did_you_mean
from pipeline.hosts import HostError
from pipeline.local_host import LocalHost
from pipeline.release import reason, shown

_HOST_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9.-]{0,62}")


def read_hosts(path: Path) -> tuple[LocalHost, ...]:
    """Return the hosts of a `hosts.toml`: tables `[[hosts]]` with `name`, `kind` and what the kind needs.

    A relative `root` counts from the file's folder. Raise `HostError`, in the file's name, on anything else.
    """
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise HostError(path.name, f"读取失败，{reason(error)}", "检查路径和权限") from error
    except ValueError as error:
        raise HostError(path.name, f"不是TOML：{error}", "按“[[hosts]]”分节书写") from error
    given = tables.get("hosts")
    if tables.keys() != {"hosts"} or not isinstance(given, list) or not given:
        raise HostError(path.name, "应当有一节或多节“[[hosts]]”，没有别的", "参照部署说明书写")
    hosts = tuple(_host(path, table) for table in given)
    if len({host.name for host in hosts}) < len(hosts) or len({host.root for host in hosts}) < len(hosts):
        raise HostError(path.name, "有两台主机同名或同目录", "每台主机用自己的name和root")
    return hosts


def _host(path: Path, table: object) -> LocalHost:
    known = ("name", "kind", "root")
    if not isinstance(table, dict) or not all(isinstance(value, str) for value in table.values()):
        raise HostError(path.name, "主机的各项应当是文字", "写成name = \"…\"的形式")  # fmt: skip
    for key in table.keys() - set(known):
        nearest = did_you_mean(key, known)
        raise HostError(path.name, f"不认识“{key}”", f"改为“{nearest}”" if nearest else f"只能写{'、'.join(known)}")
    if missing := [key for key in known if not table.get(key)]:
        raise HostError(path.name, f"有主机缺少{'、'.join(missing)}", "补上这些项")
    if table["kind"] != "local":
        raise HostError(path.name, f"不认识主机种类“{table['kind']}”", "现有种类：local")
    if not _HOST_NAME.fullmatch(table["name"]):
        raise HostError(path.name, f"“{shown(table['name'])}”不能作主机名", "用字母、数字、点和连字符")
    return LocalHost(table["name"], (path.parent / table["root"]).resolve())
