"""The demonstration city counted without any of the project's code: its files are read and added up as a clerk would."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

CONTENT = Path(__file__).parents[3] / "content"
#: The keys that are counted by, and what they are called in Chinese.
_CALLED = {
    "发布时间": "date", "草稿": "draft", "类型": "kind", "受理日期": "received", "答复日期": "replied", "解读形式": "form",
    "截止日期": "closes", "反馈结果": "result", "归档日期": "archived",
}  # fmt: skip
_KINDS = {"答复": "reply", "访谈": "interview"}
OVERVIEW = {"概况信息", "机构职能", "负责人信息"}
NEWS = {"工作动态"}
CATALOGUE = {"政策文件", "信息公开指南", "信息公开目录", "信息公开年报", "依法申请公开", "数据发布"}
#: Days of 2026 from September on that the State Council made free or working days, other than by the day of the week.
_FREE = {dt.date(2026, 9, 25), *(dt.date(2026, 10, day) for day in range(1, 8))}
_WORKING = {dt.date(2026, 9, 20), dt.date(2026, 10, 10)}


@dataclass(frozen=True)
class Paper:
    """A document: its path on the site, its column, that column's type, its kind, and what its front matter says."""

    path: str
    column: str
    type: str
    kind: str
    day: dt.date
    says: dict[str, Any]


@cache
def sites() -> dict[str, dict[str, Any]]:
    return {each.parent.name: tomllib.loads(each.read_text("utf-8")) for each in sorted(CONTENT.glob("*/site.toml"))}


@cache
def papers(site: str) -> list[Paper]:
    """What a site published or will publish, without drafts and translations."""
    columns = {each["path"]: each for each in sites()[site]["columns"]}
    found = []
    for file in sorted((CONTENT / site).rglob("*.md")):
        says = _front_matter(file)
        if "lang" in says or str(says.get("draft")) in {"True", "是", "true"}:
            continue
        folder = file.parent.relative_to(CONTENT / site).as_posix()
        column = columns[folder]
        kind = says.get("kind") or column.get("kind", "page")
        day = max(_day(says["date"]), _day(says.get("publish_at", says["date"])))
        path = file.relative_to(CONTENT / site).as_posix()
        found.append(Paper(path, folder, column.get("type", ""), _KINDS.get(kind, kind), day, says))
    return found


def _front_matter(file: Path) -> dict[str, Any]:
    head = file.read_text("utf-8").split("---\n")[1]
    return {_CALLED.get(key, key): value for key, value in yaml.safe_load(head).items()}


def _day(value: Any) -> dt.date:
    return value.date() if isinstance(value, dt.datetime) else dt.date.fromisoformat(str(value)[:10])


def published(site: str, first: dt.date, last: dt.date) -> list[Paper]:
    return [each for each in papers(site) if first <= each.day <= last]


def by_column(site: str, first: dt.date, last: dt.date) -> dict[str, int]:
    """How many documents each column got, by the column's name, those without left out."""
    names = {each["path"]: each["name"] for each in sites()[site]["columns"]}
    return dict(Counter(names[each.column] for each in published(site, first, last)))


def results(site: str, first: dt.date, last: dt.date) -> int:
    """Of how many surveys the result came: on its own day where it is a document, else when the survey ended."""
    count = 0
    days = {each.path: each.day for each in papers(site)}
    for each in papers(site):
        result = str(each.says.get("result", ""))
        if each.kind == "consultation" and result:
            day = days.get(f"{each.column}/{result}") if result.endswith(".md") else _day(each.says["closes"])
            count += day is not None and first <= day <= last and each.day <= last
    return count


def topics_kept(site: str, last: dt.date) -> int:
    found = (each for each in papers(site) if each.kind == "topic" and each.day <= last)
    return sum("archived" not in each.says or _day(each.says["archived"]) > last for each in found)


def figures(site: str, first: dt.date, last: dt.date) -> dict[str, int]:
    """The figures that a month's report and a year's form have in common, by their name."""
    found = published(site, first, last)
    kinds, types = Counter(each.kind for each in found), Counter(each.type for each in found)
    forms = Counter(each.says.get("form", "文字") == "文字" for each in found if each.kind == "interpretation")
    return {
        "信息发布总数": sum(types[each] for each in OVERVIEW | NEWS | CATALOGUE),
        "概况类信息更新量": sum(types[each] for each in OVERVIEW),
        "政务动态信息更新量": sum(types[each] for each in NEWS),
        "信息公开目录信息更新量": sum(types[each] for each in CATALOGUE),
        "解读材料数量": forms[True],
        "解读产品数量": forms[False],
        "回应公众关注热点或者重大舆情数量": types["回应关切"],
        "公开答复数量": kinds["reply"],
        "征集调查期数": kinds["consultation"],
        "公布调查结果期数": results(site, first, last),
        "在线访谈期数": kinds["interview"],
        "新开设专栏专题数量": kinds["topic"],
        "新开设数量": kinds["topic"],
        "专栏专题维护数量": topics_kept(site, last),
    }


def messages(site: str, first: dt.date, last: dt.date) -> dict[str, str]:
    """The figures of the messages that came, as they stood at the end of the last day."""
    every = [
        each
        for file in (CONTENT / site / "messages").glob("*.toml")
        for each in tomllib.loads(file.read_text("utf-8"))["messages"]
    ]
    if not any(_day(each["received"]) <= last for each in every):
        return {}
    came = [each for each in every if first <= _day(each["received"]) <= last]
    answered = [each for each in came if "answered" in each and each["answered"] <= last]
    waiting = [each for each in came if each not in answered and each.get("valid", True)]
    days = [_working_days(_day(each["received"]), each["answered"]) for each in answered]
    return {
        "收到留言数量": str(len(came)),
        "办结留言数量": str(len(answered)),
        "办结以后公开的": str(sum("published" in each for each in answered)),
        "过期没有办结的": str(sum(_due(each) < last for each in waiting)),
        "平均办理时间": f"{sum(days) / len(days):.1f}" if days else "—",
    }


def _due(message: dict[str, Any]) -> dt.date:
    if "due" in message:
        return _day(message["due"])
    left, day = 2 if message["channel"] == "找错" else 15, _day(message["received"])
    while left:
        day += dt.timedelta(1)
        left -= _is_working(day)
    return day


def _working_days(first: dt.date, last: dt.date) -> int:
    return sum(_is_working(first + dt.timedelta(each)) for each in range(1, (last - first).days + 1))


def _is_working(day: dt.date) -> bool:
    return day in _WORKING or (day.weekday() < 5 and day not in _FREE)
