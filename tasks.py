"""政站的命令：`invoke --list` 列出全部，`invoke --help 命令` 说明一条。"""

from __future__ import annotations

import gc
import json as json_text
import os
import select
import shlex
import sys
from contextlib import contextmanager, suppress
from inspect import Parameter, Signature
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Any

from invoke.collection import Collection
from invoke.context import Context
from invoke.exceptions import Exit, ThreadException
from invoke.tasks import Task, task

gc.set_threshold(50_000, 20, 50)  # a command ends before much could be collected
# Invoke has Python keep no compiled modules; compiling them again takes as long as a small build.
sys.dont_write_bytecode = bool(sys.flags.dont_write_bytecode)

from model.faults import ContentFaults, Fault  # noqa: E402
from pipeline.release import ReleaseError  # noqa: E402
from plugins.engine.output import OutputError  # noqa: E402

# Each command loads what it needs when it is called: Pelican alone takes as long to load as a build with little to do.

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator, Sequence
    from types import TracebackType

    from pipeline.build import BuiltPlatform
    from pipeline.findings.finding import Finding
    from pipeline.hosts import SiteAddress
    from pipeline.hosts_file import Hosts

CONTENT = "content"
_UNWRITTEN = "没有写出任何文件"
_FORMAT = "输出的形式：text（默认）、json、sarif、github、gitlab、junit"
OUTPUT = "output"
PRODUCTION = "production"
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
    "hosts": "主机清单（默认content/hosts.toml；没有就用内置的两台本机主机）",
    "environment": "主机清单里的哪个环境（默认production）",
}


def _help(*names: str, **more: str) -> dict[str, str]:
    return _named({**{each: _OPTIONS[each] for each in names}, **more})


def _named(options: dict[str, str]) -> dict[str, str]:
    return {name.rstrip("_").replace("_", "-"): text for name, text in options.items()}


#: The options of the commands for a site's life.
_LIFE_OPTIONS = {
    "site": "网站的文件夹名",
    "date": "办理的日子，如“2026-12-01”（默认今天）",
    "applicant": "提出书面申请的单位",
    "application": "书面申请的文号",
    "approval": "“层级 日期 文号”，如“省政府办公厅 2026-03-05 晋政办函〔2026〕12号”；一级一个",
    "filing": "“事项 编号 日期”，如“ICP备案 晋ICP备05000001号-4 2026-05-01”；一项一个",
    "test": "安全检测“日期 报告编号 结论”，如“2026-05-20 晋测〔2026〕88号 通过”",
    "begins": "从这一天起",
    "ends": "到这一天止",
    "reason": "为什么这样办，写进公告",
    "contact": "群众到哪里办事、打什么电话，写进公告",
    "column": "公告放在这个栏目（默认最后一个放通知公告的栏目）",
    "target": "内容迁到这个网站，写它的文件夹名",
    "map": "对照表的文件：一行一个旧网址和它的新网址，见docs/operators/migrate.md",
    "name": "网站名称，单位全称",
    "kind": "portal（门户网站）或者department（部门网站）",
    "level": "city（市级，默认）或者county（县级）",
    "domain": "英文域名",
    "chinese_domain": "中文域名，“□□□.政务”",
    "sponsor": "主办单位全称",
    "changed": "变更了什么，可以写几个",
    "content": _OPTIONS["content"],
    "migrate.ends": "搬迁的日子：从这一天零点起内容在新的网站，旧网址自动转过去",
    "change.domain": "变更以后的英文域名；site.toml里的域名随着改，在本网站发布公告",
}
#: The reports: what each command does, and how its period is written.
_REPORTS = {
    "month": ("月度自查报告和报表：每个网站一份，另有全市汇总（办法第二十六条第一项，每月5日前）。", "月份，如2026-10"),
    "quarter": ("季度检查情况通报：全部网站的检查和抽查，写成门户网站的通知公告，审核以后发布。", "季度，如2026Q3"),
    "year": (
        "政府网站工作年度报表和监管年度报表：台账里有的填好，别的在reports文件夹里填，写成年度报告。",
        "年份，如2026",
    ),
}
#: Where the hosts are that a site is switched on, each with its default.
_PLACE = {"output": OUTPUT, "hosts": "", "environment": PRODUCTION}
_ASKED = "applicant application"
#: The acts of a site's life: what each command does, its options, and those that may be given several times.
_ACTS = {
    "open": (
        "开设网站（办法第七条）：记下各级批准，写好网站的文件夹，在上级门户网站备好开通公告的草稿。",
        f"site name kind level domain chinese_domain sponsor date {_ASKED} begins",
        "approval",
    ),
    "online": (
        "上线（办法第七条第四项）：第一次要有五个编号和通过的安全检测，开通公告发布；下线以后恢复也用它。",
        "site date test begins",
        "filing",
    ),
    "offline": (
        "临时下线（办法第八条第二项）：在本网站和门户网站发布公告，到期用site.online恢复。",
        f"site date {_ASKED} begins ends reason contact",
        "approval",
    ),
    "emergency": (
        "紧急关停（办法第八条第二项）：断电、断网或者被责令关停，三天以内不计入下线次数。",
        f"site date {_ASKED} begins ends reason contact",
        "",
    ),
    "migrate": (
        "迁移（办法第八条第三项）：内容归档到另一个网站，旧网址自动转到新网址，搬迁以前首页挂迁移公告。",
        f"site target map begins ends date {_ASKED} reason contact",
        "approval",
    ),
    "close": (
        "关停（办法第八条第三项）：迁移完成以后，在门户网站公告内容去向，公告至少保留30天。",
        f"site date {_ASKED} begins ends contact",
        "approval filing",
    ),
    "change": (
        "变更备案（办法第八条第五项）：主办单位、负责人、联系方式、域名、栏目变更以后记下来，改域名的发布公告。",
        f"site domain date {_ASKED} begins ends reason contact",
        "changed filing",
    ),
}


#: What a shell says of a program that wrote to where nobody reads any more: 128 and the number of the signal.
_BROKEN_PIPE = 141


def _nobody_reads() -> bool:
    """Whether what reads our output has gone, as in `invoke check | head`; from then on it is written to nowhere."""
    asked = select.poll()
    streams = [each.fileno() for each in (sys.__stdout__, sys.__stderr__) if each]
    for each in streams:
        asked.register(each, 0)
    gone = [each for each, _ in asked.poll(0)]
    for each in gone:
        os.dup2(os.open(os.devnull, os.O_WRONLY), each)
    return bool(gone)


def _end_quietly(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """End without a traceback where nobody reads; invoke itself prints too, so this is no matter of single commands."""
    parts = {each.type for each in error.exceptions} if isinstance(error, ThreadException) else {kind}
    if parts == {BrokenPipeError} and _nobody_reads():
        sys.exit(_BROKEN_PIPE)
    sys.__excepthook__(kind, error, trace)


sys.excepthook = _end_quietly
if isinstance(sys.stdout, TextIOWrapper):  # each line leaves at once, so that it is known at once where nobody reads
    sys.stdout.reconfigure(line_buffering=True)


def _say(line: str) -> None:
    """Print a step of what goes on, and is recorded, whether or not anybody reads any more."""
    with suppress(BrokenPipeError):
        print(line)


@contextmanager
def _reported(undone: str = "") -> Iterator[None]:
    """What is wrong with the content or a host is printed, with exit code 1 and no traceback; `undone` says what was not done."""
    try:
        yield
    except ContentFaults as error:
        _print_faults(error.faults)
        raise Exit("，".join(filter(None, (f"共{len(error.faults)}处要改", undone))), code=1) from None
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


def _hosts(content: str, output: str, file: str, environment: str) -> Hosts:
    from pipeline import delivery

    return delivery.chosen_hosts(Path(content), Path(output), Path(file) if file else None, environment)


def _addresses(content: str, site: str = "") -> tuple[SiteAddress, ...]:
    from model.content_folder import content_of
    from pipeline import delivery

    found = content_of(Path(content))
    return tuple(delivery.address(each, found.lives[each.id]) for each in found.sites.values() if site in {"", each.id})


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

    with _reported(_UNWRITTEN):
        print(new_document(Path(content), kind, site, title, column=column, slug=slug, now=now_in_shanghai()))


@task(
    name="new",
    positional=["path"],
    help=_help("content", path="原文的路径，从内容文件夹写起", lang="译成哪种语言，如en", title="译文的标题"),
)
def translation_new(_: Context, path: str, lang: str, title: str, content: str = CONTENT) -> None:
    """新建一篇译文：填好语言、原文和稿次，附上要译的正文。"""
    from pipeline.translations import new_translation

    with _reported(_UNWRITTEN):
        print(new_translation(Path(content), path, lang, title))


@task(name="confirm", positional=["path"], help=_help("content", path="译文的路径，从内容文件夹写起"))
def translation_confirm(_: Context, path: str, content: str = CONTENT) -> None:
    """记下译文已经对照原文现在的正文改好。"""
    from pipeline.translations import confirm

    with _reported(_UNWRITTEN):
        print("已记下" if confirm(Path(content), path) else "不用记：译的就是原文现在这一稿")


@task(
    auto_shortflags=False,
    help=_help(
        "content", "output", "as_of", "jobs", format_=_FORMAT, since="只列出从这个版本以来新出现的问题，如origin/main"
    ),
)
def check(
    _: Context,
    content: str = CONTENT,
    output: str = OUTPUT,
    as_of: str = "",
    since: str = "",
    fix: bool = False,
    jobs: int = 0,
    format_: str = "text",
) -> None:
    """按规则检查内容文件夹：文件、栏目、网站，每一处写明依据；有单项否决或者错误，退出码是1。"""
    from pipeline.check import check as check_content
    from pipeline.check.mending import mend
    from pipeline.check.since import check_since

    folder, moment, kept = Path(content), _moment(as_of), Path(output)
    with _reported("没有检查完"):
        if fix:
            mended = mend(folder, check_content(folder, moment, output=kept, jobs=jobs).findings)
            print("".join(f"已改 {each.path}:{each.line}: {each.code}\n" for each in mended), end="", file=sys.stderr)
        if since:
            found = check_since(folder, since, moment, output=kept, jobs=jobs)
        else:
            found = check_content(folder, moment, output=kept, jobs=jobs)
        _print_findings(found.findings, format_, content)


@task(
    help=_help("content", code="只说明这一条规则，写它的代码", write="把规则的文档写到这个文件夹，如docs"),
)
def rules(_: Context, code: str = "", write: str = "", content: str = CONTENT) -> None:
    """列出规则：按办法逐条，由哪些规则、命令、文档落实；写代码的，说明那一条。"""
    from pipeline.rules import command

    with _reported():
        print(command.run(Path(content), code, Path(write) if write else None))


def _print_findings(findings: Sequence[Finding], form: str, folder: str) -> None:
    """Print findings in a form; what people are told besides goes where it does not disturb a program that reads the form."""
    from pipeline.findings.finding import failing
    from pipeline.findings.forms import FORMS

    if form not in FORMS:
        raise Exit(f"--format：没有“{form}”，可用的有{'、'.join(FORMS)}", code=2)
    if text := FORMS[form](findings, _root(folder)):
        print(text)
    if wrong := failing(findings):
        raise Exit(f"共{len(wrong)}处要改", code=1)
    if form == "text":
        print("没有要改的地方")


def _root(folder: str) -> str:
    """What stands before a finding's path for programs that read it from the current folder."""
    return f"{os.path.relpath(folder)}/".removeprefix("./")


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
    with _reported(_UNWRITTEN):
        built = building.build(Path(content), Path(output), settings=file, **more)
    _print_built(built)
    if json:
        print(json_text.dumps({**built.figures.as_dict(), "next_due": built.next_due or None}))


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


@task(auto_shortflags=False, help=_help("content", "output", "site", "jobs", format_=_FORMAT))
def audit(
    _: Context, content: str = CONTENT, output: str = OUTPUT, site: str = "", jobs: int = 0, format_: str = "text"
) -> None:
    """按规则检查构建出来的网页：标识区、底部七项、网页标签、链接、第三方资源、隐藏的链接，网页之间。"""
    from pipeline.audit.command import audit_sites

    with _reported("没有检查"):
        _print_findings(audit_sites(Path(content), Path(output), site, jobs), format_, output)


@task(help=_help("content", port="端口（默认8000）"))
def serve(_: Context, content: str = CONTENT, port: int = 8000) -> None:
    """预览全部网站：内容或者主题一改，网页自动刷新，要改的地方显示在网页上；/_components/显示主题的每个组件。"""
    from pipeline import preview

    with _reported():
        preview.serve(Path(content), port)


@task(
    auto_shortflags=False,
    help=_help(
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
    with _reported("没有发布"):
        found = _hosts(content, output, hosts, environment)
        options: dict[str, Any] = {"site": site, "dry_run": dry_run, "again": again, "forced": forced, "say": _say}
        publication = delivery.deliver(Path(content), Path(output), found, **options)
    print(publish_text.render(publication))
    if not publication.ok:
        raise Exit("有主机没有发布成功", code=1)
    if not dry_run and found.embedded:
        print("查看：invoke hosts.serve")


@task(auto_shortflags=False, help=_help("content", "output", "site", "hosts", "environment"))
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

    with _reported():
        names = [each.name for each in _addresses(content, site)]
        found = _hosts(content, output, hosts, environment)
        print(publish_text.render_releases(inspection.releases(names, found.all)))
        said, sound = inspection.history(Path(output), found)
        print(said)
    if not sound:
        raise Exit("发布记录有问题", code=1)


@task(
    auto_shortflags=False,
    help=_help(
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

    with _reported("没有回滚"):
        sites = _addresses(content, site)
        found = _hosts(content, output, hosts, environment)
        publication = delivery.roll_back(Path(content), Path(output), found, sites, to, _say)
    print(publish_text.render(publication))
    if not publication.ok:
        raise Exit("有主机没有回滚成功", code=1)


@task(
    auto_shortflags=False,
    help=_help(
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

    with _reported("没有记下复核"):
        found = _hosts(content, output, hosts, environment)
        line = delivery.reviewed(Path(content), Path(output), found, release, note, key, _say)
    print(f"已复核，记为第{line.number}条")


@task(
    auto_shortflags=False,
    help=_help(
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
    with _reported("没有核对"):
        sites = _addresses(content, site)
        publication = delivery.verified(_hosts(content, output, hosts, environment), sites, asked)
    print(publish_text.render(publication))
    if not publication.ok:
        raise Exit("主机上的内容与清单不一致", code=1)


@task(
    auto_shortflags=False,
    help=_help(
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
    with _reported("没有巡查"):
        found = _hosts(content, output, hosts, environment)
        good = patrolled(Path(content), Path(output), found, _addresses(content, site), wish)
    if not good:
        raise Exit("有警报", code=1)


@task(
    auto_shortflags=False,
    help=_help(
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
    with _reported():
        found = _hosts(content, output, hosts, environment)
        wish = command.Wish(site, _moment(as_of) or now_in_shanghai(), days, format)
        text = command.listed(Path(content), Path(output), found, wish)
        if write:
            command.written(Path(write), text)
    print(f"写了{write}" if write else text, end="\n" if write or format == "text" else "")


@task(
    name="serve",
    auto_shortflags=False,
    help=_help("content", "output", "hosts", "environment", port="第一台主机的端口，其余依次加一（默认8801）"),
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

    with _reported("没有启动"):
        found = _hosts(content, output, hosts, environment)
        host_server.serve(found.of_this_machine, _addresses(content), port)


@task(
    name="setup",
    auto_shortflags=False,
    iterable=["key", "signer", "source"],
    help=_help(
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

    with _reported(_UNWRITTEN):
        found = _hosts(content, output, hosts, environment) if hosts else None
        wish = Wish(host, Path(to), tuple(key), tuple(signer), tuple(source), root, brotli)
        print("\n".join(written(Path(content), found, _addresses(content), wish)))
    print(f"先读{to}/README.md")


def _is_under_way(content: str, site: str) -> bool:
    from pipeline.emergency import under_way

    if not under_way(Path(content), site):
        return False
    print(f"{site}的紧急关停已经记下，这一次只切换主机")
    return True


def _switch_to_notice(content: str, site: str, output: str, hosts: str, environment: str) -> None:
    from pipeline import delivery, publish_text

    with _reported("没有切换主机"):
        found = _hosts(content, output, hosts, environment)
        switched = delivery.close_at_once(Path(content), Path(output), found, site, _say)
    print(publish_text.render(switched) if switched else "还没有到日子，或者没有主机显示这个网站：没有切换")
    if switched and not switched.ok:
        raise Exit("有主机没有切换到公告", code=1)


def _act_task(name: str) -> Task[Any]:
    """The command of an act of a site's life, from the table of its options."""
    about, options, several = _ACTS[name]

    def act(_: Context, content: str, **given: Any) -> None:
        from pipeline.life import asking, commands
        from pipeline.life.options import options_of
        from plugins.engine.clock import now_in_shanghai

        where = {each: given.pop(each) for each in _PLACE if each in given}
        with _reported(_UNWRITTEN):
            written = options_of(name, **given)
            if name != "emergency" or not _is_under_way(content, written.site):
                carried = commands.perform(Path(content), written, now_in_shanghai(), asking.at_terminal())
                said = ["写了：", *(f"  {path}" for path in carried.written), *carried.said]
                print("\n".join([*said, "还要人办的事：", *carried.todo]))
        if name == "emergency":
            _switch_to_notice(content, written.site, **where)

    names = (*options.split(), *several.split(), "column", "content", *(_PLACE if name == "emergency" else ()))
    defaults: dict[str, Any] = {"content": CONTENT, **_PLACE, **dict.fromkeys(several.split())}
    given = [Parameter(each, Parameter.POSITIONAL_OR_KEYWORD, default=defaults.get(each, "")) for each in names]
    act.__doc__ = about
    vars(act)["__signature__"] = Signature([Parameter("_", Parameter.POSITIONAL_OR_KEYWORD), *given])
    texts = {each: _LIFE_OPTIONS.get(f"{name}.{each}", _LIFE_OPTIONS.get(each) or _OPTIONS[each]) for each in names}
    made: Task[Any] = task(name=name, auto_shortflags=False, iterable=several.split(), help=_named(texts))(act)
    return made


def _report_task(name: str) -> Task[Any]:
    """The command of a report, from the table of its period."""
    about, example = _REPORTS[name]

    def write(_: Context, **given: Any) -> None:
        from model.faults import Unreadable
        from pipeline.report.command import COMMANDS, Wish
        from plugins.engine.clock import now_in_shanghai

        content, output, folder = (Path(given.pop(each)) for each in ("content", "output", "write"))
        period, now = given.pop(name), _moment(given.pop("as_of")) or now_in_shanghai()
        visits = Path(read) if (read := given.pop("visits", "")) else None
        wish = Wish(content, output, folder, now, visits=visits, **given)
        with _reported("没有写完"):
            try:
                done = COMMANDS[name](wish, period)
            except Unreadable as error:
                raise Exit(f"--{name}：{error}", code=2) from None
        print("\n".join(done.said))
        if not done.good:
            raise Exit("有的没有写出来", code=1)

    defaults: dict[str, Any] = {name: "", "content": CONTENT, "output": OUTPUT, "as_of": "", "write": "reports"}
    defaults |= {"site": "", "visits": ""} if name != "quarter" else {}
    defaults |= dict.fromkeys(("xlsx", "pdf", "again"), False)
    given = [Parameter(each, Parameter.POSITIONAL_OR_KEYWORD, default=value) for each, value in defaults.items()]
    write.__doc__ = about
    vars(write)["__signature__"] = Signature([Parameter("_", Parameter.POSITIONAL_OR_KEYWORD), *given])
    texts = {
        name: f"{example}（默认最近一个完整的）",
        "write": "不公开的报告和PDF写到这个文件夹（默认reports）",
        "xlsx": "另写一份表格",
        "pdf": "另做一份PDF，要有chromium",
        "again": "换掉以前写的；改过的文件不换",
        "visits": "访问日志的GoAccess报告（JSON），几个网站的写它们的文件夹，里面叫“网站.json”",
        "as_of": "按这一时间统计，如“2026-12-31 08:00”（默认现在，北京时间）",
    }
    made: Task[Any] = task(
        name=name, auto_shortflags=False, help=_named({each: texts.get(each) or _OPTIONS[each] for each in defaults})
    )(write)
    return made


@task(
    name="changes",
    auto_shortflags=False,
    help=_help(
        "content",
        base="与哪个版本比：提交号、分支名或者标签名",
        site="只说这一个网站（写文件夹名）",
        as_of="两边都按这一时间比较，如“2026-12-31 08:00”（默认现在，北京时间）",
        accept="把认出来的旧网址写进redirects.csv",
    ),
)
def site_changes(
    _: Context, base: str, site: str = "", content: str = CONTENT, as_of: str = "", accept: bool = False
) -> None:
    """与git里的一个版本比，列出网站变了什么：要向上级备案的、失效的旧网址、改动了的记录（办法第八条）。"""
    from pipeline.changes import accepting
    from pipeline.changes import text as changes_text
    from pipeline.changes.comparison import changes_since
    from plugins.engine.clock import now_in_shanghai

    with _reported():
        found = changes_since(Path(content), base, _moment(as_of) or now_in_shanghai(), site)
        print(changes_text.render(found))
        accepted = accept and found.acceptable > 0
        if accepted:
            print(changes_text.written(accepting.accept(Path(content), found), found))
    said, good = changes_text.verdict(found, accepted=accepted)
    if not good:
        raise Exit(said, code=1)
    print(said)


@task(help={"output": "写到这个文件（默认打印）"})
def schema(_: Context, output: str = "") -> None:
    """导出信息区的JSON Schema，供编辑器提示和补全。"""
    from model.schema import front_matter_schema
    from pipeline.sources.writing import write_all

    text = json_text.dumps(front_matter_schema(), ensure_ascii=False, indent=2)
    if output:
        with _reported():
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


namespace = Collection(
    new,
    check,
    rules,
    build,
    audit,
    serve,
    publish,
    releases,
    rollback,
    approve,
    verify,
    patrol,
    duty,
    schema,
    lint,
    test,
    nightly,
    bench,
)
namespace.add_collection(Collection("hosts", hosts_serve, hosts_setup))
namespace.add_collection(Collection("translation", translation_new, translation_confirm))
namespace.add_collection(Collection("site", *map(_act_task, _ACTS), site_changes))
namespace.add_collection(Collection("report", *map(_report_task, _REPORTS)))
