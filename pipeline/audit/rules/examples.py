"""Examples for the rules on pages: changes to pages of the demonstration city's built output."""

from __future__ import annotations

from pipeline.rules.rule import Edited, Example

#: Two pieces of news, their column, another column, the front page, and what is made from them.
ARTICLE = "portal/zwdt/yaowen/2026-07-08-wangzhan/index.html"
OTHER_ARTICLE = "portal/zwdt/yaowen/2026-11-18-tushuguan/index.html"
LIST = "portal/zwdt/yaowen/index.html"
DISCLOSURE = "portal/zwgk/zn/index.html"
HOME = "portal/index.html"
CARE = "portal/care/zwdt/yaowen/2026-07-08-wangzhan/index.html"
SITEMAP = "portal/sitemap-columns.xml"
FEED = "portal/zwdt/yaowen/feed.xml"

_PAGE = """<!DOCTYPE html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="{robots}">
<title>{title}_云川市人民政府</title>
<meta name="SiteName" content="云川市人民政府">
<meta name="SiteDomain" content="www.yunchuan.gov.cn">
<meta name="SiteIDCode" content="1404000001">
{metas}
</head>
<body>
<header><a href="/">云川市人民政府</a> <a href="/care/">关怀版</a></header>
<p><a href="/more/">{searched}</a></p>
<nav aria-label="当前位置"><a href="/">首页</a> <a href="/zwdt/">政务动态</a></nav>
<main>
<h1>{title}</h1>
{text}
</main>
<footer>
<p>主办单位：云川市人民政府办公室　联系电话：0355-0120001　网站标识码：1404000001</p>
<p><a href="https://beian.miit.gov.cn/">晋ICP备05000001号-1</a>
<a href="https://beian.mps.gov.cn/#/query/webSearch?code=14040002000001">晋公网安备14040002000001号</a>
<a href="https://bszs.conac.cn/sitename?method=show&amp;id=0A1B4C7D2E5F48639A0B1C2D3E4F5061">党政机关网站标识</a>
<a href="https://zfwzgl.www.gov.cn/exposure/jiucuo.html?site_code=1404000001&amp;url=https%3A%2F%2Fwww.yunchuan.gov.cn%2F">找错</a>
<a href="/sitemap/">网站地图</a></p>
</footer>
</body>
</html>
"""
_DESCRIBED = '<meta name="Description" content="云川市人民政府门户网站">'


def page_edit(old: str, new: str, file: str = ARTICLE) -> Example:
    """A page with `old` replaced by `new` once."""
    return Example({file: Edited(old, new)})


def added(markup: str, file: str = ARTICLE) -> Example:
    """A page with something more at the end of its main zone."""
    return page_edit("</main>", f"{markup}</main>", file)


def plain_page(title: str, length: int, robots: str = "all") -> str:
    """A page that was put into the output by hand, with an article of so many characters."""
    return _PAGE.format(
        title=title,
        robots=robots,
        metas=_DESCRIBED,
        searched="搜索",
        text=f'<div id="zoom"><p>{"文" * length}</p></div>',
    )


def front_page(*links: str, searched: str = "搜索") -> Example:
    """The front page with these links, as addresses, and one more that is called `searched`."""
    text = "".join(f'<p><a href="{link}">栏目</a></p>' for link in links)
    metas = '<meta name="ColumnType" content="首页">'
    return Example({HOME: _PAGE.format(title="首页", robots="all", metas=metas, text=text, searched=searched)})
