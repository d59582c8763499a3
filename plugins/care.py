"""The care variant (关怀版): for elders and assistive technology, the text of a standard page with larger type and less around it.

Nothing is rendered again, and nothing that a page says is left out: its style is another, its navigation is short, and what is
there for the eye alone goes. A mark of the theme that a page does not have leaves that part of it as it is.

Source: 互联网网站适老化通用设计规范（大字体、高对比度、语音朗读、简洁布局）; 办法第二十二条.
"""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING

from model.variants import CARE
from plugins.engine.registry import Derive, Frame, Registry, features
from plugins.engine.templates import escaped

if TYPE_CHECKING:
    from model.site import Site
    from plugins.engine.values import Assets

#: The home page, five columns and the site map: what a reader can take in at a glance.
MOST_COLUMNS = 5
_MAP = '<a href="/sitemap/"'
_MAP_PAGE = '<body class="view-site_map'
_BODY = re.compile(r'(<body class="[^"]*)"')
_CURRENT = re.compile(r'(<a href="[^"]*")( aria-current="\w+")>')
#: A picture that says nothing (`alt=""`), with the paragraph that holds it alone.
_DECORATION = re.compile(r'<p(?: [^>]*)?>\s*<img\b[^>]* alt=""[^>]*>\s*</p>\n?|<img\b[^>]* alt=""[^>]*>\n*')

_Additions = tuple[tuple[str, str, str], ...]


def prepare(frame: Frame) -> Derive:
    """Return what makes a page of the site into its care variant."""
    return partial(_derive, _navigation(frame.site), _additions(frame.assets))


def _navigation(site: Site) -> str:
    """The short navigation's entries: the home page, the first top-level columns, the site map."""
    columns = [(column.url, column.name) for column in site.children("")[:MOST_COLUMNS]]
    entries = (f'<li><a href="{url}">{escaped(name)}</a></li>\n' for url, name in [("/", "首页"), *columns])
    return f"{''.join(entries)}<li>{_MAP}>网站地图</a></li>\n"


def _additions(assets: Assets) -> _Additions:
    """Where on a page which line is added: the style everywhere, reading aloud where there is a document's text."""
    script = '<script src="{}" defer></script>'
    style = '<link rel="stylesheet" href="{}">'
    found = (
        ("<body", style.format(assets.stylesheet), "\n" + style.format(assets.care_stylesheet)),
        ('<div id="zoom"', script.format(assets.script), "\n" + script.format(assets.care_script)),
    )
    return tuple(each for each, file in zip(found, (assets.care_stylesheet, assets.care_script), strict=True) if file)


def _derive(navigation: str, additions: _Additions, html: str) -> str:
    for where, before, more in additions:
        if where in html:
            html = html.replace(before, before + more, 1)
    html = _shortened(_BODY.sub(r'\1 care"', html, count=1), navigation)
    if ' alt=""' in html:
        html = _DECORATION.sub("", html)
    html = _without(html, '<nav class="neighbours"', "</nav>", html.find("<main"))
    return _without(html, '<figure class="page-code">', "</figure>", html.rfind("</main>"))


def _shortened(html: str, navigation: str) -> str:
    """The page with the short navigation, which says where the reader is if the place is among its entries."""
    begin = html.find('<nav class="main-nav"')
    start, end = html.find("<li>", begin), html.find("</ul>", begin)
    if not 0 <= begin < start < end:
        return html
    if current := _CURRENT.search(html, start, end):
        navigation = navigation.replace(current[1], current[1] + current[2], 1)
    elif _MAP_PAGE in html:
        navigation = navigation.replace(_MAP, f'{_MAP} aria-current="page"', 1)
    return html[:start] + navigation + html[end:]


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
