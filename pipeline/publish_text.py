"""Say on a terminal, in plain Chinese lines, what came of a publication and which releases the hosts hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.outcome import Act, State
from pipeline.release import time_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pipeline.outcome import Held, Outcome, Publication

_MOST_PROBLEMS = 20
_WORDS = {
    State.UNCHANGED: "没有变化，未动",
    State.PLANNED: "将发布{release}",
    State.SWITCHED: "已切换到{release}",
    State.SOUND: "{release}完好",
    State.HELD: "未切换，仍显示{previous}",
    State.RESTORED: "已切换回{previous}",
    State.FAILED: "失败，仍显示{previous}",
    State.UNSEEN: "已切换到{release}，但是从外面看到的不对",
    State.STUCK: "没能切换回{previous}，请立即人工处理",
}
_COUNTED = {State.PLANNED, State.SWITCHED}


def render(publication: Publication) -> str:
    """Return the lines for a publication: one an outcome, its problems below it, and the sum of it all."""
    lines = [line for outcome in publication.outcomes for line in _outcome_lines(publication.act, outcome)]
    return "\n".join([*lines, _summary(publication)])


def render_releases(held: Iterable[Held]) -> str:
    """Return the lines for the releases held, under a heading for each site and host; `*` marks the one shown."""
    lines: list[str] = []
    heading = ""
    for row in held:
        if heading != (heading := f"{row.site} → {row.host}"):
            lines.append(heading)
        lines.append(_release_line(row))
    return "\n".join(lines) or "还没有发布过"


def _outcome_lines(act: Act, outcome: Outcome) -> list[str]:
    previous = outcome.previous or "空白（尚未发布过）"
    text = _WORDS[outcome.state].format(release=outcome.release, previous=previous)
    if act is Act.VERIFY and outcome.state is State.FAILED:
        text = f"{previous}有问题"
    if outcome.state in _COUNTED:
        text += "：新增{}，修改{}，删除{}".format(*outcome.counts)
    problems = [f"    {problem}" for problem in outcome.problems[:_MOST_PROBLEMS]]
    more = len(outcome.problems) - _MOST_PROBLEMS
    planned = _pages(outcome) if outcome.state is State.PLANNED else []
    return [
        f"{outcome.site} → {outcome.host}：{text}",
        *problems,
        *([f"    另有{more}处"] if more > 0 else []),
        *planned,
    ]


def _pages(outcome: Outcome) -> list[str]:
    """Each file that would be another, as visitors ask for it."""
    changed = outcome.changes
    marks = (("＋", changed.added), ("～", changed.changed), ("－", changed.removed))
    rows = sorted((path, mark) for mark, paths in marks for path in paths)
    return [f"    {mark} /{path.removesuffix('index.html')}" for path, mark in rows]


def _summary(publication: Publication) -> str:
    sites = len({outcome.site for outcome in publication.outcomes})
    hosts = len({outcome.host for outcome in publication.outcomes})
    scope = f"{sites}个站点，{hosts}台主机"
    states = {outcome.state for outcome in publication.outcomes}
    if State.STUCK in states:
        return f"{publication.act}失败：{scope}，各主机显示的版本可能不一致。"
    if State.UNSEEN in states:
        return f"{publication.act}完成：{scope}，但是从外面看到的与版本不符。"
    if not publication.ok:
        rest = "" if publication.act is Act.VERIFY else "，所有主机都保持原来的版本"
        return f"{publication.act}失败：{scope}{rest}。"
    if State.PLANNED in states:
        return f"试运行：{scope}，什么也没有改动。"
    return f"{publication.act}完成：{scope}。"


def _release_line(row: Held) -> str:
    mark = "*" if row.shown else " "
    made = time_of(row.release).strftime("%Y-%m-%d %H:%M:%S")
    if row.files is None or row.size is None:
        return f"  {mark} {row.release}  {made}  清单有误"
    return f"  {mark} {row.release}  {made}  {row.files}个文件  {_amount(row.size)}"


def _amount(size: int) -> str:
    amount = float(size)
    for unit in ("字节", "KB", "MB"):
        if amount < 1024:
            return f"{amount:.0f} {unit}" if unit == "字节" else f"{amount:.1f} {unit}"
        amount /= 1024
    return f"{amount:.1f} GB"
