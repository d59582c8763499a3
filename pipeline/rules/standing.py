"""The faults that stop a build by themselves, and the clauses they stand for: of sites, of their lives, of documents.

The functions that find them are the model's and the plugins'; here they are given account of. What the hosts show is in `standing_live`.
"""

from __future__ import annotations

from typing import Any

from pipeline.rules.rule import Edited, Example, Rule, Severity, Standing, Subject, standing_rule
from pipeline.rules.sources import indicators, measures, other

_HEAD = 'name = "{name}"\nkind = "department"\nlevel = "{level}"\ndomain = "{domain}"\nchinese_domain = "{chinese}"\ncode = "{code}"\nsponsor = "{sponsor}"\n'
_IS = {
    "name": "云川市教育局",
    "level": "city",
    "domain": "jyj.yunchuan.gov.cn",
    "chinese": "云川市教育局.政务",
    "code": "1404000005",
    "sponsor": "云川市教育局",
}


def _site(**changed: str) -> Example:
    """The demonstration's education bureau under other settings."""
    return Example({"jyj/site.toml": Edited(_HEAD.format(**_IS), _HEAD.format(**_IS | changed))})


def _in(path: str, old: str, new: str) -> Example:
    return Example({path: Edited(old, new)})


def _life(old: str, new: str) -> Example:
    """The education bureau's record with something else in it."""
    return _in("jyj/lifecycle.toml", old, new)


_LAST = 'number = "云测〔2026〕18号", result = "通过" }\n'


def _act(lines: str) -> Example:
    """The education bureau's record with another act at its end."""
    return _life(_LAST, f"{_LAST}\n[[acts]]\n{lines}")


_ASKED = 'applicant = "云川市教育局"\napplication = "云教字〔2026〕31号"\n'
_WHY = 'reason = "机房改造"\ncontact = "到市政务服务中心教育窗口办理，电话0355-0123012"\n'
_APPROVED = (
    'approvals = [\n  { level = "市政府办公室", date = 2026-11-02, number = "云政办函〔2026〕44号" },\n'
    '  { level = "省政府办公厅", date = 2026-11-09, number = "省办函〔2026〕63号" },\n]\n'
)


def _rest(begins: str, ends: str, approved: str = _APPROVED, why: str = _WHY) -> Example:
    return _act(f'act = "offline"\ndate = 2026-11-10\nbegins = {begins}\nends = {ends}\n{_ASKED}{why}{approved}')


def _settings(code: str, title: str, sources: tuple[Any, ...], remedy: str, *breaks: Example, keeps: Example) -> Rule:
    return standing_rule(
        code,
        Subject.SETTINGS,
        title=title,
        sources=sources,
        severity=Severity.ERROR,
        remedy=remedy,
        breaks=breaks,
        keeps=(keeps,),
    )


_SIXTH = {clause: measures(6, f"第{clause}项") for clause in "一二三四五六"}
_DOMAINS = other("国办函〔2018〕55号", "：域名规范", Standing.CONFIRMED)
_KEPT = _site(level="city", chinese="云川教育.政务")

ONE_UNIT = _settings(
    "ONE_UNIT", "一个单位开设了两个网站", (_SIXTH["一"],), "合并成一个网站",
    _site(
        name="云川市文化和旅游",
        domain="whly.yunchuan.gov.cn",
        chinese="云川市文化和旅游.政务",
        sponsor="云川市文化和旅游局",
    ), keeps=_KEPT,
)  # fmt: skip
SITE_LEVEL = _settings(
    "SITE_LEVEL", "乡镇、街道、县级部门开设了网站", (_SIXTH["二"],), "内容放到县（区）政府门户网站",
    _site(level="county"), keeps=_KEPT,
)  # fmt: skip
_CAMPAIGN = Example(
    {
        **_site(name="云川市创建全国文明城市", sponsor="云川市创建全国文明城市").files,
        "portal/zwgk/nb/wangzhan-2025-jyj.md": Edited("title: 云川市教育局网站", "title: 云川市创建全国文明城市网站"),
    }
)
CAMPAIGN_SITE = _settings(
    "CAMPAIGN_SITE", "为活动、专项工作开设了网站", (_SIXTH["三"],), "改为门户网站或者部门网站的专题",
    _CAMPAIGN, keeps=_KEPT,
)  # fmt: skip
SITE_UNIT_NAME = _settings(
    "SITE_UNIT_NAME", "网站名称不是地区、单位的名称", (_SIXTH["四"],), "网站名称写主办单位的全称",
    _site(sponsor="云川市科学技术局"), keeps=_KEPT,
)  # fmt: skip
_NEW_SITE = (
    'name = "云川市体育局"\nkind = "department"\ndomain = "www.yunchuantyj.gov.cn"\nsponsor = "云川市体育局"\n\n'
    '[[columns]]\npath = "zwdt"\nname = "体育动态"\ntype = "工作动态"\nkind = "news"\n'
)
DOMAIN_FORM = _settings(
    "DOMAIN_FORM", "域名的形式不对", (_SIXTH["六"], _DOMAINS), "门户用“www.地区.gov.cn”，部门用“部门.地区.gov.cn”",
    Example({"tyj/site.toml": _NEW_SITE}), keeps=_KEPT,
)  # fmt: skip
DOMAIN_PARENT = _settings(
    "DOMAIN_PARENT", "部门的域名不在市门户网站的域名下面", (_SIXTH["六"], _DOMAINS), "用市门户网站域名下面的域名",
    _site(domain="jyj.yunling.gov.cn"), keeps=_KEPT,
)  # fmt: skip
SAME_SITE = _settings(
    "SAME_SITE", "两个网站用同一个名称、域名或者标识码", (_DOMAINS, measures(7, "第四项")), "核对后改正其中一个",
    _site(code="1404000018"), keeps=_KEPT,
)  # fmt: skip
SITE_INCOMPLETE = _settings(
    "SITE_INCOMPLETE", "缺少上线前要取得、页脚要显示的内容", (measures(7), other("《政府网站发展指引》", "附件：底部功能区")),
    "办理后填进site.toml",
    _in("jyj/site.toml", 'phone = "0355-0123001"\n', ""),
    keeps=_in("jyj/site.toml", 'phone = "0355-0123001"', 'phone = "0355-0123002"'),
)  # fmt: skip

_SEVENTH, _EIGHTH = {c: measures(7, f"第{c}项") for c in "一二三四"}, {c: measures(8, f"第{c}项") for c in "一二三四五"}
_EARLIER = _life("date = 2020-02-20", "date = 2020-02-19")

LIFE_APPROVAL = _settings(
    "LIFE_APPROVAL", "网站的开设、下线、迁移、关停没有经过批准", (_SEVENTH["一"], _EIGHTH["二"], _EIGHTH["三"]), "批准以后再办",
    _life('  { level = "省政府办公厅", date = 2020-04-08, number = "省办函〔2020〕27号" },\n', ""), keeps=_EARLIER,
)  # fmt: skip
LIFE_FILING = _settings(
    "LIFE_FILING", "上线、关停、变更缺少登记和备案", (_SEVENTH["二"], _SEVENTH["三"], _EIGHTH["五"]), "办理后记下编号和日期",
    _life('  { kind = "中文域名", number = "云川市教育局.政务", date = 2020-05-22 },\n', ""), keeps=_EARLIER,
)  # fmt: skip
LIFE_TEST = _settings(
    "LIFE_TEST", "没有通过安全检测就上线", (_SEVENTH["四"],), "检测通过以后再上线",
    _life('number = "云测〔2020〕37号", result = "通过"', 'number = "云测〔2020〕37号", result = "未通过"'), keeps=_EARLIER,
)  # fmt: skip
_BEFORE = '[[acts]]\nact = "online"\n'
_TESTED = '[[acts]]\nact = "test"\ndate = 2020-06-23\nsecurity_test = { date = 2020-06-22, number = "云测〔2020〕36号", result = "通过" }\n\n'
LIFE_STATE = _settings(
    "LIFE_STATE", "网站的行为先后不对", (measures(7), measures(8)), "核对日期和先后；还没有办的先办",
    _life(_BEFORE, f"{_TESTED}{_BEFORE}"), keeps=_EARLIER,
)  # fmt: skip
LIFE_SAYS = _settings(
    "LIFE_SAYS", "网站的行为没有写明原因、期限或者联系渠道", (_EIGHTH["二"], _EIGHTH["三"]), "补上",
    _rest("2026-12-10", "2026-12-12", why='reason = "机房改造"\n'), keeps=_rest("2026-12-10", "2026-12-12"),
)  # fmt: skip
LIFE_TERM = _settings(
    "LIFE_TERM", "下线、关停的期限不合规定", (_EIGHTH["二"], _EIGHTH["三"]), "临时下线30天以内，紧急关停3天以内，关停公告留30天",
    _rest("2026-12-10", "2027-01-20"), keeps=_rest("2026-12-10", "2027-01-08"),
)  # fmt: skip
LIFE_TIMES = _settings(
    "LIFE_TIMES", "一年临时下线不止一次", (_EIGHTH["二"],), "改到下一年",
    _act(
        f'act = "offline"\ndate = 2026-11-10\nbegins = 2026-11-10\nends = 2026-11-12\n{_ASKED}{_WHY}{_APPROVED}\n'
        '[[acts]]\nact = "online"\ndate = 2026-11-12\n\n[[acts]]\n'
        f'act = "offline"\ndate = 2026-11-13\nbegins = 2026-12-10\nends = 2026-12-12\n{_ASKED}{_WHY}{_APPROVED}'
    ),
    keeps=_rest("2026-12-10", "2026-12-12"),
)  # fmt: skip
LIFE_PORTAL = _settings(
    "LIFE_PORTAL", "政府门户网站不得关停", (_EIGHTH["一"],), "改版在正常运行的情况下进行",
    _in(
        "xiuxi/lifecycle.toml", 'number = "云测〔2026〕21号", result = "通过" }\n',
        'number = "云测〔2026〕21号", result = "通过" }\n\n[[acts]]\nact = "migrate"\ndate = 2026-11-10\nbegins = 2026-12-10\nends = 2026-12-20\n'
        f'target = "portal"\napplicant = "岫溪县人民政府办公室"\napplication = "岫政办字〔2026〕9号"\nreason = "整合"\n{_APPROVED}',
    ),
    keeps=_EARLIER,
)  # fmt: skip
LIFE_ORDER = _settings(
    "LIFE_ORDER", "网站记录没有按先后添加", (_EIGHTH["五"],), "只在末尾添加",
    _act('act = "test"\ndate = 2026-06-01\nsecurity_test = { date = 2026-05-20, number = "云测〔2026〕11号", result = "通过" }\n'),
    keeps=_act('act = "test"\ndate = 2026-11-02\nsecurity_test = { date = 2026-10-30, number = "云测〔2026〕36号", result = "通过" }\n'),
)  # fmt: skip
LIFE_OVERDUE = _settings(
    "LIFE_OVERDUE", "下线期满没有恢复", (_EIGHTH["二"],), "恢复了的用invoke site.online；不能恢复的向上级报告",
    _rest("2026-11-12", "2026-11-20"), keeps=_rest("2026-12-10", "2026-12-12"),
)  # fmt: skip

_POLICY = "wlj/zwgk/zcwj/tubu-guiding.md"
#: One that was repealed: nothing else asks how old it is.
_OLD_POLICY = "wlj/zwgk/zcwj/minsu-shixing-2025.md"
_PAIR = measures(11)
_FIELDS = other("《政府网站发展指引》", "附件：内容页")

DANGLING_PAIR = _settings(
    "DANGLING_PAIR", "所解读、所废止的文件不存在", (_PAIR,), "核对文号或者路径",
    _in("wlj/zwgk/zcjd/tubu-jiedu.md", "  - ../zcwj/tubu-guiding.md\n", "  - ../zcwj/tubu-guiding.md\n  - 云文旅发〔2026〕99号\n"),
    keeps=_in("wlj/zwgk/zcjd/tubu-jiedu.md", "  - ../zcwj/tubu-guiding.md\n", "  - 云文旅发〔2026〕15号\n"),
)  # fmt: skip
DOCUMENT_NUMBER = _settings(
    "DOCUMENT_NUMBER", "发文字号写法不对", (other("GB/T 9704", "：发文字号"),), "写成“云政办发〔2026〕3号”，括号用“〔〕”",
    _in(_OLD_POLICY, "document_number: 云文旅发〔2025〕6号", "document_number: 云文旅发（2025）6号"),
    keeps=_in(_POLICY, "  - 安全管理\n", "  - 冬季安全\n"),
)  # fmt: skip
MISSING_KEY = _settings(
    "MISSING_KEY", "缺少必填的字段", (measures(10), _FIELDS), "补上这一项",
    _in("portal/zwdt/bumen/2026-11-19-wuzhangai.md", "source: 云川市数据局\n", ""),
    keeps=_in("portal/zwdt/bumen/2026-11-19-wuzhangai.md", "source: 云川市数据局\n", "source: 云川市人民政府办公室\n"),
)  # fmt: skip
ORDER = _settings(
    "ORDER", "两个日期的先后不对", (measures(10),), "核对两个日期",
    _in("portal/zwdt/bumen/2026-11-19-wuzhangai.md", "source: 云川市数据局\n", "source: 云川市数据局\nexpires_at: 2026-11-18 10:00\n"),
    keeps=_in("portal/zwdt/bumen/2026-11-19-wuzhangai.md", "source: 云川市数据局\n", "source: 云川市数据局\nexpires_at: 2027-11-18 10:00\n"),
)  # fmt: skip
BROKEN_LINK = _settings(
    "BROKEN_LINK", "链接指向的文件不存在或者没有发布", (other("《政府网站发展指引》", "：链接可用"), measures(10)), "改成现有的文件，或者删去链接",
    _in("portal/zwdt/yaowen/2026-11-16-gongnuan.md", "(../../zwgk/tzgg/gongre-2026.md)", "(../../zwgk/tzgg/gongre-2020.md)"),
    keeps=_in("portal/zwdt/yaowen/2026-11-16-gongnuan.md", "(../../zwgk/tzgg/gongre-2026.md)", "(../../zwgk/tzgg/erqiao-weixiu.md)"),
)  # fmt: skip
REPOST = _settings(
    "REPOST", "转载没有写原文的网址", (measures(10, "第二款"),), "补上原文的网址（repost_url）",
    _in("portal/zwdt/bumen/2026-11-19-wuzhangai.md", "source: 云川市数据局\n", "source: 云川市数据局\nrepost_date: 2026-11-19 15:00\n"),
    keeps=_in(
        "portal/zwdt/bumen/2026-11-19-wuzhangai.md", "source: 云川市数据局\n",
        "source: 云川市数据局\nrepost_date: 2026-11-19 15:00\nrepost_url: https://sjj.yunchuan.gov.cn/xw/20261119.html\n",
    ),
)  # fmt: skip
NO_ALT = _settings(
    "NO_ALT", "图片没有替代文字", (other("《无障碍环境建设法》", "第三十二条"), measures(25)), "用一句话说明图片的内容",
    _in("wlj/zwdt/2026-11-18-bingxue.md", "![插画：雪后的云岭山间，一条步道蜿蜒通向山坳里的石头房子，远处是松林和淡蓝色山峰]", "![]"),
    keeps=_in("wlj/zwdt/2026-11-18-bingxue.md", "插画：雪后的云岭山间，一条步道", "插画：雪后的山间，一条步道"),
)  # fmt: skip
ROLES_MIXED = _settings(
    "ROLES_MIXED", "一个人既是编辑又是审核", (measures(18), measures(27, "第二项")), "编辑和审核分给两个人",
    _in("people.toml", 'email = "shenhe-jia@yunchuan.gov.cn"\n', 'email = "shenhe-jia@yunchuan.gov.cn"\neditor = ["portal"]\n'),
    keeps=_in("people.toml", 'name = "审核甲"', 'name = "审核丙"'),
)  # fmt: skip
_TWICE = _in(_POLICY, "document_number: 云文旅发〔2026〕15号", "document_number: 云文旅发〔2025〕6号")
STATUS_DIFFERS = _settings(
    "STATUS_DIFFERS", "同一个文件在两处的有效性不一样", (other("《政府网站发展指引》", "：标明有效性"),), "按制发机关公布的写，两处一致",
    _TWICE, keeps=_in(_POLICY, "  - 安全管理\n", "  - 冬季安全\n"),
)  # fmt: skip
SUBJECT = _settings(
    "SUBJECT", "主题分类不是国务院公文主题分类", (other("国务院公文主题分类", "（中国政府网公文库）"),), "从分类表里选",
    _in(_OLD_POLICY, "subject: 商贸、海关、旅游\\旅游", "subject: 旅游"), keeps=_in(_OLD_POLICY, "subject: 商贸、海关、旅游\\旅游", "subject: 商贸、海关、旅游"),
)  # fmt: skip
FORBIDDEN_HTML = _settings(
    "FORBIDDEN_HTML", "正文里有脚本、框架等不能发布的内容", (indicators("单项否决一"), measures(18)), "删去",
    _in("portal/zwdt/bumen/2026-11-19-wuzhangai.md", "能够用键盘填写。", "能够用键盘填写。<script>start()</script>"),
    keeps=_in("portal/zwdt/bumen/2026-11-19-wuzhangai.md", "能够用键盘填写。", "可以用键盘填写。"),
)  # fmt: skip
