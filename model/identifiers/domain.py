"""Domain names of government sites.

Portals: `www.<area>.gov.cn`; departments: `<department>.<area>.gov.cn` below the portal's; Chinese names: `<unit>.政务`.
Source: 长治市政府网站管理办法第六条（五）（六）; 国办函〔2018〕55号.
"""

from __future__ import annotations

import re
from typing import Self

import idna

from model.faults import Unreadable
from model.outward import sent

_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_HOST = re.compile(rf"(?:{_LABEL}\.)+[a-z]{{2,63}}")
#: Names below which others own domains, such as `com.cn`: nobody means all of them.
_SHARED = re.compile(r"(?:ac|co|com|edu|gov|mil|ne|net|or|org)\.[a-z]{2}")
_GOVERNMENT = re.compile(rf"(?P<first>{_LABEL})\.(?P<area>{_LABEL})\.gov\.cn")


class Domain(str):
    """An English domain name, lower case, without scheme, port or path."""

    __slots__ = ()

    @classmethod
    def parse(cls, text: str) -> Self:
        """Return the domain that `text` is; raise `Unreadable`."""
        if "://" in text or "/" in text or ":" in text:
            raise Unreadable("DOMAIN", f"域名“{text}”带有网址的其他部分", "只写主机名，如“www.yunchuan.gov.cn”")
        if not _HOST.fullmatch(text) or len(text) > 253:
            raise Unreadable("DOMAIN", f"“{text}”不是域名", "用小写字母、数字、连字符和点写，如“www.yunchuan.gov.cn”")
        return cls(text)

    def require_form(self, kind: str) -> None:
        """Raise `Unreadable` unless the domain has the form that a site of this kind (`portal`, `department`) must have."""
        match = _GOVERNMENT.fullmatch(self)
        if kind == "portal" and not (match and match["first"] == "www"):
            raise Unreadable(
                "DOMAIN_FORM", f"门户网站的域名“{self}”不是“www.□□□.gov.cn”结构", "按办法第六条第六项改用规范的域名"
            )
        if kind == "department" and not (match and match["first"] != "www"):
            raise Unreadable(
                "DOMAIN_FORM",
                f"部门网站的域名“{self}”不是“○○○.□□□.gov.cn”结构",
                "用本级门户网站的下级域名，如“jyj.yunchuan.gov.cn”",
            )

    @property
    def area(self) -> str:
        """The area's part of a government domain: `yunchuan` of `jyj.yunchuan.gov.cn`; empty where it has none."""
        match = _GOVERNMENT.fullmatch(self)
        return match["area"] if match else ""


class ChineseDomain(str):
    """A Chinese domain name below `.政务`, as people read it."""

    __slots__ = ()

    @classmethod
    def parse(cls, text: str) -> Self:
        """Return the Chinese domain that `text` is, in readable or in `xn--` form; raise `Unreadable`."""
        try:
            readable = idna.decode(text) if "xn--" in text.lower() else text
            idna.encode(readable)
        except (idna.IDNAError, UnicodeError):
            raise Unreadable("CHINESE_DOMAIN", f"“{text}”不是合规的中文域名", "写成“机构名称.政务”") from None
        name, dot, suffix = readable.rpartition(".")
        if suffix != "政务" or not dot or not name or "." in name:
            raise Unreadable("CHINESE_DOMAIN", f"中文域名“{text}”不是“□□□.政务”结构", "写成“机构名称.政务”")
        return cls(readable)

    @property
    def ascii(self) -> str:
        """The form that browsers send: `xn--….xn--zfr164b`."""
        return idna.encode(self).decode("ascii")


class HostName(str):
    """The name of a host anywhere, as browsers send it: `www.example.com`, `xn--….xn--fiqs8s`; it stands for all below it, too."""

    __slots__ = ()

    @classmethod
    def parse(cls, text: str) -> Self:
        """Return the host that `text` names, in Chinese or in ASCII; raise `Unreadable`."""
        if any(c in text for c in "/:*@") or text.startswith("."):
            raise Unreadable("DOMAIN", f"“{text}”不是主机名", "只写主机名，如“www.example.com”；它下面的域名不用另写")
        name = sent(text)
        last = name.rpartition(".")[2]
        if "." not in name or last.isdigit() or _SHARED.fullmatch(name):
            raise Unreadable("DOMAIN", f"“{text}”不是一个单位的主机名", "写全，如“www.example.com”")
        return cls(name)
