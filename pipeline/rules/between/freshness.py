"""Columns and home pages are kept up to date: each by itself, and all of a site together.

Source: 国办秘函〔2019〕19号单项否决三、单项否决四; one step before, a reminder, as monitoring services give.
"""

from __future__ import annotations

from collections.abc import Iterator

from model.site import Column, Site
from pipeline.rules.between.added import with_columns
from pipeline.rules.between.branches import Age, ages, file_of, found_at, is_frozen, newest_below, online
from pipeline.rules.books import Books
from pipeline.rules.rule import Edited, Example, Found, Severity, Standing, content_rule
from pipeline.rules.sources import indicators, measures, other

_TIMELY = measures(10)
_HOME = indicators("单项否决三")
_COLUMNS = indicators("单项否决四")
_MONITORS = other("网站监测服务的通行做法", "：提前一步提醒")
_PUBLISH = "发布新的内容；不再更新的栏目写停更日期（frozen），并入别的栏目的写重定向"
#: The kinds of document that a column of news, and one of notices and policies, has; a column without a kind goes by its type.
_NEWS, _NOTICES = frozenset({"news"}), frozenset({"notice", "policy"})
_NEWS_TYPE, _NOTICE_TYPE = "工作动态", "政策文件"


def _column(kind: str, more: str = "") -> Example:
    type_ = "信息公开目录" if kind == "notice" else "概况信息"
    return with_columns(1, kind, type_, more)


#: For the examples: a department whose home page shows little that is new.
_HOME_OF = 'columns = ["zwdt", "zwgk/tzgg", "zwgk/zcwj", "zwgk/zcjd"]\nservices = "bsfw"\ninteraction = "hdjl"\n'


def _home_with(interaction: str) -> Example:
    less = f'columns = ["zwgk/zcwj", "zwgk/zcjd"]\nservices = "bsfw"\n{interaction}'
    return Example({"jyj/site.toml": Edited(_HOME_OF, less)})


def class_limit(books: Books, column: Column) -> int:
    """After how many days a column of news, notices or policies counts as not updated; 0 of any other."""
    if column.kind in _NEWS or (column.kind == "page" and column.type == _NEWS_TYPE):
        return books.threshold("news_silent_days")
    if column.kind in _NOTICES or (column.kind == "page" and column.type == _NOTICE_TYPE):
        return books.threshold("notice_silent_days")
    return 0


def stale(books: Books, site: Site) -> list[Age]:
    """The columns of news, notices and policies of a site that were not updated in time."""
    return [each for each in ages(books, site) if 0 < class_limit(books, each.column) < each.days]


def overdue(books: Books, site: Site) -> list[Age]:
    """The columns of a site that have long not been updated: neither within their own term nor within that of their class."""
    return [each for each in ages(books, site) if 0 < _longest(books, each.column) < each.days]


def is_summed(books: Books, threshold: str, number: int) -> bool:
    """Whether so many columns of a site are told of all together: from one step before the number that fails it."""
    return number >= max(1, books.threshold(threshold) - 1)


def _longest(books: Books, column: Column) -> int:
    return max(class_limit(books, column), column.update_days)


def _found(books: Books, age: Age, limit: str) -> Found:
    fact = f"栏目“{age.column.name}”最新一条是{age.day}的，已经{age.days}天没有更新，{limit}"
    return found_at(books, age.site, age.column, fact)


@content_rule(
    "COLUMN_STALE",
    title="动态、公告、政策类栏目超期没有更新",
    sources=(_COLUMNS, _TIMELY),
    severity=Severity.WARNING,
    remedy=_PUBLISH,
    thresholds=("news_silent_days", "notice_silent_days"),
    breaks=(_column("notice"),),
    keeps=(_column("notice", "frozen = 2026-06-01"), _column("page")),
)
def column_stale(books: Books) -> Iterator[Found]:
    """Each column that counts towards the sum which fails a site."""
    for site in online(books):
        ages_of_site = stale(books, site)
        for age in () if is_summed(books, "stale_columns", len(ages_of_site)) else ages_of_site:
            yield _found(books, age, f"这类栏目的期限是{class_limit(books, age.column)}天")


@content_rule(
    "COLUMN_OVERDUE",
    title="栏目过了自己的更新期限",
    sources=(_COLUMNS, _TIMELY),
    severity=Severity.WARNING,
    remedy="发布新的内容；期限（update_days）定得不合实际的，改成做得到的",
    breaks=(_column("page", "update_days = 90"),),
    keeps=(_column("page", "update_days = 365"),),
)
def column_overdue(books: Books) -> Iterator[Found]:
    """A column that is not kept as its own site says; one that is stale by the indicators is told of there."""
    for site in online(books):
        told = {each.column.path for each in stale(books, site)}
        summed = overdue(books, site)
        if is_summed(books, "overdue_columns", len(summed)):
            told |= {each.column.path for each in summed}
        for age in ages(books, site):
            if 0 < age.column.update_days < age.days and age.column.path not in told:
                yield _found(books, age, f"site.toml里写的更新期限是{age.column.update_days}天")


@content_rule(
    "COLUMN_FROZEN",
    title="停更的栏目有新的内容",
    sources=(other("《政府网站发展指引》", "：不再更新的栏目要注明", Standing.RECALLED),),
    severity=Severity.HINT,
    remedy="恢复更新的，删去停更日期（frozen）；不恢复的，把新的内容移到别的栏目",
    breaks=(_column("notice", "frozen = 2026-05-01"),),
    keeps=(_column("notice", "frozen = 2026-05-07"),),
)
def column_frozen(books: Books) -> Iterator[Found]:
    """A column that says that it is no longer updated, and is."""
    for site in online(books):
        for column in site.columns:
            day = newest_below(books, site, [column.path]) if column.frozen else None
            if column.frozen and day and day > column.frozen:
                fact = f"栏目“{column.name}”写着{column.frozen}起停更，{day}又有新的内容"
                yield found_at(books, site, column, fact)


def home_age(books: Books, site: Site) -> Age | None:
    """How old the newest is that a home page shows."""
    home = site.home
    shown = [*(home.columns or tuple(column.path for column in site.columns[:4])), home.services, home.interaction]
    paths = [path for path in shown if path and (column := site.column(path)) and not _is_over(books, site, column)]
    day = newest_below(books, site, paths)
    return Age(site, site.columns[0], day, (books.today - day).days) if day else None


def _is_over(books: Books, site: Site, column: Column) -> bool:
    return is_frozen(site, column, books.today)


def _home(age: Age) -> Found:
    fact = f"{age.site.settings.name}首页最新一条是{age.day}的，已经{age.days}天没有更新"
    return Found(age.site.lines.get("name", 1), fact, path=file_of(age.site))


@content_rule(
    "HOME_SILENT",
    title="首页超期没有更新",
    sources=(_HOME, _TIMELY),
    severity=Severity.VETO,
    remedy="马上发布新的动态、公告或者政策文件，首页会自动列出",
    thresholds=("home_silent_days",),
    breaks=(_home_with(""),),
    keeps=(_home_with('interaction = "zwdt"\n'),),
)
def home_silent(books: Books) -> Iterator[Found]:
    """A home page without anything new within two weeks."""
    for site in online(books):
        age = home_age(books, site)
        if age and age.days > books.threshold("home_silent_days"):
            yield _home(age)


@content_rule(
    "HOME_SILENT_SOON",
    title="首页快要超期",
    sources=(_HOME, _MONITORS),
    severity=Severity.WARNING,
    remedy="尽快发布新的动态、公告或者政策文件",
    thresholds=("home_warning_days", "home_silent_days"),
    breaks=(_home_with('interaction = "hdjl"\n'),),
    keeps=(_home_with('interaction = "zwdt"\n'),),
)
def home_silent_soon(books: Books) -> Iterator[Found]:
    """A home page that will soon fail its site."""
    for site in online(books):
        age = home_age(books, site)
        if age and books.threshold("home_warning_days") < age.days <= books.threshold("home_silent_days"):
            yield _home(age)


def _term(days: int) -> str:
    return f'[edition_silent_days]\nvalue = {days}\nclause = "云川市外文版管理规定"\nmeaning = "外文版多少天没有更新先提示"\n'


@content_rule(
    "EDITION_STALE",
    title="外文版很久没有更新",
    sources=(other("《政府网站发展指引》", "：外文版及时更新", Standing.RECALLED),),
    severity=Severity.HINT,
    remedy="翻译近期的重要内容：invoke translation.new",
    thresholds=("edition_silent_days",),
    breaks=(Example({"profile.toml": _term(1)}, as_of="2026-11-25 09:00"),),
    keeps=(Example({"profile.toml": _term(2)}, as_of="2026-11-25 09:00"),),
)
def edition_stale(books: Books) -> Iterator[Found]:
    """An edition in another language in which nothing new appeared."""
    for site in online(books):
        for edition in site.editions:
            top = [column.path for column in edition.children("")]
            day = newest_below(books, edition, top)
            days = (books.today - day).days if day else 0
            if days > books.threshold("edition_silent_days"):
                fact = f"{edition.settings.name}最新一条是{day}的，已经{days}天没有更新"
                yield Found(1, fact, path=f"{site.id}/site.{edition.lang}.toml")
