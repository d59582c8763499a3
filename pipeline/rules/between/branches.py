"""What the rules on columns ask: which sites are online, which columns are to be kept fresh, how old their newest item is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import NamedTuple

from model.front_matter import SourceFaults
from model.given import Given, Many, Pairs, Text
from model.lifecycle import Mode, State
from model.site import SITE_FILE, Column, Site
from model.toml_file import read_toml
from pipeline.rules.books import Books
from pipeline.rules.rule import Found

_ONLINE = frozenset({State.ONLINE, State.MIGRATING})


def online(books: Books) -> Iterator[Site]:
    """Yield the sites that serve on the day; one without a record of its life counts, since nothing says that it does not.

    Of a day on which a site was not yet on the platform, what the platform has of it says nothing.
    """
    for site in books.content.sites.values():
        life = books.content.lives.get(site.id)
        serves = (
            not life or not life.acts or (life.state(books.today) in _ONLINE and life.mode(books.today) is Mode.SERVING)
        )
        if serves and is_here(site, books.today):
            yield site


def is_here(site: Site, day: dt.date) -> bool:
    """Whether a site is on the platform by a day; one that does not say since when always was."""
    return site.settings.since is None or site.settings.since <= day


def branch(site: Site, path: str) -> list[Column]:
    """A column and everything below it."""
    return [each for each in site.columns if each.path == path or each.path.startswith(f"{path}/")]


def is_frozen(site: Site, column: Column, today: dt.date) -> bool:
    """Whether a column, or one above it, is no longer updated on a day."""
    return any(each.frozen and each.frozen <= today for each in site.trail(column.path))


def newest(books: Books, site: Site, path: str) -> dt.date | None:
    """The day of the newest public item in a column itself; None where it has none."""
    query = (
        "select max(date) from (select max(date) as date from document where site = :site and column_path = :path and state = 1 "
        "union all select max(date) from document where site = :site and column_path = :path and state = 2)"
    )
    [(date,)] = books.rows(query, site=site.id, path=path)
    return dt.datetime.fromisoformat(date).date() if date else None


def newest_below(books: Books, site: Site, paths: Iterator[str] | list[str] | tuple[str, ...]) -> dt.date | None:
    """The day of the newest public item in columns and everything below them."""
    days = (newest(books, site, each.path) for path in paths for each in branch(site, path))
    return max(filter(None, days), default=None)


def count(books: Books, site: Site, column: Column) -> int:
    """How many public items a column itself has."""
    query = "select count(*) from document where site = :site and column_path = :path and state > 0"
    [(number,)] = books.rows(query, site=site.id, path=column.path)
    return int(number)


class Age(NamedTuple):
    """A column that has items, its newest day, and how many days ago that was."""

    site: Site
    column: Column
    day: dt.date
    days: int


def ages(books: Books, site: Site) -> Iterator[Age]:
    """Yield the columns of a site that have items of their own and are updated, with the age of the newest in their branch."""
    for column in site.columns:
        if is_frozen(site, column, books.today) or newest(books, site, column.path) is None:
            continue
        day = newest_below(books, site, [column.path])
        if day:
            yield Age(site, column, day, (books.today - day).days)


def file_of(site: Site) -> str:
    """The path of a site's settings."""
    return f"{site.id}/{SITE_FILE}"


def found_at(books: Books, site: Site, column: Column, fact: str) -> Found:
    """Return a fact as found where a column is declared in the site's settings: its keeper's to mend."""
    return Found(_line_of(books, site, column.path), fact, path=file_of(site), columns=(column.path,))


def _line_of(books: Books, site: Site, path: str) -> int:
    """The line at which a column is declared in the site's settings; 1 where it cannot be told."""
    try:
        given = read_toml(books.content.folder / file_of(site), file_of(site))
    except SourceFaults:
        return 1
    tables = next((value for name, value in given.entries if name.text == "columns"), None)
    for table in tables.items if isinstance(tables, Many) else ():
        if isinstance(table, Pairs) and any(_is_path(name, value, path) for name, value in table.entries):
            return table.line
    return 1


def _is_path(name: Text, value: Given, path: str) -> bool:
    return name.text in {"path", "路径"} and isinstance(value, Text) and value.text == path
