"""Rules on what was put into a page unseen: hidden links, the words of gambling and pornography (暗链、篡改)."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from model.patterns import pattern
from pipeline.audit.hosts import host_of, is_below, is_official, is_tracker
from pipeline.audit.markup import line_of, text_of
from pipeline.audit.rules import clauses
from pipeline.audit.rules.examples import added, page_edit
from pipeline.rules.rule import Found, Severity, page_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

    from pipeline.audit.page import Page

#: What hides by a trick that no menu or tab needs: out of the picture, no size, no letters.
_TRICK = pattern(
    r"(?:^|;)(?:left|top|right|bottom|margin-left|margin-top|margin)\s*:\s*-\d{3,}(?:px|em|%)?|"
    r"(?:^|;)font-size\s*:\s*[01](?:\.0)?(?:px|pt|em|%)?\s*(?:;|$|!)|"
    r"(?:^|;)text-indent\s*:\s*-\d{3,}(?:px|em|%)?|"
    r"(?:^|;)(?:filter\s*:\s*alpha\(opacity=0\)|opacity\s*:\s*0(?:\.0+)?\s*(?:;|$))|"
    r"clip\s*:\s*rect\(0[^)]*\)",
    re.IGNORECASE,
)
_NO_SIZE = pattern(r"(?:^|;)(?:width|height|line-height|max-height)\s*:\s*[01](?:px|pt|em)?\s*(?:;|$|!)", re.IGNORECASE)
_PLAIN = pattern(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_WRITTEN = pattern(
    r"document\s*\.\s*write(?:ln)?\s*\(\s*[\"']\s*<(?:div|span|p|ul|dl|marquee|table)\b[^>]*(?:display\s*:\s*none|position\s*:\s*absolute|"
    r"height\s*[:=]\s*[\"'\\]*[01]\b|overflow\s*:\s*hidden)[^>]*>\s*[\"']\s*\)",
    re.IGNORECASE,
)
_BY_SCRIPT = pattern(
    r"getElementById\(\s*[\"']([\w-]+)[\"']\s*\)\s*\.\s*style\s*\.\s*(?:display\s*=\s*[\"']none|position\s*=)",
    re.IGNORECASE,
)
_SHORT_SCRIPT = 400
_SIZES = ("height", "width")
_MARQUEE_SIZE = pattern(r"[0-4](?:px)?")
#: Names of gambling and pornography that nothing else is called; news of a raid is told apart by what else it says.
_BAD = pattern(
    r"百家乐|时时彩|老虎机|新葡京|葡京(?:娱乐|赌|平台)|威尼斯人(?:娱乐|赌|官网)|博彩(?:网|公司|平台|论坛|导航)|真人(?:视讯|荷官|娱乐城)|"
    r"(?:网上|在线|线上|真人)(?:赌场|赌博|博彩|娱乐城)|棋牌(?:平台|娱乐|游戏平台|官网)|(?:足球|体育|外围|电竞)(?:投注|下注|博彩)|"
    r"北京赛车|幸运飞艇|六合彩(?:开奖|资料|图库|特码)|特码(?:资料|论坛)|开元棋牌|亚博(?:体育|娱乐|官网)|皇冠(?:体育|现金|足球)网?|"
    r"赌球(?:网|平台)|捕鱼游戏平台|(?:成人|三级|色情|黄色)(?:电影|视频|小说|网站|图片)|裸聊|援交|约炮|私服(?:发布|网)|"
    r"代开(?:增值税)?发票|办(?:理)?假证|迷(?:药|情药)|(?:澳门|缅甸)(?:赌场|博彩|娱乐城)|bet365|(?:娱乐城|彩票)(?:开户|注册|代理)",
    re.IGNORECASE,
)
_TOLD_OF = pattern(
    r"打击|查处|破获|抓获|侦破|警|公安|检察|法院|判|刑|案|禁止|整治|治理|专项|举报|防范|诈骗|宣传|通报|通告|缉|捣毁|涉"
)


def _strangers(page: Page, element: etree._Element) -> list[etree._Element]:
    """The links in an element to hosts that are neither the government's nor known to the site."""
    own, allowed = page.own, page.setting.allowed
    links = [each for each in element.iter("a") if (host := host_of(each.get("href") or "")) and not is_official(host)]
    hosts = ((each, host_of(each.get("href") or "")) for each in links)
    return [
        each for each, host in hosts if not is_below(host, own) and not is_below(host, allowed) and not is_tracker(host)
    ]


@page_rule(
    "HIDDEN_LINK",
    title="页面里有暗链",
    sources=(clauses.SELF_CHECK, clauses.BAD_CONTENT),
    severity=Severity.ERROR,
    remedy="删去，查清怎样被放进来的；不是本单位放的，按网站被篡改处置",
    breaks=(
        added('<div style="position: absolute; left: -9999px"><a href="https://leave.example.com/">好</a></div>'),
        added('<a style="display: none" href="https://www.example.com/">好</a>'),
    ),
    keeps=(
        added('<div style="display: none"><a href="/zt/">专题</a></div>'),
        added('<div style="position: absolute; left: -9999px"><a href="#main">跳到正文</a></div>'),
    ),
)
def hidden_link(page: Page) -> Iterator[Found]:
    """No link to a stranger is hidden from who reads; menus and tabs that open are no such thing."""
    for link in (links[0] for links in page.shared(hidden_links)):
        yield Found(line_of(link), f"看不见的链接“{text_of(link)[:20]}”指向{host_of(link.get('href') or '')}")


def hidden_links(page: Page) -> list[list[etree._Element]]:
    """The links to strangers in each part that is hidden, where there are any."""
    hiding = [each for style, each in page.markup.styled if _hides(each, style)]
    hiding += [
        each for each in page.tags["marquee"] if any(_MARQUEE_SIZE.fullmatch(each.get(name) or "") for name in _SIZES)
    ]
    hiding += _hidden_by_script(page)
    return [links for each in hiding if (links := _strangers(page, each))]


def _hides(element: etree._Element, style: str) -> bool:
    compact = re.sub(r"\s+", "", style)
    if _TRICK.search(compact) or (_NO_SIZE.search(compact) and "overflow:hidden" in compact.lower()):
        return True
    if element.get("id") or element.get("class") or not _PLAIN.search(compact):
        return False
    around = element.getparent()
    at_edge = around is not None and around.tag in {"body", "html"}
    return element.tag == "a" or (at_edge and next(element.iter("li", "dd", "td", "option"), None) is None)


def _hidden_by_script(page: Page) -> Iterator[etree._Element]:
    """What follows a script that writes the beginning of a hidden part, and parts that a script hides at once."""
    for _, text, element in page.scripts():
        if "document" not in text:
            continue
        after = element.getnext()
        if _WRITTEN.search(text) and after is not None:
            yield after
        if len(text) < _SHORT_SCRIPT and "function" not in text:
            names = set(_BY_SCRIPT.findall(text))
            yield from (each for known, each in page.markup.ids if known in names)


@page_rule(
    "BAD_LINK",
    title="链接到赌博、色情等内容",
    sources=(clauses.BAD_CONTENT,),
    severity=Severity.VETO,
    remedy="立即删去，查清来源；不是本单位放的，按网站被篡改处置",
    breaks=(added('<p><a href="https://www.gov.cn/">真人荷官在线</a></p>'),),
    keeps=(
        added(
            '<p><a href="https://www.gov.cn/">公安机关打击网上赌博</a>、<a href="https://www.gov.cn/">福利彩票开奖公告</a></p>'
        ),
    ),
)
def bad_link(page: Page) -> Iterator[Found]:
    """No link is called what only such sites are called."""
    for text, each in page.link_texts:
        title = each.get("title") or ""
        if (found := _bad(text) or _bad(title)) and not _told_around(each):
            yield Found(line_of(each), f"链接“{text[:20] or title[:20]}”里有“{found}”")


@lru_cache(1 << 13)
def _bad(text: str) -> str:
    found = _BAD.search(text) if text else None
    return found[0] if found and not _TOLD_OF.search(text) else ""


def _told_around(link: etree._Element) -> bool:
    around = link.getparent()
    return around is not None and around.tag in {"p", "td"} and bool(_TOLD_OF.search(text_of(around)))


@page_rule(
    "TAMPERED_PAGE",
    title="网页标题或者标签被篡改",
    sources=(clauses.BAD_CONTENT,),
    severity=Severity.VETO,
    remedy="立即从内容文件夹重新构建、发布，查清来源，按应急预案处置",
    breaks=(page_edit('content="政府网站,集约化,迁移"', 'content="百家乐,时时彩"'),),
    keeps=(page_edit('content="政府网站,集约化,迁移"', 'content="打击百家乐赌博"'),),
)
def tampered(page: Page) -> Iterator[Found]:
    """What search engines are told has nothing of gambling and pornography."""
    told = [("网页标题", page.title, page.line)]
    told += [(f"{name}标签", page.meta(name), page.line_of_meta(name)) for name in ("Keywords", "Description")]
    for place, text, line in told:
        if found := _bad(text):
            yield Found(line, f"{place}里有“{found}”")
