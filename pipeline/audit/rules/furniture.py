"""Rules on what gets in the way of reading a page: floats, pop-ups, moving text, plug-ins, notes on browsers; and how heavy it is."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from model.patterns import pattern
from pipeline.audit.markup import is_inside, line_of, text_of
from pipeline.audit.rules import clauses
from pipeline.audit.rules.examples import CARE, HOME, added, page_edit
from pipeline.rules.rule import Found, Severity, page_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

    from pipeline.audit.page import Page

_FIXED = pattern(r"position\s*:\s*fixed", re.IGNORECASE)
_UNSEEN = pattern(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_PLACED = pattern(r"position\s*:\s*(?:fixed|absolute)", re.IGNORECASE)
_TO_TOP = pattern(r"顶部|置顶|返回|top|无障碍|工具|关怀|长者|朗读|分享|字号|客服", re.IGNORECASE)
_POP_UP = pattern(r"window\s*\.\s*open\s*\(")
_ONLOAD = pattern(r"onload\s*=\s*function[^{]*\{[^}]{0,400}window\s*\.\s*open\s*\(", re.DOTALL)
_PLUGIN = pattern(
    r"\.swf\b|clsid:|shockwave|x-shockwave-flash|application/x-(?!pdf)|java-applet|audio/x-pn|\.(?:rm|rmvb|asf|wmv)\b",
    re.IGNORECASE,
)
_BLINK = pattern(r"text-decoration\s*:[^;]*blink", re.IGNORECASE)
_BROWSER = pattern(
    r"(?:建议|推荐|请)[^。；\n]{0,20}(?:使用|用|以)[^。；\n]{0,40}(?:IE\s*\d|IE浏览器|Internet\s*Explorer|IE\s*及以上|分辨率)|"
    r"最佳(?:浏览|分辨率|显示)[^。\n]{0,30}(?:IE|Internet\s*Explorer|\d{3,4}\s*[×xX*]\s*\d{3,4})|"
    r"(?:IE\s*\d+(?:\.\d)?|IE浏览器)[^。\n]{0,12}(?:以上|及以上)版?本?(?:的)?浏览",
    re.IGNORECASE,
)
_FONT = pattern(r"(?:font-family|font-size|(?<![\w-])font)\s*:", re.IGNORECASE)


def _floats(page: Page) -> list[etree._Element]:
    """The elements that float over a page, but for its head, and ways to its top or to help."""
    called = page.markup.called["float"]
    found = [
        each for style, each in page.markup.styled if _FIXED.search(style) or (_PLACED.search(style) and each in called)
    ]
    found = [each for each in found if not _UNSEEN.search(each.get("style") or "") and each.tag not in {"ul", "ol"}]
    return [
        each
        for each in found
        if not is_inside(each, "header", "nav") and each.tag not in {"header", "nav"} and _covers(each)
    ]


def _covers(element: etree._Element) -> bool:
    """Whether it shows something of its own that it can cover a text with."""
    text = text_of(element)
    has_link = next(element.iter("a", "img"), None) is not None
    return has_link and not (
        len(text) < 40 and _TO_TOP.search(text + (element.get("class") or "") + (element.get("id") or ""))
    )


@page_rule(
    "FLOATING",
    title="页面上有悬浮窗口",
    sources=(clauses.FLOATS,),
    severity=Severity.HINT,
    remedy="把内容放进页面里",
    breaks=(added('<div style="position: fixed; left: 0; top: 90px"><a href="/zt/">专题</a></div>'),),
    keeps=(added('<div style="position: fixed; right: 0; bottom: 0"><a href="#main">返回顶部</a></div>'),),
)
def floating(page: Page) -> Iterator[Found]:
    """Nothing floats over the text."""
    if not page.is_care:
        yield from (
            Found(line_of(each), f"悬浮窗口“{text_of(each)[:20]}”挡住内容") for each in page.shared(_floats)[:5]
        )


@page_rule(
    "ELDER_FLOAT",
    title="关怀版有悬浮窗口",
    sources=(clauses.ELDERLY,),
    severity=Severity.ERROR,
    remedy="去掉悬浮窗口，内容放进页面里",
    breaks=(
        page_edit(
            "</main>",
            '<div style="position: fixed; left: 0; top: 90px"><a href="/care/zt/">专题</a></div></main>',
            CARE,
        ),
    ),
    keeps=(page_edit("</main>", '<div style="position: static"><a href="/care/zt/">专题</a></div></main>', CARE),),
)
def elder_float(page: Page) -> Iterator[Found]:
    """The version for the elderly has no floats at all."""
    if page.is_care:
        yield from (Found(line_of(each), f"悬浮窗口“{text_of(each)[:20]}”") for each in page.shared(_floats)[:5])


@page_rule(
    "POPUP",
    title="打开页面就弹出窗口",
    sources=(clauses.FLOATS,),
    severity=Severity.HINT,
    remedy="去掉自动弹出的窗口",
    breaks=(
        page_edit('<body class="view-home"', '<body onload="window.open(\'/zt/\')" class="view-home"', HOME),
        added("<script>window.open('/zt/', 'zt', 'width=400');</script>"),
    ),
    keeps=(added("<script>function go(address) { window.open(address); }</script>"),),
)
def popup(page: Page) -> Iterator[Found]:
    """No window opens that nobody asked for."""
    for name, value, element in page.markup.handlers:
        if name == "onload" and _POP_UP.search(value):
            yield Found(line_of(element), "打开页面就弹出窗口")
    for _, text, element in page.scripts():
        if "window" in text and (
            _ONLOAD.search(text) or any(_is_outside(text, found.start()) for found in _POP_UP.finditer(text))
        ):
            yield Found(line_of(element), "脚本在打开页面时弹出窗口")


def _is_outside(script: str, at: int) -> bool:
    """Whether a place in a script is outside of all functions and conditions."""
    before = script[:at]
    return before.count("{") <= before.count("}") and not re.search(
        r"(?:if\s*\(.*\)|=>|\?|&&|onclick[^;]*)\s*$", before[-200:]
    )


@page_rule(
    "MOVING_TEXT",
    title="有滚动或者闪烁的文字",
    sources=(clauses.FLOATS,),
    severity=Severity.HINT,
    remedy="改成静止的文字或者列表",
    breaks=(added("<marquee>欢迎</marquee>"),),
    keeps=(added("<p>marquee</p>"),),
)
def moving_text(page: Page) -> Iterator[Found]:
    """Nothing moves or blinks."""
    found = [
        *page.tags["marquee"],
        *page.tags["blink"],
        *(each for style, each in page.markup.styled if _BLINK.search(style)),
    ]
    yield from (Found(line_of(each), f"文字“{text_of(each)[:20]}”滚动或者闪烁") for each in found[:3])


@page_rule(
    "AUTOPLAY",
    title="声音或者视频自动播放",
    sources=(clauses.ELDERLY,),
    severity=Severity.WARNING,
    remedy="去掉autoplay，加上controls，由访客自己播放",
    breaks=(added("<video autoplay></video>"),),
    keeps=(added("<video controls></video><video autoplay muted loop></video>"),),
)
def autoplay(page: Page) -> Iterator[Found]:
    """Nothing sounds by itself."""
    for each in (*page.tags["audio"], *page.tags["video"], *page.tags["bgsound"]):
        if each.tag == "bgsound" or (each.get("autoplay") is not None and each.get("muted") is None):
            yield Found(line_of(each), f"{'视频' if each.tag == 'video' else '声音'}自动播放")


@page_rule(
    "PLUG_IN",
    title="页面要装插件才能看",
    sources=(clauses.MAINSTREAM,),
    severity=Severity.HINT,
    remedy="换成网页自身的图片、视频，或者可以下载的文件",
    breaks=(added('<object classid="clsid:D27CDB6E-AE6D-11cf-96B8-444553540000"></object>'),),
    keeps=(added('<object type="image/svg+xml"></object>'),),
)
def plug_in(page: Page) -> Iterator[Found]:
    """Nothing but the browser is needed."""
    for each in (*page.tags["applet"], *page.tags["object"], *page.tags["embed"]):
        said = " ".join(str(value) for value in each.values())
        if each.tag == "applet" or _PLUGIN.search(said):
            yield Found(line_of(each), f"{each.tag}要装插件：{said[:60]}")


@page_rule(
    "BROWSER_NOTE",
    title="要求用某种浏览器或者分辨率",
    sources=(clauses.NO_BINDING,),
    severity=Severity.HINT,
    remedy="删去这句话，网页应当在主流浏览器里都能看",
    breaks=(page_edit("主办单位：", "建议使用IE8.0以上版本浏览器　主办单位："),),
    keeps=(page_edit("主办单位：", "本网站支持IPv6　主办单位："),),
)
def browser_note(page: Page) -> Iterator[Found]:
    """No browser is asked for."""
    end = page.text[-3000:]
    if ("IE" in end or "Explorer" in end or "分辨率" in end) and (found := _BROWSER.search(end)):
        yield Found(page.line, f"页面写着“{found[0][:50]}”")


@page_rule(
    "FONT_OVERRIDE",
    title="正文自带字体和字号",
    sources=(clauses.TEMPLATES,),
    severity=Severity.WARNING,
    remedy="去掉style里的字体和字号，用网站统一的样式，访客才能放大",
    breaks=(page_edit("<p>7月6日", '<p style="font-family: 仿宋; font-size: 16pt">7月6日'),),
    keeps=(page_edit("<p>7月6日", '<p style="text-align: center">7月6日'),),
)
def font_override(page: Page) -> Iterator[Found]:
    """Articles leave the look to the templates; one finding a page."""
    if page.article is None or page.article.tag == "body":
        return
    within = [
        each for style, each in page.markup.styled if _FONT.search(style) and page.article in each.iterancestors()
    ]
    within += [each for each in page.tags["font"] if page.article in each.iterancestors()]
    if within:
        yield Found(line_of(within[0]), f"正文有{len(within)}处自带字体或者字号")


@page_rule(
    "PAGE_WEIGHT",
    title="网页太大",
    sources=(clauses.SPEED,),
    severity=Severity.WARNING,
    remedy="去掉写进网页里的图片和脚本，长的列表分页",
    thresholds=("page_kilobytes",),
    breaks=(added(f"<!-- {'长' * 180_000} -->"),),
    keeps=(added(f"<!-- {'长' * 100_000} -->"),),
)
def page_weight(page: Page) -> Iterator[Found]:
    """The HTML of a page is small enough to be there within the time."""
    kilobytes = len(page.data) // 1000
    if kilobytes > page.setting.kilobytes:
        yield Found(page.line, f"网页的HTML有{kilobytes}KB，超过{page.setting.kilobytes}KB")
