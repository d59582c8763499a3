"""What is built of a site, as the lines of a manifest: from the ledger's digests, or by digesting a folder."""

from __future__ import annotations

import datetime as dt
import re
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.manifest import Manifest, ReleasedFile, file_of
from pipeline.release import Found, ReleaseError, digest_of, fault_of_path, reason, shown, walk
from plugins.engine.ledger import reading_connection

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

#: A file of the theme's, whose name changes with its content: a page that was loaded before a switch may ask for it afterwards.
_ASSET = re.compile(r"static/.+\.[0-9a-f]{12}\.[a-z0-9]+(?:\.gz|\.br)?")


@dataclass(frozen=True, slots=True)
class BuiltSite:
    """A built site: its folder, and the line of each of its files in the order of their paths."""

    site: str
    folder: Path
    lines: tuple[str, ...]


def from_ledger(ledger: Path, folder: Path, site: str) -> BuiltSite:
    """Return a site as the ledger has it right after a build, which has compared the files with it; no file is read.

    Raise `ReleaseError` where the site was not built, or has a name that no manifest can hold.
    """
    query = "select digest || ' ' || size || ' ' || file from page where site = ? order by file"
    with closing(reading_connection(ledger)) as database:
        lines = tuple(line for [line] in database.execute(query, (site,)))
    if not lines:
        raise ReleaseError(str(folder), "里面没有任何文件", "先构建本站")
    return BuiltSite(site, folder, lines)


def from_folder(folder: Path, site: str) -> BuiltSite:
    """Return a site as its folder holds it; every file is read.

    Raise `ReleaseError` where the folder is missing, empty or unreadable, or holds a symbolic link, a special file or a
    name that cannot be published.
    """
    try:
        files = sorted(_described(folder, path, found) for path, found in walk(folder))
    except OSError as error:
        raise ReleaseError(str(folder), f"读取失败，{reason(error)}", "先构建本站，并检查文件夹的权限") from error
    if not files:
        raise ReleaseError(str(folder), "里面没有任何文件", "先构建本站")
    return BuiltSite(site, folder, tuple(file.line for file in files))


def is_shown(built: BuiltSite, manifest: Manifest | None) -> bool:
    """Say whether visitors of a release get what is built, and nothing else but assets of earlier releases."""
    if manifest is None:
        return False
    there, wanted = set(manifest.lines), set(built.lines)
    return wanted <= there and all(_ASSET.fullmatch(file_of(line).path) for line in there - wanted)


def assets(lines: Iterable[str]) -> dict[str, str]:
    """Return the lines of the assets among `lines`, by path."""
    found = ((file_of(line).path, line) for line in lines if " static/" in line)
    return {path: line for path, line in found if _ASSET.fullmatch(path)}


def carried(
    built: BuiltSite, manifests: Iterable[Manifest], today: dt.date, days: int
) -> dict[str, tuple[str, dt.date]]:
    """Return the assets of the releases shown until now that are to stay reachable: by path the line, and until which day.

    An asset stays `days` days after the last release that used it (a convention of this platform, no clause).
    """
    own = assets(built.lines)
    found: dict[str, tuple[str, dt.date]] = {}
    for manifest in manifests:
        until = dict(manifest.kept)
        for path, line in assets(manifest.lines).items():
            last = until.get(path, today + dt.timedelta(days))
            if path not in own and last >= today:
                found[path] = (line, max(last, found.get(path, (line, last))[1]))
    return found


def _described(folder: Path, path: str, found: Found) -> ReleasedFile:
    if fault := fault_of_path(path):
        raise ReleaseError(str(folder), f"文件名“{shown(path)}”{fault}", "改名或者删去，再重新构建")
    if found is not Found.FILE:
        what = "符号链接" if found is Found.LINK else "特殊文件"
        raise ReleaseError(str(folder), f"“{path}”是{what}，不能发布", "换成普通文件，或者删去")
    return ReleasedFile(path, *digest_of(folder / path))
