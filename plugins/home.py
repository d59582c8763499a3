"""The home page: the newest of chosen columns, topics, the services entry, the interaction entry, a directory of columns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from plugins.engine.registry import VARIED, PageKey, Registry, Subject, View, features
from plugins.engine.values import Item, Link, Picture, Section

if TYPE_CHECKING:
    from collections.abc import Iterator

    from model.site import Column
    from plugins.engine.ask import Ask
    from plugins.engine.registry import Context

_NEWEST = 8
_FEW = 6


@dataclass(frozen=True, slots=True)
class Card:
    """A topic as the home page shows it."""

    title: str
    url: str
    summary: str
    picture: Picture | None


@dataclass(frozen=True, slots=True)
class HomeFace:
    """The home page's own values."""

    lead: Item | None
    lead_picture: Picture | None
    sections: tuple[Section, ...]
    topics: tuple[Card, ...]
    services: Section | None
    interaction: Section | None
    columns: tuple[Section, ...]


def pages(ask: Ask) -> Iterator[PageKey]:
    """One page a site."""
    yield PageKey(ask.site.place("index.html"))


def context(ask: Ask, _key: PageKey) -> Context:
    """The subject and the values of the home page."""
    home = ask.site.home
    chosen = [column for path in _chosen(ask) if (column := ask.site.column(path))]
    lead, picture = _lead(ask, chosen)
    sections = [_section(ask, column, _NEWEST) for column in chosen]
    face = HomeFace(
        lead=lead,
        lead_picture=picture,
        sections=tuple(_without(section, lead) for section in sections),
        topics=tuple(_topics(ask)),
        services=_entrance(ask, home.services),
        interaction=_entrance(ask, home.interaction),
        columns=tuple(_section(ask, column, 0) for column in ask.site.children("")),
    )
    return {
        "subject": Subject("home", ask.site.root, ask.site.settings.name, feed=f"{ask.site.root}feed.xml"),
        "home": face,
    }


def _chosen(ask: Ask) -> tuple[str, ...]:
    """The columns that `site.toml` chooses for the home page, else the first few of the site."""
    return ask.site.home.columns or tuple(column.path for column in ask.site.columns[:4])


def _branch(ask: Ask, column: Column) -> tuple[str, ...]:
    """A column and everything below it."""
    return tuple(
        each.path for each in ask.site.columns if each.path == column.path or each.path.startswith(f"{column.path}/")
    )


def _section(ask: Ask, column: Column, limit: int) -> Section:
    items = ask.newest(_branch(ask, column), limit) if limit else ()
    children = tuple(Link(child.name, child.url) for child in ask.site.children(column.path))
    return Section(column.name, column.url, column.description, items, children)


def _without(section: Section, lead: Item | None) -> Section:
    """The lead stands above its list, so the list does not say it again."""
    return section._replace(items=tuple(item for item in section.items if item != lead))


def _entrance(ask: Ask, path: str) -> Section | None:
    column = ask.site.column(path) if path else None
    return _section(ask, column, _FEW) if column else None


def _lead(ask: Ask, chosen: list[Column]) -> tuple[Item | None, Picture | None]:
    """The newest item with a picture of the first chosen column."""
    if not chosen:
        return None, None
    for path, item in ask.illustrated(_branch(ask, chosen[0]), 1):
        return item, ask.picture(ask.document(path), "")
    return None, None


def _topics(ask: Ask) -> Iterator[Card]:
    columns = tuple(column.path for column in ask.site.columns)
    for path, item in ask.of_kind(columns, "topic", _FEW):
        yield Card(item.title, item.url, item.summary, ask.picture(ask.document(path), ""))


def add(registry: Registry) -> None:
    """Declare the page."""
    registry.view(View("home", context, pages, template="pages/home.html", varied=VARIED, spoken=True))


def register() -> None:
    """Connect to the engine."""
    features.connect(add)
