"""Where the figures of a report come from, in sentences: which file, up to which moment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.life.notice_text import chinese_day
from pipeline.patrol.record import RECORD

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from model.site import Site
    from pipeline.report.ground import Ground


def sources_of(ground: Ground, site: Site | None, filled: str, earlier: str = "") -> tuple[str, ...]:
    """Return the sentences about the ledger, what was filled in (the file `filled`, if any), and what an office adds and why."""
    said = [
        f"台账：内容文件夹里{'本网站' if site else '各网站'}的文件，截至{minute(ground.until)}；"
        "一篇文件在它公开的那一天计一次，译文、草稿不计，后来归档、撤下的仍然计。",
        *(() if earlier else _came_later(ground, site)),
    ]
    if filled:
        said.append(source_of_form(filled))
    if earlier:
        said.append(f"平台以外的，由填报单位补充，与台账的数相加。原因：{earlier}。")
    return tuple(said)


def _came_later(ground: Ground, site: Site | None) -> Iterator[str]:
    """Of sites that came onto the platform only within the period, or after it, and had when the report was made."""
    came: dict[dt.date, list[str]] = {}
    for each in ground.sites if site is None else [site]:
        if each.settings.since and ground.period.first < each.settings.since <= ground.books.today:
            came.setdefault(each.settings.since, []).append(each.settings.name)
    for day, names in sorted(came.items()):
        yield f"{'、'.join(names)}自{chinese_day(day)}起在平台上，以前的信息大半在原来的系统，不在台账里。"


def source_of_form(file: str) -> str:
    """Return the sentence about what was filled in."""
    return f"填报：{file}；没有填的写“未填报”，合计和比率由程序计算。"


def source_of_patrol(ground: Ground, note: str) -> str:
    """Return the sentence about the patrol's record; `note` says why there is nothing in it."""
    return f"巡查：{note}。" if note else f"巡查：巡查记录（{RECORD}），{ground.span}，每次访问首页计一次。"


def minute(moment: dt.datetime) -> str:
    """Return a minute as reports write it: 2026年10月31日23:59."""
    return f"{moment.year}年{moment.month}月{moment.day}日{moment:%H:%M}"
