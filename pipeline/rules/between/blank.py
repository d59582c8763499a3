"""A column that never had anything should not have been opened. Source: 国办秘函〔2019〕19号单项否决四."""

from __future__ import annotations

from collections.abc import Iterator

from model.site import Column, Site
from pipeline.rules.between.added import with_columns
from pipeline.rules.between.branches import branch, found_at, online
from pipeline.rules.between.freshness import is_summed
from pipeline.rules.books import Books
from pipeline.rules.rule import Found, Severity, content_rule
from pipeline.rules.sources import indicators


def blank_columns(books: Books, site: Site) -> list[Column]:
    """The columns in whose whole branch nothing was ever public; of a branch, its top alone."""
    found: list[Column] = []
    for column in site.columns:
        above = {each.path for each in site.trail(column.path)[:-1]}
        if not above & {each.path for each in found} and not any(
            _had_something(books, site, each) for each in branch(site, column.path)
        ):
            found.append(column)
    return found


def _had_something(books: Books, site: Site, column: Column) -> bool:
    """Whether a column has something public, or has had it."""
    query = (
        "select exists(select 1 from document where site = :site and column_path = :path and state > 0) "
        "or exists(select 1 from document where site = :site and column_path = :path and state = 0 and leaves <= :now)"
    )
    [(found,)] = books.rows(query, site=site.id, path=column.path, now=books.now.isoformat())
    return bool(found)


@content_rule(
    "COLUMN_BLANK",
    title="栏目是空白的",
    sources=(indicators("单项否决四"),),
    severity=Severity.ERROR,
    remedy="发布内容；暂时没有内容的栏目先不开设，从site.toml里删去",
    breaks=(with_columns(1, "page", "概况信息", blank=True),),
    keeps=(with_columns(1, "page", "概况信息"),),
)
def column_blank(books: Books) -> Iterator[Found]:
    """Each of them, unless there are so many that they are told of all together."""
    for site in online(books):
        blank = blank_columns(books, site)
        for column in () if is_summed(books, "blank_columns", len(blank)) else blank:
            fact = f"栏目“{column.name}”和它的下级栏目开设以来没有发布过内容"
            yield found_at(books, site, column, fact)
