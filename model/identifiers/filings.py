"""The numbers that a site is registered under, shown in the footer of every page."""

from __future__ import annotations

import re
from typing import Self

from model.faults import Unreadable

_CODE = re.compile(r"\d{10}|bm\d{8}", re.ASCII)
_ICP = re.compile(r"[\u4e00-\u9fa5]ICP备(?:\d{8}|\d{10})号(?:-[1-9]\d*)?", re.ASCII)
_POLICE = re.compile(r"[\u4e00-\u9fa5]公网安备\s?(?P<digits>[0-9]{14})号")
_MARK = re.compile(r"CA\d{21}", re.ASCII)
_MARK_ID = re.compile(r"[0-9A-Fa-f]{32}")


class SiteCode(str):
    """网站标识码: six digits of the division and four of a serial; `bm` and eight digits for central bodies."""

    __slots__ = ()

    @classmethod
    def parse(cls, text: str) -> Self:
        """Return the code that `text` is; raise `Unreadable`."""
        if not _CODE.fullmatch(text):
            raise Unreadable(
                "SITE_CODE", f"网站标识码“{text}”写法有误", "写10位数字，前6位是行政区划代码，如“1404000001”"
            )
        return cls(text)


class IcpNumber(str):
    """ICP备案号, as in 晋ICP备05000001号-1."""

    __slots__ = ()

    @classmethod
    def parse(cls, text: str) -> Self:
        """Return the number that `text` is; raise `Unreadable`."""
        if not _ICP.fullmatch(text):
            raise Unreadable("ICP", f"ICP备案号“{text}”写法有误", "写成“晋ICP备05000001号-1”的形式，数字8位或10位")
        return cls(text)

    #: Where the number is looked up; source: 非经营性互联网信息服务备案管理办法第十三条.
    url = "https://beian.miit.gov.cn/"


class PoliceNumber(str):
    """公安机关备案号, as in 晋公网安备14040002000001号."""

    __slots__ = ()

    @classmethod
    def parse(cls, text: str) -> Self:
        """Return the number that `text` is; raise `Unreadable`."""
        if not _POLICE.fullmatch(text):
            raise Unreadable(
                "POLICE", f"公安备案号“{text}”写法有误", "写成“晋公网安备14040002000001号”的形式，数字14位"
            )
        return cls(text)

    @property
    def url(self) -> str:
        """Where the number is looked up."""
        match = _POLICE.fullmatch(self)
        assert match
        return f"https://beian.mps.gov.cn/#/query/webSearch?code={match['digits']}"


class Mark(str):
    """党政机关网站标识: `CA` and 21 digits, in groups of 2, 3, 4, 8 and 4."""

    __slots__ = ()

    @classmethod
    def parse(cls, text: str) -> Self:
        """Return the mark that `text` is; raise `Unreadable`."""
        if not _MARK.fullmatch(text):
            raise Unreadable("MARK", f"党政机关网站标识“{text}”写法有误", "写“CA”和21位数字")
        return cls(text)


class MarkId(str):
    """The 32 hexadecimal digits in the address of a mark's certificate."""

    __slots__ = ()

    @classmethod
    def parse(cls, text: str) -> Self:
        """Return the id that `text` is; raise `Unreadable`."""
        if not _MARK_ID.fullmatch(text):
            raise Unreadable("MARK_ID", f"党政机关网站标识证书编号“{text}”写法有误", "写证书网址里的32位十六进制数")
        return cls(text.upper())

    @property
    def url(self) -> str:
        """Where the certificate is shown."""
        return f"https://bszs.conac.cn/sitename?method=show&id={self}"
