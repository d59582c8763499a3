"""Judge what a site's addresses answer: with what was published, on every host alike, and nowhere with a door to its inside."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from pipeline.patrol.answered import Failure, Reply, Unreached
from pipeline.patrol.findings import APART, VETO_TAMPERING, VETO_UNREACHABLE, Finding, Place, alarm, brief, warning

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pipeline.patrol.answered import Visit
    from pipeline.patrol.expected import Wanted

#: Addresses of what belongs on another host, or must never be served; all of them must answer that there is nothing.
DOORS = (
    "/admin",
    "/admin/login",
    "/login",
    "/wp-admin/",
    "/wp-login.php",
    "/manager/html",
    "/phpmyadmin/",
    "/actuator/health",
    "/.git/HEAD",
    "/.env",
    "/.host/answers.json",
)
_NOTHING = {404, 410}
_RESTING = 503


def difference(reply: Reply, wanted: Wanted) -> str:
    """Say in Chinese how a reply differs from what it should be, empty where it does not."""
    if reply.status != wanted.status:
        return f"答的是{reply.status}，应当是{wanted.status}"
    if wanted.location and not reply.headers.get("location", "").endswith(wanted.location):
        return f"转到“{brief(reply.headers.get('location', ''))}”，应当转到“{brief(wanted.location)}”"
    if wanted.digest and reply.digest != wanted.digest:
        return f"内容与清单不符（{reply.size}字节，SHA-256是{reply.digest[:12]}…）"
    return ""


def page(visit: Visit, wanted: Wanted) -> Iterator[Finding]:
    """Judge the answer for a file of the release (单项否决一: tampering must be found and dealt with in time)."""
    place = Place(visit.site, visit.host, visit.family, visit.path)
    if isinstance(visit.answer, Unreached):
        if visit.answer.kind not in {Failure.NO_ROUTE, Failure.TOO_LARGE}:
            remedy = "看主机的错误日志；与首页一起打不开的，先处理首页"
            yield warning("PAGE_UNREACHABLE", place, visit.answer.text, remedy, VETO_UNREACHABLE)
    elif fact := difference(visit.answer, wanted):
        if visit.answer.status == wanted.status and not wanted.location:
            remedy = "按被篡改处置：先把主机撤下，留下日志，用invoke verify核对，查明原因再重新发布"
            yield alarm("TAMPERED", place, fact, remedy, VETO_TAMPERING)
        else:
            remedy = "用invoke verify核对主机上的文件，检查nginx的设置是不是最新"
            yield alarm("WRONG_ANSWER", place, fact, remedy, VETO_TAMPERING)


def alike(visits: Iterable[Visit]) -> Iterator[Finding]:
    """Judge that hosts and families of addresses answer one site's path alike: status and bytes."""
    answers: dict[Place, dict[tuple[int, str], str]] = defaultdict(dict)
    for visit in visits:
        if isinstance(visit.answer, Reply):
            answer = (visit.answer.status, visit.answer.digest)
            answers[Place(visit.site, path=visit.path)].setdefault(answer, f"{visit.host}的{visit.family}")
    for place, told in answers.items():
        if len(told) > 1:
            fact = f"{'与'.join(told.values())}答的不一样"
            remedy = "用invoke releases看各主机的版本是否一致，再用invoke verify核对；检查两种地址是不是同一个nginx"
            yield alarm("DIFFERENT", place, fact, remedy, VETO_TAMPERING)


def door(visit: Visit, *, rests: bool) -> Iterator[Finding]:
    """Judge an address that must lead nowhere (办法第十八条: the back office is on other hosts); a site at rest answers 503."""
    if isinstance(visit.answer, Unreached) or visit.answer.status in _NOTHING:
        return
    if rests and visit.answer.status == _RESTING:
        return
    fact = f"答的是{visit.answer.status}，应当是404"
    remedy = "前台主机上不放后台和管理程序，撤下它；误设的，用nginx答404"
    yield alarm("DOOR", Place(visit.site, visit.host, path=visit.path), fact, remedy, APART)
