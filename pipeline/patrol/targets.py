"""Which addresses a site is asked at: each host's own fronts, on IPv4 and on IPv6, and what the public DNS says."""

from __future__ import annotations

import socket
from collections.abc import Callable
from dataclasses import dataclass, replace
from ipaddress import ip_address
from threading import Thread
from typing import TYPE_CHECKING

from pipeline.hosts import Front
from pipeline.patrol.answered import family_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

#: What the domain's own addresses are called among the hosts.
PUBLIC = "公网"
HTTP, HTTPS = 80, 443
#: Takes a name and the seconds that it may take; returns literal addresses, none where the name has none.
LookUp = Callable[[str, float], tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Targets:
    """Fronts with literal addresses: those that serve the site, those that only send visitors on to https, those without one."""

    serving: tuple[Front, ...]
    leading: tuple[Front, ...]
    nameless: tuple[Front, ...]

    def families(self, host: str) -> set[str]:
        """Return the families of the addresses at which a host serves."""
        return {family_of(front.address) for front in self.serving if front.host == host}


def targets(
    fronts: Sequence[Front], domain: str, *, public: bool, timeout: float, look_up: LookUp | None = None
) -> Targets:
    """Return where to ask for a site whose hosts have these fronts, and by its domain where `public`.

    A host that has https serves by it, and its http must lead there; port 80 beside 443 is asked for that without being
    named. A name is looked up within `timeout` seconds; the first address of each family is asked.
    """
    given = (*fronts, Front(PUBLIC, "https", domain, HTTPS)) if public else tuple(fronts)
    found = {front: _located(front, timeout, look_up or resolved) for front in dict.fromkeys(given)}
    secure = {front.host for front in found if front.scheme == "https"}
    every = tuple(each for located in found.values() for each in located)
    serving = tuple(each for each in every if each.scheme == "https" or each.host not in secure)
    leading = tuple(each for each in every if each not in serving)
    named = {each.host for each in leading}
    beside = tuple(
        replace(each, scheme="http", port=HTTP, ca="")
        for each in serving
        if each.scheme == "https" and each.port == HTTPS and each.host not in named
    )
    return Targets(serving, leading + beside, tuple(front for front, located in found.items() if not located))


def resolved(name: str, timeout: float) -> tuple[str, ...]:
    """Return the addresses of a name, those of IPv4 first; none where it has none or the answer takes too long."""
    answers: list[str] = []
    asking = Thread(target=_ask_system, args=(name, answers), daemon=True)
    asking.start()
    asking.join(timeout)
    return tuple(sorted(dict.fromkeys(answers), key=family_of))


def on_the_internet(name: str, timeout: float) -> tuple[str, ...]:
    """Return the addresses of a name, without those of inner networks, where nothing outside should make us ask."""
    return tuple(address for address in resolved(name, timeout) if _is_global(address))


def is_loopback(front: Front) -> bool:
    """Say whether a front with a literal address is this machine's own."""
    return ip_address(front.address.partition("%")[0]).is_loopback


def first_of_each_family(addresses: Iterable[str]) -> tuple[str, ...]:
    """Return the first IPv4 and the first IPv6 of literal addresses."""
    return tuple({family_of(each): each for each in reversed(tuple(addresses))}.values())[::-1]


def _located(front: Front, timeout: float, look_up: LookUp) -> tuple[Front, ...]:
    found = (front.address,) if _is_literal(front.address) else look_up(front.address, timeout)
    return tuple(replace(front, address=address) for address in first_of_each_family(found))


def _is_global(address: str) -> bool:
    found = ip_address(address.partition("%")[0])
    return (getattr(found, "ipv4_mapped", None) or found).is_global


def _is_literal(address: str) -> bool:
    try:
        ip_address(address.partition("%")[0])
    except ValueError:
        return False
    return True


def _ask_system(name: str, answers: list[str]) -> None:
    try:
        found = socket.getaddrinfo(name, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return
    answers.extend(str(place[0]) for _, _, _, _, place in found)
