"""Where the engine meets Pelican: one generator that makes every page of the site in PATH.

`pelican content/portal -s pelicanconf.py -o X` makes a build of its own; `invoke build` hands in the build that all
sites share as the setting `BUILD`. Both make the same bytes.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from pelican.generators import Generator

from model.faults import ContentFaults, Fault
from plugins.engine.build import Build, now_in_shanghai
from plugins.engine.ledger import Ledger
from plugins.engine.registry import collect
from plugins.engine.templates import add_filters


class SiteGenerator(Generator):  # type: ignore[misc]  # Pelican ships no types
    """Makes a site; Pelican's own article and page generators stay empty."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        add_filters(self.env)

    def generate_context(self) -> None:
        """Have all documents in the ledger; raise `ContentFaults` before anything is written."""
        shared: Build | None = self.settings.get("BUILD")
        self._own = shared is None
        self._build = shared or self._begin()

    def _begin(self) -> Build:
        self._scratch = tempfile.TemporaryDirectory()
        folder = Path(self.path).resolve().parent
        ledger = Ledger(Path(self._scratch.name) / "ledger.sqlite")
        build = Build(folder, ledger, collect(Path(self.theme)), now_in_shanghai())
        build.read()
        return build

    def generate_output(self, _writer: object) -> None:
        """Make the site's pages; with a build of its own, put them in place."""
        content = self._build.content
        name = Path(self.path).resolve().name
        if content is None or name not in content.sites:
            raise ContentFaults(
                [Fault(f"{name}/site.toml", 1, "NO_SITE", "这个文件夹不是网站", "给出有site.toml的文件夹")]
            )
        self._build.make(content.sites[name], self.env, Path(self.output_path))
        if self._own:
            self._build.commit()
            self._build.ledger.close()
            self._scratch.cleanup()


def get_generators(_pelican: object) -> type[SiteGenerator]:
    """Give Pelican our generator."""
    return SiteGenerator
