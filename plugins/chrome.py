"""What frames every page: the identity zone, the navigation, the breadcrumb, the footer with its seven items.

Source: 政府网站发展指引 附件（头部标识区、底部功能区）.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from model.identifiers import IcpNumber, MarkId, PoliceNumber
from model.lifecycle import Mode
from plugins.engine.registry import Registry, Subject, features
from plugins.engine.values import Entry, Footer, Link, Page, SiteFace

if TYPE_CHECKING:
    from model.site import Column
    from plugins.engine.ask import Ask

SITEMAP = "sitemap/"
#: The national form for reporting an error of a government site; source: 全国政府网站“我为政府网站找错”.
_REPORT = "https://zfwzgl.www.gov.cn/exposure/jiucuo.html"


def site(ask: Ask, _subject: Subject) -> SiteFace:
    """The identity zone: the full name."""
    return SiteFace(ask.site.settings.name, ask.site.settings.domain, ask.site.root, f"{ask.site.root}feed.xml")


def page(ask: Ask, subject: Subject) -> Page:
    """The page's own texts and addresses; the title names page, column and site, the narrowest first."""
    name = ask.site.settings.name
    column = [subject.trail[-1].name] if subject.trail else []
    parts = [subject.heading, *column, name]
    title = "_".join(dict.fromkeys(parts))
    return Page(
        view=subject.view,
        title=title,
        heading=subject.heading,
        url=subject.url,
        canonical=f"{ask.site.address}{subject.url}",
        lang=ask.words.tag,
        direction=ask.words.direction,
        root=ask.site.root,
        feed=subject.feed,
        indexed=subject.indexed,
    )


def navigation(ask: Ask, subject: Subject) -> tuple[Entry, ...]:
    """The home page and the top-level columns; nothing while the site shows none of them."""
    if ask.mode is not Mode.SERVING:
        return ()
    current = subject.trail[0] if subject.trail else None
    columns = (_entry(column, current, subject) for column in ask.site.children(""))
    return (Entry(ask.say("首页"), ask.site.root, "page" if subject.view == "home" else ""), *columns)


def _entry(column: Column, current: Column | None, subject: Subject) -> Entry:
    state = "" if column != current else "page" if column.url == subject.url else "true"
    return Entry(column.name, column.url, state)


def _standing(subject: Subject, place: int) -> object:
    """What pages have in common that stand alike in a navigation: the column of their trail, and whether they are its own page."""
    column = subject.trail[place] if subject.trail else None
    return column and (column.path, column.url == subject.url)


def breadcrumb(ask: Ask, subject: Subject) -> tuple[Link, ...]:
    """From the home page down to the page's parent; nothing on the home page, nor while the site shows no other."""
    if subject.view == "home" or ask.mode is not Mode.SERVING:
        return ()
    above = subject.trail[:-1] if subject.view == "column" else subject.trail
    return (Link(ask.say("首页"), ask.site.root), *(Link(column.name, column.url) for column in above))


def report_error_url(canonical: str, code: str) -> str:
    """Where an error of the page with that address is reported, for the site with that code."""
    return f"{_REPORT}?site_code={code}&url={quote(canonical, safe='')}"


def footer(ask: Ask, _subject: Subject) -> Footer:
    """The bottom zone, the same on every page."""
    settings = ask.site.settings
    return Footer(
        mark=settings.mark,
        mark_url=MarkId(settings.mark_id).url if settings.mark_id else "",
        code=settings.code,
        sponsor=settings.sponsor,
        operator=settings.operator,
        address=settings.address,
        phone=settings.phone,
        email=settings.email,
        icp=settings.icp,
        icp_url=IcpNumber.url if settings.icp else "",
        police=settings.police,
        police_url=PoliceNumber(settings.police).url if settings.police else "",
        sitemap_url=f"{ask.site.root}{SITEMAP}" if ask.mode is Mode.SERVING else "",
    )


def menu(ask: Ask, subject: Subject) -> tuple[Entry, ...]:
    """The columns of the branch that the page is in; nothing where the branch is a single column."""
    if not subject.trail:
        return ()
    branch = subject.trail[0]
    columns = [
        column for column in ask.site.columns if column.path == branch.path or column.path.startswith(f"{branch.path}/")
    ]
    current = subject.trail[-1]
    return tuple(_entry(column, current, subject) for column in columns) if len(columns) > 1 else ()


def add(registry: Registry) -> None:
    """Declare the parts of every page."""
    for same in (site, footer):
        registry.part(same.__name__, same, shared=lambda _: "")
    registry.part("navigation", navigation, shared=lambda subject: subject.view == "home" or _standing(subject, 0))
    for make in (page, breadcrumb):
        registry.part(make.__name__, make)
    registry.filter("report_error_url", report_error_url)
    views = ("column", "list", "archive_list", "document")
    registry.part("menu", menu, *views, shared=lambda subject: _standing(subject, -1))


def register() -> None:
    """Connect to the engine."""
    features.connect(add)
