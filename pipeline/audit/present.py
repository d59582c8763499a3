"""Which files a site has now, by the ledger of a build or by the folder itself, and which of them the memo does not know so."""

from __future__ import annotations

import os
import sqlite3
from contextlib import suppress
from typing import TYPE_CHECKING

from pipeline.audit.lists import is_list
from pipeline.audit.looking import Asked, stamp_to_trust
from pipeline.audit.reading import unreadable
from plugins.engine import seal
from plugins.engine.ledger import SCHEMA_VERSION

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_PRESENT = "create temp table present (file text not null, digest text not null, stamp text not null)"
_OF_LEDGER = "insert into present select file, digest, '' from built.page where site = ?"
_UNFINISHED = "select 1 from built.page where site = ? and stale is not null limit 1"
_PAGE = "({file} like '%.html' or {file} like '%.htm' or {file} like '%.shtml')"
#: What is read: pages, and what lists them for machines.
_READ = f"({_PAGE.format(file='present.file')} or (substr(present.file, -4) = '.xml' and is_list(present.file)))"
_AGAIN = f"update page set digest = '?', stamp = '' where site = ? and {_PAGE.format(file='file')}"  # noqa: S608 no value
_BESIDE = "from present left join page on page.site = :site and page.file = present.file"
#: What is to be done, worked out before anything is: a page is looked at again where its digest or else its stamp is not the memo's.
_COMPARE = {
    "asked": f"""select present.file, coalesce(page.digest, '') as known {_BESIDE} where {_READ} and
        iif(present.digest = '', page.stamp is not present.stamp or page.stamp = '', page.digest is not present.digest)
        order by present.file""",
    "come": f"select present.file {_BESIDE} where not {_READ} and page.id is null",
    "gone": "select file from page where site = :site except select file from present",
}


def list_present(memo: sqlite3.Connection, folder: Path, ledger: Path | None) -> None:
    """Take the files of a site from the ledger of a build, where it speaks of the output beside it, or else from the folder."""
    memo.execute(_PRESENT)
    if not (ledger and _list_of_ledger(memo, ledger, folder.name)):
        _list_files(memo, folder)


def _list_of_ledger(memo: sqlite3.Connection, ledger: Path, site: str) -> bool:
    try:
        memo.execute("attach ? as built", (f"{ledger.absolute().as_uri()}?mode=ro",))
        if _speaks(memo, ledger.with_name(seal.FILE), site):
            memo.execute(_OF_LEDGER, (site,))
            return True
    except (OSError, UnicodeDecodeError, sqlite3.Error):
        return False
    finally:
        with suppress(sqlite3.Error):
            memo.execute("detach built")
    return False


def _speaks(memo: sqlite3.Connection, sealed: Path, site: str) -> bool:
    """Whether the attached ledger is of this version, under the seal of this output, and done with the site."""
    version = memo.execute("pragma built.user_version").fetchone()
    words = memo.execute("select word from built.seal").fetchall() if version == (SCHEMA_VERSION,) else []
    if words != [(sealed.read_text(encoding="ascii"),)]:
        return False
    return not memo.execute(_UNFINISHED, (site,)).fetchone()


def _list_files(memo: sqlite3.Connection, folder: Path) -> None:
    memo.execute("begin")
    try:
        memo.executemany("insert into present values (?, '', ?)", _files(folder))
    except OSError as error:
        raise unreadable(folder.name, error) from error
    memo.execute("commit")


def _files(folder: Path) -> Iterator[tuple[str, str]]:
    """Every file below a folder, with its stamp; a linked folder is not gone into, and no link leads to a name that is no text."""
    waiting = [""]
    while waiting:
        place = waiting.pop()
        with os.scandir(f"{folder}/{place}") as entries:
            for entry in filter(_is_text, entries):
                if entry.is_dir(follow_symlinks=False):
                    waiting.append(f"{place}{entry.name}/")
                elif entry.is_file():
                    yield f"{place}{entry.name}", stamp_to_trust(entry.stat())


def _is_text(entry: os.DirEntry[str]) -> bool:
    return entry.name.isascii() or not any("\ud800" <= sign <= "\udfff" for sign in entry.name)


def renew(memo: sqlite3.Connection, site: str, setting: str) -> None:
    """Have the pages of a site looked at again where they were compared with other settings than those of this digest."""
    known = memo.execute("select digest from compared where site = ?", (site,)).fetchone()
    if known != (setting,):
        memo.execute(_AGAIN, (site,))
        memo.execute("insert or replace into compared values (?, ?)", (site, setting))


def compare(memo: sqlite3.Connection, site: str) -> None:
    """Find what differs between the files that are there and those that the memo knows, with one query each over all of them."""
    memo.create_function("is_list", 1, is_list, deterministic=True)
    for name, query in _COMPARE.items():
        memo.execute(f"create temp table {name} as {query}", {"site": site})


def gone(memo: sqlite3.Connection) -> Iterator[str]:
    """Yield the files that are there no more."""
    yield from (file for (file,) in memo.execute("select file from gone"))


def come(memo: sqlite3.Connection) -> Iterator[str]:
    """Yield the files that are not read, and that the memo does not know."""
    yield from (file for (file,) in memo.execute("select file from come"))


def to_look_at(memo: sqlite3.Connection) -> Iterator[Asked]:
    """Yield the pages, and what lists them, that may have other bytes than when they were audited."""
    yield from map(Asked._make, memo.execute("select file, known from asked order by rowid"))
