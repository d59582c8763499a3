"""A connection that is read under a deadline and a limit, so that no server holds or floods who asks it."""

from __future__ import annotations

import io
import socket
import ssl
import time
from functools import lru_cache
from http.client import HTTPResponse, IncompleteRead
from pathlib import Path
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.hosts import Front

    Address = tuple[str, int] | tuple[str, int, int, int]

_HEAD = 64 << 10
_AT_ONCE = 64 << 10


class TooLarge(Exception):
    """The answer is longer than is wanted."""


class Untrusted(Exception):
    """The file of authorities to trust cannot be read."""


def left(until: float) -> float:
    """Return the seconds until a moment of the monotonic clock; raise `TimeoutError` where none are left."""
    seconds = until - time.monotonic()
    if seconds <= 0:
        raise TimeoutError
    return seconds


def connected(front: Front, name: str, until: float) -> socket.socket:
    """Connect to a front's literal address; with https, agree on TLS for `name` and check the certificate. Raise `OSError`."""
    context = _trusting(front.ca, _touched(front.ca)) if front.scheme == "https" else None
    found = socket.getaddrinfo(front.address, front.port, type=socket.SOCK_STREAM, flags=socket.AI_NUMERICHOST)
    family, kind, protocol, _, place = found[0]
    connection = socket.socket(family, kind, protocol)
    try:
        connection.settimeout(left(until))
        connection.connect(place)
        connection.settimeout(left(until))
        return context.wrap_socket(connection, server_hostname=name) if context else connection
    except BaseException:
        connection.close()
        raise


def answered(connection: socket.socket, request: bytes, until: float, most: int) -> tuple[HTTPResponse, bytes]:
    """Send a request and return the response with its whole body.

    Raise `TooLarge` beyond `most` bytes, `TimeoutError` after `until`, `HTTPException` and `ValueError` on what is no HTTP.
    """
    connection.settimeout(left(until))
    connection.sendall(request)
    response = HTTPResponse(_Bounded(connection, until, 2 * most + _HEAD), method="GET")  # type: ignore[arg-type]
    response.begin()
    return response, _body(response, most)


def _body(response: HTTPResponse, most: int) -> bytes:
    parts: list[bytes] = []
    size = 0
    while part := response.read(min(_AT_ONCE, most + 1 - size)):
        parts.append(part)
        size += len(part)
        if size > most:
            raise TooLarge
    if response.length:
        raise IncompleteRead(b"", response.length)
    return b"".join(parts)


class _Bounded(io.RawIOBase):
    """What a connection still may say; `HTTPResponse` takes it for a socket."""

    def __init__(self, connection: socket.socket, until: float, most: int) -> None:
        super().__init__()
        self._connection = connection
        self._until = until
        self._left = most

    def makefile(self, _mode: str) -> IO[bytes]:
        """The same as a file that is read through a buffer."""
        return io.BufferedReader(self)  # type: ignore[type-var]

    def readable(self) -> bool:
        """It can be read."""
        return True

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
        """Receive some bytes; raise `OSError` and `TooLarge`."""
        self._connection.settimeout(left(self._until))
        count = self._connection.recv_into(buffer)
        self._left -= count
        if self._left < 0:
            raise TooLarge
        return count


def _touched(ca: str) -> int:
    try:
        return Path(ca).stat().st_mtime_ns if ca else 0
    except OSError as error:
        raise Untrusted from error


@lru_cache(maxsize=16)
def _trusting(ca: str, _touched: int) -> ssl.SSLContext:
    """What is trusted: the system's authorities and those of a file; reading them takes longer than a visit."""
    context = ssl.create_default_context()
    if ca:
        try:
            context.load_verify_locations(ca)
        except OSError as error:
            raise Untrusted from error
    return context
