"""Where a theme's templates and styles lie: pages in `templates/`, each component in a folder of its own, `components/<name>/`.

A component `<name>` has the template `<name>.html`, perhaps the style `<name>.css`, and its examples, which no page is made from.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

COMPONENTS = "components"


def template_files(theme: Path) -> dict[str, Path]:
    """Return every template of a theme by the name that others call it by: `pages/list.html`, `components/items/items.html`."""
    folder = theme / "templates"
    found = {path.relative_to(folder).as_posix(): path for path in sorted(folder.rglob("*")) if path.is_file()}
    return found | {path.relative_to(theme).as_posix(): path for path in _own_files(theme, ".html")}


def component_styles(theme: Path) -> list[Path]:
    """Return the styles of the components, by name."""
    return _own_files(theme, ".css")


def _own_files(theme: Path, suffix: str) -> list[Path]:
    """The files of this sort that bear the name of their component."""
    return sorted(path for path in theme.glob(f"{COMPONENTS}/*/*{suffix}") if path.stem == path.parent.name)
