"""Rules between the pages of a site: the same twice, pages to which nothing leads, what site maps and feeds say."""

from __future__ import annotations

import json
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING

from pipeline.audit.lists import FEED as FEEDS
from pipeline.audit.lists import SITE_MAP as SITE_MAPS
from pipeline.audit.lists import file_of
from pipeline.audit.rules import clauses
from pipeline.audit.rules.examples import ARTICLE, FEED, OTHER_ARTICLE, SITEMAP, page_edit, plain_page
from pipeline.rules.rule import Edited, Example, Found, Severity, output_rule
from pipeline.rules.sources import convention, measures

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pipeline.audit.output import Output

_MANY, _SHARE = 10, 0.2
_ORPHANS = """select file from page where site = :site and own and not exists (
    select 1 from place join link on link.place = place.id join part on part.block = link.block
    where place.site = page.site and place.file = page.file and part.page != page.id)"""
_ON_SITE_MAP = f"listed.site = :site and '/' || listed.file glob '*/{SITE_MAPS}'"
_NOT_LISTED = f"""select file from page where site = :site and own and words != ''
    and exists (select 1 from listed where {_ON_SITE_MAP})
    and not exists (select 1 from listed where {_ON_SITE_MAP} and target = page.file) order by file"""  # noqa: S608 no value
_SAME = """select {column}, file from page where site = :site and own and {column} in (
    select {column} from page where site = :site and own and {column} != '' group by {column} having count(*) > 1)
    order by {column}, file"""
_DESCRIBED = "site = :site and own and description != ''"
_SAME_DESCRIPTION = f"""select description, count(*), min(file) from page where {_DESCRIBED} group by description
    having count(*) >= max({_MANY}, {_SHARE} * (select count(*) from page where {_DESCRIBED}))"""  # noqa: S608 no value
#: The pages of which not all versions name the same.
_ODD = """select file, versions from page where site = :site and kin != '' and kin in (select kin from page
    where site = :site and kin != '' group by kin having kin = '1' or count(*) < cast(kin as integer))"""


def _same(output: Output, column: str) -> Iterator[tuple[str, list[str]]]:
    """Each value that a column has on several pages of their own right, with their files."""
    for value, rows in groupby(output.rows(_SAME.format(column=column)), key=itemgetter(0)):
        yield value, [file for _, file in rows]


@output_rule(
    "DUPLICATE_TITLE",
    title="不同的网页标题相同",
    sources=(clauses.BARRIER_FREE, clauses.WCAG),
    severity=Severity.WARNING,
    remedy="标题写出区别，如年份、期次、地点",
    breaks=(page_edit("<title>云川市图书馆新馆开馆_", "<title>全市政府网站集约化迁移完成_", OTHER_ARTICLE),),
    keeps=(page_edit("<title>云川市图书馆新馆开馆_", "<title>图书馆新馆开馆_", OTHER_ARTICLE),),
)
def duplicate_title(output: Output) -> Iterator[Found]:
    """Pages of a site can be told apart by their titles."""
    for title, files in _same(output, "title"):
        yield from (Found(1, f"标题“{title[:40]}”与{files[0]}的相同", path=file) for file in files[1:])


@output_rule(
    "DUPLICATE_TEXT",
    title="同样的内容发了几次",
    sources=(convention("一篇内容只发一次，别处用链接"),),
    severity=Severity.HINT,
    remedy="留一篇，别的栏目链接到它",
    breaks=(
        Example(
            {
                "portal/zwdt/twice/index.html": plain_page("一", 150),
                "portal/zwdt/again/index.html": plain_page("二", 150),
            }
        ),
    ),
    keeps=(
        Example(
            {
                "portal/zwdt/twice/index.html": plain_page("一", 150),
                "portal/zwdt/again/index.html": plain_page("二", 160),
            }
        ),
    ),
)
def duplicate_text(output: Output) -> Iterator[Found]:
    """The text of an article is there once."""
    for _, files in _same(output, "words"):
        yield from (Found(1, f"正文与{files[0]}的相同", path=file) for file in files[1:])


@output_rule(
    "SAME_DESCRIPTION",
    title="许多网页的Description相同",
    sources=(clauses.TAGS,),
    severity=Severity.WARNING,
    remedy="Description写这一篇的摘要；没有摘要就不写",
    breaks=(Example({f"portal/zwdt/same-{number}/index.html": plain_page(str(number), 10) for number in range(80)}),),
    keeps=(Example({f"portal/zwdt/same-{number}/index.html": plain_page(str(number), 10) for number in range(5)}),),
)
def same_description(output: Output) -> Iterator[Found]:
    """The description is of the page, not of the site."""
    for description, count, file in output.rows(_SAME_DESCRIPTION):
        yield Found(1, f"{count}个网页的Description都是“{description[:40]}”", path=file)


@output_rule(
    "ORPHAN",
    title="没有网页链接到它",
    sources=(convention("每个网页都能从首页一层一层找到"),),
    severity=Severity.HINT,
    remedy="在栏目页或者相关的网页上加链接；不要的下线",
    breaks=(Example({"portal/zwdt/alone/index.html": plain_page("孤", 10)}),),
    keeps=(Example({"portal/zwdt/alone/index.html": plain_page("孤", 10, "noindex")}),),
)
def orphan(output: Output) -> Iterator[Found]:
    """Each page that others may find is linked from another."""
    for (file,) in output.rows(_ORPHANS):
        if file != "index.html" and file not in _roots(output):
            yield Found(1, "没有别的网页链接到这个网页", path=file)


def _roots(output: Output) -> Iterable[str]:
    return [f"{root}index.html" for root, _ in output.setting.names]


@output_rule(
    "SITEMAP_DEAD",
    title="网站地图文件里有打不开的网页",
    sources=(convention("sitemap.xml与网页一致"),),
    severity=Severity.HINT,
    remedy="重新构建",
    breaks=(
        Example(
            {
                SITEMAP: Edited(
                    "<loc>https://www.yunchuan.gov.cn/zwdt/yaowen/</loc>",
                    "<loc>https://www.yunchuan.gov.cn/zwdt/yaowen/</loc></url><url><loc>https://www.yunchuan.gov.cn/nowhere/</loc>",
                )
            }
        ),
    ),
    keeps=(
        Example(
            {
                SITEMAP: Edited(
                    "<loc>https://www.yunchuan.gov.cn/zwdt/yaowen/</loc>",
                    "<loc>  https://www.yunchuan.gov.cn/zwdt/yaowen/ </loc>",
                )
            }
        ),
    ),
)
def sitemap_dead(output: Output) -> Iterator[Found]:
    """What the site maps name is there."""
    for file, line, address in output.listed_nowhere(SITE_MAPS):
        yield Found(line, f"网站地图里的{address}没有网页", path=file)


@output_rule(
    "SITEMAP_GAP",
    title="网站地图文件里缺网页",
    sources=(convention("sitemap.xml与网页一致"),),
    severity=Severity.HINT,
    remedy="重新构建",
    breaks=(Example({"portal/zwdt/unlisted/index.html": plain_page("不列", 150)}),),
    keeps=(Example({"portal/zwdt/unlisted/index.html": plain_page("不列", 150, "noindex")}),),
)
def sitemap_gap(output: Output) -> Iterator[Found]:
    """Where there are site maps, they name every article."""
    for (file,) in output.rows(_NOT_LISTED):
        yield Found(1, "网站地图（sitemap.xml）里没有这个网页", path=file)


@output_rule(
    "FEED_DEAD",
    title="订阅里有打不开的网页",
    sources=(convention("订阅与网页一致"),),
    severity=Severity.HINT,
    remedy="重新构建",
    breaks=(Example({FEED: Edited('2026-11-23-shuiku/" rel="alternate"', 'nowhere/" rel="alternate"')}),),
    keeps=(Example({FEED: Edited("<title>政务要闻_", "<title>要闻_")}),),
)
def feed_dead(output: Output) -> Iterator[Found]:
    """What the feeds name is there."""
    for file, line, address in output.listed_nowhere(FEEDS):
        yield Found(line, f"订阅里的{address}没有网页", path=file)


@output_rule(
    "HREFLANG",
    title="不同语言的网页没有互相指明",
    sources=(measures(22), clauses.BARRIER_FREE),
    severity=Severity.WARNING,
    remedy="两个网页的head里互相写上hreflang",
    breaks=(
        page_edit(
            'hreflang="zh-Hant" href="https://www.yunchuan.gov.cn/zh-Hant/zwdt/yaowen/2026-07-08-wangzhan/"',
            'hreflang="zh-Hant" href="https://www.yunchuan.gov.cn/zh-Hant/zwdt/yaowen/"',
        ),
    ),
    keeps=(page_edit("<title>", "<title> ", ARTICLE),),
)
def hreflang(output: Output) -> Iterator[Found]:
    """Who names another language's page is named by it."""
    for file, text in output.rows(_ODD):
        address, versions = json.loads(text)
        for lang, other in versions.items():
            said = output.versions_of(file_of(other)) if lang != "x-default" else None
            if said is not None and address not in said:
                yield Found(1, f"hreflang“{lang}”指向{other}，那里没有指回来", path=file)
