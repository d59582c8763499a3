"""The repository's own settings, with a theme that does no more than the peers' themes do."""

import runpy
from pathlib import Path

_FOLDER = Path(__file__).parent

# By its place: Pelican gives this file the same module name while it reads it.
globals().update(runpy.run_path(str(_FOLDER.parent.parent / "pelicanconf.py")))

THEME = str(_FOLDER / "theme")
