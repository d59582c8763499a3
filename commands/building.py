"""Building the sites, and checking what was built."""

from __future__ import annotations

import json as json_text
from pathlib import Path
from typing import TYPE_CHECKING

from invoke.context import Context
from invoke.exceptions import Exit
from invoke.tasks import task

from commands.ending import UNWRITTEN, reported
from commands.findings import print_findings
from commands.options import CONTENT, FORMAT, OUTPUT, help_of
from commands.places import moment_of

if TYPE_CHECKING:
    from pipeline.build import BuiltPlatform


@task(
    auto_shortflags=False,
    help=help_of("content", "output", "site", "as_of", "jobs", "fresh", "explain", "json", "settings"),
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

    more = {"site": site, "as_of": moment_of(as_of), "jobs": jobs, "fresh": fresh, "explain": explain}
    file = Path(settings) if settings else building.SETTINGS
    if not file.is_file() or jobs < 0:
        raise Exit("--settings要写设置文件，--jobs要写0以上的整数", code=2)
    with reported(UNWRITTEN):
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


@task(auto_shortflags=False, help=help_of("content", "output", "site", "jobs", format_=FORMAT))
def audit(
    _: Context, content: str = CONTENT, output: str = OUTPUT, site: str = "", jobs: int = 0, format_: str = "text"
) -> None:
    """按规则检查构建出来的网页：标识区、底部七项、网页标签、链接、第三方资源、隐藏的链接，网页之间。"""
    from pipeline.audit.command import audit_sites

    with reported("没有检查"):
        print_findings(audit_sites(Path(content), Path(output), site, jobs), format_, output)
