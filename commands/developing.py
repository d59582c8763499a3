"""For developers: the schema, the checks of the code, the tests, the benchmarks."""

from __future__ import annotations

import json as json_text
import shlex
import sys
from pathlib import Path

from invoke.context import Context
from invoke.exceptions import Exit
from invoke.tasks import task

from commands.ending import reported


@task(help={"output": "写到这个文件（默认打印）"})
def schema(_: Context, output: str = "") -> None:
    """导出信息区的JSON Schema，供编辑器提示和补全。"""
    from model.schema import front_matter_schema
    from pipeline.sources.writing import write_all

    text = json_text.dumps(front_matter_schema(), ensure_ascii=False, indent=2)
    if output:
        with reported():
            write_all(Path(output).parent, {Path(output).name: f"{text}\n".encode()})
    else:
        print(text)


def _python(c: Context, *modules: str) -> None:
    """Run modules of this environment, whether or not it is activated; the first that fails ends it."""
    for module in modules:
        c.run(f"{shlex.quote(sys.executable)} -m {module}")


@task
def lint(c: Context) -> None:
    """检查代码：ruff和mypy。"""
    _python(c, "ruff check .", "ruff format --check .", "mypy")


@task(pre=[lint], help={"only": "只运行名字里有这些字的测试"})
def test(c: Context, only: str = "") -> None:
    """检查代码并运行全部测试。"""
    _python(c, "pytest -n 2 --dist worksteal" + (f" -k {shlex.quote(only)}" if only else ""))


@task
def nightly(c: Context) -> None:
    """夜间检查：随机改动几千轮，在每一次写入时中止构建，结果都与从头构建逐字节比较（几个小时）。"""
    _python(
        c,
        "pytest tests/test_law.py tests/test_crashes.py tests/hosts/test_ssh_failures.py --hypothesis-profile nightly",
    )


@task(
    help={
        "folder": "生成器、文件和输出放在这里（默认.cache/bench）",
        "long": "加上十万篇文件的一组，要一个多小时、12GB磁盘",
        "peers": "只与这些比，用逗号隔开，如“hugo,pelican”",
    }
)
def bench(_: Context, folder: str = ".cache/bench", long: bool = False, peers: str = "") -> None:
    """与别的静态网站生成器比快慢，结果写到benchmarks/RESULTS.md。"""
    from benchmarks.bench import UnknownPeer
    from benchmarks.bench import bench as measure_all

    try:
        measure_all(Path(folder), long=long, peers=tuple(filter(None, peers.split(","))))
    except UnknownPeer as error:
        raise Exit(str(error), code=2) from None
