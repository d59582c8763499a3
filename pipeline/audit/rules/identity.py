"""Rules on the zones of a page, its headings, and the name that it shows."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from model.patterns import pattern
from pipeline.audit.foot import foot_of
from pipeline.audit.markup import is_inside, line_of, text_of
from pipeline.audit.page import loads_its_head
from pipeline.audit.rules import clauses
from pipeline.audit.rules.examples import added, front_page, page_edit
from pipeline.rules.rule import Found, Severity, page_rule

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lxml import etree

    from pipeline.audit.page import Page

#: A zone by its element: what people call it, and its role.
_ZONES = {
    "header": ("头部标识区", "banner"),
    "main": ("中部内容区", "main"),
    "footer": ("底部功能区", "contentinfo"),
}
_UNTITLED = pattern(
    r"(?:无标题(?:文档|页)?|Untitled(?: Document)?|New Page\s*\d*|Document|首页模板|Title)", re.IGNORECASE
)
_ALIKE = 8
#: As much of the text as stands at the top of a page.
_TOP = 60
#: As much as may stand before the name: the day, entries, a greeting.
_BEGINNING = 150
_HEADINGS = tuple(f"h{level}" for level in range(1, 7))
_SIGNS = pattern(r"\W+")
#: What the entries to the services and to the channel for questions are called where no settings say where they lead.
_FUNCTIONS = {
    "办事服务": pattern(r"办事|服务|办理|审批|一网通|事项"),
    "互动交流": pattern(r"互动|交流|信箱|咨询|投诉|留言|来信|写信|问政|访谈|征集|调查|12345|热线|民意|建议|连线"),
}
_FEW_LINKS = 15
#: Longer ones are titles of news.
_ENTRY = 10


@page_rule(
    "ZONE",
    title="页面分区不全",
    sources=(clauses.ZONES,),
    severity=Severity.ERROR,
    remedy="检查主题模板：页面由头部标识区、中部内容区、底部功能区组成",
    breaks=(page_edit('<main id="main" class="frame" tabindex="-1">', '<div id="x" tabindex="-1">'),),
    keeps=(page_edit('<main id="main" class="frame" tabindex="-1">', '<div role="main" id="main" tabindex="-1">'),),
)
def zone(page: Page) -> Iterator[Found]:
    """Each page has the three zones; on pages of other systems, a part that is called so counts."""
    if page.is_made_by_script:
        return
    for tag, (label, role) in _ZONES.items():
        if not page.tags[tag] and not _is_called(page, tag, role) and not _is_seen(page, tag):
            yield Found(page.line, f"页面没有{tag}（{label}）")


def _is_called(page: Page, tag: str, role: str) -> bool:
    if any(name == role for name, _ in page.markup.roles):
        return True
    return not page.is_ours and bool(page.markup.called[tag])


def _is_seen(page: Page, tag: str) -> bool:
    """Whether a page of another system has a zone that nothing calls so: a name or a navigation at its top, a text in its middle.

    What another file may bring is not said to be missing.
    """
    if page.is_ours:
        return False
    if tag == "main":
        return len(page.text) >= _TOP
    if tag == "footer":
        return page.shared(foot_of).unseen
    name = page.meta("SiteName")
    named = bool(name) and (
        name in page.text[:_BEGINNING] or any(name in (each.get("alt") or "") for each in page.tags["img"])
    )
    return named or bool(page.tags["nav"]) or loads_its_head(page)


def _is_of_today(page: Page) -> bool:
    """Whether a page uses the elements for zones, and so has to use all of them."""
    return sum(bool(page.tags[each]) for each in _ZONES) > 1


@page_rule(
    "SITE_NAME_SHOWN",
    title="页面上方没有网站全称",
    sources=(clauses.FULL_NAME,),
    severity=Severity.ERROR,
    remedy="头部标识区写上网站全称；用图片的，写在替代文字里",
    breaks=(
        page_edit(
            '<p class="site-name"><a href="/">云川市人民政府</a></p>', '<p class="site-name"><a href="/">云川</a></p>'
        ),
    ),
    keeps=(
        page_edit(
            '<p class="site-name"><a href="/">云川市人民政府</a></p>',
            '<p class="site-name"><a href="/"><img src="/static/icon.8dde93617e38.svg" alt="云川市人民政府"></a></p>',
        ),
    ),
)
def site_name_shown(page: Page) -> Iterator[Found]:
    """The head shows the full name; a picture without words may show it, which cannot be read."""
    name = page.full_name or page.meta("SiteName")
    if not (page.tags["header"] and name and _is_of_today(page)):
        return
    header = page.tags["header"][0]
    if name in text_of(header) or name in page.text[:_TOP]:
        return
    pictures = [each for each in page.tags["img"] if not is_inside(each, "main", "article", "footer")]
    if all(each.get("alt") and name not in (each.get("alt") or "") for each in pictures):
        yield Found(line_of(header), f"头部标识区没有网站全称“{name}”")


@page_rule(
    "ONE_HEADING",
    title="一级标题不是一个",
    sources=(clauses.BARRIER_FREE, clauses.WCAG),
    severity=Severity.WARNING,
    remedy="页面的名称用一级标题，只用一个",
    breaks=(page_edit("</h1>", "</h1><h1>二</h1>"),),
    keeps=(added("<h2>二</h2>"),),
)
def one_heading(page: Page) -> Iterator[Found]:
    """A page has one heading of the first level."""
    headings = page.tags["h1"]
    if not headings and page.is_made_by_script:
        return
    if len(headings) != 1:
        yield Found(line_of(headings[1]) if headings else page.line, f"页面有{len(headings)}个一级标题")


@page_rule(
    "HEADING_JUMP",
    title="标题跳级",
    sources=(clauses.WCAG,),
    severity=Severity.HINT,
    remedy="标题一级一级往下用，大小用样式调整",
    breaks=(added("<h4>四</h4>"),),
    keeps=(added("<h2>二</h2><h3>三</h3><h2>二</h2>"),),
)
def heading_jump(page: Page) -> Iterator[Found]:
    """No level is left out on the way down; the first place is named."""
    if not any(page.tags[f"h{level}"] for level in range(3, 7)):
        return
    found = [(int(str(each.tag)[1]), each) for each in page.markup.root.iter(*_HEADINGS) if text_of(each)]
    for (before, _), (level, element) in pairwise(found):
        if level > before + 1:
            yield Found(line_of(element), f"“{_short(element)}”是{level}级标题，上一个标题是{before}级")
            return


def _short(element: etree._Element) -> str:
    text = text_of(element)
    return f"{text[:15]}…" if len(text) > 15 else text


@page_rule(
    "TITLE",
    title="网页标题不说明网页",
    sources=(clauses.BARRIER_FREE, clauses.WCAG),
    severity=Severity.WARNING,
    remedy="网页标题（title）写内容标题、栏目和网站名称",
    breaks=(
        page_edit("<title>全市政府网站集约化迁移完成_政务要闻_云川市人民政府</title>", "<title></title>"),
        page_edit("<title>全市政府网站集约化迁移完成_政务要闻_云川市人民政府</title>", "<title>云川市人民政府</title>"),
    ),
    keeps=(page_edit("<title>全市政府网站集约化迁移完成_政务要闻_", "<title>全市政府网站集约化迁移完成 - "),),
)
def title(page: Page) -> Iterator[Found]:
    """The title is there, and that of an article begins like its heading."""
    shown = page.title
    if not shown or _UNTITLED.fullmatch(shown):
        yield Found(page.line, f"网页标题是“{shown}”" if shown else "网页没有标题（title）")
        return
    headings = [each for each in (page.meta("ArticleTitle"), *map(text_of, page.tags["h1"])) if each]
    heading = page.meta("ArticleTitle")
    if heading and not any(_resembles(each, shown) for each in headings):
        yield Found(page.line, f"网页标题“{shown[:30]}”里没有内容标题“{heading[:30]}”")


def _resembles(heading: str, shown: str) -> bool:
    plain, whole = _SIGNS.sub("", heading), _SIGNS.sub("", shown)
    return plain[:_ALIKE] in whole or whole[:_ALIKE] in plain


@page_rule(
    "HOME_FUNCTIONS",
    title="首页没有办事服务或者互动交流的入口",
    sources=(clauses.CONSULTATION, clauses.SERVICES),
    severity=Severity.ERROR,
    remedy="首页链接到办事服务和互动交流",
    breaks=(front_page("/zwgk/", "/bsfw/"),),
    keeps=(front_page("/bsfw/", "/hdjl/"),),
)
def home_functions(page: Page) -> Iterator[Found]:
    """The front page leads to the services and to the channel for questions."""
    if not page.is_home or page.rests or page.is_made_by_script:
        return
    known = dict(page.setting.functions)
    for name in known or _asked_of_others(page):
        if not _leads_to(page, known.get(name, "")) and (page.is_ours or not _speaks_of(page, _FUNCTIONS[name])):
            yield Found(page.line, f"首页没有“{name}”的入口")


def _asked_of_others(page: Page) -> Iterable[str]:
    """What the front page of another system must lead to: nothing where its menu may come from another file, or it is hardly a front page."""
    if page.is_ours or len(page.link_texts) < _FEW_LINKS or loads_its_head(page):
        return ()
    return _FUNCTIONS


def _leads_to(page: Page, path: str) -> bool:
    return bool(path) and any(f"/{path}/" in each.address for each in page.markup.named if each.element.tag == "a")


def _speaks_of(page: Page, sign: re.Pattern[str]) -> bool:
    """Whether an entry, in words or as a picture, is called so."""
    entries = (text for text, _ in page.link_texts if len(text) <= _ENTRY)
    return any(map(sign.search, (*entries, *(each.get("alt") or "" for each in page.tags["img"]))))
