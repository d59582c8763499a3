"""Controlled lists of words: classes of subject, types of column, states of a policy, kinds of document."""

from __future__ import annotations

from model.faults import Unreadable, did_you_mean
from model.phrases import msg
from model.values import OneOf

#: 主题分类, first level. Source: 国务院公文主题分类（中国政府网公文库）.
SUBJECTS = (
    msg("国务院组织机构"),
    msg("综合政务"),
    msg("国民经济管理、国有资产监管"),
    msg("财政、金融、审计"),
    msg("国土资源、能源"),
    msg("农业、林业、水利"),
    msg("工业、交通"),
    msg("商贸、海关、旅游"),
    msg("市场监管、安全生产监管"),
    msg("城乡建设、环境保护"),
    msg("科技、教育"),
    msg("文化、广电、新闻出版"),
    msg("卫生、体育"),
    msg("人口与计划生育、妇女儿童工作"),
    msg("劳动、人事、监察"),
    msg("公安、安全、司法"),
    msg("民政、扶贫、救灾"),
    msg("民族、宗教"),
    msg("对外事务"),
    msg("港澳台侨工作"),
    msg("国防"),
    msg("其他"),
)

#: 栏目类型. Source: 政府网站发展指引 附件 网站标签 ColumnType; the list there is open, and 专题专栏 is in common use.
COLUMN_TYPES = (
    "首页",
    "概况信息",
    "机构职能",
    "负责人信息",
    "工作动态",
    "政策文件",
    "信息公开指南",
    "信息公开目录",
    "信息公开年报",
    "依法申请公开",
    "数据发布",
    "数据开放",
    "政策解读",
    "回应关切",
    "办事服务",
    "咨询投诉",
    "征集调查",
    "在线访谈",
    "专题专栏",
)

IN_FORCE, REPEALED = msg("现行有效"), msg("废止")
STATES = (IN_FORCE, msg("已修改"), msg("失效"), REPEALED)

state = OneOf("STATUS", *STATES)
column_type = OneOf("COLUMN_TYPE", *COLUMN_TYPES)


def subject(text: str) -> str:
    """A class of subject, with an optional second level behind a backslash: 综合政务\\政务公开."""
    first = text.split("\\")[0]
    if first not in SUBJECTS:
        nearest = did_you_mean(first, SUBJECTS)
        remedy = f"改为“{nearest}”" if nearest else f"从国务院公文主题分类里选：{'；'.join(SUBJECTS)}"
        raise Unreadable("SUBJECT", f"“{first}”不是主题分类", remedy)
    return text


#: The kinds of document, and what editors may write instead of the English name.
KIND_ALIASES = {
    "政策文件": "policy",
    "政策解读": "interpretation",
    "政务动态": "news",
    "通知公告": "notice",
    "专题": "topic",
    "负责人": "leader",
    "机构": "organisation",
    "办事指南": "guide",
    "答复": "reply",
    "征集": "consultation",
    "访谈": "interview",
    "辟谣": "refutation",
    "数据": "dataset",
    "年度报告": "report",
    "单页": "page",
}
_kind_name = OneOf("KIND", *KIND_ALIASES.values(), *KIND_ALIASES)


def kind(text: str) -> str:
    """The English name of a kind of document, from either name."""
    name = _kind_name(text)
    return KIND_ALIASES.get(name, name)
