"""Build the sites of a content folder with Pelican, all or nothing."""

from __future__ import annotations

import datetime as dt
import fcntl
import sqlite3
import time
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from pelican import Pelican
from pelican.log import console
from pelican.plugins._utils import load_plugins
from pelican.settings import read_settings

from model.faults import ContentFaults, Fault, did_you_mean
from plugins.engine.build import Build, now_in_shanghai
from plugins.engine.ledger import opened
from plugins.engine.output import OutputError
from plugins.engine.registry import collect

if TYPE_CHECKING:
    from collections.abc import Iterator

    from model.content_folder import Content
    from model.site import Site
    from plugins.engine.ledger import Ledger

SETTINGS = Path(__file__).parent.parent / "pelicanconf.py"
LEDGER = ".ledger.sqlite"


@dataclass(frozen=True, slots=True)
class Built:
    """The figures of a build, as `--json` prints them; seconds are of wall time."""

    documents: int
    pages: int
    written: int
    kept: int
    removed: int
    seconds: float

    def as_dict(self) -> dict[str, int | float]:
        """Return the figures by name."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class BuiltPlatform:
    """What a build gave: its figures, and the sites that it read."""

    figures: Built
    content: Content
    sites: tuple[Site, ...]


def build(content: Path, output: Path, *, site: str = "", as_of: dt.datetime | None = None) -> BuiltPlatform:
    """Build all sites of `content`, or the one named, into `output/<site>/`.

    Raises `ContentFaults` with every fault, or `OutputError`; then every earlier output is as it was.
    """
    begun = time.monotonic()
    output = output.resolve()  # Pelican takes a relative path from the settings file's folder
    settings = read_pelican_settings()
    with _alone(output) as ledger:
        load_all(settings)
        work = Build(content.resolve(), ledger, collect(Path(settings["THEME"])), as_of or now_in_shanghai())
        read = work.read()
        sites = _chosen(read, site)
        try:
            for each in sites:
                _make(work, each, output / each.id)
            written = work.commit()
        finally:
            work.discard()
        [documents] = ledger.database.execute("select count(*) from document").fetchone()
    figures = Built(
        documents, work.pages, written.written, written.kept, written.removed, round(time.monotonic() - begun, 3)
    )
    return BuiltPlatform(figures, read, sites)


def read_pelican_settings(**more: Any) -> dict[str, Any]:
    """Return Pelican's settings with `more` in their place, as a fresh dictionary: Pelican changes its settings by use."""
    return dict(read_settings(str(SETTINGS), override={"LOG_FILTER": [], **more}))


def load_all(settings: dict[str, Any]) -> None:
    """Load the plugins that the settings name and have them connect their features."""
    for plugin in load_plugins(settings):
        plugin.register()


def _chosen(content: Content, site: str) -> tuple[Site, ...]:
    if not site:
        return tuple(content.sites.values())
    if site not in content.sites:
        nearest = did_you_mean(site, content.sites) or "、".join(content.sites)
        raise ContentFaults([Fault(site, 1, "NO_SITE", f"没有“{site}”这个网站", f"网站有：{nearest}")])
    return (content.sites[site],)


def _make(work: Build, site: Site, folder: Path) -> None:
    console.quiet = True  # its closing line counts articles, of which there are none
    settings = read_pelican_settings(PATH=str(work.content_folder / site.id), OUTPUT_PATH=str(folder), BUILD=work)
    Pelican(settings).run()


@contextmanager
def _alone(output: Path) -> Iterator[Ledger]:
    """The ledger of an output folder into which nobody else builds: two builds would mix their pages."""
    with ExitStack() as stack:
        try:
            output.mkdir(parents=True, exist_ok=True)
            lock = stack.enter_context((output / ".lock").open("w"))
            _lock(lock, output)
            ledger = stack.enter_context(opened(output / LEDGER))
        except (OSError, sqlite3.Error) as error:
            raise OutputError(
                f"{output}：写不进去，{error}（检查磁盘空间和文件夹的权限，或者换一个输出文件夹）"
            ) from error
        try:
            yield ledger
        except sqlite3.Error as error:
            raise OutputError(f"{ledger.file}：写不进去，{error}（检查磁盘空间和文件的权限，或者删去它）") from error


def _lock(lock: TextIO, output: Path) -> None:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise OutputError(f"{output}：另一个构建正在进行（等它结束再试）") from None
