"""A site's life: opening, going online, offline and away, and what changed since."""

from __future__ import annotations

from inspect import Parameter, Signature
from pathlib import Path
from typing import Any

from invoke.context import Context
from invoke.exceptions import Exit
from invoke.tasks import Task, task

from commands.closed_pipe import say
from commands.ending import UNWRITTEN, reported
from commands.life_options import ACTS, LIFE_OPTIONS, PLACE
from commands.options import CONTENT, OPTIONS, help_of, named
from commands.places import hosts_of, moment_of


def _act_task(name: str) -> Task[Any]:
    """The command of an act of a site's life, from the table of its options."""
    about, options, several = ACTS[name]

    def act(_: Context, content: str, **given: Any) -> None:
        from pipeline.life import asking, commands
        from pipeline.life.options import options_of
        from plugins.engine.clock import now_in_shanghai

        where = {each: given.pop(each) for each in PLACE if each in given}
        with reported(UNWRITTEN):
            written = options_of(name, **given)
            if name != "emergency" or not _is_under_way(content, written.site):
                carried = commands.perform(Path(content), written, now_in_shanghai(), asking.at_terminal())
                said = ["写了：", *(f"  {path}" for path in carried.written), *carried.said]
                print("\n".join([*said, "还要人办的事：", *carried.todo]))
        if name == "emergency":
            _switch_to_notice(content, written.site, **where)

    names = (*options.split(), *several.split(), "column", "content", *(PLACE if name == "emergency" else ()))
    defaults: dict[str, Any] = {"content": CONTENT, **PLACE, **dict.fromkeys(several.split())}
    given = [Parameter(each, Parameter.POSITIONAL_OR_KEYWORD, default=defaults.get(each, "")) for each in names]
    act.__doc__ = about
    vars(act)["__signature__"] = Signature([Parameter("_", Parameter.POSITIONAL_OR_KEYWORD), *given])
    texts = {each: LIFE_OPTIONS.get(f"{name}.{each}", LIFE_OPTIONS.get(each) or OPTIONS[each]) for each in names}
    made: Task[Any] = task(name=name, auto_shortflags=False, iterable=several.split(), help=named(texts))(act)
    return made


def _is_under_way(content: str, site: str) -> bool:
    from pipeline.emergency import under_way

    if not under_way(Path(content), site):
        return False
    print(f"{site}的紧急关停已经记下，这一次只切换主机")
    return True


def _switch_to_notice(content: str, site: str, output: str, hosts: str, environment: str) -> None:
    from pipeline import delivery, publish_text

    with reported("没有切换主机"):
        found = hosts_of(content, output, hosts, environment)
        switched = delivery.close_at_once(Path(content), Path(output), found, site, say)
    print(publish_text.render(switched) if switched else "还没有到日子，或者没有主机显示这个网站：没有切换")
    if switched and not switched.ok:
        raise Exit("有主机没有切换到公告", code=1)


@task(
    name="changes",
    auto_shortflags=False,
    help=help_of(
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

    with reported():
        found = changes_since(Path(content), base, moment_of(as_of) or now_in_shanghai(), site)
        print(changes_text.render(found))
        accepted = accept and found.acceptable > 0
        if accepted:
            print(changes_text.written(accepting.accept(Path(content), found), found))
    said, good = changes_text.verdict(found, accepted=accepted)
    if not good:
        raise Exit(said, code=1)
    print(said)


#: The commands of the acts.
ACT_TASKS = tuple(map(_act_task, ACTS))
