"""Atom feeds of the site and of each column, written by Pelican's own feed library (RFC 4287)."""

from __future__ import annotations

import datetime as dt
from functools import cache
from io import StringIO
from typing import TYPE_CHECKING, Any

from model.variants import TRADITIONAL
from plugins.engine.clock import SHANGHAI
from plugins.engine.registry import PageKey, Registry, View, features
from plugins.engine.values import Item

if TYPE_CHECKING:
    from collections.abc import Iterator

    from plugins.engine.ask import Ask
    from plugins.engine.registry import Context

_NEWEST = 20


def pages(ask: Ask) -> Iterator[PageKey]:
    """The site's feed, and one a column."""
    yield PageKey(ask.site.place("feed.xml"))
    yield from (PageKey(f"{column.path}/feed.xml", column.path) for column in ask.site.columns)


def context(ask: Ask, key: PageKey) -> Context:
    """The newest items of the site, or of a column and what is below it."""
    columns = tuple(
        each.path
        for each in ask.site.columns
        if not key.of or each.path == key.of or each.path.startswith(f"{key.of}/")
    )
    column = ask.site.column(key.of)
    name = ask.site.settings.name
    return {
        "title": f"{column.name}_{name}" if column else name,
        "link": f"{ask.site.address}/{key.of}/" if key.of else f"{ask.site.address}{ask.site.root}",
        "feed": f"{ask.site.address}/{key.file}",
        "author": name,
        "language": ask.words.tag,
        "address": ask.site.address,
        "items": ask.newest(columns, _NEWEST),
    }


def write(_ask: Ask, context: Context) -> bytes:
    """The feed; its time is that of its newest item, so that the clock is nowhere in it."""
    feed = _kind()(
        title=context["title"],
        link=context["link"],
        description=None,
        language=context["language"],
        feed_url=context["feed"],
        author_name=context["author"],
        feed_guid=context["feed"],
    )
    for item in context["items"]:
        _add(feed, item, context["address"])
    text = StringIO()
    feed.write(text, "utf-8")
    return text.getvalue().encode()


@cache
def _kind() -> Any:
    """The library's sort of feed (it ships no types), loaded where one is written."""
    from feedgenerator import Atom1Feed

    class Feed(Atom1Feed):  # type: ignore[misc]
        """A feed with nothing in it has the time of the platform's beginning rather than of the build."""

        def latest_post_date(self):  # type: ignore[no-untyped-def]
            dates = [item["pubdate"] for item in self.items]
            return max(dates, default=dt.datetime(2000, 1, 1, tzinfo=SHANGHAI))

    return Feed


def _add(feed: Any, item: Item, address: str) -> None:
    feed.add_item(
        title=item.title,
        link=f"{address}{item.url}",
        unique_id=f"{address}{item.url}",
        description=item.summary,
        pubdate=item.date.replace(tzinfo=SHANGHAI),
        updateddate=item.date.replace(tzinfo=SHANGHAI),
    )


def add(registry: Registry) -> None:
    """Declare the feeds."""
    registry.view(View("feed", context, pages, write=write, varied=frozenset({TRADITIONAL}), spoken=True))


def register() -> None:
    """Connect to the engine."""
    features.connect(add)
