"""Judge whether a site can be reached: its front page now and over the week, its certificate, its addresses of IPv6."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.patrol.answered import IPV6, OF_CERTIFICATES, Failure, Reply, Unreached
from pipeline.patrol.findings import IPV6_PLAN, SECURE, VETO_UNREACHABLE, Finding, Place, alarm, warning
from pipeline.patrol.targets import is_loopback

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from model.profile import Profile
    from pipeline.hosts import Front
    from pipeline.patrol.answered import Visit
    from pipeline.patrol.targets import Targets

HOME = "/"
_OK = 200


def home_failure(visit: Visit, status: int, profile: Profile) -> str:
    """Return why a visit of the front page counts as failed, empty where it does not; `status` is what it should answer.

    That this machine has no way to IPv6 is no failure of the site's.
    """
    answer = visit.answer
    if isinstance(answer, Unreached):
        return "" if _is_ours(visit) else answer.text
    if answer.seconds >= profile["response_seconds"].value:
        return f"用了{answer.seconds:.1f}秒"
    return "" if answer.status == status else f"答的是{answer.status}"


def reachable(visit: Visit, status: int, profile: Profile) -> Iterator[Finding]:
    """Judge one visit of a front page (单项否决二: 15 seconds)."""
    place = Place(visit.site, visit.host, visit.family, HOME)
    if _is_ours(visit):
        fact = "没有问到：巡查所在的机器没有IPv6网络"
        yield warning("IPV6_UNASKED", place, fact, "在有IPv6网络的机器上巡查", IPV6_PLAN)
    elif isinstance(visit.answer, Unreached) and visit.answer.kind in OF_CERTIFICATES:
        remedy = "换上这个域名的、有效的证书，带上中间证书，重新加载nginx"
        yield alarm("CERTIFICATE_WRONG", place, visit.answer.text, remedy, SECURE)
    elif failure := home_failure(visit, status, profile):
        limit = profile["response_seconds"]
        fact = f"首页打不开：{failure}（要在{limit.value}秒以内答{status}）"
        remedy = "看主机、网络和nginx是不是正常；别的主机正常的，先把这一台撤下"
        yield alarm("HOME_UNREACHABLE", place, fact, remedy, limit.clause)


def share(site: str, visits: int, failed: int, profile: Profile) -> Iterator[Finding]:
    """Judge the share of failed visits of a week; of a few visits nothing is said."""
    most, soon, least = (profile[f"failure_{name}"] for name in ("percent", "warning_percent", "visits"))
    if visits < least.value:
        return
    fact = f"最近一周访问首页{visits}次，{failed}次打不开，占{100 * failed / visits:.1f}%"
    place, remedy = Place(site), "用docs/operators/patrol.md里的查询看是哪台主机、什么时候"
    if 100 * failed >= most.value * visits:
        yield alarm("FAILURE_SHARE", place, f"{fact}，达到{most.value}%", remedy, most.clause)
    elif 100 * failed >= soon.value * visits:
        yield warning("FAILURE_SHARE_NEAR", place, f"{fact}，超过{soon.value}%", remedy, soon.clause)


def certificate(visit: Visit, now: dt.datetime, profile: Profile) -> Iterator[Finding]:
    """Judge how long a certificate still holds; that of a reply is valid."""
    if not isinstance(visit.answer, Reply) or visit.answer.certificate_ends is None:
        return
    days = (visit.answer.certificate_ends - now).days
    place = Place(visit.site, visit.host, visit.family, HOME)
    fact, remedy = f"证书还有{days}天到期（{visit.answer.certificate_ends:%Y-%m-%d}）", "换新证书，重新加载nginx"
    if days <= (last := profile["certificate_alarm_days"]).value:
        yield alarm("CERTIFICATE_ENDS", place, fact, remedy, last.clause)
    elif days <= (soon := profile["certificate_days"]).value:
        yield warning("CERTIFICATE_ENDS_SOON", place, fact, remedy, soon.clause)


def addresses(site: str, found: Targets) -> Iterator[Finding]:
    """Judge which addresses there are: of names without any, and of hosts without IPv6."""
    for front in found.nameless:
        fact = f"“{front.address}”查不到地址"
        remedy = "检查域名解析；域名是不是过期、停用"
        yield alarm("NAME_UNKNOWN", Place(site, front.host), fact, remedy, VETO_UNREACHABLE)
    for host in dict.fromkeys(front.host for front in found.serving):
        ours = all(is_loopback(front) for front in found.serving if front.host == host)
        if IPV6 not in found.families(host) and not ours:
            fact = "没有IPv6地址"
            remedy = "配上IPv6地址；hosts.toml的serves写名字，给它加AAAA解析"
            yield warning("IPV6_MISSING", Place(site, host), fact, remedy, IPV6_PLAN)


def sends_on(visit: Visit, domain: str) -> Iterator[Finding]:
    """Judge that http does nothing but lead to https; that nobody listens there is as good."""
    if isinstance(visit.answer, Unreached):
        return
    target = visit.answer.headers.get("location", "")
    if visit.answer.status in {301, 308} and target.lower().startswith(f"https://{domain}/"):
        return
    fact = f"用http访问，答的是{visit.answer.status}，没有转到https"
    remedy = "80端口只写return 301 https://域名$request_uri;"
    yield alarm("HTTP_NOT_SENT_ON", Place(visit.site, visit.host, visit.family, visit.path), fact, remedy, SECURE)


def plain_http(site: str, front: Front) -> Iterator[Finding]:
    """Judge a front that serves a site without https; on this machine's own addresses that is a trial."""
    if front.scheme == "http" and not is_loopback(front):
        fact, remedy = "网站只用http提供", "配上证书，用https提供，hosts.toml的serves写https"
        yield alarm("HTTP_ONLY", Place(site, front.host), fact, remedy, SECURE)


def _is_ours(visit: Visit) -> bool:
    """Whether there is no reply for a reason of this machine's own: it has no IPv6."""
    no_route = isinstance(visit.answer, Unreached) and visit.answer.kind is Failure.NO_ROUTE
    return no_route and visit.family == IPV6
