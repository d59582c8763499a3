"""The addresses that a site had and has no more, each with what it should lead to now, or why that is not known.

Source: 长治市政府网站管理办法第八条第四项, 第五项（访问地址）.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from urllib.parse import quote

from model import values
from model.faults import Unreadable
from model.lifecycle import Mode
from model.redirects import REDIRECTS_FILE, Redirect
from pipeline.changes.snapshots import ALIAS, place_of, written_place

if TYPE_CHECKING:
    from pipeline.changes.renames import Renames
    from pipeline.changes.snapshots import Snapshot
    from pipeline.sources.addresses import Address

#: Views whose page is the document itself.
_OF_DOCUMENT = frozenset({"document", ALIAS})


@dataclass(frozen=True, slots=True)
class Old:
    """An address that is none any more, as the table of old addresses writes it.

    `new` is where it should lead, as that table writes it. Where it is not known, `candidates` are what it may be, or `why` says
    what hinders.
    """

    url: str
    new: str = ""
    why: str = ""
    candidates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Pair:
    """A site at two moments, and where its documents and columns went."""

    before: Snapshot
    after: Snapshot
    renames: Renames

    @property
    def rests(self) -> bool:
        """Whether the site shows one notice instead of itself at one of the moments: its addresses are not to be seen then."""
        return Mode.RESTING in {self.before.mode, self.after.mode}


def follow(pair: Pair, address: Address) -> Old:
    """Return what an address of the earlier site should lead to now."""
    if address.owner:
        return _with_its_document(pair, address)
    column = _column(pair.before, address.url)
    if not column:
        return Old(quote(address.url), why="这个网页没有了")
    there = pair.renames.columns[column]
    if not there:
        return Old(quote(address.url), why=f"栏目“{_name(pair.before, column)}”没有了，认不出并到了哪里")
    front = f"/{there}/"
    for new in (front + address.url.removeprefix(f"/{column}/"), front):
        if place_of(new) in pair.after.pages:
            return Old(quote(address.url), quote(new))
    return Old(quote(address.url), why=f"栏目“{_name(pair.before, column)}”现在没有网页")


def _column(snapshot: Snapshot, url: str) -> str:
    """The path of the lowest column that an address lies in."""
    paths = (column.path for column in snapshot.site.columns if url.startswith(f"/{column.path}/"))
    return max(paths, key=len, default="")


def _name(snapshot: Snapshot, path: str) -> str:
    column = snapshot.site.column(path)
    return column.name if column else path


def _with_its_document(pair: Pair, address: Address) -> Old:
    url, path = quote(address.url), address.owner
    if path in pair.renames.undecided:
        found = (_beside(pair, address, each) for each in pair.renames.undecided[path])
        return Old(url, candidates=tuple(each for each in found if each) or pair.renames.undecided[path])
    there = pair.renames.documents.get(path)
    title = pair.before.documents[path].title if path in pair.before.documents else path
    if there is None:
        return Old(url, why=f"文件“{title}”删去了，或者没有发布")
    new = _beside(pair, address, there)
    return Old(url, new, "" if new else f"文件“{title}”（{there}）没有这个附件或者图片了")


def _beside(pair: Pair, address: Address, path: str) -> str:
    """What an address becomes where its document is at `path` now; nothing where the file is not there."""
    if address.view in _OF_DOCUMENT:
        return path
    before, after = pair.before.documents[address.owner].url, pair.after.documents[path].url
    same = after + address.url.removeprefix(before)
    return quote(same) if place_of(same) in pair.after.pages else ""


class Admission:
    """What may be written into a site's table of old addresses."""

    def __init__(self, after: Snapshot) -> None:
        self._after = after
        self._pages = {place.lower() for place in after.pages}
        self._rows = {place.lower(): row for place, row in after.table.items()}

    def admitted(self, old: Old) -> Old:
        """Return an old address as it may be written; without a target, and why, where it may not."""
        hindrance = self._hindrance(old) if old.new else ""
        return replace(old, new="", why=hindrance) if hindrance else old

    def _hindrance(self, old: Old) -> str:
        try:
            values.old_path(old.url)
        except Unreadable:
            return f"{REDIRECTS_FILE}里不能写这样的网址，把文件按原来的名字放回去"
        folded = written_place(old.url).lower()
        if folded in self._rows:
            return _of_its_own_row(old, self._rows[folded])
        if folded in self._pages:
            return "和一个现在的网址只有大小写不同，把名字改回去"
        return self.clash(old.new)

    def clash(self, new: str) -> str:
        """Say which row has the address of a target as an old one: a row that leads there would make a chain."""
        document = self._after.documents.get(new)
        row = self._after.table.get(place_of(document.url) if document else written_place(new))
        return f"新网址在{REDIRECTS_FILE}第{row.line}行写成了旧网址，先删去那一行" if row else ""


def _of_its_own_row(old: Old, row: Redirect) -> str:
    if row.begins and written_place(row.old) == written_place(old.url):
        return f"{REDIRECTS_FILE}第{row.line}行从{row.begins}起才转，把日期提前"
    return f"{REDIRECTS_FILE}第{row.line}行只有大小写不同，改成同样的写法"
