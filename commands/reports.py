"""The reports of months, quarters and years."""

from __future__ import annotations

from inspect import Parameter, Signature
from pathlib import Path
from typing import Any

from invoke.context import Context
from invoke.exceptions import Exit
from invoke.tasks import Task, task

from commands.ending import reported
from commands.options import CONTENT, OPTIONS, OUTPUT, named
from commands.places import moment_of

#: The reports: what each command does, and how its period is written.
_REPORTS = {
    "month": ("月度自查报告和报表：每个网站一份，另有全市汇总（办法第二十六条第一项，每月5日前）。", "月份，如2026-10"),
    "quarter": ("季度检查情况通报：全部网站的检查和抽查，写成门户网站的通知公告，审核以后发布。", "季度，如2026Q3"),
    "year": (
        "政府网站工作年度报表和监管年度报表：台账里有的填好，别的在reports文件夹里填，写成年度报告。",
        "年份，如2026",
    ),
}


def _report_task(name: str) -> Task[Any]:
    """The command of a report, from the table of its period."""
    about, example = _REPORTS[name]

    def write(_: Context, **given: Any) -> None:
        from model.faults import Unreadable
        from pipeline.report.command import COMMANDS, Wish
        from plugins.engine.clock import now_in_shanghai

        content, output, folder = (Path(given.pop(each)) for each in ("content", "output", "write"))
        period, now = given.pop(name), moment_of(given.pop("as_of")) or now_in_shanghai()
        visits = Path(read) if (read := given.pop("visits", "")) else None
        wish = Wish(content, output, folder, now, visits=visits, **given)
        with reported("没有写完"):
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
        name=name, auto_shortflags=False, help=named({each: texts.get(each) or OPTIONS[each] for each in defaults})
    )(write)
    return made


#: The commands of the reports.
REPORT_TASKS = tuple(map(_report_task, _REPORTS))
