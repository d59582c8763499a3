"""Rules on the foot of a page: its seven items, and that their numbers and links are right."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, quote, urlsplit

from model.patterns import pattern
from pipeline.audit.foot import foot_of
from pipeline.audit.hosts import host_of, is_number
from pipeline.audit.page import plain
from pipeline.audit.rules import clauses
from pipeline.audit.rules.examples import page_edit
from pipeline.rules.rule import Found, Severity, page_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.audit.page import Page

#: The items, and what people call them.
ITEMS = {
    "mark": "党政机关网站标识",
    "report-error": "“我为政府网站找错”入口",
    "code": "网站标识码",
    "sponsor": "主办单位",
    "icp": "ICP备案编号",
    "police": "公安机关备案标识",
    "sitemap": "网站地图",
}
_SITE_CODE = pattern(r"\d{10}|bm\d{8}")
_MARK_SCRIPT = pattern(r"dcs\.conac\.cn/js/(\d+)/(\d+)/(\d+)/(\d+)/CA(\d+)\.js", re.IGNORECASE)
_MARK_ID = pattern(r"bszs\.conac\.cn/sitename\?method=show&(?:amp;)?id=(\w*)", re.IGNORECASE)
_MARK_DIGITS, _POLICE_DIGITS, _OLD_POLICE_DIGITS = 21, 14, 12
_ICP_DIGITS = (8, 10)


def missing(item: str) -> str:
    """Return the fact that an item is not shown."""
    return f"底部没有{ITEMS[item]}"


@page_rule(
    "FOOTER",
    title="底部功能区缺项",
    sources=(clauses.FOOT,),
    severity=Severity.ERROR,
    remedy="在site.toml里补上对应的内容；别的系统做的网页，在模板底部补上",
    breaks=(page_edit('<li data-item="sitemap"><a href="/sitemap/">网站地图</a></li>', ""),),
    keeps=(page_edit("网站地图</a>", "站点地图</a>"),),
)
def footer(page: Page) -> Iterator[Found]:
    """The seven items that the foot of every page shows; nothing is said of a foot that another file brings."""
    foot = page.shared(foot_of)
    if not foot.unseen:
        yield from (Found(foot.line, missing(item)) for item in ITEMS if not foot.shows(item))


@page_rule(
    "FOOTER_CONTACT",
    title="底部没有联系方式",
    sources=(clauses.FOOT,),
    severity=Severity.WARNING,
    remedy="写上主办单位的电话、邮箱或者地址",
    breaks=(
        page_edit(
            '联系方式：<a href="tel:0355-0120001">0355‑0120001</a>　<a href="mailto:wangzhan@yunchuan.gov.cn">wangzhan@yunchuan.gov.cn</a>',
            "",
        ),
    ),
    keeps=(page_edit("联系方式：", "联系电话："),),
)
def footer_contact(page: Page) -> Iterator[Found]:
    """A sponsor is named with a way to reach it."""
    foot = page.shared(foot_of)
    if not foot.unseen and foot.shows("sponsor") and not foot.has_contact:
        yield Found(foot.line, "底部写了主办单位，没有写联系方式")


@page_rule(
    "SITE_CODE_SHOWN",
    title="网站标识码有误",
    sources=(clauses.TAGS, clauses.FOOT),
    severity=Severity.ERROR,
    remedy="网页标签、页面底部、找错入口都用全国政府网站信息报送系统分配的同一个标识码",
    breaks=(
        page_edit("网站标识码：1404000001", "网站标识码：1404000002"),
        page_edit('name="SiteIDCode" content="1404000001"', 'name="SiteIDCode" content="140400001"'),
    ),
    keeps=(page_edit("网站标识码：1404000001", "网站标识码　1404000001"),),
)
def site_code(page: Page) -> Iterator[Found]:
    """The code has its form, and is the same wherever a page names it."""
    foot = page.shared(foot_of)
    named = [(code, foot.line, "底部") for code in foot.codes]
    named += [(code, each.line, "找错入口") for code, each in foot.reported_codes]
    if declared := page.meta("SiteIDCode"):
        named.insert(0, (declared, page.line_of_meta("SiteIDCode"), "SiteIDCode标签"))
    known = page.setting.code or (named[0][0] if named else "")
    for code, line, place in dict.fromkeys(named):
        if not _SITE_CODE.fullmatch(code):
            yield Found(line, f"{place}的“{code}”不是网站标识码：应当是10位数字，或者bm和8位数字")
        elif code != known and _SITE_CODE.fullmatch(known):
            yield Found(line, f"{place}的网站标识码是{code}，与{known}不一致")


@page_rule(
    "REPORT_LINK",
    title="“我为政府网站找错”入口有误",
    sources=(clauses.REPORTING,),
    severity=Severity.WARNING,
    remedy="链接到https://zfwzgl.www.gov.cn/exposure/jiucuo.html，带上site_code和本页网址url",
    breaks=(
        page_edit("https://zfwzgl.www.gov.cn/exposure/jiucuo.html?", "http://zfwzgl.www.gov.cn/exposure/jiucuo.html?"),
        page_edit("url=https%3A%2F%2Fwww.yunchuan.gov.cn%2Fzwdt", "url=https%3A%2F%2Fwww.yunchuan.gov.cn%2Fzwgk"),
    ),
    keeps=(page_edit("我为政府网站找错</a>", "政府网站找错</a>"),),
)
def report_link(page: Page) -> Iterator[Found]:
    """The entry leads to the national system of today, safely, with the address of this page."""
    for each in page.shared(foot_of).reports:
        host = host_of(each.address)
        if host.endswith("kaipuyun.cn") or is_number(host):
            yield Found(each.line, f"找错入口用的是旧地址{host}，已经不受理")
        elif each.address.startswith("http:"):
            yield Found(each.line, "找错入口用http，没有加密")
        elif "jiucuo.html" in each.address and (fact := _wrong_address(each.address, page)):
            yield Found(each.line, fact)


def _wrong_address(address: str, page: Page) -> str:
    """What is wrong with the page's address that is handed on, or nothing."""
    if any(f"url={quote(f'https://{own}', safe='')}" in address for own in page.addresses) and "site_code=" in address:
        return ""
    asked = parse_qs(urlsplit(address).query)
    if not asked.get("site_code"):
        return "找错入口没有带site_code，反映的问题不知道是哪个网站的"
    [url, *_] = asked.get("url", [""])
    if not url:
        return "找错入口没有带本页网址，反映的问题不知道是哪一页的"
    wrong = page.addresses and plain(url) not in page.addresses
    return f"找错入口带的网址{quote(url, safe=':/')}不是本页的" if wrong else ""


@page_rule(
    "MARK_SHOWN",
    title="党政机关网站标识有误",
    sources=(clauses.MARK,),
    severity=Severity.WARNING,
    remedy="照机构编制部门给的代码原样加挂",
    breaks=(page_edit("id=0A1B4C7D2E5F48639A0B1C2D3E4F5061", "id=0A1B4C7D2E5F"),),
    keeps=(
        page_edit("https://bszs.conac.cn/", "http://bszs.conac.cn/"),
        page_edit("党政机关网站标识 CA", "党政机关网站标识CA"),
    ),
)
def mark(page: Page) -> Iterator[Found]:
    """The mark's script stands where its code says, and its certificate has a number."""
    foot = page.shared(foot_of)
    for each in foot.marks:
        for *groups, code in _MARK_SCRIPT.findall(each.address):
            if len(code) != _MARK_DIGITS or not code.startswith("".join(groups)):
                yield Found(each.line, f"标识脚本的代码CA{code}与它的路径{'/'.join(groups)}不一致")
        for number in _MARK_ID.findall(each.address):
            if not re.fullmatch(r"[0-9A-Fa-f]{32}", number):
                yield Found(each.line, f"标识证书的编号“{number}”不是32位")


@page_rule(
    "ICP_NUMBER",
    title="ICP备案编号写法有误",
    sources=(clauses.ICP,),
    severity=Severity.ERROR,
    remedy="照备案系统的写法，如“晋ICP备05000001号-1”",
    breaks=(
        page_edit("晋ICP备05000001号-1", "晋ICP备0500001号-1"),
        page_edit("晋ICP备05000001号-1", "ICP备05000001号-1"),
    ),
    keeps=(page_edit("晋ICP备05000001号-1", "晋ICP备2026000001号"),),
)
def icp_number(page: Page) -> Iterator[Found]:
    """Province, 8 or 10 digits, 号."""
    foot = page.shared(foot_of)
    for province, digits, mark_of_number, site in dict.fromkeys(foot.icp_numbers):
        written = f"{province}ICP备{digits}{mark_of_number}{f'-{site}' if site else ''}"
        if not province or province in "案号是" or len(digits) not in _ICP_DIGITS or not mark_of_number:
            yield Found(foot.line, f"“{written}”不是完整的ICP备案编号")


@page_rule(
    "ICP_LINK",
    title="ICP备案编号没有链接到备案系统",
    sources=(clauses.ICP,),
    severity=Severity.ERROR,
    remedy="链接到https://beian.miit.gov.cn/",
    breaks=(
        page_edit('<a href="https://beian.miit.gov.cn/">', '<a href="http://www.miitbeian.gov.cn/">'),
        page_edit('<a href="https://beian.miit.gov.cn/">晋ICP备05000001号-1</a>', "晋ICP备05000001号-1"),
    ),
    keeps=(page_edit("https://beian.miit.gov.cn/", "https://beian.miit.gov.cn/#/Integrated/index"),),
)
def icp_link(page: Page) -> Iterator[Found]:
    """The number leads to the record system of today."""
    foot = page.shared(foot_of)
    if not foot.icp_links and foot.icp_numbers and not foot.unseen:
        yield Found(foot.line, "ICP备案编号没有链接到工业和信息化部备案系统")
    for each in foot.icp_links:
        host = host_of(each.address)
        if host and host != "beian.miit.gov.cn":
            why = "这个地址已经停用" if host.endswith(".gov.cn") else "这不是备案系统"
            yield Found(each.line, f"ICP备案编号链接到{host}，{why}")


@page_rule(
    "POLICE_NUMBER",
    title="公安备案编号有误",
    sources=(clauses.POLICE,),
    severity=Severity.WARNING,
    remedy="照备案证明写，如“晋公网安备14040002000001号”，链接里的编号与它相同",
    breaks=(page_edit("webSearch?code=14040002000001", "webSearch?code=14040002000002"),),
    keeps=(page_edit("晋公网安备14040002000001号", "晋公网安备 14040002000001号"),),
)
def police_number(page: Page) -> Iterator[Found]:
    """14 digits, and the same in the text and in the link."""
    foot = page.shared(foot_of)
    shown = [digits for _, digits, _ in foot.police_numbers]
    for digits in dict.fromkeys(shown):
        if len(digits) not in {_POLICE_DIGITS, _OLD_POLICE_DIGITS}:
            yield Found(foot.line, f"公安备案编号“{digits}”有{len(digits)}位，应当是{_POLICE_DIGITS}位")
    for digits, each in foot.records:
        if shown and digits not in shown:
            yield Found(each.line, f"公安备案链接里的编号是{digits}，页面上写的是{'、'.join(dict.fromkeys(shown))}")


@page_rule(
    "POLICE_LINK",
    title="公安备案的链接是旧地址",
    sources=(clauses.POLICE,),
    severity=Severity.WARNING,
    remedy="链接到https://beian.mps.gov.cn/#/query/webSearch?code=编号",
    breaks=(
        page_edit(
            "https://beian.mps.gov.cn/#/query/webSearch?code=14040002000001",
            "https://www.beian.gov.cn/portal/registerSystemInfo?recordcode=14040002000001",
        ),
    ),
    keeps=(page_edit("https://beian.mps.gov.cn/", "http://beian.mps.gov.cn/"),),
)
def police_link(page: Page) -> Iterator[Found]:
    """The system moved."""
    for each in page.shared(foot_of).police_links:
        host = host_of(each.address)
        if host in {"www.beian.gov.cn", "beian.gov.cn"}:
            yield Found(each.line, f"公安备案链接到{host}，查询系统已经搬到beian.mps.gov.cn")
