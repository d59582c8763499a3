"""Rules on the META tags of an article: that title, time, picture and address are those of the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from model.patterns import pattern
from pipeline.audit.markup import text_of
from pipeline.audit.page import plain
from pipeline.audit.rules import clauses
from pipeline.audit.rules.examples import page_edit
from pipeline.audit.setting import CARE, TRADITIONAL
from pipeline.rules.rule import Found, Severity, page_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.audit.page import Page

_PUB_DATE = pattern(r"\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01]) (?:[01]\d|2[0-3]):[0-5]\d")
_SECONDS = pattern(r"(\d{4}-\d{2}-\d{2} \d{2}:\d{2}):\d{2}")
_BLANK = pattern(r"\s+|<[^>]*>")
_ENDS_EARLY = pattern(r"(?:\.{3}|…)$")
_TELLING = 10
#: Where pictures that are loaded late name their file.
_PICTURE_NAMES = ("src", "data-src", "data-original", "_src", "oldsrc", "orisrc")


@page_rule(
    "META_IMAGE",
    title="Image标签不是正文里的图片",
    sources=(clauses.TAGS,),
    severity=Severity.WARNING,
    remedy="写正文里一张图片的网址；正文没有图片就不写",
    breaks=(
        page_edit('<meta name="SiteIDCode"', '<meta name="Image" content="/images/logo.png"><meta name="SiteIDCode"'),
    ),
    keeps=(
        page_edit(
            "<p>7月6日",
            '<p><img src="/static/icon.8dde93617e38.svg" alt="图"></p><p><meta name="Image" content="https://www.yunchuan.gov.cn/static/icon.8dde93617e38.svg">7月6日',
        ),
    ),
)
def meta_image(page: Page) -> Iterator[Found]:
    """The picture that machines show beside the title is one of the article's; a smaller copy of it is called like it."""
    said = page.meta("Image")
    if not said or page.article is None:
        return
    shown = [_stem(each.get(name) or "") for each in page.article.iter("img") for name in _PICTURE_NAMES]
    stem = _stem(said)
    if not any(each and stem and (each in stem or stem in each) for each in shown):
        yield Found(page.line_of_meta("Image"), f"Image是“{said[-60:]}”，正文里没有这张图片")


def _stem(address: str) -> str:
    """The name of the file of an address, without its ending."""
    return address.split("?")[0].rsplit("/", 1)[-1].rsplit(".", 1)[0].lower()


@page_rule(
    "ARTICLE_TITLE",
    title="ArticleTitle与页面标题不一致",
    sources=(clauses.TAGS,),
    severity=Severity.ERROR,
    remedy="ArticleTitle写页面上的完整标题",
    breaks=(
        page_edit(
            'name="ArticleTitle" content="全市政府网站集约化迁移完成"',
            'name="ArticleTitle" content="全市政府网站完成迁移"',
        ),
        page_edit(
            'name="ArticleTitle" content="全市政府网站集约化迁移完成"',
            'name="ArticleTitle" content="全市政府网站集约化迁移"',
        ),
    ),
    keeps=(page_edit('content="全市政府网站集约化迁移完成"', 'content="全市政府网站 集约化迁移完成"'),),
)
def article_title(page: Page) -> Iterator[Found]:
    """The full title that is shown."""
    said = _BLANK.sub("", page.meta("ArticleTitle"))
    if not said or said == page.heading:
        return
    headings = [_BLANK.sub("", text_of(each)) for each in page.tags["h1"]]
    if said in headings:
        return
    if _ENDS_EARLY.search(said) or any(_is_cut(said, each) for each in headings):
        yield Found(page.line_of_meta("ArticleTitle"), f"ArticleTitle“{said[:40]}”没有写全")
    elif said not in _BLANK.sub("", page.text):
        yield Found(page.line_of_meta("ArticleTitle"), f"ArticleTitle是“{said[:40]}”，页面上没有这个标题")


def _is_cut(said: str, heading: str) -> bool:
    rest = heading.removeprefix(said)
    return len(said) >= _TELLING and rest != heading and not rest.startswith(("——", "—", "（", "(", "：", ":", "-"))


@page_rule(
    "PUB_DATE_FORM",
    title="PubDate的写法有误",
    sources=(clauses.TAGS,),
    severity=Severity.WARNING,
    remedy="写成“2026-07-08 15:20”，24小时制，不写秒",
    breaks=(
        page_edit('name="PubDate" content="2026-07-08 15:20"', 'name="PubDate" content="2026-07-08 15:20:00"'),
        page_edit('name="PubDate" content="2026-07-08 15:20"', 'name="PubDate" content="2026年7月8日"'),
    ),
    keeps=(page_edit('name="PubDate" content="2026-07-08 15:20"', 'name="PubDate" content=" 2026-07-08 15:20"'),),
)
def pub_date_form(page: Page) -> Iterator[Found]:
    """The day and the minute."""
    said = page.meta("PubDate")
    if said and not _PUB_DATE.fullmatch(said):
        fact = (
            f"PubDate“{said[:30]}”带有秒" if _SECONDS.fullmatch(said) else f"PubDate“{said[:30]}”不是“年-月-日 时:分”"
        )
        yield Found(page.line_of_meta("PubDate"), fact)


@page_rule(
    "META_URL",
    title="Url标签不是本页的网址",
    sources=(clauses.TAGS,),
    severity=Severity.WARNING,
    remedy="写本页完整的网址，与canonical相同",
    breaks=(
        page_edit('name="Url" content="https://www.yunchuan.gov.cn/', 'name="Url" content="/'),
        page_edit(
            'name="Url" content="https://www.yunchuan.gov.cn/zwdt',
            'name="Url" content="https://www.yunchuan.gov.cn/zwgk',
        ),
    ),
    keeps=(page_edit('<meta name="Url" content="https://www.yunchuan.gov.cn/zwdt/yaowen/2026-07-08-wangzhan/">', ""),),
)
def meta_url(page: Page) -> Iterator[Found]:
    """The address is whole, and the one by which the page wants to be known."""
    said = page.meta("Url")
    canonical = next((each.get("href") or "" for each in page.tags["link"] if each.get("rel") == "canonical"), "")
    if said and not said.startswith(("http://", "https://")):
        yield Found(page.line_of_meta("Url"), f"Url写成了“{said[:60]}”，不是完整的网址")
    elif said and canonical.startswith("http") and _of_main_version(said) != _of_main_version(canonical):
        yield Found(page.line_of_meta("Url"), f"Url是{said[:80]}，canonical是{canonical[:80]}")


def _of_main_version(address: str) -> str:
    return plain(address.replace(f"/{TRADITIONAL}", "/").replace(f"/{CARE}", "/"))
