"""Pelican, as a build runs it: its settings, its plugins, one run for each site. It is loaded only where there is something to make."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from pelican import Pelican
from pelican.log import console
from pelican.plugins._utils import load_plugins
from pelican.settings import read_settings

from model.language import MAIN_LANGUAGE
from plugins.engine.registry import Registry, collect
from plugins.engine.theme_examples import Component, components

if TYPE_CHECKING:
    from plugins.engine.build import Build
    from plugins.engine.theme_files import ThemeFiles


def declared(file: Path) -> Registry:
    """Load the plugins that a settings file names, and return what they declare for its theme."""
    settings = _settings(file)
    for plugin in load_plugins(settings):
        plugin.register()
    return collect(Path(settings["THEME"]))


def declared_components(file: Path) -> tuple[tuple[Component, ...], ThemeFiles]:
    """Return the components of the theme that a settings file names, with their examples, and the theme's files."""
    registry, settings = declared(file), _settings(file)
    words, options = registry.words(MAIN_LANGUAGE), settings["JINJA_ENVIRONMENT"]
    return components(Path(settings["THEME"]), registry.filters, words, options), registry.theme


def make_site(work: Build, settings: Path, path: Path, output: Path) -> None:
    """Have Pelican make the site in `path` into `output`, in a build that all sites share."""
    console.quiet = True  # its closing line counts articles, of which there are none
    site = _settings(settings, PATH=str(path), OUTPUT_PATH=str(output), BUILD=work)
    # Pelican's own generators have environments too, and load templates for articles that there are not.
    site["JINJA_ENVIRONMENT"] = {**site["JINJA_ENVIRONMENT"], "bytecode_cache": work.code}
    Pelican(site).run()


def _settings(file: Path, **more: Any) -> dict[str, Any]:
    """Pelican's settings with `more` in their place, as a fresh dictionary: Pelican changes its settings by use."""
    return dict(read_settings(str(file), override={"LOG_FILTER": [], **more}))
