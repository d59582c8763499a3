"""Which documents of a site move, each to which file and address of the other site, as the operator's mapping has it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from model import values
from model.faults import Fault, Unreadable, did_you_mean
from model.language import MAIN_LANGUAGE
from model.site import SITE_FILE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from model.document import Document
    from model.site import Column
    from pipeline.moving.eve import Eve
    from pipeline.moving.mapping import Mapping, MapRow

#: As many faults of one sort are listed; of the others it is said how many they are.
MOST = 50


@dataclass(frozen=True, slots=True)
class Move:
    """A document that moves: what it is, the line of the mapping that says so, and its place on the other site."""

    document: Document
    line: int
    site: str
    column: Column
    slug: str

    @property
    def path(self) -> str:
        """Its file after the move."""
        return f"{self.site}/{self.column.path}/{self.slug}.md"

    @property
    def url(self) -> str:
        """Its address after the move."""
        return f"{self.column.url}{self.slug}/"


@dataclass(slots=True)
class Moves:
    """The documents that are kept and those that are not, by the path of their file; and what is wrong with the mapping of either."""

    kept: dict[str, Move] = field(default_factory=dict)
    gone: dict[str, MapRow] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def after(self, path: str) -> str:
        """Return where a document is after the move: where it was, unless it moved."""
        return self.kept[path].path if path in self.kept else path


def plan_moves(eve: Eve, mapping: Mapping) -> Moves:
    """Place every document of the site that the mapping speaks of."""
    moves = Moves()
    lacking: dict[str, list[tuple[MapRow, str]]] = defaultdict(list)
    foreign: list[Fault] = []
    for path, document in eve.documents.items():
        row = mapping.row(document.url)
        if row and not row.new:
            moves.gone[path] = row
        elif document.lang != MAIN_LANGUAGE:
            remedy = "在迁往的网站重新放译文，这里设为草稿；旧网址在对照表里写成不保留，说明里写新网址"
            foreign.append(Fault(path, 1, "MAP_LANGUAGE", f"这篇是“{document.lang}”的，迁移只搬中文的文件", remedy))
        elif row:
            new = row.leads(document.url)
            column, _, slug = new.strip("/").rpartition("/")
            if found := eve.target.column(column):
                moves.kept[path] = Move(document, row.line, eve.target.id, found, slug)
            else:
                lacking[column].append((row, new))
    moves.faults += [_no_column(column, rows, eve, mapping.path) for column, rows in lacking.items()]
    moves.faults += few(foreign) + few(list(_misnamed(moves, mapping.path)))
    moves.faults += few(list(_taken(moves, eve, mapping.path)))
    moves.faults += _missed(moves, eve)
    return moves


def _no_column(column: str, rows: list[tuple[MapRow, str]], eve: Eve, path: str) -> Fault:
    """The addresses that lie in no column of the other site."""
    (row, new), *others = rows
    these = f"新网址“{new}”" + (f"等{len(others) + 1}个" if others else "")
    if not column:
        return Fault(path, row.line, "NO_COLUMN", f"{these}不在栏目里", "文件的新网址写成“/栏目路径/网址名/”")
    nearest = did_you_mean(column, (each.path for each in eve.target.columns))
    remedy = f"在{eve.target.id}/{SITE_FILE}里加上栏目“{column}”"
    remedy += f"，或者改为“{nearest}”" if nearest else ""
    fact = f"{these}在栏目“{column}”里，网站“{eve.target.id}”没有这个栏目"
    return Fault(path, row.line, "NO_COLUMN", fact, remedy)


def _misnamed(moves: Moves, path: str) -> Iterator[Fault]:
    for move in moves.kept.values():
        try:
            values.slug(move.slug)
        except Unreadable as error:
            yield error.at(path, move.line)


def _taken(moves: Moves, eve: Eve, path: str) -> Iterator[Fault]:
    """The new addresses that two documents would have, or that the other site has already."""
    together: dict[str, list[Move]] = defaultdict(list)
    for move in moves.kept.values():
        together[move.url].append(move)
    for url, (first, *others) in together.items():
        if others:
            several = "、".join(f"“{move.document.path}”" for move in (first, others[0]))
            fact = f"{several}{'等' if len(others) > 1 else ''}{len(others) + 1}篇文件的新网址都是“{url}”"
            yield Fault(path, others[0].line, "SAME_URL", fact, "一篇一个新网址，不保留的不写新网址，写说明")
        if url in eve.taken:
            fact = f"“{first.document.path}”的新网址“{url}”，网站“{eve.target.id}”已经用了"
            yield Fault(path, first.line, "SAME_URL", fact, "换一个新网址")


def _missed(moves: Moves, eve: Eve) -> Iterator[Fault]:
    """The documents, of whatever site, that go on to name one that is not kept."""
    for each in eve.named:
        if each.target in moves.gone and each.source not in moves.gone:
            fact = f"这里用到的“{each.target}”不迁移，网站搬走以后就没有了"
            yield Fault(each.source, each.line, "MAP_GONE", fact, "先改掉这一处，或者把那一篇也迁走")


def few(faults: list[Fault]) -> list[Fault]:
    """Return the first of faults of one sort, with a last one that says how many there are besides."""
    if len(faults) <= MOST:
        return faults
    last, rest = faults[MOST - 1], len(faults) - MOST
    return [*faults[:MOST], Fault(last.path, last.line, last.code, f"还有{rest}处是这样", "改掉一类，再运行一次")]
