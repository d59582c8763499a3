"""政站的命令：`invoke --list` 列出全部，`invoke --help 命令` 说明一条。"""

from __future__ import annotations

import gc
import json as json_text
import shlex
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from invoke.collection import Collection
from invoke.context import Context
from invoke.exceptions import Exit
from invoke.tasks import task

gc.set_threshold(50_000, 20, 50)  # a command ends before much could be collected
# Invoke has Python keep no compiled modules; compiling them again takes as long as a small build.
sys.dont_write_bytecode = bool(sys.flags.dont_write_bytecode)

from model.faults import ContentFaults, Fault  # noqa: E402
from pipeline.release import ReleaseError  # noqa: E402
from plugins.engine.output import OutputError  # noqa: E402

# Each command loads what it needs when it is called: Pelican alone takes as long to load as a build with little to do.

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator

    from pipeline.build import BuiltPlatform
    from pipeline.hosts import SiteAddress
    from pipeline.local_host import LocalHost

CONTENT = "content"
OUTPUT = "output"
_OPTIONS = {
    "content": "内容文件夹（默认content）",
    "output": "输出文件夹（默认output）",
    "site": "只做这一个网站（写文件夹名）",
    "as_of": "按这一时间构建，如“2026-12-31 08:00”（默认现在，北京时间）",
    "json": "最后一行用JSON写出数字",
    "jobs": "同时用几个进程（默认有几个处理器就用几个）",
    "fresh": "不用台账，从头构建",
    "explain": "逐个说明为什么写出这个文件",
    "settings": "Pelican的设置文件（默认pelicanconf.py）",
    "hosts": "主机清单hosts.toml（默认用内置的两台本机主机）",
}


def _help(*names: str, **more: str) -> dict[str, str]:
    return {name.replace("_", "-"): text for name, text in {**{each: _OPTIONS[each] for each in names}, **more}.items()}


@contextmanager
def _reported() -> Iterator[None]:
    """What is wrong with the content or a host is printed, with exit code 1 and no traceback."""
    try:
        yield
    except ContentFaults as error:
        _print_faults(error.faults)
        raise Exit(f"共{len(error.faults)}处要改，没有写出任何文件", code=1) from None
    except (OutputError, ReleaseError) as error:
        raise Exit(str(error), code=1) from None


def _print_faults(faults: Iterable[Fault]) -> None:
    for fault in faults:
        print(fault)


def _moment(text: str) -> dt.datetime | None:
    from model import values
    from model.faults import Unreadable

    try:
        return values.moment(text if " " in text else f"{text} 00:00") if text else None
    except Unreadable as error:
        raise Exit(f"--as-of：{error}", code=2) from None


def _hosts(output: str, file: str) -> tuple[LocalHost, ...]:
    from pipeline import delivery

    return delivery.chosen_hosts(Path(output), Path(file) if file else None)


def _addresses(content: str, site: str = "") -> tuple[SiteAddress, ...]:
    from model.content_folder import read_content
    from pipeline import delivery

    found = read_content(Path(content)) if Path(content).is_dir() else None
    if found is None or found.faults:
        raise ContentFaults(
            found.faults if found else [Fault(content, 1, "NO_CONTENT", "内容文件夹不存在", "用--content写出")]
        )
    return tuple(delivery.address(each) for each in found.sites.values() if site in {"", each.id})


@task(
    help=_help(
        "content",
        kind="文件类型，如policy或者政策文件",
        site="网站的文件夹名",
        title="标题",
        column="栏目路径",
        slug="网址名",
    )
)
def new(_: Context, kind: str, site: str, title: str, column: str = "", slug: str = "", content: str = CONTENT) -> None:
    """新建一篇文件，填好这一类型必填的字段。"""
    from pipeline.new import new_document
    from plugins.engine.clock import now_in_shanghai

    with _reported():
        print(new_document(Path(content), kind, site, title, column=column, slug=slug, now=now_in_shanghai()))


@task(help=_help("content", "as_of"))
def check(_: Context, content: str = CONTENT, as_of: str = "") -> None:
    """检查内容文件夹：列出每一处要改的地方，不写任何文件。"""
    from pipeline import check as checking

    with _reported():
        faults = checking.check(Path(content), _moment(as_of))
        if faults:
            _print_faults(faults)
            raise Exit(f"共{len(faults)}处要改", code=1)
        print("没有要改的地方")


@task(
    auto_shortflags=False,
    help=_help("content", "output", "site", "as_of", "jobs", "fresh", "explain", "json", "settings"),
)
def build(
    _: Context,
    content: str = CONTENT,
    output: str = OUTPUT,
    site: str = "",
    as_of: str = "",
    jobs: int = 0,
    fresh: bool = False,
    explain: bool = False,
    json: bool = False,
    settings: str = "",
) -> None:
    """构建全部网站，只做改动牵涉到的网页；内容有一处不合规，上一次的输出就原样不动。"""
    from pipeline import build as building

    more = {"site": site, "as_of": _moment(as_of), "jobs": jobs, "fresh": fresh, "explain": explain}
    file = Path(settings) if settings else building.SETTINGS
    if not file.is_file() or jobs < 0:
        raise Exit("--settings要写设置文件，--jobs要写0以上的整数", code=2)
    with _reported():
        built = building.build(Path(content), Path(output), settings=file, **more)
    _print_built(built)
    if json:
        print(json_text.dumps(built.figures.as_dict()))


def _print_built(built: BuiltPlatform) -> None:
    for line in (built.note, *(f"{file}：{reason}" for file, reason in built.reasons)):
        if line:
            print(line)
    figures = built.figures
    print(
        f"{figures.documents}篇文件，{figures.pages}个输出：写入{figures.written}，不变{figures.kept}，删除{figures.removed}；{figures.seconds}秒"
    )
    if built.next_due:
        print(f"下一次有内容到期：{built.next_due[:16].replace('T', ' ')}")


@task(help=_help("content", "output", "site"))
def audit(_: Context, content: str = CONTENT, output: str = OUTPUT, site: str = "") -> None:
    """检查构建出来的网页：标识区、底部七项、网页标签、链接、第三方资源。"""
    from pipeline.audit import audit as audit_pages

    with _reported():
        faults = [fault for each in _addresses(content, site) for fault in audit_pages(Path(output) / each.name)]
        if faults:
            _print_faults(faults)
            raise Exit(f"共{len(faults)}处要改", code=1)
        print("没有要改的地方")


@task(help=_help("content", port="端口（默认8000）"))
def serve(_: Context, content: str = CONTENT, port: int = 8000) -> None:
    """预览全部网站：内容或者主题一改，网页自动刷新，要改的地方显示在网页上。"""
    from pipeline import preview

    with _reported():
        preview.serve(Path(content), port)


@task(auto_shortflags=False, help=_help("content", "output", "site", "hosts", dry_run="只说明会做什么，不动主机"))
def publish(
    _: Context, content: str = CONTENT, output: str = OUTPUT, site: str = "", hosts: str = "", dry_run: bool = False
) -> None:
    """构建、检查，发布到全部主机；每台主机都校验过才一起切换。"""
    from pipeline import delivery, publish_text

    with _reported():
        publication = delivery.deliver(Path(content), Path(output), _hosts(output, hosts), site=site, dry_run=dry_run)
    print(publish_text.render(publication))
    if not publication.ok:
        raise Exit("有主机没有发布成功", code=1)
    if not dry_run:
        print("查看：invoke hosts.serve")


@task(auto_shortflags=False, help=_help("content", "output", "site", "hosts"))
def releases(_: Context, content: str = CONTENT, output: str = OUTPUT, site: str = "", hosts: str = "") -> None:
    """列出各主机保存的版本，*号是正在显示的。"""
    from pipeline import inspection, publish_text

    with _reported():
        names = [each.name for each in _addresses(content, site)]
        print(publish_text.render_releases(inspection.releases(names, _hosts(output, hosts))))


@task(
    help=_help(
        "content", "output", "hosts", site="只回滚这一个网站（写文件夹名；默认全部）", to="回到这一版本（默认上一版本）"
    )
)
def rollback(
    _: Context, content: str = CONTENT, output: str = OUTPUT, site: str = "", hosts: str = "", to: str = ""
) -> None:
    """回到上一个版本：先校验，再在全部主机上一起切换。"""
    from pipeline import publish as publishing
    from pipeline import publish_text

    with _reported():
        names = [each.name for each in _addresses(content, site)]
        publication = publishing.rollback(names, _hosts(output, hosts), to or None)
    print(publish_text.render(publication))
    if not publication.ok:
        raise Exit("有主机没有回滚成功", code=1)


@task(auto_shortflags=False, help=_help("content", "output", "site", "hosts"))
def verify(_: Context, content: str = CONTENT, output: str = OUTPUT, site: str = "", hosts: str = "") -> None:
    """逐个文件核对主机上的内容与清单是否一致。"""
    from pipeline import inspection, publish_text

    with _reported():
        names = [each.name for each in _addresses(content, site)]
        publication = inspection.verify(names, _hosts(output, hosts))
    print(publish_text.render(publication))
    if not publication.ok:
        raise Exit("主机上的内容与清单不一致", code=1)


@task(name="serve", help=_help("content", "output", "hosts", port="第一台主机的端口，其余依次加一（默认8801）"))
def hosts_serve(_: Context, content: str = CONTENT, output: str = OUTPUT, hosts: str = "", port: int = 8801) -> None:
    """像真的主机那样提供内置的本机主机：一台一个端口。"""
    from pipeline import host_server

    with _reported():
        host_server.serve(_hosts(output, hosts), _addresses(content), port)


@task(help={"output": "写到这个文件（默认打印）"})
def schema(_: Context, output: str = "") -> None:
    """导出信息区的JSON Schema，供编辑器提示和补全。"""
    from model.schema import front_matter_schema

    text = json_text.dumps(front_matter_schema(), ensure_ascii=False, indent=2)
    if output:
        Path(output).write_text(text + "\n", encoding="utf-8")
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
    _python(c, "pytest -n 2" + (f" -k {shlex.quote(only)}" if only else ""))


@task
def nightly(c: Context) -> None:
    """夜间检查：随机改动几千轮，在每一次写入时中止构建，结果都与从头构建逐字节比较（几个小时）。"""
    _python(c, "pytest tests/test_law.py tests/test_crashes.py --hypothesis-profile nightly")


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


namespace = Collection(
    new, check, build, audit, serve, publish, releases, rollback, verify, schema, lint, test, nightly, bench
)
namespace.add_collection(Collection("hosts", hosts_serve))
