"""What a template sees: plain frozen values, made by views and parts, the same for every theme."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from datetime import datetime


class Link(NamedTuple):
    """A text that leads somewhere; `url` is root-relative inside the site and absolute elsewhere.

    `lang` is the language of the text where that is not the page's.
    """

    text: str
    url: str
    lang: str = ""


class Entry(NamedTuple):
    """A link of a navigation; `current` is `page` where the page is this one, `true` where it is below it, else empty."""

    text: str
    url: str
    current: str


class Tag(NamedTuple):
    """A `<meta>` of the head: its name (or property) and content. Each page has two dozen, so they are of the quickest sort."""

    name: str
    content: str

    def __repr__(self) -> str:
        """Two texts, without the names that the library's would add."""
        return tuple.__repr__(self)


class Item(NamedTuple):
    """A document as a list shows it.

    `note` is what its kind adds (a policy's number, a leader's post); `status` is empty unless a policy is no longer
    in force as it stands; `site` is the other site's name where the document is not of this site; `lang` is the language
    of the title where that is not the page's.
    """

    title: str
    url: str
    date: datetime
    kind: str
    note: str
    status: str
    summary: str
    site: str
    lang: str = ""


class Section(NamedTuple):
    """A column as another page shows it: its name, address, purpose, newest items and children."""

    name: str
    url: str
    description: str
    items: tuple[Item, ...]
    children: tuple[Link, ...]


class Source(NamedTuple):
    """A picture in another format: its media type, and its files with their widths as HTML writes them."""

    type: str
    srcset: str


class Picture(NamedTuple):
    """A picture of the site with its size in pixels; `sources` are what browsers choose from instead, best first."""

    url: str
    alt: str
    width: int
    height: int
    sources: tuple[Source, ...] = ()


class Heading(NamedTuple):
    """A line of a document's contents list; `level` counts from 2."""

    level: int
    text: str
    anchor: str


class Row(NamedTuple):
    """A labelled fact of a document, in the official order; `lines` holds one text or several."""

    label: str
    lines: tuple[str, ...]


class Page(NamedTuple):
    """The page itself: its view, texts and addresses."""

    view: str
    title: str
    heading: str
    url: str
    canonical: str
    lang: str
    direction: str
    root: str
    feed: str
    indexed: bool


class SiteFace(NamedTuple):
    """The site as the head of every page names it."""

    name: str
    domain: str
    root: str
    feed: str


class Footer(NamedTuple):
    """The seven items of the bottom zone; an item that `site.toml` does not give is empty.

    Source: 政府网站发展指引 附件（底部功能区）.
    """

    mark: str
    mark_url: str
    code: str
    sponsor: str
    operator: str
    address: str
    phone: str
    email: str
    icp: str
    icp_url: str
    police: str
    police_url: str
    sitemap_url: str


class Assets(NamedTuple):
    """Addresses of the theme's hashed files."""

    stylesheet: str
    script: str
    icon: str
    care_stylesheet: str
    care_script: str
