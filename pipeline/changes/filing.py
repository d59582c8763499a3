"""What changed of a site that must be filed with its superior, and what of it was filed already.

Source: 长治市政府网站管理办法第八条第五项.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from model.lifecycle import CHANGE_FILING, CITY, PROVINCE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from model.lifecycle import Act, Filing
    from model.site import Column, Site
    from pipeline.changes.old_addresses import Pair

DOMAIN = "域名"
#: By key of `site.toml`: what it is called, and how a recorded change speaks of it.
_SETTINGS = {
    "name": ("网站名称", "网站名称"),
    "sponsor": ("主办单位", "主办单位(?!的?(?:负责人|联系方式|地址|电话|邮箱))"),
    "operator": ("承办单位", "承办单位"),
    "responsible": ("负责人", "负责人"),
    "address": ("联系方式（地址）", "联系方式|(?<!访问)地址"),
    "phone": ("联系方式（电话）", "联系方式|电话"),
    "email": ("联系方式（邮箱）", "联系方式|邮箱"),
    "domain": (DOMAIN, "(?<!中文)域名"),
    "chinese_domain": ("中文域名", "中文域名"),
}
_COLUMN = "栏目"


@dataclass(frozen=True, slots=True)
class Item:
    """A change to be filed: what it is, what it was and is now; nothing where there was or is none.

    `said` is the pattern of a recorded change that speaks of it. `filing` is the one that covers it, if any.
    """

    what: str
    old: str
    new: str
    said: str
    filing: Filing | None = None


def superior(site: Site) -> str:
    """Return with whom a site files its changes: the city's portal with the province, all others with the city."""
    settings = site.settings
    return PROVINCE if settings.kind == "portal" and settings.level == "city" else CITY


def items(pair: Pair) -> tuple[Item, ...]:
    """Return what changed of a site's settings and columns, each with its filing where one was recorded since."""
    since = pair.after.life.acts[len(pair.before.life.acts) :]
    known = "|".join(_mentions(column) for site in (pair.before.site, pair.after.site) for column in site.columns)
    found = (*_settings(pair.before.site, pair.after.site), *_columns(pair))
    return tuple(Item(each.what, each.old, each.new, each.said, _filing(each, since, known)) for each in found)


def announced(pair: Pair) -> bool:
    """Say whether the change of the domain was recorded with the notices that the old site owes."""
    old = pair.before.site.settings.domain
    return any(act.act == "change" and act.notices and act.old_domain == old for act in pair.after.life.acts)


def _settings(before: Site, after: Site) -> Iterator[Item]:
    for key, (label, said) in _SETTINGS.items():
        old, new = str(getattr(before.settings, key)), str(getattr(after.settings, key))
        if old != new:
            values = (f"(?<![\\w.]){re.escape(value)}(?![\\w.])" for value in (old, new) if value)
            yield Item(label, old, new, "|".join([said, *values]))


def _columns(pair: Pair) -> Iterator[Item]:
    """Columns renamed, moved, merged, removed, in the order of the earlier site; then those that are new."""
    before, after, went = pair.before.site, pair.after.site, pair.renames.columns
    shares = Counter(there for path, there in went.items() if there)
    for column in before.columns:
        there = after.column(went[column.path])
        if there is None:
            yield _item("撤销栏目", column, None)
        elif there.path != column.path:
            yield _item("合并栏目" if shares[there.path] > 1 else "栏目改网址", column, there)
        elif there.name != column.name:
            yield _item("栏目改名", column, there)
    for column in after.columns:
        if column.path not in shares:
            yield _item("新设栏目", None, column)


def _item(what: str, old: Column | None, new: Column | None) -> Item:
    said = "|".join(_mentions(column) for column in (old, new) if column)
    return Item(what, _shown(old), _shown(new), said)


def _shown(column: Column | None) -> str:
    return f"{column.name}（{column.url}）" if column else ""


def _mentions(column: Column) -> str:
    """The pattern of a text that speaks of a column: its path, or its name in quotes."""
    return f"(?<![\\w/-]){re.escape(column.path)}(?![\\w-]|/\\w)|[“「]{re.escape(column.name)}[”」]"


def _filing(item: Item, since: tuple[Act, ...], known: str) -> Filing | None:
    """The filing of a recorded change that speaks of an item; one that names no single column speaks of all."""
    for act in since:
        filing = next((each for each in act.filings if each.kind == CHANGE_FILING), None)
        if act.act == "change" and filing and any(_speaks_of(text, item, known) for text in act.changes):
            return filing
    return None


def _speaks_of(text: str, item: Item, known: str) -> bool:
    if re.search(item.said, text, re.ASCII):
        return True
    return _COLUMN in item.what and _COLUMN in text and not re.search(known, text, re.ASCII)
