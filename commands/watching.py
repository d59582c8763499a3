"""Watching: the sites from outside, and what falls due."""

from __future__ import annotations

from pathlib import Path

from invoke.context import Context
from invoke.exceptions import Exit
from invoke.tasks import task

from commands.ending import reported
from commands.options import CONTENT, OUTPUT, PRODUCTION, help_of
from commands.places import addresses_of, hosts_of, moment_of


@task(
    auto_shortflags=False,
    help=help_of(
        "content",
        "output",
        "hosts",
        "environment",
        "site",
        once="只做一轮",
        for_="做多久，如10m（默认一直做）",
        interval="两轮之间隔多久（默认30m）",
        sample="每个网站一轮抽几个网页（默认10）",
        on_alarm="有新警报时运行的命令",
        public="也按公网的域名解析问",
    ),
)
def patrol(
    _: Context,
    content: str = CONTENT,
    output: str = OUTPUT,
    hosts: str = "",
    environment: str = PRODUCTION,
    site: str = "",
    once: bool = False,
    for_: str = "",
    interval: str = "30m",
    sample: int = 10,
    on_alarm: str = "",
    public: bool = False,
) -> None:
    """从外面巡查正在提供服务的网站：打不打得开、内容对不对、证书、响应头、链接；有警报退出码是1。"""
    from pipeline.patrol.command import Wish, patrolled

    if sample < 0 or (once and for_):
        raise Exit("--sample要写0以上的整数，--once和--for只写一个", code=2)
    wish = Wish(once, for_, interval, sample, on_alarm, public)
    with reported("没有巡查"):
        found = hosts_of(content, output, hosts, environment)
        good = patrolled(Path(content), Path(output), found, addresses_of(content, site), wish)
    if not good:
        raise Exit("有警报", code=1)


@task(
    auto_shortflags=False,
    help=help_of(
        "content",
        "output",
        "hosts",
        "environment",
        "site",
        as_of="按这一时间列出，如“2026-12-31 08:00”（默认现在，北京时间）",
        days="往后看几天（默认14）",
        format="text、html或者ics（日历）",
        write="写到这个文件（默认打印）",
    ),
)
def duty(
    _: Context,
    content: str = CONTENT,
    output: str = OUTPUT,
    hosts: str = "",
    environment: str = PRODUCTION,
    site: str = "",
    as_of: str = "",
    days: int = 14,
    format: str = "text",
    write: str = "",
) -> None:
    """值班清单：今天到期、已经逾期和随后要办的事，留言、栏目更新、期限、报表；逾期不算失败。"""
    from pipeline.duty import command
    from plugins.engine.clock import now_in_shanghai

    if format not in command.FORMS or days not in command.DAYS:
        raise Exit(f"--format写{'、'.join(command.FORMS)}之一，--days写0到{command.DAYS[-1]}", code=2)
    with reported():
        found = hosts_of(content, output, hosts, environment)
        wish = command.Wish(site, moment_of(as_of) or now_in_shanghai(), days, format)
        text = command.listed(Path(content), Path(output), found, wish)
        if write:
            command.written(Path(write), text)
    print(f"写了{write}" if write else text, end="\n" if write or format == "text" else "")
