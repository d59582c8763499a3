"""Rules on the files that an article offers: that a link says what the file is, and that it opens without one certain office product."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from model.patterns import pattern
from pipeline.audit.addresses import address_of
from pipeline.audit.markup import line_of, text_of
from pipeline.audit.rules import clauses
from pipeline.audit.rules.examples import page_edit
from pipeline.rules.rule import Found, Severity, page_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

    from pipeline.audit.page import Page
    from pipeline.rules.rule import Example

_FILE = pattern(r"\.(?:docx?|xlsx?|pptx?|pdf|ofd|wps|et|dps|rtf|zip|rar|7z|csv)(?=$|[?#])", re.IGNORECASE)
_ONE_PRODUCT = pattern(r"\.(?:wps|et|dps)$", re.IGNORECASE)
_ENDING = pattern(r"\.\w{2,4}$")
#: What says nothing of a file: that it is one, its number, the name that a program gave it.
_NOTHING = pattern(
    r"(?>附\s*件|附\s*表|附|点击|点此|单击|请|这里|此处|查看|打开|浏览|下\s*载|文件|文档|全文|详见|详情|more|download|attachment|"
    r"新建|microsoft|office|word|excel|工作表|副本|未命名|untitled|[A-Za-z]?\d[\dA-Za-z_-]*+|[一二三四五六七八九十]|[\W_])*+",
    re.IGNORECASE,
)
_CHINESE = pattern(r"[\u4e00-\u9fa5]")
_TELLING = 4


def _with(markup: str) -> Example:
    """The article with one more paragraph."""
    return page_edit("<p>7月6日", f"<p>{markup}</p><p>7月6日")


def _offered(page: Page) -> list[tuple[etree._Element, str]]:
    """The links of an article to files, each with its path."""
    if page.article is None:
        return []
    links = ((each, (each.get("href") or "").strip()) for each in page.article.iter("a"))
    return [(each, address_of(href).path or "") for each, href in links if _FILE.search(href)]


@page_rule(
    "FILE_LINK_NAME",
    title="附件的链接没有说明是什么文件",
    sources=(clauses.ATTACHMENTS,),
    severity=Severity.HINT,
    remedy="链接写附件的全名，如“云川市养老服务机构名单.xlsx”",
    breaks=(_with('附件：<a href="/files/P020261118.docx">下载</a>'), _with('<a href="/files/1.xls">附件1.xls</a>')),
    keeps=(
        _with('附件：<a href="/files/P020261118.docx">云川市养老服务机构名单.docx</a>'),
        _with('<a href="/files/1.xls">附件1</a>：云川市养老服务机构名单'),
    ),
)
def attachment_name(page: Page) -> Iterator[Found]:
    """Whoever sees only the link, or hears it read, knows what the file is; the words around the link count too."""
    for link, path in page.shared(_offered):
        shown = text_of(link) or " ".join(each.get("alt") or "" for each in link.iter("img"))
        said = f"{_ENDING.sub('', shown)}{link.get('title') or ''}"
        if _NOTHING.fullmatch(said) and not _is_told_around(link):
            yield Found(
                line_of(link), f"附件的链接写着“{shown[:30]}”，没有说明是什么文件（{path.rsplit('/', 1)[-1][-30:]}）"
            )


def _is_told_around(link: etree._Element) -> bool:
    """Whether the line in which a link stands says what it leads to."""
    around = link
    while (up := around.getparent()) is not None and around.tag not in {"p", "li", "td", "dd", "div"}:
        around = up
    return len(_CHINESE.findall(_NOTHING.sub("", text_of(around)))) >= _TELLING


@page_rule(
    "FILE_FORMAT",
    title="附件要用一种办公软件才能打开",
    sources=(clauses.NO_BINDING,),
    severity=Severity.HINT,
    remedy="换成PDF、OFD、DOCX、XLSX，或者同时提供一份",
    breaks=(_with('附件：<a href="/files/a.wps">云川市养老服务机构名单</a>'),),
    keeps=(_with('附件：<a href="/files/a.wps">云川市养老服务机构名单</a>（<a href="/files/a.pdf">PDF</a>）'),),
)
def attachment_format(page: Page) -> Iterator[Found]:
    """What is offered opens in more than the product of one maker, or is there in another form too."""
    offered = page.shared(_offered)
    others = {path.rpartition(".")[0] for _, path in offered if not _ONE_PRODUCT.search(path)}
    for link, path in offered:
        stem, _, ending = path.rpartition(".")
        if _ONE_PRODUCT.search(path) and stem not in others:
            yield Found(line_of(link), f"附件“{text_of(link)[:30]}”是{ending.lower()}格式，别的办公软件多半打不开")
