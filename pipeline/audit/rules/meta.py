"""Rules on the META tags that machines read: which there must be, in what form, and that they say what the page shows.

Source: 政府网站发展指引 附件 网页标签 (网站标签, 栏目标签, 内容页标签).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from model.patterns import pattern
from model.vocabulary import COLUMN_TYPES
from pipeline.audit.markup import line_of
from pipeline.audit.rules import clauses
from pipeline.audit.rules.examples import LIST, page_edit
from pipeline.audit.trail import trail_of
from pipeline.rules.rule import Found, Severity, page_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.audit.page import Page

_SITE_TAGS = ("SiteName", "SiteDomain", "SiteIDCode")
_COLUMN_TAGS = ("ColumnName", "ColumnDescription", "ColumnKeywords", "ColumnType")
_CONTENT_TAGS = ("ArticleTitle", "PubDate", "ContentSource")
_OPTIONAL = ("Keywords", "Author", "Description", "Image", "Url")
_HOST = pattern(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z0-9-]{2,}", re.IGNORECASE)
_BLANK = pattern(r"\s+|<[^>]*>")
#: What common columns are also called where their type is asked for; the list of the annex ends with 等.
_TYPES_IN_USE = frozenset(
    [
        "通知公告",
        "公告公示",
        "公示公告",
        "政务动态",
        "政务要闻",
        "新闻动态",
        "要闻动态",
        "机构设置",
        "领导之窗",
        "领导信息",
        "信息公开",
        "政府信息公开",
        "政策法规",
        "互动交流",
        "统计数据",
        "规划计划",
        "人事信息",
        "财政信息",
        "专题",
        "热点专题",
    ]
)


@page_rule(
    "META",
    title="缺少必选的网页标签",
    sources=(clauses.TAGS,),
    severity=Severity.ERROR,
    remedy="在head里补上这个标签和它的内容",
    breaks=(
        page_edit('name="SiteName"', 'name="Site"'),
        page_edit('<meta name="ColumnType" content="工作动态">', '<meta name="ColumnType" content="">', LIST),
    ),
    keeps=(page_edit('name="SiteName"', 'name="sitename"'),),
)
def meta(page: Page) -> Iterator[Found]:
    """The tags of the site on every page, those of the column on its page and on articles, those of the content on articles."""
    needed = [*_SITE_TAGS]
    if page.article is not None:
        needed += [*_COLUMN_TAGS, *_CONTENT_TAGS]
    elif page.is_list or (not page.is_home and len(page.shared(trail_of).links) > 1):
        needed += _COLUMN_TAGS
    yield from (Found(page.line_of_meta(name), f"缺少{name}标签") for name in needed if not page.meta(name))


@page_rule(
    "META_EMPTY",
    title="网页标签没有内容",
    sources=(clauses.TAGS,),
    severity=Severity.WARNING,
    remedy="填上内容；没有内容的可选标签不写",
    breaks=(page_edit('<meta name="Keywords" content="政府网站,集约化,迁移">', '<meta name="Keywords" content="">'),),
    keeps=(page_edit('<meta name="Keywords" content="政府网站,集约化,迁移">', ""),),
)
def meta_empty(page: Page) -> Iterator[Found]:
    """An optional tag is left out rather than empty."""
    for name in _OPTIONAL:
        if name.lower() in page.markup.metas and not page.meta(name):
            yield Found(page.line_of_meta(name), f"{name}标签没有内容")


@page_rule(
    "META_SITE_NAME",
    title="SiteName不是网站全称",
    sources=(clauses.TAGS, clauses.FULL_NAME),
    severity=Severity.ERROR,
    remedy="写备案的网站全称",
    breaks=(page_edit('name="SiteName" content="云川市人民政府"', 'name="SiteName" content="云川市政府网"'),),
    keeps=(page_edit('name="SiteName" content="云川市人民政府"', 'name="SiteName" content="云川市人民政府 "'),),
)
def meta_site_name(page: Page) -> Iterator[Found]:
    """The name is the one of the settings."""
    name, said = page.full_name, page.meta("SiteName")
    if name and said and said != name:
        yield Found(page.line_of_meta("SiteName"), f"SiteName是“{said}”，网站全称是“{name}”")


@page_rule(
    "META_TWICE",
    title="同一个网页标签有两种内容",
    sources=(clauses.TAGS,),
    severity=Severity.WARNING,
    remedy="每个标签只写一次，删去模板里抄来的、旧的那一个",
    breaks=(
        page_edit(
            '<meta name="SiteIDCode" content="1404000001">',
            '<meta name="SiteIDCode" content="1404000001"><meta name="SiteIDCode" content="1404000002">',
        ),
    ),
    keeps=(
        page_edit(
            '<meta name="SiteIDCode" content="1404000001">',
            '<meta name="SiteIDCode" content="1404000001"><meta name="siteidcode" content=" 1404000001 ">',
        ),
    ),
)
def meta_twice(page: Page) -> Iterator[Found]:
    """What machines read is said once: of two values they take either."""
    for name in (*_SITE_TAGS, *_CONTENT_TAGS):
        found = page.markup.metas.get(name.lower(), [])
        if len(found) < 2:
            continue
        said = list(dict.fromkeys(content for content, _ in found if content))
        if len(said) > 1:
            second = next(element for content, element in found if content == said[1])
            yield Found(line_of(second), f"{name}既是“{said[0][:30]}”，又是“{said[1][:30]}”")


@page_rule(
    "META_DOMAIN",
    title="SiteDomain有误",
    sources=(clauses.TAGS,),
    severity=Severity.ERROR,
    remedy="只写网站自己的英文域名，如“www.yunchuan.gov.cn”，不带http和斜杠",
    breaks=(
        page_edit('content="www.yunchuan.gov.cn"', 'content="https://www.yunchuan.gov.cn/"'),
        page_edit('content="www.yunchuan.gov.cn"', 'content="www.example.gov.cn"'),
    ),
    keeps=(page_edit('content="www.yunchuan.gov.cn"', 'content="WWW.yunchuan.gov.cn"'),),
)
def meta_domain(page: Page) -> Iterator[Found]:
    """A bare host, and the site's own."""
    said, domain = page.meta("SiteDomain"), page.setting.domain
    if said and not _HOST.fullmatch(said):
        yield Found(page.line_of_meta("SiteDomain"), f"SiteDomain写成了“{said}”，不是域名")
    elif said and domain and said.lower() != domain:
        yield Found(page.line_of_meta("SiteDomain"), f"SiteDomain是{said}，网站的域名是{domain}")


@page_rule(
    "META_COLUMN",
    title="ColumnName与当前位置不一致",
    sources=(clauses.TAGS,),
    severity=Severity.WARNING,
    remedy="ColumnName写当前位置里这个栏目的名称",
    breaks=(page_edit('name="ColumnName" content="政务要闻"', 'name="ColumnName" content="图片新闻"'),),
    keeps=(page_edit('name="ColumnName" content="政务要闻"', 'name="ColumnName" content="政务动态"'),),
)
def meta_column(page: Page) -> Iterator[Found]:
    """The column is named on the way to the page; nothing is said where no way is shown."""
    name = _BLANK.sub("", page.meta("ColumnName"))
    shown = page.shared(trail_of)
    if (
        name
        and len(shown.links) > 1
        and name not in _BLANK.sub("", shown.text)
        and (page.article is not None or name != _BLANK.sub("", page.heading))
    ):
        yield Found(page.line_of_meta("ColumnName"), f"ColumnName是“{name}”，当前位置是“{shown.text[:40]}”")


@page_rule(
    "META_COLUMN_WORDS",
    title="栏目标签没有说明栏目",
    sources=(clauses.TAGS,),
    severity=Severity.WARNING,
    remedy="ColumnDescription写为什么设这个栏目、放什么内容；ColumnKeywords写几个词，用半角逗号隔开",
    breaks=(
        page_edit('content="发布市政府重要会议、重大项目和关系群众生活的重要工作。"', 'content="政务要闻"', LIST),
        page_edit('content="市政府会议,重大项目,民生实事"', 'content="市政府会议,重大项目，民生实事"', LIST),
    ),
    keeps=(page_edit('content="市政府会议,重大项目,民生实事"', 'content="市政府会议,重大项目"', LIST),),
)
def meta_column_words(page: Page) -> Iterator[Found]:
    """The description is not just the name, and keywords are parted in one way."""
    name, description = page.meta("ColumnName"), page.meta("ColumnDescription")
    if name and description == name:
        yield Found(page.line_of_meta("ColumnDescription"), "ColumnDescription与ColumnName相同")
    for tag in ("ColumnKeywords", "Keywords"):
        words = page.meta(tag)
        if "," in words and ("，" in words or "、" in words):
            yield Found(page.line_of_meta(tag), f"{tag}里半角逗号和“{'，' if '，' in words else '、'}”混用")


@page_rule(
    "META_COLUMN_TYPE",
    title="ColumnType不在常用的类型里",
    sources=(clauses.TAGS,),
    severity=Severity.HINT,
    remedy=f"从常用的类型里选一个：{'、'.join(COLUMN_TYPES)}",
    breaks=(
        page_edit('name="ColumnType" content="工作动态"', 'name="ColumnType" content="图片新闻"'),
        page_edit('name="ColumnType" content="工作动态"', 'name="ColumnType" content="工作动态，政策文件"'),
    ),
    keeps=(page_edit('name="ColumnType" content="工作动态"', 'name="ColumnType" content="政策文件"'),),
)
def meta_column_type(page: Page) -> Iterator[Found]:
    """One of the list, which is open: so this is a hint."""
    said = page.meta("ColumnType")
    if (page.markup.root.get("lang") or "").lower() in {"zh-hant", "zh-tw", "zh-hk"}:
        return
    several = [each for each in re.split(r"[，,、;；\s]+", said) if each in COLUMN_TYPES]
    if len(several) > 1:
        yield Found(page.line_of_meta("ColumnType"), f"ColumnType写了{len(several)}个类型“{said}”")
    elif said and said not in COLUMN_TYPES and said not in _TYPES_IN_USE:
        yield Found(page.line_of_meta("ColumnType"), f"ColumnType是“{said}”")
