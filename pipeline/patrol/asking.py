"""Ask a host for one path of a site, as a visitor's browser would, and no further: no redirect is followed, no cookie kept.

Everything that comes back is hostile until it is judged; asking ends at its deadline and at its limit, whatever the server does.
"""

from __future__ import annotations

import datetime as dt
import errno
import re
import socket
import ssl
import time
from hashlib import sha256
from http.client import HTTPException, HTTPResponse, IncompleteRead
from typing import TYPE_CHECKING
from urllib.parse import quote

import idna

from pipeline.patrol.answered import Failure, Reply, Unreached
from pipeline.patrol.wire import TooLarge, Untrusted, answered, connected

if TYPE_CHECKING:
    from pipeline.hosts import Front

#: No file of a site that is compared is larger.
MOST = 32 << 20
_NAME = re.compile(r"[a-z0-9_]([a-z0-9._-]{0,251}[a-z0-9])?|[0-9a-f:]{2,39}")
_SENT = "/%:@!$&'()*+,;=~?-._"
_NO_ROUTE = {errno.ENETUNREACH, errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT, errno.ENETDOWN}
_OF_CERTIFICATES = {
    9: Failure.EXPIRED,  # X509_V_ERR_CERT_NOT_YET_VALID
    10: Failure.EXPIRED,  # X509_V_ERR_CERT_HAS_EXPIRED
    62: Failure.OTHER_NAME,  # X509_V_ERR_HOSTNAME_MISMATCH
    64: Failure.OTHER_NAME,  # X509_V_ERR_IP_ADDRESS_MISMATCH
}
#: What an exception says, the first that fits.
_FAILURES: tuple[tuple[type[BaseException], Failure], ...] = (
    (TooLarge, Failure.TOO_LARGE),
    (Untrusted, Failure.TRUST),
    (TimeoutError, Failure.TIMEOUT),
    (ConnectionRefusedError, Failure.REFUSED),
    (ConnectionError, Failure.RESET),
    (ssl.SSLError, Failure.TLS),
    (socket.gaierror, Failure.ADDRESS),
    (OSError, Failure.UNREACHABLE),
    (IncompleteRead, Failure.CUT),
)


def ask(front: Front, domain: str, path: str, *, timeout: float, most: int = MOST) -> Reply | Unreached:
    """Ask the front, at its literal address, for a path of the site `domain`, and return the reply or why there is none.

    The whole answer must be there within `timeout` seconds and may have `most` bytes. `path` may have a query; what is not
    ASCII in it is written with `%`. A certificate is checked against the system's authorities and the front's own.
    """
    begun = time.monotonic()
    name = host_name(domain)
    if not name or not path.startswith("/"):
        return Unreached(Failure.ADDRESS)
    try:
        connection = connected(front, name, begun + timeout)
        with connection:
            response, body = answered(connection, _request(name, path), begun + timeout, most)
            ends = _certificate_ends(connection)
    except (OSError, HTTPException, ValueError, TooLarge, Untrusted) as error:
        return Unreached(_failure(error))
    seconds = time.monotonic() - begun
    digest = sha256(body).hexdigest()
    return Reply(response.status, _headers(response), body, seconds, front.address, digest, len(body), ends)


def host_name(domain: str) -> str:
    """Return a domain as it is sent (IDNA, lower case), empty where it is none."""
    name = domain.lower()
    if not name.isascii():
        try:
            name = idna.encode(name, uts46=True).decode("ascii")
        except (idna.IDNAError, UnicodeError):
            return ""
    return name if _NAME.fullmatch(name) else ""


def _request(name: str, path: str) -> bytes:
    host = f"[{name}]" if ":" in name else name
    lines = (
        f"GET {quote(path, safe=_SENT)} HTTP/1.1",
        f"Host: {host}",
        "User-Agent: zhengzhan-patrol",
        "Accept: */*",
        "Accept-Encoding: identity",
        "Connection: close",
    )
    return ("\r\n".join(lines) + "\r\n\r\n").encode("ascii")


def _headers(response: HTTPResponse) -> dict[str, str]:
    """Every header by its lower-case name; what is said several times is put together with commas."""
    headers: dict[str, str] = {}
    for name, value in response.msg.items():
        known = headers.get(name.lower())
        headers[name.lower()] = f"{known}, {value}" if known else str(value)
    return headers


def _certificate_ends(connection: socket.socket) -> dt.datetime | None:
    if not isinstance(connection, ssl.SSLSocket):
        return None
    shown = connection.getpeercert() or {}
    return dt.datetime.fromtimestamp(ssl.cert_time_to_seconds(str(shown["notAfter"])), dt.UTC)


def _failure(error: BaseException) -> Failure:
    if isinstance(error, ssl.SSLCertVerificationError):
        return _OF_CERTIFICATES.get(error.verify_code, Failure.AUTHORITY)
    if isinstance(error, OSError) and error.errno in _NO_ROUTE:
        return Failure.NO_ROUTE
    return next((failure for kind, failure in _FAILURES if isinstance(error, kind)), Failure.NOT_HTTP)
