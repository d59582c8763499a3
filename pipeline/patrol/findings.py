"""What a patrol finds: one fact about a site at a place, how grave it is, what to do, and the clause that asks for it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from pipeline.release import shown

VETO_TAMPERING = "国办秘函〔2019〕19号单项否决一"
VETO_UNREACHABLE = "国办秘函〔2019〕19号单项否决二"
SECURE = "《互联网政务应用安全管理规定》用安全连接方式访问的要求"
LINKS = "《互联网政务应用安全管理规定》定期检查链接的要求"
MEASURES = "GB/T 31506-2022"
APART = "办法第十八条"
IPV6_PLAN = "《推进互联网协议第六版（IPv6）规模部署行动计划》"
_LONGEST = 200


class Severity(StrEnum):
    """Whether somebody must come at once, or in working hours."""

    ALARM = "alarm"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Place:
    """Where something was asked: a site, and a host, a family of addresses and a path as far as they matter."""

    site: str
    host: str = ""
    family: str = ""
    path: str = ""

    def __str__(self) -> str:
        return "，".join(brief(each) for each in (self.site, self.host, self.family, self.path) if each)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found; the same code at the same place is the same thing found again."""

    code: str
    severity: Severity
    place: Place
    fact: str
    remedy: str
    clause: str

    @property
    def key(self) -> tuple[str, Place]:
        """What it is told from others by."""
        return self.code, self.place


def alarm(code: str, place: Place, fact: str, remedy: str, clause: str) -> Finding:
    """Return a finding that somebody must look at now."""
    return Finding(code, Severity.ALARM, place, fact, remedy, clause)


def warning(code: str, place: Place, fact: str, remedy: str, clause: str) -> Finding:
    """Return a finding that can wait for working hours."""
    return Finding(code, Severity.WARNING, place, fact, remedy, clause)


def brief(text: str) -> str:
    """Return what somebody else wrote so that it can stand in a line."""
    return shown(text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…")
