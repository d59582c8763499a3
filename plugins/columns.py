"""A column's front page, which shows the latest, and its list pages, numbered from the oldest so that they stay as they are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from plugins.engine.registry import VARIED, PageKey, Registry, Subject, View, features
from plugins.engine.values import Item, Link, Section

if TYPE_CHECKING:
    from collections.abc import Iterator

    from model.site import Column
    from plugins.engine.ask import Ask
    from plugins.engine.registry import Context

PAGE_SIZE = 20
_NEWEST_OF_CHILD = 5
#: Leaders and organisations stand in their own order, all on one page.
_DIRECTORIES = frozenset({"leader", "organisation"})
_LARGEST_DIRECTORY = 500


@dataclass(frozen=True, slots=True)
class ColumnFace:
    """The front page's own values."""

    name: str
    description: str
    url: str
    sections: tuple[Section, ...]
    items: tuple[Item, ...]
    older: Link | None
    archive: Link | None
    feed: str
    kind: str
    frozen: str


@dataclass(frozen=True, slots=True)
class Listing:
    """A list page's own values."""

    items: tuple[Item, ...]
    newer: Link | None
    older: Link | None
    front: Link
    archived: bool


def front_pages(ask: Ask) -> Iterator[PageKey]:
    """A front page for each column."""
    yield from (PageKey(f"{column.path}/index.html", column.path) for column in ask.site.columns)


def front(ask: Ask, key: PageKey) -> Context:
    """The latest of the column and of each child."""
    column = _column(ask, key.of)
    feed = f"{column.url}feed.xml"
    subject = Subject("column", column.url, column.name, ask.site.trail(column.path), feed=feed)
    face = ColumnFace(
        name=column.name,
        description=column.description,
        url=column.url,
        sections=tuple(_child(ask, child) for child in ask.site.children(column.path)),
        items=_latest(ask, column),
        older=_older_link(ask, column),
        archive=_archive_link(ask, column),
        feed=feed,
        kind=column.kind,
        frozen=_frozen(ask, column),
    )
    return {"subject": subject, "column": face}


def _column(ask: Ask, path: str) -> Column:
    column = ask.site.column(path)
    assert column
    return column


def _frozen(ask: Ask, column: Column) -> str:
    """What a column says that is no longer updated, itself or the one above it, from the day on which that began."""
    days = [each.frozen for each in ask.site.trail(column.path) if each.frozen]
    since = next((day for day in days if ask.reached(day)), None)
    return ask.say("本栏目自{day}起停止更新，内容保留备查。").format(day=ask.words.long_day(since)) if since else ""


def _latest(ask: Ask, column: Column) -> tuple[Item, ...]:
    if column.kind in _DIRECTORIES:
        return ask.placed(column.path, _LARGEST_DIRECTORY)
    return ask.newest((column.path,), PAGE_SIZE)


def _child(ask: Ask, child: Column) -> Section:
    items = (
        ask.placed(child.path, _NEWEST_OF_CHILD)
        if child.kind in _DIRECTORIES
        else ask.newest((child.path,), _NEWEST_OF_CHILD)
    )
    children = tuple(Link(each.name, each.url) for each in ask.site.children(child.path))
    return Section(child.name, child.url, child.description, items, children)


def _older_link(ask: Ask, column: Column) -> Link | None:
    """The list page with the newest document that the front page no longer shows."""
    rest = 0 if column.kind in _DIRECTORIES else ask.count(column.path, archived=False) - PAGE_SIZE
    return Link(ask.say("更早的内容"), _url(column, -(-rest // PAGE_SIZE), archived=False)) if rest > 0 else None


def _archive_link(ask: Ask, column: Column) -> Link | None:
    pages = _pages(ask, column.path, archived=True)
    return Link(ask.say("归档内容"), _url(column, pages, archived=True)) if pages else None


def _pages(ask: Ask, column: str, *, archived: bool) -> int:
    return -(-ask.count(column, archived=archived) // PAGE_SIZE)


def _url(column: Column, number: int, *, archived: bool) -> str:
    return f"{column.url}{'archive' if archived else 'page'}/{number}/"


def list_pages(ask: Ask) -> Iterator[PageKey]:
    """The pages of each column with more than its front page shows."""
    for column in ask.site.columns:
        pages = 0 if column.kind in _DIRECTORIES else _pages(ask, column.path, archived=False)
        for number in range(1, pages + 1) if pages > 1 else ():
            yield PageKey(f"{_url(column, number, archived=False)[1:]}index.html", f"{column.path}#{number}")


def archive_pages(ask: Ask) -> Iterator[PageKey]:
    """The pages of each column's archived documents."""
    for column in ask.site.columns:
        for number in range(1, _pages(ask, column.path, archived=True) + 1):
            yield PageKey(f"{_url(column, number, archived=True)[1:]}index.html", f"{column.path}#{number}")


def list_page(ask: Ask, key: PageKey) -> Context:
    """One page of current documents."""
    return _listing(ask, key, archived=False)


def archive_page(ask: Ask, key: PageKey) -> Context:
    """One page of archived documents."""
    return _listing(ask, key, archived=True)


def _listing(ask: Ask, key: PageKey, *, archived: bool) -> Context:
    path, _, text = key.of.rpartition("#")
    column, number = _column(ask, path), int(text)
    items, more = ask.numbered(path, number, PAGE_SIZE, archived=archived)
    form = ask.say("{column}归档（第{number}页）") if archived else ask.say("{column}列表（第{number}页）")
    heading = form.format(column=column.name, number=number)
    listing = Listing(
        items=items,
        newer=Link(ask.say("较新的一页"), _url(column, number + 1, archived=archived)) if more else None,
        older=Link(ask.say("较早的一页"), _url(column, number - 1, archived=archived)) if number > 1 else None,
        front=Link(column.name, column.url),
        archived=archived,
    )
    view = "archive_list" if archived else "list"
    subject = Subject(
        view, _url(column, number, archived=archived), heading, ask.site.trail(path), feed=f"{column.url}feed.xml"
    )
    return {"subject": subject, "listing": listing}


def add(registry: Registry) -> None:
    """Declare the pages."""
    registry.view(View("column", front, front_pages, template="pages/column.html", varied=VARIED, spoken=True))
    registry.view(View("list", list_page, list_pages, template="pages/list.html", varied=VARIED, spoken=True))
    registry.view(
        View("archive_list", archive_page, archive_pages, template="pages/list.html", varied=VARIED, spoken=True)
    )


def register() -> None:
    """Connect to the engine."""
    features.connect(add)
