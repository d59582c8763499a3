"""What other sites published first: named with its source, in time, looked over. Source: 长治市政府网站管理办法第十条第二款、第二十七条第二项."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from model.language import MAIN_LANGUAGE
from model.patterns import pattern
from pipeline.rules.rule import Edited, Example, Found, Severity, Standing, document_rule
from pipeline.rules.sources import application_security, measures

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.rules.written import City, Written

_CENTRAL_MEDIA = (
    "新华社|新华网|人民日报|人民网|中央广播电视总台|央视新闻|央视网|光明日报|光明网|经济日报|中国经济网|科技日报|工人日报|中国青年报"
    "|农民日报|法治日报|中国新闻社|中国新闻网|中新网|求是|求是网|学习强国|中国日报"
)
_STATE = "中国政府网|国务院|国务院办公厅|国家(?!.*[市县区省])[\u4e00-\u9fa5]{2,12}(?:局|委|委员会|总局|管理局)"
_ELSEWHERE = pattern(rf"(?:{_CENTRAL_MEDIA}|{_STATE})(?:网站|客户端|微信公众号|官网)?")
#: Hosts of the central press, whose texts are looked over before they are published.
_PRESS_HOSTS = [
    "people.com.cn",
    "people.cn",
    "xinhuanet.com",
    "news.cn",
    "cctv.com",
    "cctv.cn",
    "gmw.cn",
    "ce.cn",
    "stdaily.com",
    "workercn.cn",
    "cyol.com",
    "farmer.com.cn",
    "legaldaily.com.cn",
    "chinanews.com",
    "chinanews.com.cn",
    "qstheory.cn",
    "xuexi.cn",
    "chinadaily.com.cn",
    "china.com.cn",
    "youth.cn",
]
#: Where a unit publishes by an account of its own.
_ACCOUNTS = ("weixin.qq.com", "weibo.com", "weibo.cn", "douyin.com", "kuaishou.com")
_PROVINCES = frozenset(
    [
        "beijing",
        "tj",
        "hebei",
        "shanxi",
        "nmg",
        "ln",
        "jl",
        "hlj",
        "sh",
        "shanghai",
        "jiangsu",
        "zj",
        "ah",
        "fujian",
        "jiangxi",
        "shandong",
        "henan",
        "hubei",
        "hunan",
        "gd",
        "gxzf",
        "hainan",
        "cq",
        "sc",
        "guizhou",
        "yn",
        "xizang",
        "shaanxi",
        "gansu",
        "qinghai",
        "nx",
        "xinjiang",
    ]
)
_POLICY_KINDS = {"policy", "interpretation"}
_POLICY_COLUMNS = {"政策文件", "政策解读"}
_HEATING = "xiuxi/zwdt/yaowen/2026-11-11-gongnuan.md"
_SUPPORT = "portal/zwdt/bumen/2026-10-29-jiaotong.md"


def host_of(url: str) -> str:
    """Return the host of an address in lower case."""
    return (urlsplit(url).hostname or "").removesuffix(".")


def _is_below(host: str, domains: tuple[str, ...] | list[str]) -> bool:
    return any(host == each or host.endswith(f".{each}") for each in domains)


def _is_of_platform(host: str, city: City) -> bool:
    """Whether a host is one of the city's own sites."""
    return any(host == site.settings.domain for site in city.sites.values())


def _is_government(host: str) -> bool:
    return _is_below(host, ("gov.cn", "政务", "xn--zfr164b"))


def _units(city: City) -> set[str]:
    """The names of the city's sites and of who runs them."""
    return {name for site in city.sites.values() for name in (site.settings.name, site.settings.sponsor) if name}


@document_rule(
    "REPOST_SOURCE",
    title="转载没有注明来源",
    sources=(measures(10, "第二款"),),
    severity=Severity.WARNING,
    remedy="source（来源）写首先发布的单位或者网站",
    breaks=(
        Example(
            {
                _SUPPORT: Edited(
                    "source: 云川市公安局交通警察支队",
                    "source: 云川市人民政府办公室\nrepost_url: https://www.gov.cn/yaowen/202610/t.htm",
                )
            }
        ),
    ),
    keeps=(
        Example(
            {_SUPPORT: Edited("source: ", "repost_url: https://jtt.shanxi.gov.cn/t1.htm\nsource: 山西省交通运输厅与")}
        ),
    ),
)
def repost_source(written: Written) -> Iterator[Found]:
    """The source of what another platform's site published is not a unit of this one."""
    document, city = written.document, written.city
    host = host_of(document.repost_url)
    if not host or _is_of_platform(host, city) or _is_below(host, _ACCOUNTS):
        return
    if document.source in _units(city):
        fact = f"转载自{host}，来源写的是本平台的“{document.source}”"
        yield Found(written.line_of("source"), fact)


@document_rule(
    "REPOST_LINK",
    title="转载没有写原文网址",
    sources=(application_security("（转载应当注明来源网站、转载时间和链接）", Standing.RECALLED),),
    severity=Severity.HINT,
    remedy="写repost_url（转载网址）和repost_date（原文的发布时间）",
    breaks=(Example({_SUPPORT: Edited("source: ", "source: 新华社\n#")}),),
    keeps=(Example({_SUPPORT: Edited("source: ", "source: 云川日报\n#")}),),
)
def repost_link(written: Written) -> Iterator[Found]:
    """What the central press or the State Council published first is given with its address."""
    document = written.document
    if not document.repost_url and document.lang == MAIN_LANGUAGE and _ELSEWHERE.fullmatch(document.source):
        yield Found(written.line_of("source"), f"来源是“{document.source}”，没有写原文网址")


@document_rule(
    "REPOST_FOREIGN",
    title="转载自非政府网站",
    sources=(measures(27, "第二项"),),
    severity=Severity.HINT,
    remedy="加强内容审核和保密审查，审核人在拉取请求里写明",
    breaks=(Example({_SUPPORT: Edited("source: ", "repost_url: https://www.example.com/a.html\nsource: 示例网与")}),),
    keeps=(Example({_SUPPORT: Edited("source: ", "repost_url: https://www.news.cn/a.html\nsource: 新华网与")}),),
)
def repost_foreign(written: Written) -> Iterator[Found]:
    """A text of a site that is neither a government's nor the central press's is looked over with more care."""
    host = host_of(written.document.repost_url)
    if host and not _is_government(host) and not _is_below(host, _PRESS_HOSTS):
        yield Found(written.line_of("repost_url"), f"转载自{host}，不是政府网站")


@document_rule(
    "REPOST_DELAY",
    title="重要政策信息转载晚了",
    sources=(measures(10, "第二款"),),
    severity=Severity.WARNING,
    remedy="这一篇已经晚了；以后收到上级政策信息，在规定时间内转载",
    thresholds=("repost_hours",),
    breaks=(
        Example({_HEATING: Edited("source: ", "kind: interpretation\ninterprets: [云政办发〔2026〕3号]\nsource: ")}),
    ),
    keeps=(
        Example(
            {
                _HEATING: Edited(
                    "date: 2026-11-11 09:10\nsource: ",
                    "date: 2026-11-10 20:50\nkind: interpretation\ninterprets: [云政办发〔2026〕3号]\nsource: ",
                )
            }
        ),
    ),
)
def repost_delay(written: Written) -> Iterator[Found]:
    """A county's or a department's site has a policy of a higher government, or of the city's portal, within the hours of the profile."""
    document, limit = written.document, written.city.threshold("repost_hours")
    if not document.repost_date or not _is_policy_information(written) or not _is_above(document.repost_url, written):
        return
    # a time of 0:00 is a day whose hour nobody wrote down
    known = document.repost_date + dt.timedelta(days=document.repost_date.time() == dt.time(0))
    hours = (document.appears - known) / dt.timedelta(hours=1)
    if hours > limit:
        fact = f"原文{document.repost_date:%Y-%m-%d %H:%M}发布，{hours:.0f}小时以后才转载，超过{limit}小时"
        yield Found(written.line_of("repost_date"), fact)


def _is_policy_information(written: Written) -> bool:
    return written.document.kind in _POLICY_KINDS or written.column.type in _POLICY_COLUMNS


def _is_above(url: str, written: Written) -> bool:
    """Whether an address is of a government above the site's own; a city's own portal is bound by no hours (办法第十条第二款)."""
    own, host = written.site.settings, host_of(url)
    if own.kind == "portal" and own.level == "city":
        return False
    name = host.removeprefix("www.").removesuffix(".gov.cn")
    if host == "www.gov.cn" or (host.endswith(".gov.cn") and name.rpartition(".")[2] in _PROVINCES):
        return True
    portals = (site.settings for site in written.city.sites.values() if site.settings.kind == "portal")
    return any(host == each.domain and each.level == "city" for each in portals)
