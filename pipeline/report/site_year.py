"""政府网站工作年度报表: eight blocks, each figure counted, computed, or filled in (国办函〔2018〕12号 一)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from babel import Locale, UnknownLocaleError

from model.variants import CARE
from model.yearly_form import Received, SiteYear
from pipeline.life.notice_text import site_called
from pipeline.report.counts import CATALOGUE, NEWS, OVERVIEW, Published, count_published, results_published, topics_kept
from pipeline.report.figure import Figure, Origin, Part, Table, Written, counted, filled, share, summed
from pipeline.report.ground import Ground, identity
from pipeline.report.messages import Handled, handled
from pipeline.report.sources import sources_of
from pipeline.report.visits import Logged, logged

if TYPE_CHECKING:
    from model.site import Site

FORM = "政府网站工作年度报表"
_NO_ACCOUNT = "无"


@dataclass(frozen=True, slots=True)
class YearOfSite:
    """All that the form of a site is made from; `handled` is nothing where the site keeps no register of messages."""

    ground: Ground
    site: Site
    form: SiteYear
    file: str
    handled: Handled | None
    published: Published
    logged: Logged

    def earlier(self, name: str) -> int | None:
        """Return what an office adds to a figure of the ledger."""
        found: int | None = getattr(self.form.earlier, name) if self.form.earlier else None
        return found


def title(site: Site, year: str) -> str:
    """Return what the form of a site is called."""
    return f"{site_called(site)}{year}年度工作报表"


def year_of_site(ground: Ground, site: Site, form: SiteYear, file: str) -> Written:
    """Return the yearly form of a site; `file` is what was filled in.

    Raises `ContentFaults` of the register of messages, `OutputError` of the report on the visits.
    """
    year = YearOfSite(
        ground,
        site,
        form,
        file,
        handled(ground, site),
        count_published(ground.books, site, ground.period),
        logged(ground, site),
    )
    blocks = (
        ("信息发布", (*_publishing(year), _chart(year))),
        ("专栏专题", (_topics(year),)),
        ("解读回应", (_interpretations(year),)),
        ("办事服务", (_services(year),)),
        ("互动交流", (_interaction(year),)),
        ("安全防护", (_security(year),)),
        ("移动新媒体", (_media(year),)),
        ("创新发展", (_innovation(year),)),
        ("填报", (_filling(year),)),
        *((("说明", form.notes),) if form.notes else ()),
        (
            "数据来源",
            (
                *sources_of(ground, site, year.file, form.earlier.reason if form.earlier else ""),
                *((year.logged.source,) if ground.visits else ()),
            ),
        ),
    )
    return Written(
        title(site, ground.period.key),
        (*identity(site), ("统计期限", ground.span)),
        (
            Part("访问量", (_visits(year), *year.logged.tables())),
            *(Part(heading, content) for heading, content in blocks),
        ),
        description=f"{site_called(site)}{ground.period.label}信息发布、解读回应、办事服务、互动交流和安全防护的数据。",
        keywords=("政府网站", "年度报表", ground.period.label),
    )


def _visits(year: YearOfSite) -> tuple[Figure, ...]:
    """As the office filled them in, else out of the log."""
    typed, (unique, total) = year.form.visits, year.logged.figures()
    return (
        unique if typed.unique is None else filled("独立用户访问总量", typed.unique, "个"),
        total if typed.total is None else filled("网站总访问量", typed.total, "次"),
    )


def _publishing(year: YearOfSite) -> tuple[tuple[Figure, ...]]:
    sorts = ((OVERVIEW, "overview"), (NEWS, "news"), (CATALOGUE, "catalogue"))
    parts = [
        counted(f"{sort}信息更新量", year.published.of_sort(sort), "条", within=True, more=year.earlier(name))
        for sort, name in sorts
    ]
    return ((summed("信息发布总数", tuple(int(each.value) for each in parts), "条"), *parts),)


def _chart(year: YearOfSite) -> Table:
    rows = tuple((name, str(number)) for name, number in year.published.by_month(year.ground.period.months()))
    total = ("合计", str(year.published.total))
    return Table(("月份", "数量"), (*rows, total), frozenset({1}), "平台各月信息发布数量（条）", drawn=True)


def _topics(year: YearOfSite) -> tuple[Figure, ...]:
    kept = topics_kept(year.ground.books, year.site, year.ground.until)
    return (
        counted("专栏专题维护数量", kept, "个", more=year.earlier("topics")),
        counted("新开设数量", year.published.topics, "个", within=True, more=year.earlier("new_topics")),
    )


def _interpretations(year: YearOfSite) -> tuple[Figure, ...]:
    published, comments = year.published, year.form.interpretations.comments
    materials, products = (
        counted(name, published.interpretations(in_words=words), "条", within=True, more=year.earlier(key))
        for name, key, words in (("解读材料数量", "materials", True), ("解读产品数量", "products", False))
    )
    return (
        summed("解读信息发布总数", (int(materials.value), int(products.value), comments), "条"),
        materials,
        products,
        filled("媒体评论文章数量", comments, "篇", within=True),
        counted("回应公众关注热点或者重大舆情数量", published.responses, "次", more=year.earlier("responses")),
    )


def _services(year: YearOfSite) -> tuple[Figure, ...]:
    services = year.form.services
    return (
        filled("注册用户数", services.users, "个"),
        filled("政务服务事项数量", services.items, "项"),
        filled("可全程在线办理事项数量", services.online, "项", within=True),
        share("可全程在线办理的比率", services.online, services.items),
        summed("办件总量", (services.personal, services.corporate), "件"),
        filled("自然人办件量", services.personal, "件", within=True),
        filled("法人办件量", services.corporate, "件", within=True),
    )


def _interaction(year: YearOfSite) -> tuple[Figure, ...]:
    form, published, books = year.form, year.published, year.ground.books
    results = results_published(books, year.site, year.ground.period)
    return (
        *_messages(year),
        counted("公开答复数量", len(published.replies), "条", more=year.earlier("replies")),
        counted("征集调查期数", published.surveys, "期", more=year.earlier("surveys")),
        filled("收到意见数量", form.surveys.opinions, "条"),
        counted("公布调查结果期数", results, "期", more=year.earlier("results")),
        counted("在线访谈期数", published.interviews, "期", more=year.earlier("interviews")),
        filled("网民留言数量", form.interviews.questions, "条"),
        filled("答复网民提问数量", form.interviews.answers, "条"),
        filled("是否提供智能问答", form.innovation.assistant),
    )


def _messages(year: YearOfSite) -> tuple[Figure, ...]:
    """As the office filled them in, else out of the site's register."""
    register, typed = year.handled, year.form.messages
    if typed != Received() or not register:
        return (
            filled("收到留言数量", typed.received, "条"),
            filled("办结留言数量", typed.closed, "条", within=True),
            share("办结率", typed.closed, typed.received),
            filled("平均办理时间", typed.days, "天"),
        )
    return (
        counted("收到留言数量", register.received, "条", origin=Origin.MESSAGES),
        counted("办结留言数量", register.answered, "条", within=True, origin=Origin.MESSAGES),
        share("办结率", register.answered, register.answered + register.waiting),
        Figure("平均办理时间", register.days, Origin.MESSAGES, "个工作日"),
    )


def _security(year: YearOfSite) -> tuple[Figure, ...]:
    security = year.form.security
    return (
        filled("安全检测评估次数", security.tests, "次"),
        filled("发现问题数量", security.found, "个"),
        filled("问题整改数量", security.mended, "个", within=True),
        share("整改率", security.mended, security.found),
        filled("是否建立安全监测预警机制", security.monitoring),
        filled("是否开展应急演练", security.drills),
        filled("是否明确网站安全责任人", security.responsible),
    )


def _media(year: YearOfSite) -> tuple[Figure, ...]:
    """The accounts of the site; of one that there is not, nothing more is asked."""
    media = year.form.media
    accounts = (
        ("移动客户端", media.app, ("客户端下载量", media.downloads, "次")),
        ("微博", media.weibo, ("微博关注量", media.weibo_followers, "个")),
        ("微信", media.wechat, ("微信订阅数", media.wechat_followers, "个")),
    )
    found = []
    for name, account, (what, number, unit) in accounts:
        found.append(filled(f"{name}名称", account))
        found += [filled(what, number, unit)] if account != _NO_ACCOUNT else []
    return tuple(found)


def _innovation(year: YearOfSite) -> tuple[Figure, ...]:
    innovation, settings = year.form.innovation, year.site.settings
    known = (
        ("无障碍浏览", "是" if CARE in settings.variants else "否"),
        ("多语言版本", "、".join(_language(each.lang) for each in year.site.editions) or "无"),
    )
    return (
        filled("搜索即服务", innovation.search),
        *(Figure(name, value, Origin.SETTINGS) for name, value in known),
        filled("千人千网", innovation.personal),
        filled("其他", innovation.other),
    )


def _language(tag: str) -> str:
    """What a language is called in Chinese; its tag where CLDR does not say."""
    try:
        return Locale.parse(tag, sep="-").get_display_name("zh") or tag
    except (UnknownLocaleError, ValueError):
        return tag


def _filling(year: YearOfSite) -> tuple[Figure, ...]:
    filling = year.form.filling
    return (
        filled("单位负责人", filling.head),
        filled("审核人", filling.reviewer),
        filled("填报人", filling.filler),
        filled("联系电话", filling.phone),
    )
