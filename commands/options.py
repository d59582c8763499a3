"""What the options of several commands are called, mean and are by default."""

from __future__ import annotations

CONTENT = "content"
OUTPUT = "output"
PRODUCTION = "production"
FORMAT = "输出的形式：text（默认）、json、sarif、github、gitlab、junit"
OPTIONS = {
    "content": "内容文件夹（默认content）",
    "output": "输出文件夹（默认output）",
    "site": "只做这一个网站（写文件夹名）",
    "as_of": "按这一时间构建，如“2026-12-31 08:00”（默认现在，北京时间）",
    "json": "最后一行用JSON写出数字",
    "jobs": "同时用几个进程（默认有几个处理器就用几个）",
    "fresh": "不用台账，从头构建",
    "explain": "逐个说明为什么写出这个文件",
    "settings": "Pelican的设置文件（默认pelicanconf.py）",
    "hosts": "主机清单（默认content/hosts.toml；没有就用内置的两台本机主机）",
    "environment": "主机清单里的哪个环境（默认production）",
}


def help_of(*names: str, **more: str) -> dict[str, str]:
    """Return the help of a command: options that several have, by name, and its own."""
    return named({**{each: OPTIONS[each] for each in names}, **more})


def named(options: dict[str, str]) -> dict[str, str]:
    """Return help by the names that options have on the command line."""
    return {name.rstrip("_").replace("_", "-"): text for name, text in options.items()}
