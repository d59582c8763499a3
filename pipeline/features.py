"""What the plugins of a settings file declare, without Pelican: it takes as long to load as a check with little to do."""

from __future__ import annotations

import runpy
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from plugins import engine
from plugins.engine.registry import collect

if TYPE_CHECKING:
    from plugins.engine.registry import Registry


def declared_features(file: Path) -> Registry:
    """Load the plugins that a settings file names, and return what they declare for its theme; as `pelican_run.declared`, but nothing can be made with it.

    Plugins are named by their modules. The engine's own plugin declares nothing: it is what connects the others to Pelican.
    """
    settings = runpy.run_path(str(file))
    for name in settings["PLUGINS"]:
        if name != engine.__name__:
            import_module(name).register()
    return collect(Path(settings["THEME"]))
