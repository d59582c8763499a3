"""Rules on what a page has from elsewhere, and where it leads out: resources, trackers, links without a prompt, forms."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from model.patterns import pattern
from pipeline.audit.hosts import host_of, is_below, is_number, is_official, is_tracker
from pipeline.audit.markup import line_of
from pipeline.audit.rules import clauses
from pipeline.audit.rules.examples import added
from pipeline.audit.rules.hidden import hidden_links
from pipeline.rules.rule import Found, Severity, page_rule
from pipeline.rules.sources import convention

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

    from pipeline.audit.page import Page

#: What a link of the head names without having the browser load it.
_NOT_LOADED = pattern(r"canonical|alternate|dns-prefetch|license|author|me", re.IGNORECASE)
#: What scripts of those who count visits for others load.
TRACKING = pattern(
    r"hm\.baidu\.com/hm\.js|\bcnzz\.com/|js\.users\.51\.la|google-analytics\.com/|googletagmanager\.com/|pos\.baidu\.com/|_hmt\.push\("
)
#: What a script that asks before one leaves says.
_ASKS = pattern(r"即将离开|即将跳转|非政府网站|外部链接|确认离开|离开本站|exit_?link|out_?link", re.IGNORECASE)
#: Script files that are the same on all sites, and ask nothing.
_LIBRARY = pattern(
    r"/(?:jquery|bootstrap|swiper|superslide|slick|html5shiv|respond|modernizr|vue|echarts|lazyload|vsbscreen|qrcode)[^/]*\.js|"
    r"conac\.cn/|jiucuo\.js|jquery[\w.-]*\.js",
    re.IGNORECASE,
)
_CARED_FOR = {"external", "nofollow", "noopener", "noreferrer"}
_CAPTCHA = pattern(
    r"captcha|kaptcha|(?:verify|valid(?:ate)?|check|rand(?:om)?|security)_?-?(?:code|img|image|pic)|(?:^|/)yzm",
    re.IGNORECASE,
)
_SECRET = pattern(r"pass(?:word|wd)|pwd|id_?card|sfzh|shenfenzheng|mobile|phone|tel\b", re.IGNORECASE)


def foreign(page: Page) -> list[tuple[etree._Element, str, str]]:
    """Every address on somebody else's host that the page has the browser load: the element, the address, the host."""
    own = page.own
    loaded = ((each.element, each.address, host) for host, each in page.outside if _is_loaded(each.element))
    return [(element, address, host) for element, address, host in loaded if not is_below(host, own)]


def _is_loaded(element: etree._Element) -> bool:
    if element.tag == "link":
        return not _NOT_LOADED.search(element.get("rel") or "")
    return element.tag not in {"a", "area"}


@page_rule(
    "THIRD_PARTY",
    title="页面用了别处的资源",
    sources=(clauses.IN_COUNTRY, clauses.PRIVACY),
    severity=Severity.ERROR,
    remedy="改用本站的文件",
    breaks=(
        added('<img src="https://example.org/x.png" alt="外">'),
        added('<script src="//example.org/x.js"></script>'),
    ),
    keeps=(added('<script src="https://dcs.conac.cn/js/05/000/0000/00000000/CA050000000000000000001.js"></script>'),),
)
def third_party(page: Page) -> Iterator[Found]:
    """Nothing is loaded from hosts that are not the government's."""
    for element, address, host in page.shared(foreign):
        if not is_official(host) and not is_tracker(host):
            yield Found(line_of(element), f"页面用了别处的资源{address[:120]}")


@page_rule(
    "TRACKER",
    title="页面有别人的统计或者广告代码",
    sources=(clauses.PRIVACY,),
    severity=Severity.ERROR,
    remedy="删去；要统计访问量，用本站的日志",
    breaks=(
        added('<script src="https://hm.baidu.com/hm.js?0123456789abcdef"></script>'),
        added("<script>var hm = document.createElement('script'); hm.src = 'https://hm.baidu.com/hm.js?0';</script>"),
    ),
    keeps=(added("<p>hm.baidu.com是统计网站。</p>"),),
)
def tracker(page: Page) -> Iterator[Found]:
    """Nobody else learns who reads what."""
    for element, address, host in page.shared(foreign):
        if is_tracker(host):
            yield Found(line_of(element), f"统计或者广告代码{address[:80]}")
    for _, text, element in page.scripts():
        if text and (found := TRACKING.search(text)):
            yield Found(line_of(element), f"脚本里有统计或者广告代码{found[0]}")


@page_rule(
    "MIXED_CONTENT",
    title="页面用http加载文件",
    sources=(clauses.SAFE_CONNECTION,),
    severity=Severity.HINT,
    remedy="去掉地址里的http:和域名，或者改成https",
    breaks=(added('<img src="http://www.yunchuan.gov.cn/static/icon.8dde93617e38.svg" alt="图">'),),
    keeps=(added('<img src="https://www.yunchuan.gov.cn/static/icon.8dde93617e38.svg" alt="图">'),),
)
def mixed_content(page: Page) -> Iterator[Found]:
    """What a page loads comes by a safe connection."""
    loaded = [
        (host, each) for host, each in page.outside if each.address.startswith("http:") and _is_loaded(each.element)
    ]
    own = page.own
    ours = [each for host, each in loaded if is_official(host) or is_below(host, own)]
    if ours:
        yield Found(line_of(ours[0].element), f"{len(ours)}个文件用http加载，如{ours[0].address[:80]}")


@page_rule(
    "EXTERNAL_PROMPT",
    title="离开政府网站没有提示",
    sources=(clauses.LEAVING_IN_USE, clauses.LEAVING),
    severity=Severity.WARNING,
    remedy="链接先到提示离开的网页；常去的网站经批准列入名单",
    breaks=(added('<p><a href="https://www.example.com/">报名</a></p>'),),
    keeps=(added('<p><a href="https://www.gov.cn/">中国政府网</a><a href="https://www.xiuxi.gov.cn/">岫溪县</a></p>'),),
)
def external_prompt(page: Page) -> Iterator[Found]:
    """Who follows a link to what is not the government's is told so; on foreign pages a script file that is not a library may do it."""
    unseen = {link for links in page.shared(hidden_links) for link in links}
    leaving = [each for each in page.shared(outward) if each[0] not in unseen and not _is_asked(each[0], page)]
    if not leaving or not (page.setting.domain or all(_LIBRARY.search(src) for src, _, _ in page.scripts() if src)):
        return
    if not any(_ASKS.search(text) for _, text, _ in page.scripts()):
        yield from (Found(line_of(element), f"直接链接到政府网站以外的{host}") for element, host in leaving[:20])


def outward(page: Page) -> list[tuple[etree._Element, str]]:
    """The links of a page to what is neither the government's nor allowed, with their hosts."""
    own, allowed = page.own, page.setting.allowed
    links = ((each.element, host) for host, each in page.outside if each.element.tag in {"a", "area"})
    return [
        (element, host)
        for element, host in links
        if not is_official(host) and not is_number(host) and not is_below(host, own) and not is_below(host, allowed)
    ]


def _is_asked(element: etree._Element, page: Page) -> bool:
    if "离开" in (element.get("onclick") or "") or "confirm" in (element.get("onclick") or ""):
        return True
    rel = set((element.get("rel") or "").lower().split())
    return "/leave/" in f"/{page.file}" and rel >= _CARED_FOR


@page_rule(
    "LINK_BY_NUMBER",
    title="链接到没有域名的地址",
    sources=(clauses.SELF_CHECK,),
    severity=Severity.WARNING,
    remedy="换成有域名的网址；内部系统的地址不放到网上",
    breaks=(added('<p><a href="http://10.1.2.3:8080/">系统</a></p>'),),
    keeps=(added("<p>http://10.1.2.3:8080/</p>"),),
)
def link_by_number(page: Page) -> Iterator[Found]:
    """No link and no file is on a bare number, whose owner cannot be told."""
    for host, each in page.outside:
        if is_number(host) and each.element.tag in {"a", "area"}:
            yield Found(line_of(each.element), f"链接到{host}，没有域名")


@page_rule(
    "FORM_ACTION",
    title="表单交到别处，或者没有加密",
    sources=(convention("表单交到本平台或者政府网站，用https"),),
    severity=Severity.HINT,
    remedy="交到政府网站的系统，用https",
    breaks=(
        added('<form action="http://hd.yunchuan.gov.cn/save" method="post"></form>'),
        added('<form action="https://www.example.com/save" method="post"></form>'),
    ),
    keeps=(added('<form action="https://hd.yunchuan.gov.cn/save" method="post"></form>'),),
)
def form_action(page: Page) -> Iterator[Found]:
    """What people write goes to the government, and unread on the way; personal data never stand in an address."""
    own = page.own
    for form in page.tags["form"]:
        action = (form.get("action") or "").strip()
        host = host_of(action)
        if action.startswith("http:"):
            yield Found(line_of(form), f"表单用http交到{host}，没有加密")
        elif host and not is_official(host) and not is_below(host, own):
            yield Found(line_of(form), f"表单交到政府网站以外的{host}")
        elif (form.get("method") or "get").lower() == "get" and (field := _secret(form)):
            yield Found(line_of(form), f"表单用get提交，“{field}”会留在网址里")


def _secret(form: etree._Element) -> str:
    fields = (
        each for each in form.iter("input") if (each.get("type") or "").lower() not in {"hidden", "radio", "checkbox"}
    )
    names = (("password" if each.get("type") == "password" else each.get("name") or "") for each in fields)
    return next((name for name in names if _SECRET.search(name)), "")


@page_rule(
    "CAPTCHA",
    title="验证码只有图片",
    sources=(clauses.ELDERLY,),
    severity=Severity.WARNING,
    remedy="同时提供语音或者短信等不靠看的验证方式",
    breaks=(added('<img src="/captcha.png" alt="验证码">'),),
    keeps=(added('<p>验证码说明：<a href="/">captcha</a></p>'),),
)
def captcha(page: Page) -> Iterator[Found]:
    """A code to be read off has another form for who cannot see it."""
    for each in page.tags["img"]:
        if _CAPTCHA.search((each.get("src") or "").split("?")[0]) and not re.search("语音|短信|扫码", page.text):
            yield Found(line_of(each), "验证码只有图片，看不见的人用不了")
