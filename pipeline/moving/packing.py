"""The files that a move writes: copies with what they own on the other site, and the day on which the originals leave."""

from __future__ import annotations

import hashlib
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from model.faults import Fault, Unreadable
from pipeline.moving.copies import Mover, beside, leaving
from pipeline.moving.proof import Proof

if TYPE_CHECKING:
    import datetime as dt

    from pipeline.moving.eve import Eve
    from pipeline.moving.moves import Move, Moves
    from plugins.engine.files import OwnedFile


@dataclass(slots=True)
class Pack:
    """What is to be written, by content-relative path: bytes, or the file that they are copied from; and what is in the way."""

    content: Path
    eve: Eve
    moves: Moves
    day: dt.date
    files: dict[str, bytes | Path] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    _owned: dict[str, OwnedFile] = field(default_factory=dict)

    @classmethod
    def packed(cls, content: Path, eve: Eve, moves: Moves, day: dt.date) -> Pack:
        """Return everything that the move of these documents on a day writes."""
        pack = cls(content, eve, moves, day)
        with tempfile.TemporaryDirectory() as scratch:
            proof = Proof.between(content, Path(scratch), eve.site, moves.after)
            mover = Mover(eve.site, pack._after, day, proof.before)
            for path in (*moves.kept, *moves.gone):
                try:
                    pack._take(path, mover, proof)
                except Unreadable as error:
                    pack.faults.append(error.at(path, 1))
        return pack

    @property
    def attached(self) -> int:
        """How many attachments and pictures go along."""
        return len(self._owned)

    def _take(self, path: str, mover: Mover, proof: Proof) -> None:
        """Pack a document: its copy and what it owns, where it is kept, and its own file."""
        data = (self.content / path).read_bytes()
        if path in self.moves.kept:
            move = self.moves.kept[path]
            copy = mover.copy(data, move)
            for file in proof.files(move, data, copy):
                self._take_along(file, move)
            self._refuse_in_the_way(move)
            self.files[move.path] = copy
        self.files[path] = leaving(data, self.eve.documents[path], self.day)

    def _after(self, path: str) -> str:
        return self.moves.after(path) if path in self.eve.known else ""

    def _refuse_in_the_way(self, move: Move) -> None:
        if (self.content / move.path).exists():
            fact = f"要搬到“{move.path}”，那里已经有文件了"
            raise Unreadable("EXISTS", fact, "在对照表里换一个新网址，或者先移走那一个文件")

    def _take_along(self, file: OwnedFile, move: Move) -> None:
        """Pack a file of a document; one of the same bytes may lie there already, or belong to another document as well."""
        path = beside(file.path, move)
        first = self._owned.setdefault(path, file)
        if first.digest != file.digest:
            fact = f"“{file.path}”和“{first.path}”都要搬到“{path}”，内容不一样"
            raise Unreadable("EXISTS", fact, "先改掉其中一个文件名")
        place = self.content / path
        if not place.exists():
            self.files[path] = self.content / file.path
        elif not place.is_file() or hashlib.blake2b(place.read_bytes(), digest_size=16).hexdigest() != file.digest:
            fact = f"“{file.path}”要搬到“{path}”，那里已经有另一个文件了"
            raise Unreadable("EXISTS", fact, "先改掉这个文件的名字")
