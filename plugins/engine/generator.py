"""Where the engine meets Pelican: one generator that makes every page of the site in PATH.

`pelican content/portal -s pelicanconf.py -o X` makes a build of its own; `invoke build` hands in the build that all
sites share as the setting `BUILD`. Both make the same bytes.
"""

from __future__ import annotations

import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from pelican.generators import Generator

from model.faults import ContentFaults, Fault
from model.language import MAIN_LANGUAGE
from plugins.engine.build import Build
from plugins.engine.clock import now_in_shanghai
from plugins.engine.languages import speak
from plugins.engine.ledger import Ledger, opened
from plugins.engine.output import OutputError
from plugins.engine.picture_cache import PictureCache, cache_beside
from plugins.engine.registry import collect
from plugins.engine.survey import survey
from plugins.engine.templates import loader, prepare
from plugins.engine.workers import cores

if TYPE_CHECKING:
    from collections.abc import Iterator


class SiteGenerator(Generator):  # type: ignore[misc]  # Pelican ships no types
    """Makes a site; Pelican's own article and page generators stay empty."""

    def generate_output(self, _writer: object) -> None:
        """Make the site's pages, in the build that all sites share or in one of its own."""
        shared: Build | None = self.settings.get("BUILD")
        if shared:
            self._make(shared)
            return
        with _plainly(), tempfile.TemporaryDirectory() as scratch, opened(Path(scratch) / "ledger.sqlite") as ledger:
            theme = Path(self.theme)
            seen = survey(Path(self.path).resolve().parent, ledger, now_in_shanghai(), theme)
            build = Build(seen, ledger, collect(theme), cores(), self._pictures(ledger))
            build.read()
            self._make(build)
            build.commit()

    def _pictures(self, ledger: Ledger) -> PictureCache:
        """What `invoke build` keeps beside the output; where it never built, a cache that goes with the ledger."""
        kept = cache_beside(Path(self.output_path).resolve())
        return kept if kept.folder.is_dir() else cache_beside(ledger.file)

    def _make(self, build: Build) -> None:
        name = Path(self.path).resolve().name
        site = build.seen.content.sites.get(name)
        if site is None:
            raise ContentFaults([Fault(name, 1, "NO_SITE", "这个文件夹不是网站", "给出有site.toml的文件夹")])
        self.env.loader = loader(Path(self.theme))
        prepare(self.env, build.registry.filters)
        speak(self.env, build.registry.words(MAIN_LANGUAGE))
        build.make(site, self.env, Path(self.output_path))


@contextmanager
def _plainly() -> Iterator[None]:
    """Say what is wrong a line each and stop: Pelican's own log would fold the lines and add a traceback."""
    try:
        yield
    except (ContentFaults, OutputError) as error:
        print(error, file=sys.stderr)
        raise SystemExit(error.exitcode) from None


def get_generators(_pelican: object) -> type[SiteGenerator]:
    """Give Pelican our generator."""
    return SiteGenerator
