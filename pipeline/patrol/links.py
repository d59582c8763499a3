"""Outgoing links: find them in a page, ask where they lead, and judge whether they still lead to whom they were made for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from lxml import etree, html

from pipeline.hosts import Front
from pipeline.patrol.answered import Failure, Reply, Unreached
from pipeline.patrol.asking import ask, host_name
from pipeline.patrol.findings import LINKS, VETO_TAMPERING, Finding, Place, alarm, brief, warning
from pipeline.patrol.targets import HTTP, HTTPS, first_of_each_family

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from pipeline.patrol.targets import LookUp

_MOST = 1 << 20
_HOPS = 3
_LONGEST = 2000
_LEADS_ON = {301, 302, 303, 307, 308}
#: Answers to a program that a person may not get: whoever gives one is there.
_ASKS_FOR_A_PERSON = {401, 403, 405, 412, 418, 429, 521}
#: Second-level names below which domains are given out.
_COMMON = {"com", "net", "org", "gov", "edu", "ac", "co", "mil", "or", "ne", "go"}
#: What the title of a page for sale says; one is enough.
_FOR_SALE = re.compile(
    r"域名(?:正在)?(?:出售|转让)|(?:域名|网站)已(?:过期|到期)|domain (?:name )?(?:is |may be )?for sale|buy this domain|domain (?:is )?parked",
    re.IGNORECASE,
)
#: What titles and descriptions of gambling and of indecent pages say; a page that warns of it has hardly two.
_INDECENT = (
    "真人荷官", "百家乐", "老虎机", "彩票投注", "棋牌游戏", "娱乐城", "新葡京", "时时彩", "体育投注", "六合彩资料", "澳门博彩",
    "博彩公司", "赌场官网", "现金网", "捕鱼游戏", "成人视频", "成人电影", "无码", "裸聊", "约炮",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Followed:
    """Where an outgoing link led: the addresses in turn, and what the last of them answered."""

    urls: tuple[str, ...]
    answer: Reply | Unreached

    @property
    def dead(self) -> bool:
        """Whether nothing is there any more, as far as one visit tells."""
        if isinstance(self.answer, Unreached):
            return self.answer.kind not in {Failure.TOO_LARGE, Failure.NO_ROUTE}
        return self.answer.status >= 400 and self.answer.status not in _ASKS_FOR_A_PERSON


def outgoing(page: bytes, url: str, own: Collection[str]) -> tuple[str, ...]:
    """Return the addresses, by http and https, to which a page at `url` leads outside of the domains `own`, each once."""
    tree = _parsed(page)
    if tree is None:
        return ()
    found = (_joined(url, str(each)) for each in tree.xpath("//a/@href | //area/@href"))
    return tuple(dict.fromkeys(each for each in found if each and domain_of(each) not in own))


def follow(url: str, timeout: float, look_up: LookUp) -> Followed:
    """Ask where a link leads, over three redirects at most, each within `timeout` seconds."""
    urls = [url]
    while True:
        answer = _asked(urls[-1], timeout, look_up)
        onward = _onward(urls[-1], answer)
        if not onward or onward in urls or len(urls) > _HOPS:
            return Followed(tuple(urls), answer)
        urls.append(onward)


def link(site: str, followed: Followed, failures: int) -> Iterator[Finding]:
    """Judge a link by where it led; `failures` are how many times in turn nothing was there, this time included."""
    first, last, answer = followed.urls[0], followed.urls[-1], followed.answer
    place = Place(site, path=first)
    name_of_another = isinstance(answer, Unreached) and answer.kind is Failure.OTHER_NAME
    if isinstance(answer, Reply) and (signs := signs_of_another_owner(answer.body)):
        remedy = "马上从网页里去掉这个链接，重新发布；看别的网页有没有同样的链接"
        yield alarm("LINK_HIJACKED", place, f"链接打开的网页像是换了主人：{signs}", remedy, VETO_TAMPERING)
    elif name_of_another:
        remedy = "打开看还是不是原来的单位；不是的，去掉链接"
        yield warning("LINK_OTHER_NAME", place, answer_text(answer), remedy, LINKS)
    elif failures > 1:
        remedy = "改成现在的网址，或者去掉链接"
        yield warning("LINK_DEAD", place, f"连续{failures}次打不开：{answer_text(answer)}", remedy, LINKS)
    elif not followed.dead and registrable(domain_of(first)) != registrable(domain_of(last)):
        remedy = "打开看还是不是原来的单位；是的，把链接改成新网址，不是的，去掉"
        yield warning("LINK_ELSEWHERE", place, f"转到了别的域名“{brief(domain_of(last))}”", remedy, LINKS)


def answer_text(answer: Reply | Unreached) -> str:
    """Say in a few words what was answered."""
    return answer.text if isinstance(answer, Unreached) else f"答的是{answer.status}"


def domain_of(url: str) -> str:
    """Return the domain of an address as it is sent, empty where it has none."""
    try:
        return host_name(urlsplit(url).hostname or "")
    except ValueError:
        return ""


def registrable(domain: str) -> str:
    """Return the part of a domain that somebody owns: `gov.cn` and the like count as one ending."""
    labels = domain.removesuffix(".").split(".")
    if labels[-1].isdigit() or ":" in domain:
        return domain
    length = 3 if len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in _COMMON else 2
    return ".".join(labels[-length:])


def signs_of_another_owner(page: bytes) -> str:
    """Return the words of a page's title, description and keywords by which it is for sale or indecent; few pages have any."""
    tree = _parsed(page)
    if tree is None:
        return ""
    parts = tree.xpath("//title//text() | //meta[@name='description' or @name='keywords']/@content")
    text = " ".join(map(str, parts))
    if sale := _FOR_SALE.search(text):
        return f"“{sale[0]}”"
    words = [word for word in _INDECENT if word in text]
    return "、".join(f"“{word}”" for word in words) if len(words) > 1 else ""


def _asked(url: str, timeout: float, look_up: LookUp) -> Reply | Unreached:
    parts = urlsplit(url)
    name = domain_of(url)
    secure = parts.scheme == "https"
    answer: Reply | Unreached = Unreached(Failure.NAME)
    for address in first_of_each_family(look_up(name, timeout)):
        front = Front("", parts.scheme, address, parts.port or (HTTPS if secure else HTTP))
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        answer = ask(front, name, path, timeout=timeout, most=_MOST)
        if not isinstance(answer, Unreached):
            return answer
    return answer


def _onward(url: str, answer: Reply | Unreached) -> str:
    if isinstance(answer, Unreached) or answer.status not in _LEADS_ON:
        return ""
    return _joined(url, answer.headers.get("location", ""))


def _joined(base: str, href: str) -> str:
    """The whole address that a reference means, without its fragment; empty where it is none of http or https."""
    try:
        parts = urlsplit(urljoin(base, href.strip()))
        _ = parts.port
    except ValueError:
        return ""
    whole = parts._replace(fragment="").geturl()
    usable = parts.scheme in {"http", "https"} and len(whole) <= _LONGEST and whole.isprintable()
    return whole if usable and domain_of(whole) else ""


def _parsed(page: bytes) -> html.HtmlElement | None:
    try:
        return html.document_fromstring(page, parser=_parser(page))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None


def _parser(page: bytes) -> html.HTMLParser:
    """A parser that reads UTF-8 where it is, and what the page says, or the national encoding, where it is not."""
    try:
        page.decode()
    except UnicodeDecodeError:
        return html.HTMLParser(encoding=None if b"charset" in page[:2048].lower() else "gb18030")
    return html.HTMLParser(encoding="utf-8")
