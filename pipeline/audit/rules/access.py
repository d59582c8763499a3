"""Rules on what those need who cannot see a page, or not well: words for pictures, heads of tables, names of frames."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from pipeline.audit.markup import line_of, text_of
from pipeline.audit.rules import clauses
from pipeline.audit.rules.examples import added, page_edit
from pipeline.rules.rule import Found, Severity, page_rule
from pipeline.rules.sources import convention

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

    from pipeline.audit.page import Page

_ELDERLY = (
    "无障碍",
    "关怀",
    "關懷",
    "长者",
    "长辈",
    "適老",
    "适老",
    "老年",
    "standard",
    "标准版",
    "標準版",
    "elder",
    "large",
    "care",
)


@page_rule(
    "IMAGE_ALT",
    title="图片没有替代文字",
    sources=(clauses.BARRIER_FREE, clauses.WCAG),
    severity=Severity.WARNING,
    remedy='给图片写alt；只作装饰的写成空的alt=""',
    breaks=(added('<img src="/static/icon.8dde93617e38.svg">'),),
    keeps=(added('<img src="/static/icon.8dde93617e38.svg" alt="">'),),
)
def image_alt(page: Page) -> Iterator[Found]:
    """Each picture has words, or says that it needs none; one finding a page."""
    bare = [each for each in page.tags["img"] if each.get("alt") is None and each.get("role") != "presentation"]
    if bare:
        yield Found(line_of(bare[0]), f"{len(bare)}张图片没有替代文字，如{(bare[0].get('src') or '')[-60:]}")


@page_rule(
    "LINK_NAME",
    title="链接没有文字",
    sources=(clauses.BARRIER_FREE, clauses.WCAG),
    severity=Severity.WARNING,
    remedy="写上链接到哪里；图片链接写在图片的alt里",
    breaks=(added('<a href="/zt/"><img src="/static/icon.8dde93617e38.svg" alt=""></a>'),),
    keeps=(added('<a href="/zt/" aria-label="专题"><img src="/static/icon.8dde93617e38.svg" alt=""></a>'),),
)
def link_name(page: Page) -> Iterator[Found]:
    """A link that shows only a picture has that picture's words; one finding a page."""
    around = (next(each.iterancestors("a"), None) for each in page.tags["img"] if each.get("alt") == "")
    bare = [each for each in around if each is not None and each.get("href") and not _name_of(each)]
    bare = [each for each in bare if all(picture.get("alt") == "" for picture in each.iter("img"))]
    empty = [each for text, each in page.link_texts if not text and _is_empty(each)]
    if empty:
        yield Found(line_of(empty[0]), f"{len(empty)}个链接是空的，如{(empty[0].get('href') or '')[:60]}")
    if bare:
        yield Found(line_of(bare[0]), f"{len(bare)}个图片链接没有文字，如{(bare[0].get('href') or '')[:60]}")


def _is_empty(link: etree._Element) -> bool:
    """Whether a link leads somewhere and has nothing to show: no picture, no class or id by which a style or a script gives it one."""
    leads = (link.get("href") or "#").strip()[:1] != "#" and not (link.get("href") or "").lower().startswith(
        "javascript"
    )
    return (
        leads
        and len(link) == 0
        and not any(map(link.get, ("class", "id", "style", "title", "aria-label", "aria-hidden")))
    )


def _name_of(link: etree._Element) -> str:
    return link.get("aria-label") or link.get("aria-labelledby") or link.get("title") or text_of(link)


@page_rule(
    "DUPLICATE_ID",
    title="同一个id用了几次",
    sources=(clauses.WCAG,),
    severity=Severity.HINT,
    remedy="每个id只用一次，锚点和标签才找得到地方",
    breaks=(added('<p id="zoom">又一段</p>'),),
    keeps=(added('<p id="zoom-2">又一段</p>'),),
)
def duplicate_id(page: Page) -> Iterator[Found]:
    """An id names one place."""
    counts = Counter(name for name, element in page.markup.ids if name)
    if len(counts) == len(page.markup.ids):
        return
    twice = [name for name, count in counts.items() if count > 1]
    if twice:
        line = [line_of(each) for name, each in page.markup.ids if name == twice[0]][1]
        yield Found(
            line, f"id“{twice[0]}”用了{counts[twice[0]]}次" + (f"，这样的id有{len(twice)}个" if len(twice) > 1 else "")
        )


@page_rule(
    "TABLE_HEAD",
    title="表格没有表头",
    sources=(clauses.WCAG,),
    severity=Severity.HINT,
    remedy="第一行或者第一列的格子用th，写上scope",
    breaks=(
        added(
            "<table><tr><td>年</td><td>数</td></tr><tr><td>2025</td><td>1</td></tr><tr><td>2026</td><td>2</td></tr></table>"
        ),
    ),
    keeps=(
        added(
            '<table><tr><th scope="col">年</th><th scope="col">数</th></tr><tr><td>2025</td><td>1</td></tr><tr><td>2026</td><td>2</td></tr></table>'
        ),
    ),
)
def table_head(page: Page) -> Iterator[Found]:
    """A table of data in an article says what its columns are; tables that only place things are left alone."""
    for table in page.tags["table"]:
        rows = [row for row in table.iter("tr") if len(row) > 1]
        placing = (
            table.get("role") in {"presentation", "none"} or next(table.iterdescendants("table"), None) is not None
        )
        if len(rows) < 3 or placing or page.article is None or not _is_in(table, page):
            continue
        if next(table.iter("th"), None) is None:
            yield Found(line_of(table), f"表格“{text_of(rows[0])[:20]}”没有表头")


def _is_in(element: etree._Element, page: Page) -> bool:
    return any(each is page.article or each.tag == "main" for each in element.iterancestors())


@page_rule(
    "FRAME_TITLE",
    title="框架没有名称",
    sources=(clauses.WCAG,),
    severity=Severity.HINT,
    remedy="给iframe写title，说明里面是什么",
    breaks=(added('<iframe src="/sitemap/"></iframe>'),),
    keeps=(added('<iframe src="/sitemap/" title="网站地图"></iframe>'),),
)
def frame_title(page: Page) -> Iterator[Found]:
    """A frame says what it shows."""
    for each in page.tags["iframe"]:
        if (
            each.get("src")
            and not each.get("title")
            and "none" not in (each.get("style") or "")
            and each.get("hidden") is None
        ):
            yield Found(line_of(each), f"框架{(each.get('src') or '')[:60]}没有名称")


@page_rule(
    "NEW_WINDOW",
    title="链接在新窗口打开，没有说明",
    sources=(convention("在新窗口打开的链接注明"),),
    severity=Severity.HINT,
    remedy='去掉target，或者注明“在新窗口打开”，写上rel="noopener"',
    breaks=(added('<a href="/zt/" target="_blank">专题</a>'),),
    keeps=(added('<a href="/zt/" target="_blank" rel="noopener">专题（在新窗口打开）</a>'),),
)
def new_window(page: Page) -> Iterator[Found]:
    """Who follows a link stays in the window, or is told; one finding a page."""
    opening = [each for value, each in page.markup.targets if value.lower() == "_blank" and each.tag == "a"]
    silent = [
        each
        for each in opening
        if "窗口" not in text_of(each) + (each.get("title") or "") + (each.get("aria-label") or "")
    ]
    if silent:
        yield Found(line_of(silent[0]), f"{len(silent)}个链接在新窗口打开，没有说明")


@page_rule(
    "ELDER_ENTRY",
    title="没有无障碍或者关怀版的入口",
    sources=(convention("每个网页的上方有关怀版或者无障碍入口"),),
    severity=Severity.HINT,
    remedy="在页面上方加关怀版、无障碍的入口",
    breaks=(
        page_edit(
            '<li><a href="/care/zwdt/yaowen/2026-07-08-wangzhan/" lang="zh-Hans" hreflang="zh-Hans">关怀版</a></li>',
            "",
        ),
    ),
    keeps=(page_edit(">关怀版</a>", ">长者助手</a>"),),
)
def elder_entry(page: Page) -> Iterator[Found]:
    """There is a way to the version that is easy to read."""
    chinese = (page.markup.root.get("lang") or "zh").startswith("zh")
    if not chinese or page.is_made_by_script or "noindex" in page.meta("robots"):
        return
    links = " ".join(f"{text} {each.get('title') or ''}" for text, each in page.link_texts).lower()
    pictures = " ".join((each.get("alt") or "") for each in page.tags["img"])
    scripts = " ".join(src for src, _, _ in page.scripts()).lower()
    said = any(word in links or word in pictures for word in _ELDERLY)
    if not said and "wza" not in scripts and "care" not in scripts:
        yield Found(page.line, "页面上没有无障碍或者关怀版的入口")
