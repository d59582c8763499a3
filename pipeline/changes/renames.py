"""Where the documents and columns of a site went between two snapshots of it: recognised by what they are, never guessed."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from model.site import Site
    from pipeline.changes.snapshots import Snapshot
    from pipeline.sources.addresses import Document


@dataclass(frozen=True, slots=True)
class Renames:
    """Where each document and column of the earlier snapshot is in the later one; a document that is in neither is gone.

    Both are by the earlier path, with those that stayed; a column that is gone leads to nothing. `undecided` has the documents
    that may be one of several.
    """

    documents: dict[str, str]
    undecided: dict[str, tuple[str, ...]]
    columns: dict[str, str]


def renames(before: Snapshot, after: Snapshot) -> Renames:
    """Return where the documents and columns of a site went."""
    documents: dict[str, str] = {}
    undecided: dict[str, tuple[str, ...]] = {}
    candidates = Candidates(before.documents, after.documents)
    for path, document in before.documents.items():
        found = candidates.of(document, f"{after.site.id}/{path.partition('/')[2]}")
        if len(found) == 1:
            documents[path] = found[0]
        elif found:
            undecided[path] = found
    return Renames(documents, undecided, _columns(before, after, documents))


def slug(document: Document) -> str:
    """The last part of a document's address."""
    return document.url.rstrip("/").rpartition("/")[2]


def column_of(document: Document) -> str:
    """The path of the column that a document stands in."""
    return document.url.strip("/").rpartition("/")[0]


#: By what a document is known again, surest first: its bytes, its number, its address name and title, its title and date.
_SIGNS: tuple[Callable[[Document], tuple[str, ...]], ...] = (
    lambda document: (document.digest,),
    lambda document: (document.number,),
    lambda document: (slug(document), document.title),
    lambda document: (document.title, document.date),
)


class Candidates:
    """The documents of the later snapshot by their signs."""

    def __init__(self, before: Iterable[str], after: dict[str, Document]) -> None:
        self._before = frozenset(before)
        self._after = after
        self._by_sign: list[dict[tuple[str, ...], list[str]]] = [defaultdict(list) for _ in _SIGNS]
        for path, document in after.items():
            for sign, known in zip(_SIGNS, self._by_sign, strict=True):
                known[sign(document)].append(path)

    def of(self, document: Document, path: str) -> tuple[str, ...]:
        """Return what a document may be now whose path would be `path`: one where that is certain, none where nothing is like it.

        What is at its path is taken for it, unless that bears none of its signs and one other document does.
        """
        there = self._after.get(path)
        if there and any(sign(document) == sign(there) and all(sign(there)) for sign in _SIGNS):
            return (path,)
        found = self._alike(document)
        return (path,) if there and len(found) != 1 else found

    def _alike(self, document: Document) -> tuple[str, ...]:
        """The first sign that any bears counts, the others choose among several."""
        narrowed: list[str] = []
        for sign, known in zip(_SIGNS, self._by_sign, strict=True):
            value = sign(document)
            found = known.get(value, []) if all(value) else []
            both = set(narrowed).intersection(found)
            narrowed = [path for path in narrowed if path in both] or narrowed or self._newcomers(found)
            if len(narrowed) == 1:
                break
        return tuple(narrowed)

    def _newcomers(self, found: list[str]) -> list[str]:
        """What stood at its path before is itself, and another document only where there is no newcomer."""
        return [path for path in found if path not in self._before] or found


def _columns(before: Snapshot, after: Snapshot, documents: dict[str, str]) -> dict[str, str]:
    went: dict[str, Counter[str]] = defaultdict(Counter)
    for path, document in before.documents.items():
        there = documents.get(path)
        went[column_of(document)][column_of(after.documents[there]) if there else ""] += 1
    found = {column.path: column.path for column in before.site.columns if after.site.column(column.path)}
    for column in before.site.columns:
        if column.path not in found:
            found[column.path] = _by_documents(went[column.path]) or _by_name(column.name, before.site, after.site)
    return {path: there or _by_children(path, found, after.site) for path, there in found.items()}


def _by_documents(went: Counter[str]) -> str:
    """The column into which more than half of the documents went."""
    most, count = max(went.items(), key=lambda each: each[1], default=("", 0))
    return most if 2 * count > went.total() else ""


def _by_name(name: str, before: Site, after: Site) -> str:
    """The one new column of the same name."""
    found = [column.path for column in after.columns if column.name == name and not before.column(column.path)]
    return found[0] if len(found) == 1 else ""


def _by_children(path: str, found: dict[str, str], after: Site) -> str:
    """The one column under which all child columns are that went on under their own names."""
    above = set()
    for child, there in found.items():
        end = child.removeprefix(path)
        if child.startswith(f"{path}/") and there.endswith(end):
            above.add(there.removesuffix(end))
    return above.pop() if len(above) == 1 and after.column(next(iter(above))) else ""
