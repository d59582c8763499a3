"""The way between the variants of a page: on every page, to the same page; and what search engines are told of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup

from model.lifecycle import Mode
from model.variants import STANDARD, variants_of
from plugins.engine.registry import Registry, Subject, features
from plugins.engine.templates import escaped
from plugins.engine.values import Tag
from plugins.engine.variants import Switch, switches

if TYPE_CHECKING:
    from plugins.engine.ask import Ask


def switcher(ask: Ask, subject: Subject) -> tuple[Switch, ...]:
    """The variants that a standard page can be changed for; nothing where the site has none, or the page is in none."""
    chosen = ask.site.settings.variants
    if ask.mode is not Mode.SERVING or not subject.indexed:
        return ()
    return switches(STANDARD, variants_of(chosen), subject.url)


def alternates(ask: Ask, subject: Subject) -> tuple[Tag, ...]:
    """The addresses of the page in each script (`hreflang`)."""
    variants = [each for each in variants_of(ask.site.settings.variants) if each.traditional and not each.care]
    if not variants or not subject.indexed or ask.mode is not Mode.SERVING:
        return ()
    address = ask.site.address
    scripts = (("zh-Hans", STANDARD), ("x-default", STANDARD), *((each.name, each) for each in variants))
    return tuple(Tag(name, f"{address}{each.prefix}{subject.url}") for name, each in scripts)


def alternate_lines(tags: tuple[Tag, ...]) -> Markup:
    """Write them, each on a line."""
    lines = (f'<link rel="alternate" hreflang="{tag.name}" href="{escaped(tag.content)}">\n' for tag in tags)
    return Markup("".join(lines))  # noqa: S704 (contents are escaped)


def add(registry: Registry) -> None:
    """Declare both for every page."""
    registry.filter("alternate_lines", alternate_lines)
    registry.part("switcher", switcher)
    registry.part("alternates", alternates)


def register() -> None:
    """Connect to the engine."""
    features.connect(add)
