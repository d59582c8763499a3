"""People who read a site all the time, over connections that stay open, and notice everything that is not of one piece."""

from __future__ import annotations

import http.client
import re
import threading
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import TracebackType

    from tests.hosts.servers import Visitor

PHOTO = "zwdt/3f9a2c1b7d-960.avif"
_MARK = re.compile(rb"\[([0-9a-f]{12})\]")
_PAUSE = 0.2


@cache
def tree(number: int) -> dict[str, str]:
    """The files of a site's release of a number: each says at its top and at its end which one it is of."""
    mark, assets = f"[{number:012x}]", _assets(number)
    page = f"{mark} {' '.join(assets)} {PHOTO} {'正文。' * 2000} {mark}\n"
    styles = {path: f"{mark} {path} {'x' * 10_000} {mark}\n" for path in assets}
    return {"index.html": page, "zwdt/index.html": page, "404.html": page, PHOTO: "照片", **styles}


def _assets(number: int) -> tuple[str, str]:
    """A style and a drawing, whose names change with their bytes."""
    return f"static/site.{number:012x}.css", f"static/tu.{number:012x}.svg"


@dataclass(slots=True)
class Readers:
    """Readers of the site of a domain at several hosts, for as long as the context lasts.

    `shown` is what was published last, as far as all hosts show it: no page may be of an earlier release. Nothing is asked of that while
    it is None. `faults` is what was not as it should be; `left` are the assets that were gone when a page was taken back while it was
    read. `steps` is odd while releases are being rolled back. Who `lingers` asks for the assets of the page before as well, as a page
    does that was open for a while.
    """

    visitors: Sequence[Visitor]
    domain: str
    connections: int = 20
    lingers: bool = True
    shown: int | None = None
    views: int = 0
    steps: int = 0
    unchanged: int = 0
    seen: set[int] = field(default_factory=set)
    faults: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    _ended: threading.Event = field(default_factory=threading.Event)
    _threads: list[threading.Thread] = field(default_factory=list)

    def __enter__(self) -> Readers:
        for number in range(self.connections):
            visitor = self.visitors[number % len(self.visitors)]
            self._threads.append(
                threading.Thread(target=self._reads, args=(_Reader(visitor, self.domain, self.lingers),))
            )
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._ended.set()
        for thread in self._threads:
            thread.join()

    def _reads(self, reader: _Reader) -> None:
        while not self._ended.wait(_PAUSE):
            least, before = self.shown, self.steps
            try:
                number = reader.view()
            except (OSError, http.client.HTTPException, ValueError) as error:
                fault, taken_back = f"{type(error).__name__}: {error}", before % 2 or self.steps != before
                (self.left if taken_back and "404 /static/" in fault else self.faults).append(fault)
                reader.close()
                continue
            self.views += 1
            self.seen.add(number)
            if least is not None and number < least:
                self.faults.append(f"{number} after {least} was shown")
        self.unchanged += reader.unchanged
        reader.close()


@dataclass(slots=True)
class _Reader:
    """One of them: a connection, and the pages that a browser has kept."""

    visitor: Visitor
    domain: str
    lingers: bool
    unchanged: int = 0
    _open: int | None = None
    _kept: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    _connection: http.client.HTTPConnection | None = None

    def view(self) -> int:
        """Read the home page, its style, its pictures and a second page; return which release the home page is of.

        Raise `ValueError` where an answer is none of 200 and 304, or is not of one release.
        """
        number, before = self._page("/"), self._open
        self._assets(number)
        self._page("/zwdt/")
        if self.lingers and before is not None:
            self._assets(before)
        self._open = number
        return number

    def close(self) -> None:
        if self._connection:
            self._connection.close()
        self._connection = None

    def _page(self, path: str) -> int:
        body = self._get(path)
        number = _number(body)
        if body.decode() != tree(number)["index.html"]:
            raise ValueError(f"{path} of {number} is not as it was written")
        return number

    def _assets(self, number: int) -> None:
        for path in (*_assets(number), PHOTO):
            if self._get(f"/{path}").decode() != tree(number)[path]:
                raise ValueError(f"{path} of {number} is not as it was written")

    def _get(self, path: str) -> bytes:
        tag, kept = self._kept.get(path, ("", b""))
        connection = self._connected()
        connection.request("GET", path, headers={"Host": self.domain, **({"If-None-Match": tag} if tag else {})})
        answer = connection.getresponse()
        body = answer.read()
        if answer.status == 304 and tag:
            self.unchanged += 1
            return kept
        if answer.status != 200:
            raise ValueError(f"{answer.status} {path}")
        if not path.startswith("/static/"):
            self._kept[path] = (answer.headers["ETag"], body)
        return body

    def _connected(self) -> http.client.HTTPConnection:
        if self._connection is None or self._connection.sock is None:
            self._connection = http.client.HTTPConnection("127.0.0.1", timeout=10)
            self._connection.sock = self.visitor.socket(self.domain, self.visitor.tls())
        return self._connection


def _number(body: bytes) -> int:
    """The release that a text is of, which says so at its top and at its end."""
    first, last = _MARK.match(body), _MARK.match(body, len(body) - 15)
    if not first or not last or first[1] != last[1]:
        raise ValueError(f"cut, or of two releases: {body[:20]!r} … {body[-20:]!r}")
    return int(first[1], 16)
