"""Every Atom feed and every sitemap of every day keeps the rules of its format, and what it names is there."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote, urlsplit

import pytest
from lxml import etree

from model.kinds import KINDS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.browser.built import Day

ATOM = "{http://www.w3.org/2005/Atom}"
MAPS = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
SCHEMA = etree.RelaxNG(etree.parse(Path(__file__).with_name("atom.rng")))
#: sitemaps.org protocol 0.9: addresses of one file, and its bytes.
MOST, LARGEST = 50_000, 52_428_800


class Place(NamedTuple):
    """Where a file stands: the folder of its site, the site's address, and the file below the folder."""

    folder: Path
    address: str
    file: str

    def root(self) -> etree._Element:
        return etree.parse(self.folder / self.file).getroot()

    def there(self, url: str) -> bool:
        """Whether an address of the site is one that the output has."""
        parts = urlsplit(url)
        file = self.folder / unquote(parts.path).lstrip("/")
        return (
            f"https://{parts.netloc}" == self.address and (file / "index.html" if url.endswith("/") else file).is_file()
        )


def places(days: dict[str, Day], pattern: str) -> list[Place]:
    return [
        Place(folder, site.address, file.relative_to(folder).as_posix())
        for day in days.values()
        for site in day.sites
        for folder in [day.output / site.id]
        for file in sorted(folder.rglob(pattern))
        if file.is_file()
    ]


def feed_faults(place: Place, root: etree._Element) -> Iterator[str]:
    """What is wrong with a feed: by the schema, then by the rules that a schema cannot say."""
    if not SCHEMA.validate(root):
        yield str(SCHEMA.error_log.last_error)
        return
    entries = root.findall(f"{ATOM}entry")
    ids = [each.findtext(f"{ATOM}id") for each in [root, *entries]]
    if len(set(ids)) < len(ids):
        yield "two have one id"
    if max((_moment(each) for each in entries), default=_moment(root)) > _moment(root):
        yield "the feed is older than an entry"
    if _links(root, "self") != [f"{place.address}/{place.file}"]:
        yield f"self is {_links(root, 'self')}"
    for each in [root, *entries]:
        wrong = [url for url in _links(each, "alternate") if not place.there(url)]
        if wrong or len(_links(each, "alternate")) != 1:
            yield f"{each.findtext(f'{ATOM}id')} leads to {wrong}"


def _moment(element: etree._Element) -> dt.datetime:
    return dt.datetime.fromisoformat(element.findtext(f"{ATOM}updated") or "")


def _links(element: etree._Element, rel: str) -> list[str]:
    return [each.get("href", "") for each in element.findall(f"{ATOM}link") if each.get("rel", "alternate") == rel]


def map_faults(place: Place, root: etree._Element) -> Iterator[str]:
    """What is wrong with a sitemap or an index of sitemaps."""
    if root.tag not in (f"{MAPS}urlset", f"{MAPS}sitemapindex"):
        yield f"{root.tag}"
    if not 0 < len(root) <= MOST or (place.folder / place.file).stat().st_size > LARGEST:
        yield f"{len(root)} addresses"
    urls = [each.findtext(f"{MAPS}loc") or "" for each in root]
    if len(set(urls)) < len(urls):
        yield "an address is there twice"
    yield from (f"{url} is not there" for url in urls if not place.there(url))
    yield from (f"{day.text} is no date" for day in root.iter(f"{MAPS}lastmod") if not _is_date(day.text or ""))


def _is_date(text: str) -> bool:
    try:
        return dt.date.fromisoformat(text) <= dt.date(2027, 12, 31)
    except ValueError:
        return False


def test_every_feed_keeps_the_rules_of_atom(days: dict[str, Day]) -> None:
    feeds = places(days, "feed.xml")

    faults = [(place.file, fault) for place in feeds for fault in feed_faults(place, place.root())]

    assert faults == []
    assert len({place.file for place in feeds}) > 40
    assert any(place.file.startswith("zh-Hant/") for place in feeds)
    assert sum(len(place.root().findall(f"{ATOM}entry")) for place in feeds) > 500


def _without(name: str) -> Callable[[etree._Element], None]:
    def change(root: etree._Element) -> None:
        entry = root.find(f"{ATOM}entry")
        assert entry is not None
        child = entry.find(f"{ATOM}{name}")
        assert child is not None
        entry.remove(child)

    return change


def _with(name: str, text: str, attribute: str = "") -> Callable[[etree._Element], None]:
    def change(root: etree._Element) -> None:
        child = root.find(f"{ATOM}entry/{ATOM}{name}")
        assert child is not None
        if attribute:
            child.set(attribute, text)
        else:
            child.text = text

    return change


@pytest.mark.parametrize(
    "change",
    [
        *(_without(name) for name in ("id", "title", "updated", "link")),
        _with("id", "tag:x"),
        _with("title", " "),
        _with("updated", "2026-11-24"),
        _with("updated", "2026-11-24T09:00:00"),
        _with("updated", "2099-11-24T09:00:00+08:00"),
        _with("link", "/zwgk/", "href"),
        _with("link", "https://www.yunchuan.gov.cn/none/", "href"),
        _with("link", "next", "rel"),
        lambda root: root.append(root[-1].__copy__()),
        lambda root: root.set("version", "1"),
    ],
)
def test_a_feed_that_breaks_a_rule_is_found(days: dict[str, Day], change: Callable[[etree._Element], None]) -> None:
    place = next(each for each in places(days, "feed.xml") if each.file == "feed.xml" and "portal" in str(each.folder))
    root = place.root()
    assert list(feed_faults(place, root)) == []

    change(root)

    assert list(feed_faults(place, root))


def test_every_sitemap_keeps_the_rules_of_the_protocol(days: dict[str, Day]) -> None:
    maps = places(days, "sitemap*.xml")

    assert [(place.file, fault) for place in maps for fault in map_faults(place, place.root())] == []
    assert len(maps) > 30
    assert sum(len(place.root()) for place in maps) > 500


def test_every_document_and_column_is_in_a_sitemap(days: dict[str, Day]) -> None:
    today = days["today"]
    named = {
        each.text for place in places({"today": today}, "sitemap-*.xml") for each in place.root().iter(f"{MAPS}loc")
    }
    documents = {
        f"{site.address}{page.url}"
        for page in today.pages()
        for site in today.sites
        if page.site == site.id
        and page.variant in ("", "en")
        and page.sort.split()[0] in {*KINDS, "archived", "home", "column"}
    }

    assert documents == named
    assert len(documents) > 150
