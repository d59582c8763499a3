"""Build the sites of a content folder with Pelican: what a change touches, all or nothing."""

from __future__ import annotations

import fcntl
import runpy
import sqlite3
import time
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from model.content_folder import SITE_NAME
from model.faults import ContentFaults, Fault, did_you_mean
from plugins.engine import damage, seal
from plugins.engine.clock import now_in_shanghai
from plugins.engine.ledger import discard, opened
from plugins.engine.output import OutputError, Written, is_ours
from plugins.engine.selection import falls_due, next_due, unfinished
from plugins.engine.survey import Survey, survey

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from model.content_folder import Content
    from model.site import Site
    from plugins.engine.build import Build
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
    """What a build gave: its figures, the sites that it read, the next moment (as text) at which another will change something.

    `reasons` are, where they were asked for, the files that were written, each with why. `note` says in a line why the ledger
    was of no help with an output that was there.
    """

    figures: Built
    content: Content
    sites: tuple[Site, ...]
    next_due: str
    reasons: tuple[tuple[str, str], ...]
    note: str


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be built.

    `site` is empty for all; `as_of` is now where it is not given; `jobs` is how many processes may work at once, 0 for as many
    as there are processors; `fresh` forgets what is known; `explain` asks for reasons; `settings` is Pelican's settings file.
    """

    content: Path
    output: Path
    site: str = ""
    as_of: dt.datetime | None = None
    jobs: int = 0
    fresh: bool = False
    explain: bool = False
    settings: Path = SETTINGS


class LedgerDamaged(Exception):
    """The ledger cannot be read on; it is a cache, and the build begins anew without it."""


def build(content: Path, output: Path, **more: Any) -> BuiltPlatform:
    """Build what changed of all sites of `content`, or of the one named, into `output/<site>/`; `more` is as in `Order`.

    Raises `ContentFaults` with every fault, or `OutputError`; then every earlier output is as it was.
    """
    order = Order(
        content.resolve(), output.resolve(), **more
    )  # Pelican takes a relative path from the settings' folder
    try:
        return _build(order)
    except LedgerDamaged:
        discard(order.output / LEDGER)
        return _build(order, "台账损坏，已经删去，从头构建")


def _build(order: Order, note: str = "") -> BuiltPlatform:
    begun = time.monotonic()
    with _alone(order.output) as ledger:
        whole = not order.fresh and seal.is_whole(ledger)
        known = _known(ledger, order.output, whole)
        remembers = bool(ledger.facts()) and not order.fresh
        note = note or ledger.begun_anew or _why_looked_at(order, known, whole, remembers)
        if order.fresh:
            ledger.forget_everything()
        damaged = damage.look(ledger, order.output, known)
        seen = _survey(order, ledger)
        note = note or ("程序、设置或者程序库换了版本：台账清空，从头构建" if remembers and seen.first else "")
        unknown = known - seen.content.sites.keys() if whole else known | seen.content.sites.keys()
        written = _bring_up(order, seen, damaged(), unknown, ledger)
        sites = _chosen(seen.content, order.site)
        pages = sum(ledger.count("page", site.id) for site in sites)
        figures = Built(
            ledger.count("document"),
            pages,
            written.written,
            pages - written.written,
            written.removed,
            round(time.monotonic() - begun, 3),
        )
        return BuiltPlatform(figures, seen.content, sites, next_due(ledger, seen), written.reasons, note)


def _why_looked_at(order: Order, known: set[str], whole: bool, remembers: bool) -> str:
    """Why the files of an output are looked at one by one; nothing where there is none, or the ledger speaks of it."""
    if order.fresh or whole or not any((order.output / site).is_dir() for site in known):
        return ""
    return "台账记的不是这个输出：逐个核对输出的文件" if remembers else "输出没有台账：从头构建，逐个核对输出的文件"


def _known(ledger: Ledger, output: Path, whole: bool) -> set[str]:
    """The sites that were built into the output, as the ledger says; where it does not speak of this one, also as folders do."""
    sites = {name.removeprefix("site:") for name in ledger.facts() if name.startswith("site:")}
    entries = [] if whole else [entry for entry in output.iterdir() if SITE_NAME.fullmatch(entry.name)]
    return sites | {entry.name for entry in entries if not entry.is_symlink() and is_ours(entry)}


def _survey(order: Order, ledger: Ledger) -> Survey:
    theme = theme_of(order.settings)
    return survey(order.content, ledger, order.as_of or now_in_shanghai(), theme, order.settings)


def theme_of(settings: Path) -> Path:
    """Return the folder of the theme that a settings file names."""
    return Path(runpy.run_path(str(settings))["THEME"])


def _bring_up(order: Order, seen: Survey, damaged: list[int], unknown: set[str], ledger: Ledger) -> Written:
    """Make what must be made; where that is nothing, neither Pelican nor a plugin is loaded."""
    if seen.nothing and not (damaged or unknown) and not falls_due(ledger, seen) and not unfinished(ledger, order.site):
        ledger.commit()
        return Written(0, 0, ())
    from pipeline.pelican_run import declared
    from plugins.engine.build import Build
    from plugins.engine.picture_cache import cache_beside
    from plugins.engine.workers import cores

    work = Build(seen, ledger, declared(order.settings), order.jobs or cores(), cache_beside(ledger.file))
    try:
        work.read(damaged, {name: order.output / name for name in unknown})
        _make(work, order)
        return work.commit(explain=order.explain)
    finally:
        work.discard()


def _make(work: Build, order: Order) -> None:
    """Have Pelican make the sites that have something to be made, and clear away those that are no more."""
    from pipeline.pelican_run import make_site

    waiting, sites = work.stale(), work.seen.content.sites
    for site in _chosen(work.seen.content, order.site):
        if site.id in waiting:
            make_site(work, order.settings, order.content / site.id, order.output / site.id)
    for name in sorted(waiting - sites.keys()) if not order.site else ():
        work.clear(name, order.output / name)


def _chosen(content: Content, site: str) -> tuple[Site, ...]:
    if not site:
        return tuple(content.sites.values())
    if site not in content.sites:
        nearest = did_you_mean(site, content.sites) or "、".join(content.sites)
        raise ContentFaults([Fault(site, 1, "NO_SITE", f"没有“{site}”这个网站", f"网站有：{nearest}")])
    return (content.sites[site],)


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
            if _makes_no_sense(error):
                raise LedgerDamaged from error
            raise OutputError(f"{ledger.file}：写不进去，{error}（检查磁盘空间和文件的权限，或者删去它）") from error


def _makes_no_sense(error: sqlite3.Error) -> bool:
    """Say whether it is not that the ledger cannot be written: SQLite names no other sign of damage than these."""
    return not isinstance(error, sqlite3.OperationalError) or "decode" in str(error) or "malformed" in str(error)


def _lock(lock: TextIO, output: Path) -> None:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise OutputError(f"{output}：另一个构建正在进行（等它结束再试）") from None
