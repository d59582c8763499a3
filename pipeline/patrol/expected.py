"""What visitors of a site should get: by a release's files and by what it says of its addresses."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import quote

from pipeline.host_answers import HostAnswers

if TYPE_CHECKING:
    from collections.abc import Mapping

OK, MOVED, GONE, RESTING = 200, 301, 410, 503
INDEX = "index.html"
#: What a host answers where there is no page; by its own address it may answer with either status.
_MISSING = "404.html"
_ASSETS = "static/"
_PLAIN = "/@!$&'()*+,;=~-._"


@dataclass(frozen=True, slots=True)
class Expected:
    """A release as visitors see it: the SHA-256 of each of its files, by path, and its answers for old addresses."""

    digests: Mapping[str, str]
    answers: HostAnswers = field(default_factory=HostAnswers)

    @property
    def rests(self) -> bool:
        """Whether the whole site answers 503 with its notice."""
        return bool(self.answers.until)

    def pages(self) -> list[str]:
        """Return the files that visitors can ask for, in the order of their paths."""
        return sorted(file for file in self.digests if is_served(file))

    def wanted(self, file: str) -> Wanted:
        """Return how a host should answer for a file."""
        if self.rests and not file.startswith(_ASSETS):
            return Wanted(RESTING, self.digests.get(INDEX, ""))
        if file in self.answers.moved:
            return Wanted(MOVED, location=self.answers.moved[file])
        return Wanted(GONE if file in self.answers.gone else OK, self.digests.get(file, ""))


@dataclass(frozen=True, slots=True)
class Wanted:
    """How a host should answer: a status, and the digest of the body or where a moved page leads."""

    status: int
    digest: str = ""
    location: str = ""


def is_served(file: str) -> bool:
    """Say whether a file of a release has an address of its own."""
    return file != _MISSING and not any(part.startswith(".") for part in file.split("/"))


def address_of(file: str) -> str:
    """Return the path by which visitors ask for a file."""
    folder, slash, name = file.rpartition("/")
    return "/" + quote(folder + slash if name == INDEX else file, safe=_PLAIN)
