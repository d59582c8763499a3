"""What a host answers: which site a request names, which file of its current release that is, and the bytes with their headers.

The site comes from the Host header (its domain, its Chinese domain, `<site>.localhost`); on `127.0.0.1` and `localhost`
from the first part of the path, which also leaves a cookie so that the page's root-relative links find their way.
"""

from __future__ import annotations

import os
import re
import stat
from dataclasses import dataclass
from html import escape
from http import HTTPStatus
from typing import TYPE_CHECKING, Protocol
from urllib.parse import quote, unquote_to_bytes

from model.identifiers import ChineseDomain
from pipeline.host_answers import answers_of
from pipeline.hosts import HostError
from pipeline.release import fault_of_path, open_plain

if TYPE_CHECKING:
    from collections.abc import Sequence
    from io import BufferedReader
    from pathlib import Path

    from pipeline.hosts import SiteAddress

LOOPBACK = "127.0.0.1"
_LOOPBACK_NAMES = {LOOPBACK, "localhost"}
_COOKIE = "site"
_REVALIDATE = "no-cache"
_FOR_A_YEAR = "public, max-age=31536000, immutable"
#: What a file is by the end of its name, as every host says it.
TYPES = {
    "html": "text/html", "css": "text/css", "js": "text/javascript", "mjs": "text/javascript", "txt": "text/plain",
    "csv": "text/csv", "md": "text/markdown", "json": "application/json", "webmanifest": "application/manifest+json",
    "xml": "application/xml", "atom": "application/atom+xml", "rss": "application/rss+xml", "svg": "image/svg+xml",
    "png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg", "gif": "image/gif", "webp": "image/webp",
    "avif": "image/avif", "ico": "image/x-icon", "woff": "font/woff", "woff2": "font/woff2", "mp3": "audio/mpeg",
    "mp4": "video/mp4", "webm": "video/webm", "wasm": "application/wasm", "zip": "application/zip",
    "pdf": "application/pdf", "ofd": "application/ofd", "doc": "application/msword", "xls": "application/vnd.ms-excel",
    "ppt": "application/vnd.ms-powerpoint",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}  # fmt: skip
#: Types that are text, of which a host says the characters.
TEXTS = re.compile(r"text/.*|application/(?:json|xml)|.*\+(?:xml|json)")


class Shown(Protocol):
    """Something that shows sites: a host, or a preview."""

    @property
    def name(self) -> str:
        """What people call it."""

    def files(self, site: str) -> Path | None:
        """Return the folder that visitors of a site get, None where there is none."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Which site is asked for, and for what in it; `prefix` is what the address has before the site's own path.

    `domain` is where the site is now, where it was asked for by a domain that it had before.
    """

    site: str
    path: str
    prefix: str = ""
    by_cookie: bool = False
    domain: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """A status, the headers that belong to it, and a body or an open file."""

    status: HTTPStatus
    headers: dict[str, str]
    body: bytes | BufferedReader = b""


class Sites:
    """The sites of a host, and how a request names one of them."""

    def __init__(self, sites: Sequence[SiteAddress]) -> None:
        self.all = tuple(sites)
        self.names = {site.name for site in sites}
        self._by_host = {name: site.name for site in sites for name in _host_names(site)}
        self._former = {domain: site for site in sites for domain in site.former}

    def choose(self, host: str, path: str, cookie: str) -> Choice | None:
        """Return the choice that a request makes, None where it makes none. The path is as it was sent."""
        name = _host_name(host)
        if name in self._by_host:
            return Choice(self._by_host[name], path)
        if name in self._former:
            return Choice(self._former[name].name, path, domain=self._former[name].domain)
        if name not in _LOOPBACK_NAMES:
            return None
        first, slash, rest = path[1:].partition("/")
        if first in self.names:
            return Choice(first, slash + rest, f"/{first}")
        remembered = _cookies(cookie).get(_COOKIE, "")
        return Choice(remembered, path, by_cookie=True) if remembered in self.names else None


def answer(host: Shown, choice: Choice, query: str, known: str) -> Answer:
    """Answer a request for a site; the current release is looked up once, so that one answer is of one release."""
    if choice.domain:
        return _elsewhere(f"https://{choice.domain}{_sent(choice.path)}{_tail(query)}")
    try:
        root = host.files(choice.site)
    except HostError:
        root = None
    if root is None:
        return plain(HTTPStatus.SERVICE_UNAVAILABLE, "尚未发布", "这个网站还没有发布到这台主机。")
    answer = _old_address(root, choice) or _found(root, choice, query, known) or _missing(root)
    if choice.prefix:
        answer.headers["Set-Cookie"] = f"{_COOKIE}={choice.site}; Path=/; HttpOnly; SameSite=Lax"
    if choice.by_cookie:
        answer.headers["Vary"] = "Cookie"
    return answer


def _old_address(root: Path, choice: Choice) -> Answer | None:
    """Answer what the release says of addresses that are not as they were: a site that rests, a page that moved or is gone."""
    answers, path = answers_of(root), _decoded(choice.path)
    if path is None or not choice.path:
        return None
    if answers.until:
        return None if path.startswith("static/") else _resting(root, answers.until)
    for file in (path, f"{path}index.html" if path.endswith("/") or not path else f"{path}/index.html"):
        if file in answers.moved:
            target = answers.moved[file]
            place = f"{choice.prefix}{target}" if target.startswith("/") else target
            return _elsewhere(place)
        if file in answers.gone and (page := _opened(root, file)):
            with page:
                return _html(HTTPStatus.GONE, page.read())
    return None


def _resting(root: Path, until: str) -> Answer | None:
    file = _opened(root, "index.html")
    if file is None:
        return None
    with file:
        answer = _html(HTTPStatus.SERVICE_UNAVAILABLE, file.read())
    answer.headers["Retry-After"] = until
    return answer


def _found(root: Path, choice: Choice, query: str, known: str) -> Answer | None:
    path = _decoded(choice.path)
    if path is None:
        return None
    if not choice.path:
        return _moved(choice.prefix, query)
    name = path if path and not path.endswith("/") else f"{path}index.html"
    if file := _opened(root, name):
        return _given(file, name, known)
    if name == path and (index := _opened(root, f"{path}/index.html")):
        index.close()
        return _moved(f"{choice.prefix}/{path}", query)
    return None


def _sent(path: str) -> str:
    """A path as it was sent, with what no header may hold written with `%`."""
    return quote(path, safe="/%:@!$&'()*+,;=~", encoding="latin-1")


def _decoded(path: str) -> str | None:
    """Return the path below the site's folder that a request means, None where it means none that may be served."""
    try:
        inner = unquote_to_bytes(path.encode("latin-1")).decode().removeprefix("/")
    except UnicodeError:
        return None
    name = inner.removesuffix("/")
    if inner and (fault_of_path(name) or any(part.startswith(".") for part in name.split("/"))):
        return None
    return inner


def _opened(root: Path, name: str) -> BufferedReader | None:
    """Open a plain file below `root`, None where there is none or a symbolic link stands on the way."""
    path = root / name
    try:
        if any(step.is_symlink() for step in (path, *path.parents[: name.count("/") + 2])):
            return None
        file = open_plain(path)
    except OSError:
        return None
    if stat.S_ISREG(os.fstat(file.fileno()).st_mode):
        return file
    file.close()
    return None


def _given(file: BufferedReader, name: str, known: str) -> Answer:
    facts = os.fstat(file.fileno())
    tag = f'"{facts.st_mtime_ns:x}-{facts.st_size:x}"'
    headers = {"ETag": tag, "Cache-Control": _FOR_A_YEAR if name.startswith("static/") else _REVALIDATE}
    if known.strip() == "*" or tag in {other.strip().removeprefix("W/") for other in known.split(",")}:
        file.close()
        return Answer(HTTPStatus.NOT_MODIFIED, headers)
    kind = TYPES.get(name.rpartition(".")[2].lower(), "application/octet-stream")
    charset = "; charset=utf-8" if TEXTS.fullmatch(kind) else ""
    return Answer(HTTPStatus.OK, headers | {"Content-Type": kind + charset, "Content-Length": str(facts.st_size)}, file)


def _missing(root: Path) -> Answer:
    file = _opened(root, "404.html")
    if file is None:
        return plain(HTTPStatus.NOT_FOUND, "没有这个页面", "请检查地址。")
    with file:
        return _html(HTTPStatus.NOT_FOUND, file.read())


def _moved(path: str, query: str) -> Answer:
    return _elsewhere(f"{quote(path)}/{_tail(query)}")


def _tail(query: str) -> str:
    return f"?{query}" if query and query.isascii() and query.isprintable() else ""


def _elsewhere(place: str) -> Answer:
    answer = plain(HTTPStatus.MOVED_PERMANENTLY, "地址有变", "这个页面已经移到新的地址。")
    answer.headers["Location"] = place
    return answer


def index(sites: Sites, path: str) -> Answer:
    """Answer with the list of sites, where a request names none."""
    rows = "".join(
        f'<li><a href="/{escape(site.name)}/">{escape(site.title)}</a> {escape(site.domain)}</li>\n'
        for site in sites.all
    )
    status = HTTPStatus.OK if path == "/" else HTTPStatus.NOT_FOUND
    answer = _page(status, "这台主机上的网站", f"<ul>\n{rows}</ul>")
    answer.headers["Vary"] = "Cookie"
    return answer


def plain(status: HTTPStatus, title: str, text: str) -> Answer:
    """Answer with a short page of the host's own."""
    return _page(status, title, f"<p>{escape(text)}</p>")


def _page(status: HTTPStatus, title: str, body: str) -> Answer:
    head = f'<meta charset="utf-8">\n<meta name="viewport" content="width=device-width">\n<title>{title}</title>'
    main = f"<main>\n<h1>{title}</h1>\n{body}\n</main>"
    text = f'<!DOCTYPE html>\n<html lang="zh-CN">\n<head>\n{head}\n</head>\n<body>\n{main}\n</body>\n</html>\n'
    return _html(status, text.encode())


def _html(status: HTTPStatus, body: bytes) -> Answer:
    headers = {"Content-Type": TYPES["html"] + "; charset=utf-8", "Content-Length": str(len(body))}
    return Answer(status, headers | {"Cache-Control": _REVALIDATE}, body)


def _host_names(site: SiteAddress) -> set[str]:
    """Return the host names that mean a site, in the form that browsers send and in the one that people read."""
    chinese = {site.chinese_domain, ChineseDomain.parse(site.chinese_domain).ascii} if site.chinese_domain else set()
    return {site.domain.lower(), f"{site.name}.localhost", *chinese}


def _host_name(header: str) -> str:
    """Return the name that a Host header gives, without port, case and closing dot."""
    try:
        readable = header.encode("latin-1").decode()
    except UnicodeError:
        return ""
    return re.sub(r":[0-9]*$", "", readable.strip()).removesuffix(".").lower()


def _cookies(header: str) -> dict[str, str]:
    pairs = (pair.strip().partition("=") for pair in header.split(";"))
    return {name: value for name, _, value in pairs}
