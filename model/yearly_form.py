"""What offices fill in for the yearly forms: `reports/2026.toml` of a site, and of the content folder for the supervising office.

Only figures that the platform cannot know are asked for; sums and ratios are computed, never typed. Figures without a field here come
from the ledger. Sources: 国办函〔2018〕12号 一、二 (政府网站工作年度报表, 政府网站监管年度报表), 办法第二十六条第一项.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from model import values
from model.faults import Unreadable
from model.record import nested, optional, required

_WHOLE = re.compile(r"\d{1,12}", re.ASCII)
_DECIMAL = re.compile(r"\d{1,6}(?:\.\d{1,2})?", re.ASCII)


def count(text: str) -> int:
    """A count: a whole number of up to twelve digits."""
    if not _WHOLE.fullmatch(text):
        raise Unreadable("NUMBER", f"“{text}”不是0以上的整数", "写阿拉伯数字，不写单位，如9427516")
    return int(text)


def average(text: str) -> str:
    """An average with up to two decimals; kept as it was written."""
    if not _DECIMAL.fullmatch(text):
        raise Unreadable("NUMBER", f"“{text}”不是0以上的数", "写阿拉伯数字，最多两位小数，如4.2")
    return text


def _name(text: str) -> str:
    if text in {"true", "false"}:
        raise Unreadable("SHAPE", f"“{text}”不是文字", "写在双引号里的文字，没有的不写")
    return values.line(text)


def _count(alias: str, meaning: str) -> Any:
    return optional(alias, count, meaning, None)


def _text(alias: str, meaning: str) -> Any:
    return optional(alias, _name, meaning, "")


def _yes_or_no(alias: str, meaning: str) -> Any:
    return optional(alias, values.yes_or_no, f"{meaning}，true（是）或者false（否）", None)


@dataclass(frozen=True, slots=True)
class Filling:
    """Who stands for the form."""

    head: str = _text("单位负责人", "写职务或者姓名")
    reviewer: str = _text("审核人", "写姓名")
    filler: str = _text("填报人", "写姓名")
    phone: str = _text("联系电话", "写办公电话，不写个人手机")


@dataclass(frozen=True, slots=True)
class Visits:
    """How much the site was read."""

    unique: int | None = _count("独立用户访问总量", "一年的独立访客数（个）")
    total: int | None = _count("网站总访问量", "一年的访问次数（次）")


@dataclass(frozen=True, slots=True)
class Earlier:
    """What was published outside the platform, such as by the system before it: added to what the ledger counts."""

    reason: str = required("原因", values.line, "为什么平台里没有，如“6月以前在原来的系统发布”")
    overview: int | None = _count("概况类信息更新量", "平台以外发布的（条）")
    news: int | None = _count("政务动态信息更新量", "平台以外发布的（条）")
    catalogue: int | None = _count("信息公开目录信息更新量", "平台以外发布的（条）")
    topics: int | None = _count("专栏专题维护数量", "平台以外的（个）")
    new_topics: int | None = _count("专栏专题新开设数量", "平台以外的（个）")
    materials: int | None = _count("解读材料数量", "平台以外发布的（条）")
    products: int | None = _count("解读产品数量", "平台以外发布的（条）")
    responses: int | None = _count("回应数量", "平台以外发布的回应（次）")
    replies: int | None = _count("公开答复数量", "平台以外公开的答复（条）")
    surveys: int | None = _count("征集调查期数", "平台以外开展的（期）")
    results: int | None = _count("公布调查结果期数", "平台以外公布的（期）")
    interviews: int | None = _count("在线访谈期数", "平台以外举办的（期）")


@dataclass(frozen=True, slots=True)
class Interpretations:
    """解读."""

    comments: int | None = _count("媒体评论文章数量", "发布的媒体评论文章（篇）")


@dataclass(frozen=True, slots=True)
class Services:
    """办事服务."""

    users: int | None = _count("注册用户数", "办事服务的注册用户（个）")
    items: int | None = _count("政务服务事项数量", "网站提供的事项（项）")
    online: int | None = _count("可全程在线办理事项数量", "其中全程在线办理的（项）")
    personal: int | None = _count("自然人办件量", "一年的办件量（件）")
    corporate: int | None = _count("法人办件量", "一年的办件量（件）")


@dataclass(frozen=True, slots=True)
class Received:
    """留言; asked for where the site keeps no register of messages."""

    received: int | None = _count("收到留言数量", "一年收到的（条）")
    closed: int | None = _count("办结留言数量", "其中办结的（条）")
    days: str = optional("平均办理时间", average, "平均办理的天数，如4.2", "")


@dataclass(frozen=True, slots=True)
class Surveys:
    """征集调查."""

    opinions: int | None = _count("收到意见数量", "各期收到的意见合计（条）")


@dataclass(frozen=True, slots=True)
class Interviews:
    """在线访谈."""

    questions: int | None = _count("网民留言数量", "各期网民留言合计（条）")
    answers: int | None = _count("答复网民提问数量", "其中答复的（条）")


@dataclass(frozen=True, slots=True)
class Security:
    """安全防护."""

    tests: int | None = _count("安全检测评估次数", "一年的次数（次）")
    found: int | None = _count("发现问题数量", "检测评估发现的（个）")
    mended: int | None = _count("问题整改数量", "其中已经整改的（个）")
    monitoring: bool | None = _yes_or_no("安全监测预警机制", "是否建立")
    drills: bool | None = _yes_or_no("应急演练", "是否开展")
    responsible: bool | None = _yes_or_no("网站安全责任人", "是否明确")


@dataclass(frozen=True, slots=True)
class Media:
    """移动新媒体."""

    app: str = _text("移动客户端", "名称，没有的写“无”")
    downloads: int | None = _count("客户端下载量", "累计下载（次）")
    weibo: str = _text("微博", "账号名称，没有的写“无”")
    weibo_followers: int | None = _count("微博关注量", "年末的关注数（个）")
    wechat: str = _text("微信", "公众号名称，没有的写“无”")
    wechat_followers: int | None = _count("微信订阅数", "年末的订阅数（个）")


@dataclass(frozen=True, slots=True)
class Innovation:
    """创新发展; 无障碍浏览 and 多语言版本 are known from the site's settings."""

    assistant: bool | None = _yes_or_no("智能问答", "是否提供")
    search: bool | None = _yes_or_no("搜索即服务", "是否提供")
    personal: bool | None = _yes_or_no("千人千网", "是否提供个性化的网页")
    other: str = _text("其他", "别的创新做法，一句话")


def _table(alias: str, record: Any, meaning: str) -> Any:
    return optional(alias, values.not_pairs, meaning, record(), read_pairs=nested(record))


@dataclass(frozen=True, slots=True)
class SiteYear:
    """政府网站工作年度报表: what is filled in for one site and year."""

    notes: tuple[str, ...] = optional("说明", values.paragraph, "要向公众说明的话，一段一项", (), many=True)
    filling: Filling = _table("填报", Filling, "谁负责")
    visits: Visits = _table("访问", Visits, "访问量，没有日志统计的填")
    earlier: Earlier | None = optional(
        "平台以外", values.not_pairs, "不在平台里的，与台账的数相加", None, read_pairs=nested(Earlier)
    )
    interpretations: Interpretations = _table("解读", Interpretations, "解读")
    services: Services = _table("办事服务", Services, "办事服务")
    messages: Received = _table("留言", Received, "留言，登记在messages里的不用填")
    surveys: Surveys = _table("征集调查", Surveys, "征集调查")
    interviews: Interviews = _table("在线访谈", Interviews, "在线访谈")
    security: Security = _table("安全防护", Security, "安全防护")
    media: Media = _table("移动新媒体", Media, "移动新媒体")
    innovation: Innovation = _table("创新发展", Innovation, "创新发展")


@dataclass(frozen=True, slots=True)
class QuarterCheck:
    """A quarter's spot checks, and who was held to account."""

    quarter: int = required("季度", values.whole_number, "1、2、3、4之一")
    checked: int | None = _count("抽查网站数", "抽查的网站（个次）")
    failed: int | None = _count("不合格网站数", "其中不合格的（个次）")
    units: int | None = _count("问责单位数", "通报、约谈、问责的单位（个）")
    persons: int | None = _count("问责人数", "问责的人（人次）")


@dataclass(frozen=True, slots=True)
class SecurityChecks:
    """安全检查."""

    checks: int | None = _count("安全检查次数", "一年的次数（次）")
    found: int | None = _count("发现问题数量", "发现的（个）")
    mended: int | None = _count("问题整改数量", "其中已经整改的（个）")


@dataclass(frozen=True, slots=True)
class ErrorReports:
    """“我为政府网站找错”; asked for where the sites keep no registers of messages."""

    received: int | None = _count("收到找错留言数量", "有效的（条）")
    closed: int | None = _count("按期办结数量", "其中按期办结的（条）")


@dataclass(frozen=True, slots=True)
class Impostors:
    """假冒政府网站."""

    found: int | None = _count("发现数量", "监测和举报发现的（个）")
    closed: int | None = _count("处置数量", "其中已经处置的（个）")


@dataclass(frozen=True, slots=True)
class Training:
    """培训."""

    sessions: int | None = _count("培训期数", "一年的期数（期）")
    people: int | None = _count("培训人次", "参加的人（人次）")


@dataclass(frozen=True, slots=True)
class SupervisorYear:
    """政府网站监管年度报表: what the supervising office fills in for a year."""

    notes: tuple[str, ...] = optional("说明", values.paragraph, "要向公众说明的话，一段一项", (), many=True)
    filling: Filling = _table("填报", Filling, "谁负责")
    quarters: tuple[QuarterCheck, ...] = optional(
        "季度", values.not_pairs, "一个季度一段", (), many=True, read_pairs=nested(QuarterCheck)
    )
    security: SecurityChecks = _table("安全检查", SecurityChecks, "安全检查")
    reports: ErrorReports = _table("找错", ErrorReports, "“我为政府网站找错”留言")
    impostors: Impostors = _table("假冒网站", Impostors, "假冒政府网站")
    training: Training = _table("培训", Training, "培训")
