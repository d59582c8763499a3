"""Publishing: what goes to the hosts, back, and is verified there."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from invoke.context import Context
from invoke.exceptions import Exit
from invoke.tasks import task

from commands.closed_pipe import say
from commands.ending import reported
from commands.options import CONTENT, OUTPUT, PRODUCTION, help_of
from commands.places import addresses_of, hosts_of


@task(
    auto_shortflags=False,
    help=help_of(
        "content",
        "output",
        "site",
        "hosts",
        "environment",
        dry_run="只说明会做什么、改哪些网页，不动主机",
        again="内容没有变化也重新发布：换掉主机上被改动的文件",
        force="没有审核就发布：要写--reason，由发布人员签名，以后补复核",
        reason="强制发布的原因",
        key="签名用的密钥文件（默认git的user.signingkey）",
    ),
)
def publish(
    _: Context,
    content: str = CONTENT,
    output: str = OUTPUT,
    site: str = "",
    hosts: str = "",
    environment: str = PRODUCTION,
    dry_run: bool = False,
    again: bool = False,
    force: bool = False,
    reason: str = "",
    key: str = "",
) -> None:
    """构建、检查、查审核，发布到全部主机；每台主机都校验过才一起切换。"""
    from pipeline import delivery, publish_text
    from pipeline.attempt import Forced

    forced = Forced(reason, key) if force else None
    if (reason or key) and not force:
        raise Exit("--reason、--key只和--force一起写", code=2)
    with reported("没有发布"):
        found = hosts_of(content, output, hosts, environment)
        options: dict[str, Any] = {"site": site, "dry_run": dry_run, "again": again, "forced": forced, "say": say}
        publication = delivery.deliver(Path(content), Path(output), found, **options)
    print(publish_text.render(publication))
    if not publication.ok:
        raise Exit("有主机没有发布成功", code=1)
    if not dry_run and found.embedded:
        print("查看：invoke hosts.serve")


@task(auto_shortflags=False, help=help_of("content", "output", "site", "hosts", "environment"))
def releases(
    _: Context,
    content: str = CONTENT,
    output: str = OUTPUT,
    site: str = "",
    hosts: str = "",
    environment: str = PRODUCTION,
) -> None:
    """列出各主机保存的版本，*号是正在显示的；然后是发布记录。"""
    from pipeline import inspection, publish_text

    with reported():
        names = [each.name for each in addresses_of(content, site)]
        found = hosts_of(content, output, hosts, environment)
        print(publish_text.render_releases(inspection.releases(names, found.all)))
        said, sound = inspection.history(Path(output), found)
        print(said)
    if not sound:
        raise Exit("发布记录有问题", code=1)


@task(
    auto_shortflags=False,
    help=help_of(
        "content",
        "output",
        "hosts",
        "environment",
        site="只回滚这一个网站（写文件夹名；默认全部）",
        to="回到这一版本（默认上一版本）",
    ),
)
def rollback(
    _: Context,
    content: str = CONTENT,
    output: str = OUTPUT,
    site: str = "",
    hosts: str = "",
    environment: str = PRODUCTION,
    to: str = "",
) -> None:
    """回到上一个版本：先校验，再在全部主机上一起切换。"""
    from pipeline import delivery, publish_text

    with reported("没有回滚"):
        sites = addresses_of(content, site)
        found = hosts_of(content, output, hosts, environment)
        publication = delivery.roll_back(Path(content), Path(output), found, sites, to, say)
    print(publish_text.render(publication))
    if not publication.ok:
        raise Exit("有主机没有回滚成功", code=1)


@task(
    auto_shortflags=False,
    help=help_of(
        "content",
        "output",
        "hosts",
        "environment",
        release="强制发布的版本号",
        note="复核意见",
        key="签名用的密钥文件（默认git的user.signingkey）",
    ),
)
def approve(
    _: Context,
    release: str,
    note: str,
    key: str = "",
    content: str = CONTENT,
    output: str = OUTPUT,
    hosts: str = "",
    environment: str = PRODUCTION,
) -> None:
    """复核一次强制发布：由没有参与的审核人员签名（办法第二十七条）。"""
    from pipeline import delivery

    with reported("没有记下复核"):
        found = hosts_of(content, output, hosts, environment)
        line = delivery.reviewed(Path(content), Path(output), found, release, note, key, say)
    print(f"已复核，记为第{line.number}条")


@task(
    auto_shortflags=False,
    help=help_of(
        "content",
        "output",
        "site",
        "hosts",
        "environment",
        asked="一个网站从外面问几个文件，看访客拿到的对不对（默认2000，0不问）",
    ),
)
def verify(
    _: Context,
    content: str = CONTENT,
    output: str = OUTPUT,
    site: str = "",
    hosts: str = "",
    environment: str = PRODUCTION,
    asked: int = 2000,
) -> None:
    """逐个文件核对主机上的内容与签名的清单是否一致，主机给访客的是不是这些文件。"""
    from pipeline import delivery, publish_text

    if asked < 0:
        raise Exit("--asked要写0以上的整数", code=2)
    with reported("没有核对"):
        sites = addresses_of(content, site)
        publication = delivery.verified(hosts_of(content, output, hosts, environment), sites, asked)
    print(publish_text.render(publication))
    if not publication.ok:
        raise Exit("主机上的内容与清单不一致", code=1)
