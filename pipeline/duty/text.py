"""The duty list as lines of text: what is overdue, due today, and due later, each by who does it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.duty.duty import When
from pipeline.release import shown

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator

    from pipeline.duty.duty import Duty, DutyList

_WEEKDAYS = "一二三四五六日"


def render(found: DutyList) -> str:
    """Return the list as text; what others wrote cannot lead a terminal astray."""
    lines = [heading(found), *found.notes]
    for when in When:
        several = found.of(when)
        if several:
            lines += ["", f"{when}（{len(several)}件）"]
            for who, theirs in by_owner(several):
                lines += [f"  {shown(who)}", *(f"    {_line(found, each)}" for each in theirs)]
    if not found.duties:
        lines += ["", "没有到期的事"]
    return "\n".join(lines)


def heading(found: DutyList) -> str:
    """Return what the list is of."""
    return f"值班清单：{long_day(found.today)}，往后{found.days}天"


def long_day(day: dt.date) -> str:
    """Return a day with its weekday."""
    return f"{day.year}年{day.month}月{day.day}日（星期{_WEEKDAYS[day.weekday()]}）"


def short_day(day: dt.date) -> str:
    """Return a day of the list: with its weekday, without the year."""
    return f"{day.month}月{day.day}日（周{_WEEKDAYS[day.weekday()]}）"


def lateness(duty: Duty) -> str:
    """Return how late a duty is, nothing in time; only days off may have passed since."""
    return f"超过{duty.overdue}个工作日" if duty.overdue else ""


def by_owner(duties: Iterable[Duty]) -> Iterator[tuple[str, list[Duty]]]:
    """Yield the duties of each owner, the owner with the earliest first."""
    found: dict[str, list[Duty]] = {}
    for each in duties:
        found.setdefault(each.owner, []).append(each)
    yield from found.items()


def _line(found: DutyList, duty: Duty) -> str:
    late = lateness(duty)
    day = duty.due.isoformat() if duty.due.year != found.today.year else short_day(duty.due)
    parts = [day, f"[{duty.kind}]", shown(duty.what), f"（{late}）" if late else "", f"— {shown(duty.place)}"]
    return " ".join(filter(None, parts))
