"""What comes of asking a host: its reply, or why there is none. All of a reply is the host's word and nobody else's."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

IPV4 = "IPv4"
IPV6 = "IPv6"


class Failure(StrEnum):
    """Why there is no reply, as an operator reads it."""

    TIMEOUT = "在时限以内没有答完"
    REFUSED = "拒绝连接"
    RESET = "连接被对方断开"
    UNREACHABLE = "连不上"
    NO_ROUTE = "巡查所在的机器没有到这种地址的网络"
    NAME = "域名查不到地址"
    EXPIRED = "证书已经过期，或者还没有生效"
    OTHER_NAME = "证书是别的域名的"
    AUTHORITY = "证书不是受信任的机构签发的，或者缺少中间证书"
    TLS = "没有建成安全连接"
    NOT_HTTP = "答的不是HTTP"
    CUT = "没有答完就断开"
    TOO_LARGE = "内容超过大小的限制"
    ADDRESS = "域名或者路径写得不对"
    TRUST = "主机清单里ca写的证书文件读不了"


#: Failures of the certificate that the host shows.
OF_CERTIFICATES = frozenset({Failure.EXPIRED, Failure.OTHER_NAME, Failure.AUTHORITY})


@dataclass(frozen=True, slots=True)
class Unreached:
    """There is no reply: why, and the same in Chinese."""

    kind: Failure

    @property
    def text(self) -> str:
        """The failure as an operator reads it."""
        return self.kind.value


@dataclass(frozen=True, slots=True)
class Reply:
    """A whole reply: `headers` by lower-case name, `seconds` until its last byte, the SHA-256 and the size of its body.

    `certificate_ends` is of https, in UTC. `body` is empty once it is not needed any more.
    """

    status: int
    headers: Mapping[str, str]
    body: bytes
    seconds: float
    address: str
    digest: str
    size: int
    certificate_ends: dt.datetime | None = None

    @property
    def family(self) -> str:
        """Whether it came over IPv4 or IPv6."""
        return family_of(self.address)

    def without_body(self) -> Reply:
        """The same without the bytes, which may be many."""
        return replace(self, body=b"")


def family_of(address: str) -> str:
    """Say whether a literal address is one of IPv4 or of IPv6."""
    return IPV6 if ":" in address else IPV4


@dataclass(frozen=True, slots=True)
class Visit:
    """One time that a site was asked for something: `path` is its own, or the whole address of an outgoing link.

    `host` is empty for what is not a host's of the site: an outgoing link.
    """

    at: dt.datetime
    site: str
    host: str
    family: str
    path: str
    answer: Reply | Unreached
