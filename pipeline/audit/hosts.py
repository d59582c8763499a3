"""Whose a host is: the site's own, the government's, or somebody else's."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from model.patterns import pattern

if TYPE_CHECKING:
    from collections.abc import Iterable

#: The government's own names, and those bodies to which the marks at the foot of every page must lead: 中央编办 (党政机关网站标识),
#: 中央网信办违法和不良信息举报中心, 中国互联网协会 (无障碍标识); and where 我为政府网站找错 was before, of which `REPORT_LINK` speaks.
_OFFICIAL = (
    "gov.cn",
    "政务",
    "xn--zfr164b",
    "公益",
    "xn--55qw42g",
    "conac.cn",
    "12377.cn",
    "isc.org.cn",
    "pucha.kaipuyun.cn",
)
_TRACKERS = (
    "hm.baidu.com",
    "tongji.baidu.com",
    "cnzz.com",
    "51.la",
    "51yes.com",
    "umeng.com",
    "google-analytics.com",
    "googletagmanager.com",
    "doubleclick.net",
    "googlesyndication.com",
    "growingio.com",
    "sensorsdata.cn",
    "clarity.ms",
    "hotjar.com",
    "cpro.baidustatic.com",
    "pos.baidu.com",
)
_NUMBER = pattern(r"[\d.]+|\[?[0-9a-f:]+\]?")


@lru_cache(1 << 12)
def host_of(address: str) -> str:
    """Return the host that an address names, in lower case; nothing where it names none, or is no address of a web page."""
    try:
        parts = urlsplit(address.strip())
        if parts.scheme not in {"", "http", "https"}:
            return ""
        return (parts.hostname or "").removesuffix(".")
    except ValueError:
        return ""


def is_below(host: str, names: Iterable[str]) -> bool:
    """Whether a host is one of these, or below one."""
    return any(host == name or host.endswith(f".{name}") for name in names)


@lru_cache(1 << 12)
def tree_of(host: str) -> str:
    """Return the name under which a site's hosts lie together: `yunchuan.gov.cn` for `www.yunchuan.gov.cn`."""
    labels = host.split(".")
    keep = 3 if labels[-2:-1] in (["gov"], ["com"], ["org"], ["net"], ["edu"], ["ac"]) else 2
    return ".".join(labels[-keep:])


@lru_cache(1 << 12)
def is_official(host: str) -> bool:
    """Whether a host is the government's, or one that its pages have to lead to."""
    return is_below(host, _OFFICIAL)


@lru_cache(1 << 12)
def is_tracker(host: str) -> bool:
    """Whether a host counts visits, or follows visitors, for somebody else."""
    return is_below(host, _TRACKERS)


@lru_cache(1 << 12)
def is_number(host: str) -> bool:
    """Whether it is a bare number on the network, whose owner cannot be told."""
    return bool(host) and _NUMBER.fullmatch(host) is not None
