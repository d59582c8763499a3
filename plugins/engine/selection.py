"""Which pages must be asked again, and why: by what was touched, by the calendar, by what every page depends on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from model.language import MAIN_LANGUAGE
from model.variants import TRADITIONAL
from plugins.engine import tags
from plugins.engine.survey import HOSTS
from plugins.engine.variants import VIEWS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from plugins.engine.ledger import Ledger
    from plugins.engine.survey import Survey

#: Pages whose bytes are on their way; all of them are stale until they have arrived, and of those there is an index.
MOVING = "stale is not null and moving = 1"
#: Where the ledger has moments at which something changes by itself.
_DATED = (
    *(("document", column) for column in ("appears", "leaves", "archived", "effective")),
    ("redirect", "begins"),
    ("due", "at"),
)
_OF_ALL = {
    "theme": "主题里模板、样式和译文之外的文件改了",
    "static": "样式表、脚本或者图标改了",
    "platform": "platform.toml改了，或者网站有增减",
}


def select(ledger: Ledger, seen: Survey, reasons: dict[str, str]) -> None:
    """Mark the pages as stale, within the running transaction; `reasons` are those of the touched tags.

    A page that is stale already keeps its reason, and so does one of an unfinished build.
    """
    _unfinished(ledger)
    if seen.first:
        return
    for name in sorted(seen.changed):
        _by_fact(ledger, name, reasons)
    for tag, reason in reasons.items():
        [number] = tags.numbers_of([tag])
        _mark(ledger, reason, "id in (select page from tag where tag = ?)", number)
    low, high = sorted((seen.before["now"], seen.facts["now"]))
    _mark(ledger, f"{low}到{high}之间有日期到了", "id in (select page from due where at > ? and at <= ?)", low, high)


def mark_bases(ledger: Ledger) -> None:
    """Mark the pages from which stale variants are derived: a variant is made when its page is."""
    ledger.database.execute(f"""update page set stale = '它的版本要重做' where stale is null and (site, folded) in
        (select site, lower(of) from page where stale is not null and view in {VIEWS})""")


def mark_damaged(ledger: Ledger, pages: Iterable[int]) -> None:
    """Mark the pages whose files are not what was written."""
    query = "update page set made = '', stale = coalesce(stale, ?) where id = ?"
    ledger.database.executemany(query, [("输出文件丢失，或者被改动", page) for page in pages])


def _unfinished(ledger: Ledger) -> None:
    """What was on its way into the output when a build was killed may have arrived or not."""
    ledger.database.execute(f"update page set made = '', moving = 0 where {MOVING}")


def _by_fact(ledger: Ledger, name: str, reasons: dict[str, str]) -> None:
    sort, _, which = name.partition(":")
    if name in _OF_ALL:
        _mark(ledger, _OF_ALL[name], "1")
    elif sort == "site":
        _mark(ledger, f"{which}/site.toml改了", "site = ?", which)
        reasons.setdefault(tags.settings(which), f"链接到的网站{which}的site.toml改了")
    elif sort == HOSTS:
        reasons.setdefault(tags.hosts(), "platform.toml里的直达网址改了")
    elif sort == "terms":
        _mark(ledger, "terms.toml改了", "view like 'zh-Hant%'")
    elif sort == "words":
        _mark(ledger, f"界面文字的译文{which}改了", *_of_language(which))
    elif sort == "life":
        reasons.setdefault(tags.life(which), f"{which}/lifecycle.toml改了，或者其中有日子到了")
    elif sort == "template":
        _mark(ledger, f"模板{which}或者它用到的模板改了", "template = ?", which)


def _of_language(lang: str) -> tuple[str, ...]:
    """The pages in a language, as a condition with its values; traditional characters are a variant."""
    if lang == MAIN_LANGUAGE:
        return ("1",)
    return ("view like 'zh-Hant%'",) if lang == TRADITIONAL else ("file like ? || '/%'", lang)


def _mark(ledger: Ledger, reason: str, condition: str, *values: object) -> None:
    ledger.database.execute(f"update page set stale = ? where stale is null and {condition}", (reason, *values))


def unfinished(ledger: Ledger, site: str) -> bool:
    """Say whether anything of a site, or of any where that is empty, is left to be done from an earlier build."""
    stale = "select 1 from page where stale is not null and ? in ('', site) limit 1"
    left = "select 1 from leftover where ? in ('', site) limit 1"
    return any(ledger.database.execute(query, (site,)).fetchone() for query in (stale, left))


def falls_due(ledger: Ledger, seen: Survey) -> bool:
    """Say whether a date between the ledger's moment and now changes any document or page."""
    low, high = sorted((seen.before["now"], seen.facts["now"]))
    return any(
        ledger.database.execute(
            f"select 1 from {table} where {column} > ? and {column} <= ? limit 1", (low, high)
        ).fetchone()
        for table, column in _DATED
    )


def next_due(ledger: Ledger, seen: Survey) -> str:
    """Return the next moment at which a build will change something by the calendar alone, as text; nothing where none is known."""
    now = seen.facts["now"]
    found = [
        ledger.database.execute(f"select min({column}) from {table} where {column} > ?", (now,)).fetchone()[0]
        for table, column in _DATED
    ]
    days = {f"{day}T00:00:00" for life in seen.content.lives.values() for day in life.calendar()}
    return min((at for at in (*found, *days) if at and at > now), default="")
