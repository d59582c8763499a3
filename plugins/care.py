"""The care variant (关怀版): for elders and assistive technology, the text of a standard page with larger type and less around it.

Nothing is rendered again, and nothing that a page says is left out: its style is another, its navigation is short, and what is
there for the eye alone goes. A mark of the theme that a page does not have leaves that part of it as it is.

Source: 互联网网站适老化通用设计规范（大字体、高对比度、语音朗读、简洁布局）; 办法第二十二条.
"""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from model.phrases import msg
from model.variants import CARE
from plugins.engine.formats import escaped
from plugins.engine.registry import Derive, Frame, Registry, features

if TYPE_CHECKING:
    from model.site import Site
    from plugins.engine.values import Assets
    from plugins.engine.words import Words

#: The home page, five columns and the site map: what a reader can take in at a glance.
MOST_COLUMNS = 5
_MAP_PAGE = '<body class="view-site_map'
_BODY = re.compile(r'(<body class="[^"]*)"')
_CURRENT = re.compile(r'(<a href="[^"]*")( aria-current="\w+")>')
#: A picture that says nothing (`alt=""`), whatever formats it is offered in, with the paragraph that holds it alone.
_SILENT = r'(?:<picture>(?:<source\b[^>]*>)*<img\b[^>]* alt=""[^>]*></picture>|<img\b[^>]* alt=""[^>]*>)'
_DECORATION = re.compile(rf"<p(?: [^>]*)?>\s*{_SILENT}\s*</p>\n?|{_SILENT}\n*")

_TEXT = '<div id="zoom"'
#: What the script of the variant shows and says, by the name under which it looks for it.
_READING = (
    ("read", msg("朗读")),
    ("pause", msg("暂停")),
    ("resume", msg("继续")),
    ("stop", msg("停止")),
    ("rate", msg("语速")),
    ("slow", msg("慢")),
    ("medium", msg("中")),
    ("fast", msg("快")),
    ("reading", msg("正在朗读")),
    ("paused", msg("已暂停")),
    ("stopped", msg("已停止")),
    ("ended", msg("读完了")),
    ("failed", msg("朗读没有成功")),
)

#: What a page must have, the text that is replaced, and by what.
_Additions = tuple[tuple[str, str, str], ...]


class _Navigation(NamedTuple):
    """The entries, and how the link to the site map begins."""

    entries: str
    to_map: str


def prepare(frame: Frame) -> Derive:
    """Return what makes a page of the site into its care variant."""
    return partial(_derive, _navigation(frame.site, frame.words), _additions(frame.assets, frame.words))


def _navigation(site: Site, words: Words) -> _Navigation:
    """The short navigation: the home page, the first top-level columns, the site map."""
    columns = [(column.url, column.name) for column in site.children("")[:MOST_COLUMNS]]
    home = (site.root, words.say("首页"))
    entries = (f'<li><a href="{url}">{escaped(name)}</a></li>\n' for url, name in [home, *columns])
    to_map = f'<a href="{site.root}sitemap/"'
    return _Navigation(f"{''.join(entries)}<li>{to_map}>{escaped(words.say('网站地图'))}</a></li>\n", to_map)


def _additions(assets: Assets, words: Words) -> _Additions:
    """What is put in which place of which pages: the style everywhere, reading aloud and its words where there is a document's text."""
    said = "".join(f'<span data-word="{key}">{escaped(words.say(text))}</span>' for key, text in _READING)
    script = '<script src="{}" defer></script>'
    style = '<link rel="stylesheet" href="{}">'
    found: list[tuple[str, str, str]] = []
    if assets.care_stylesheet:
        before = style.format(assets.stylesheet)
        found.append(("<body", before, f"{before}\n{style.format(assets.care_stylesheet)}"))
    if assets.care_script:
        before = script.format(assets.script)
        found.append((_TEXT, before, f"{before}\n{script.format(assets.care_script)}"))
        found.append((_TEXT, _TEXT, f'<p id="reading-words" hidden>{said}</p>\n{_TEXT}'))
    return tuple(found)


def _derive(navigation: _Navigation, additions: _Additions, html: str) -> str:
    for where, before, after in additions:
        if where in html:
            html = html.replace(before, after, 1)
    html = _shortened(_BODY.sub(r'\1 care"', html, count=1), navigation)
    if ' alt=""' in html:
        html = _DECORATION.sub("", html)
    html = _without(html, '<nav class="neighbours"', "</nav>", html.find("<main"))
    return _without(html, '<figure class="page-code">', "</figure>", html.rfind("</main>"))


def _shortened(html: str, navigation: _Navigation) -> str:
    """The page with the short navigation, which says where the reader is if the place is among its entries."""
    begin = html.find('<nav class="main-nav"')
    start, end = html.find("<li>", begin), html.find("</ul>", begin)
    if not 0 <= begin < start < end:
        return html
    entries, to_map = navigation
    if current := _CURRENT.search(html, start, end):
        entries = entries.replace(current[1], current[1] + current[2], 1)
    elif _MAP_PAGE in html:
        entries = entries.replace(to_map, f'{to_map} aria-current="page"', 1)
    return html[:start] + entries + html[end:]


def _without(html: str, opening: str, closing: str, after: int) -> str:
    """The page without the first such element after a place; as it is where the place or the element is not there."""
    start = html.find(opening, after) if after >= 0 else -1
    end = html.find(closing, start) if start >= 0 else -1
    return html[:start] + html[end + len(closing) :].removeprefix("\n") if end >= 0 else html


def add(registry: Registry) -> None:
    """Declare how the variant is derived."""
    registry.variant(CARE, prepare)


def register() -> None:
    """Connect to the engine."""
    features.connect(add)
