"""What a site must have: its columns, who is responsible for each, its services, its channel for questions, its yearly security test.

Source: 长治市政府网站管理办法第九条、第十条、第十二条、第十三条、第二十七条.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from model.lifecycle import LIFECYCLE_FILE
from model.site import Column, Site
from pipeline.rules.between.branches import branch, count, file_of, online
from pipeline.rules.books import Books
from pipeline.rules.rule import Change, Edited, Example, Found, Severity, content_rule
from pipeline.rules.sources import application_security, indicators, measures

#: What publishes each of the things that must be published: a column of that type, or one for that kind of document.
_KINDS = {
    "机构职能": "organisation",
    "负责人信息": "leader",
    "工作动态": "news",
    "政策文件": "policy",
    "信息公开年报": "report",
    "数据发布": "dataset",
    "政策解读": "interpretation",
    "回应关切": "refutation",
    "办事服务": "guide",
    "咨询投诉": "reply",
    "征集调查": "consultation",
    "在线访谈": "interview",
}
#: For each kind of site what it must have; one of several will do. The whole of 第十条 is asked of portals; a department may publish its guide, its
#: catalogue and its reports on the portal.
_MUST_HAVE: dict[str, tuple[tuple[str, ...], ...]] = {
    "portal": (
        ("概况信息",),
        ("机构职能",),
        ("负责人信息",),
        ("工作动态",),
        ("政策文件",),
        ("信息公开指南",),
        ("信息公开目录",),
        ("信息公开年报",),
        ("数据发布", "数据开放"),
        ("政策解读", "回应关切"),
    ),
    "department": (
        ("机构职能",),
        ("工作动态",),
        ("政策文件",),
        ("政策解读", "回应关切"),
        ("咨询投诉", "征集调查", "在线访谈", "回应关切"),
    ),
}
_SHOWN = 5


def has(site: Site, name: str) -> bool:
    """Whether a site has a column of a type, or one for the kind of document that is published there."""
    kind = "dataset" if name == "数据开放" else _KINDS.get(name)
    return any(column.type == name or column.kind == kind for column in site.columns)


def _of(site: Site, name: str) -> list[Column]:
    return [column for column in site.columns if column.type == name or column.kind == _KINDS.get(name)]


@content_rule(
    "MANDATORY_COLUMNS",
    title="缺少必须有的栏目",
    sources=(measures(9), measures(10)),
    severity=Severity.ERROR,
    remedy="在site.toml里加上这个栏目，栏目类型（type）照这里的写，并发布内容；已经有的，把栏目类型写对",
    breaks=(Example({"portal/site.toml": Edited('type = "信息公开指南"', 'type = "信息公开目录"')}),),
    keeps=(Example({"portal/site.toml": Edited('type = "负责人信息"', 'type = "概况信息"')}),),
)
def mandatory_columns(books: Books) -> Iterator[Found]:
    """What a portal, and what a department's site, publishes in any case."""
    for site in online(books):
        for names in _MUST_HAVE.get(site.settings.kind, ()):
            if not any(has(site, name) for name in names):
                fact = f"{site.settings.name}没有“{'”或者“'.join(names)}”类的栏目"
                yield Found(site.lines.get("name", 1), fact, path=file_of(site))


def _without_interviews() -> Example:
    """The city's portal with its interviews in a column of another type and kind."""
    column = 'type = "在线访谈"\nkind = "interview"\n'
    return Example(
        {
            "portal/site.toml": Edited(column, 'type = "回应关切"\n'),
            "portal/hdjl/zxft/gongnuan.md": Edited("date: 2026-11-06", "kind: interview\ndate: 2026-11-06"),
            "portal/hdjl/zxft/shuju-gongxiang.md": Edited("发布时间: 2026-08-12", "类型: 访谈\n发布时间: 2026-08-12"),
        }
    )


@content_rule(
    "INTERACTION_COLUMNS",
    title="门户网站的互动交流功能不全",
    sources=(measures(13),),
    severity=Severity.WARNING,
    remedy="按工作需要开设；确实不需要的，在exceptions.toml里写明理由",
    breaks=(_without_interviews(),),
    keeps=(Example({"portal/site.toml": Edited('type = "在线访谈"', 'type = "回应关切"')}),),
)
def interaction_columns(books: Books) -> Iterator[Found]:
    """A city's portal has surveys and interviews."""
    for site in online(books):
        if (site.settings.kind, site.settings.level) == ("portal", "city"):
            for name in ("征集调查", "在线访谈"):
                if not has(site, name):
                    fact = f"{site.settings.name}没有“{name}”类的栏目"
                    yield Found(site.lines.get("name", 1), fact, path=file_of(site))


@content_rule(
    "COLUMN_OWNER",
    title="栏目没有责任人",
    sources=(measures(27, "第一项"),),
    severity=Severity.HINT,
    remedy="给每个栏目写上责任人（responsible），写科室或者职务",
    breaks=(Example({"jyj/site.toml": Edited('responsible = "市教育局办公室副主任"\n', "")}),),
    keeps=(
        Example(
            {"jyj/site.toml": Edited('responsible = "市教育局办公室副主任"\n', 'responsible = "市教育局办公室"\n')}
        ),
    ),
)
def column_owner(books: Books) -> Iterator[Found]:
    """Somebody is named for each column; told of once a site."""
    for site in online(books):
        without = [column.name for column in site.columns if not column.responsible]
        if without:
            more = f"等{len(without)}个" if len(without) > _SHOWN else ""
            fact = f"{site.settings.name}的栏目{'、'.join(without[:_SHOWN])}{more}没有写责任人"
            yield Found(site.lines.get("name", 1), fact, path=file_of(site))


def _without_guides(*names: str) -> Example:
    """A county's portal whose guides to services were withdrawn, and are no longer linked to."""
    files: dict[str, Change] = {
        "xiuxi/zwgk/zcjd/minsu-cuoshi-jiedu.md": Edited("[办理登记](../../bsfw/minsu-dengji.md)", "办理登记"),
        "xiuxi/zwgk/zcwj/minsu-cuoshi.md": Edited(
            "[《乡村民宿登记》办事指南](../../bsfw/minsu-dengji.md)", "《乡村民宿登记》办事指南"
        ),
        "wlj/zt/xiangcun-minsu.md": Edited("  - ../../xiuxi/bsfw/minsu-dengji.md\n", ""),
    }
    for name in names:
        files[f"xiuxi/bsfw/{name}.md"] = Edited("\nsource: ", "\nexpires_at: 2026-11-23 18:00\nsource: ")
    return Example(files)


@content_rule(
    "NO_SERVICES",
    title="门户网站没有办事服务",
    sources=(indicators("单项否决六"), measures(12)),
    severity=Severity.VETO,
    remedy='开设办事服务栏目（type = "办事服务"），发布办事指南，链接到政务服务平台',
    breaks=(_without_guides("minsu-dengji", "yongshui-baozhuang"),),
    keeps=(_without_guides("minsu-dengji"),),
)
def no_services(books: Books) -> Iterator[Found]:
    """A portal on which nothing can be found of how to apply for anything."""
    for site in online(books):
        paths = {each.path: each for column in _of(site, "办事服务") for each in branch(site, column.path)}
        if site.settings.kind == "portal" and not any(count(books, site, column) for column in paths.values()):
            fact = f"{site.settings.name}没有办事服务栏目，或者栏目里没有办事指南"
            yield Found(site.lines.get("name", 1), fact, path=file_of(site))


def _without_letters(*types: str) -> Example:
    """A county's portal with other types for its columns of letters, whose replies say themselves what they are."""
    between = (
        'responsible = "县政府办公室督查科科长"\n\n[[columns]]\npath = "hdjl/ldxx"\nname = "领导信箱"\n'
        'description = "公开有普遍意义的群众来信和办理单位的答复，来信人姓名等个人信息均作隐去处理。"\n'
        'keywords = ["领导信箱", "来信选登", "答复"]\n'
    )
    old = f'type = "咨询投诉"\n{between}type = "咨询投诉"\nkind = "reply"\n'
    files: dict[str, Change] = {
        "xiuxi/site.toml": Edited(old, f'type = "{types[0]}"\n{between}type = "{types[1]}"\n'),
        "xiuxi/hdjl/ldxx/2026-10-22-shuiya.md": Edited("\n发布时间:", "\n类型: 答复\n发布时间:"),
        "xiuxi/hdjl/ldxx/2026-11-13-banche-zhandian.md": Edited("\ndate:", "\nkind: reply\ndate:"),
    }
    return Example(files)


@content_rule(
    "NO_CHANNEL",
    title="门户网站没有网上咨询渠道",
    sources=(indicators("单项否决五"), measures(13)),
    severity=Severity.VETO,
    remedy='开设咨询投诉栏目（type = "咨询投诉"），写明怎样留言，公开答复；信访、纪检举报的渠道不算',
    breaks=(_without_letters("回应关切", "回应关切"),),
    keeps=(_without_letters("回应关切", "咨询投诉"),),
)
def no_channel(books: Books) -> Iterator[Found]:
    """A portal that nobody can ask anything."""
    for site in online(books):
        if site.settings.kind == "portal" and not _of(site, "咨询投诉"):
            fact = f"{site.settings.name}没有“咨询投诉”类的栏目"
            yield Found(site.lines.get("name", 1), fact, path=file_of(site))


@content_rule(
    "SITE_TEST",
    title="超过一年没有做安全检测",
    sources=(application_security("第十八条"),),
    severity=Severity.ERROR,
    remedy='请检测机构检测，在lifecycle.toml末尾记一个[[acts]]：act = "test"，写日期和security_test',
    thresholds=("security_test_days",),
    breaks=(Example({"wlj/lifecycle.toml": Edited("date = 2026-06-15, number", "date = 2025-06-15, number")}),),
    keeps=(Example({"wlj/lifecycle.toml": Edited("date = 2026-06-15, number", "date = 2026-01-15, number")}),),
)
def site_test(books: Books) -> Iterator[Found]:
    """The last test that was passed, by the record of the site's life."""
    days = dt.timedelta(books.threshold("security_test_days"))
    for site in online(books):
        life = books.content.lives[site.id]
        passed = [act for act in life.acts if act.security_test and act.security_test.result == "通过"]
        last = max(passed, key=lambda act: act.security_test.date if act.security_test else dt.date.min, default=None)
        if last and last.security_test and books.today - last.security_test.date > days:
            fact = f"{site.settings.name}最近一次通过的安全检测是{last.security_test.date}，已经过了{days.days}天"
            yield Found(life.line_of(last), fact, path=f"{site.id}/{LIFECYCLE_FILE}")
