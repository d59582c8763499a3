"""Hosts: those of this machine, and the set-up of others."""

from __future__ import annotations

from pathlib import Path

from invoke.context import Context
from invoke.tasks import task

from commands.ending import UNWRITTEN, reported
from commands.options import CONTENT, OUTPUT, PRODUCTION, help_of
from commands.places import addresses_of, hosts_of


@task(
    name="serve",
    auto_shortflags=False,
    help=help_of("content", "output", "hosts", "environment", port="第一台主机的端口，其余依次加一（默认8801）"),
)
def hosts_serve(
    _: Context,
    content: str = CONTENT,
    output: str = OUTPUT,
    hosts: str = "",
    environment: str = PRODUCTION,
    port: int = 8801,
) -> None:
    """像真的主机那样提供本机主机：一台一个端口。"""
    from pipeline import host_server

    with reported("没有启动"):
        found = hosts_of(content, output, hosts, environment)
        host_server.serve(found.of_this_machine, addresses_of(content), port)


@task(
    name="setup",
    auto_shortflags=False,
    iterable=["key", "signer", "source"],
    help=help_of(
        "content",
        "output",
        "hosts",
        "environment",
        host="主机名，hosts.toml里的name",
        to="写到这个新文件夹",
        key="部署公钥的文件，可以写几次",
        signer="签名公钥的文件，可以写几次",
        source="只许从这个地址或网段登录，可以写几次",
        root="主机上放版本的文件夹（默认是hosts.toml里的root，没有写就是/srv/zhengzhan）",
        brotli="nginx有brotli_static模块",
    ),
)
def hosts_setup(
    _: Context,
    host: str,
    to: str,
    key: list[str],
    signer: list[str],
    source: list[str],
    hosts: str = "",
    environment: str = PRODUCTION,
    root: str = "",
    brotli: bool = False,
    content: str = CONTENT,
    output: str = OUTPUT,
) -> None:
    """写出一台前端主机的全部设置：账户、sshd、nginx、定时核对、日志，和怎样装的说明。"""
    from pipeline.setup.command import Wish, written

    with reported(UNWRITTEN):
        found = hosts_of(content, output, hosts, environment) if hosts else None
        wish = Wish(host, Path(to), tuple(key), tuple(signer), tuple(source), root, brotli)
        print("\n".join(written(Path(content), found, addresses_of(content), wish)))
    print(f"先读{to}/README.md")
