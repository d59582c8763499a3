"""The way between the variants and languages of a page: on every page, to the same page; and what search engines are told of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from markupsafe import Markup

from model.lifecycle import Mode
from model.variants import STANDARD, variants_of
from plugins.engine.formats import escaped
from plugins.engine.registry import Registry, Subject, features
from plugins.engine.values import Tag
from plugins.engine.variants import SIMPLIFIED, Standing, Switch
from plugins.engine.words import Words, own_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from model.site import Column, Site
    from plugins.engine.ask import Ask

#: Where a page says that the one that its reader came from is not there in its language.
UNTRANSLATED = "#untranslated"
#: Pages that each language has at the same place below its home page.
_ALIKE = frozenset({"home", "site_map", "reading_tools"})
_LISTS = frozenset({"column", "list", "archive_list"})


@dataclass(frozen=True, slots=True)
class Switcher:
    """What a page can be changed for: its variants, the site's other languages; and all of itself for search engines (`hreflang`)."""

    variants: tuple[Switch, ...] = ()
    languages: tuple[Switch, ...] = ()
    alternates: tuple[Tag, ...] = ()


def switcher(ask: Ask, subject: Subject) -> Switcher:
    """The ways from a standard page; none where the site shows no other page, and to the home pages alone where there is no page."""
    if ask.mode is not Mode.SERVING:
        return Switcher()
    others = [each for each in (ask.main, *ask.main.editions) if each.lang != ask.site.lang]
    if not subject.indexed:
        return Switcher(languages=tuple(_way(each, each.root) for each in others))
    same = dict(_same(ask, subject, others))
    standing = Standing(subject.url, ask.words, variants_of(ask.main.settings.variants), ask.main.roots)
    ways = (_way(each, same.get(each.lang) or f"{_nearest(each, ask, subject)}{UNTRANSLATED}") for each in others)
    return Switcher(standing.switches(STANDARD), tuple(ways), tuple(_alternates(ask, same)))


def _same(ask: Ask, subject: Subject, others: list[Site]) -> Iterator[tuple[str, str]]:
    """The page's address in each language in which there is the same page, its own included."""
    if not others:
        yield ask.site.lang, subject.url
    elif subject.document:
        yield from ((each.lang, each.url) for each in ask.languages_of(subject.document))
    else:
        yield ask.site.lang, subject.url
        within = subject.url.removeprefix(ask.site.root)
        for each in others:
            if subject.view in _ALIKE:
                yield each.lang, f"{each.root}{within}"
            elif subject.view in _LISTS and (column := _counterpart(each, ask, subject.trail[-1])):
                yield each.lang, column.url


def _counterpart(other: Site, ask: Ask, column: Column) -> Column | None:
    """A column of the page's language in another."""
    return other.column(other.place(column.path.removeprefix(ask.site.root[1:])))


def _nearest(other: Site, ask: Ask, subject: Subject) -> str:
    """The page of another language that is nearest to one that it does not have: of its column, of one above, the home page."""
    found = (_counterpart(other, ask, column) for column in reversed(subject.trail))
    return next((column.url for column in found if column), other.root)


def _way(edition: Site, url: str) -> Switch:
    return Switch(edition.language or own_name(edition.lang), Words(edition.lang).tag, url)


def _alternates(ask: Ask, same: Mapping[str, str]) -> Iterator[Tag]:
    """The addresses of the page in each script and language; nothing where there is one."""
    main, address = ask.main, ask.site.address
    scripts = [each for each in variants_of(main.settings.variants) if each.traditional and not each.care]
    if not scripts and len(same) < 2:
        return
    if url := same.get(main.lang):
        yield from (Tag(name, f"{address}{url}") for name in (SIMPLIFIED, "x-default"))
        yield from (Tag(each.name, f"{address}{each.prefix}{url}") for each in scripts)
    yield from (Tag(lang, f"{address}{url}") for lang, url in same.items() if lang != main.lang)


def alternate_lines(tags: tuple[Tag, ...]) -> Markup:
    """Write them, each on a line."""
    lines = (f'<link rel="alternate" hreflang="{tag.name}" href="{escaped(tag.content)}">\n' for tag in tags)
    return Markup("".join(lines))  # noqa: S704 (contents are escaped)


def add(registry: Registry) -> None:
    """Declare the ways of every page."""
    registry.filter("alternate_lines", alternate_lines)
    registry.part("switcher", switcher)


def register() -> None:
    """Connect to the engine."""
    features.connect(add)
