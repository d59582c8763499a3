"""Judge the headers of a front page: those that keep a browser from being misled, and those that tell too much."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipeline.patrol.findings import MEASURES, SECURE, Finding, Place, brief, warning

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    Headers = Mapping[str, str]

_HALF_A_YEAR = 180 * 86400
_MAX_AGE = re.compile(r"max-age\s*=\s*\"?([0-9]{1,10})", re.IGNORECASE)
_UNSAFE = re.compile(r"'unsafe-(?:inline|eval)'", re.IGNORECASE)
_SCRIPTS = re.compile(r"(?:^|[;,])\s*(?:default|script)-src\s", re.IGNORECASE)
_REFERRER = {"no-referrer", "same-origin", "strict-origin", "strict-origin-when-cross-origin"}
_VERSION = re.compile(r"[0-9]")
_TELLING = ("server", "x-powered-by", "x-aspnet-version", "x-generator", "via")


def headers(place: Place, given: Headers, *, secure: bool) -> Iterator[Finding]:
    """Yield what is missing or weak in the headers of a front page; HSTS is asked for where it came by https."""
    for code, fault, remedy, clause in _CHECKS:
        fact = fault(given)
        if fact and (secure or code != "HEADER_HSTS"):
            yield warning(code, place, fact, remedy, clause)


def _hsts(given: Headers) -> str:
    value = given.get("strict-transport-security", "")
    age = _MAX_AGE.search(value)
    if not age:
        return "没有Strict-Transport-Security"
    return "" if int(age[1]) >= _HALF_A_YEAR else f"Strict-Transport-Security只有{age[1]}秒，不到180天"


def _policy(given: Headers) -> str:
    value = given.get("content-security-policy", "")
    if not _SCRIPTS.search(value):
        return "没有Content-Security-Policy，或者它不管脚本从哪里来"
    unsafe = _UNSAFE.search(value)
    return f"Content-Security-Policy里有{unsafe[0]}" if unsafe else ""


def _sniffing(given: Headers) -> str:
    value = given.get("x-content-type-options", "")
    return "" if value.strip().lower() == "nosniff" else "没有X-Content-Type-Options: nosniff"


def _referrer(given: Headers) -> str:
    policies = [each.strip().lower() for each in given.get("referrer-policy", "").split(",")]
    if policies[-1] in _REFERRER:
        return ""
    return f"Referrer-Policy是“{brief(policies[-1])}”" if policies[-1] else "没有Referrer-Policy"


def _telling(given: Headers) -> str:
    told = [f"{name}: {brief(given[name])}" for name in _TELLING if _VERSION.search(given.get(name, ""))]
    return f"说出了程序的版本（{'；'.join(told)}）" if told else ""


_CHECKS: tuple[tuple[str, Callable[[Headers], str], str, str], ...] = (
    ("HEADER_HSTS", _hsts, "加Strict-Transport-Security: max-age=31536000", SECURE),
    ("HEADER_CSP", _policy, "用invoke hosts.setup给出的nginx设置，脚本和样式只从本站来", MEASURES),
    ("HEADER_NOSNIFF", _sniffing, "加X-Content-Type-Options: nosniff", MEASURES),
    ("HEADER_REFERRER", _referrer, "加Referrer-Policy: strict-origin-when-cross-origin", MEASURES),
    ("HEADER_VERSION", _telling, "nginx里写server_tokens off;，去掉说明程序版本的响应头", MEASURES),
)
