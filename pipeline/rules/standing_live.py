"""What is found of the sites as they are online, and of what is about to be published, with the clauses that it stands for.

The patrol, `invoke verify` and `invoke publish` find it; the patrol's own words for how grave it is are alarm and warning.
"""

from __future__ import annotations

from typing import Any

from pipeline.rules.rule import Rule, Severity, Standing, Subject, standing_rule
from pipeline.rules.sources import application_security, convention, indicators, measures, other

_TAMPERING, _UNREACHABLE = indicators("单项否决一（网站被攻击）"), indicators("单项否决二")
_SECURE = application_security("：用安全连接方式访问", Standing.RECALLED)
_LINKS = application_security("：定期检查链接", Standing.RECALLED)
_HEADERS = other("GB/T 31506-2022", "：政务网站系统安全")
_IPV6 = other("《推进互联网协议第六版（IPv6）规模部署行动计划》")
_REVIEW = (measures(18), measures(27, "第二项"))
_KEPT = application_security("第二十条")


def _live(code: str, title: str, severity: Severity, sources: tuple[Any, ...], remedy: str, *thresholds: str) -> Rule:
    return standing_rule(
        code, Subject.LIVE, title=title, severity=severity, sources=sources, remedy=remedy, thresholds=thresholds
    )


_VETO, _ERROR, _WARNING, _HINT = Severity.VETO, Severity.ERROR, Severity.WARNING, Severity.HINT

HOME_UNREACHABLE = _live(
    "HOME_UNREACHABLE", "首页打不开", _ERROR, (_UNREACHABLE,), "检查主机和网络", "response_seconds"
)
FAILURE_SHARE = _live(
    "FAILURE_SHARE", "一周里首页打不开的比例达到不合格", _VETO, (_UNREACHABLE,), "查明原因，恢复访问",
    "failure_percent", "failure_visits", "response_seconds",
)  # fmt: skip
FAILURE_SHARE_NEAR = _live(
    "FAILURE_SHARE_NEAR",
    "一周里首页打不开的比例快要不合格",
    _WARNING,
    (_UNREACHABLE,),
    "查明原因",
    "failure_warning_percent",
)
PAGE_UNREACHABLE = _live("PAGE_UNREACHABLE", "网页没有答完", _WARNING, (_UNREACHABLE,), "检查主机", "response_seconds")
NAME_UNKNOWN = _live("NAME_UNKNOWN", "域名查不到地址", _ERROR, (_UNREACHABLE,), "检查域名解析")
TAMPERED = _live("TAMPERED", "网页内容与发布的不一样", _VETO, (_TAMPERING,), "马上下线核查，重新发布：invoke publish")
WRONG_ANSWER = _live("WRONG_ANSWER", "网页的回答不对", _ERROR, (_TAMPERING, _UNREACHABLE), "核查主机，重新发布")
DIFFERENT = _live("DIFFERENT", "各主机之间不一样", _ERROR, (_TAMPERING, _IPV6), "重新发布到全部主机")
DOOR = _live("DOOR", "后台或者内部文件的地址有回答", _ERROR, (measures(18),), "前台主机上不放后台和管理程序")
CERTIFICATE_WRONG = _live("CERTIFICATE_WRONG", "证书不对", _HINT, (_SECURE,), "更换证书")
CERTIFICATE_ENDS = _live(
    "CERTIFICATE_ENDS",
    "证书马上到期",
    _HINT,
    (_SECURE, convention("证书到期前更换")),
    "更换证书",
    "certificate_alarm_days",
)
CERTIFICATE_ENDS_SOON = _live(
    "CERTIFICATE_ENDS_SOON",
    "证书快要到期",
    _HINT,
    (_SECURE, convention("证书到期前更换")),
    "申请证书",
    "certificate_days",
)
HTTP_ONLY = _live("HTTP_ONLY", "主机只有http", _HINT, (_SECURE,), "配置证书，用https访问")
HTTP_NOT_SENT_ON = _live("HTTP_NOT_SENT_ON", "http没有转到https", _HINT, (_SECURE,), "把http转到https")
HEADER_HSTS = _live("HEADER_HSTS", "没有Strict-Transport-Security", _WARNING, (_HEADERS,), "按主机配置的说明加上")
HEADER_CSP = _live("HEADER_CSP", "内容安全策略不严", _WARNING, (_HEADERS, _TAMPERING), "按主机配置的说明加上")
HEADER_NOSNIFF = _live("HEADER_NOSNIFF", "没有X-Content-Type-Options", _WARNING, (_HEADERS,), "按主机配置的说明加上")
HEADER_REFERRER = _live(
    "HEADER_REFERRER", "会把网址告诉别的网站", _WARNING, (_HEADERS, measures(21)), "按主机配置的说明加上"
)
HEADER_VERSION = _live("HEADER_VERSION", "响应头说出了程序的版本", _WARNING, (_HEADERS,), "按主机配置的说明去掉")
IPV6_MISSING = _live("IPV6_MISSING", "主机没有IPv6地址", _WARNING, (_IPV6,), "申请IPv6地址，加上域名解析")
LINK_HIJACKED = _live(
    "LINK_HIJACKED",
    "外部链接打开的是出售域名、赌博、色情网页",
    _VETO,
    (indicators("单项否决一（链接有害信息）"),),
    "马上删去链接",
)
LINK_ELSEWHERE = _live("LINK_ELSEWHERE", "外部链接转到了别的域名", _HINT, (_LINKS,), "核对后改成新的网址，或者删去")
LINK_OTHER_NAME = _live("LINK_OTHER_NAME", "外部链接的证书是别的域名的", _HINT, (_LINKS,), "核对后改正，或者删去")
LINK_DEAD = _live("LINK_DEAD", "外部链接打不开", _HINT, (_LINKS,), "改成打得开的网址，或者删去")

NOT_REVIEWED = _live("NOT_REVIEWED", "没有审核就要发布", _ERROR, _REVIEW, "送审，审核人通过以后再发布")
REVIEWED_BY_AUTHOR = _live("REVIEWED_BY_AUTHOR", "自己审核了自己的改动", _ERROR, _REVIEW, "请另一个人审核")
UNCOMMITTED = _live("UNCOMMITTED", "要发布的与审核过的不一样", _ERROR, _REVIEW, "提交并送审，或者恢复")
NOT_ON_BRANCH = _live("NOT_ON_BRANCH", "要发布的不在受保护的分支上", _ERROR, _REVIEW, "合并以后再发布")
HISTORY_REWRITTEN = _live(
    "HISTORY_REWRITTEN", "提交历史被改写", _ERROR, (measures(18), _KEPT), "恢复原来的历史，查明是谁改的"
)
RECORD_BROKEN = _live("RECORD_BROKEN", "发布记录不连续", _ERROR, (measures(18), _KEPT), "从备份恢复，查明原因")
RECORD_CHANGED = _live("RECORD_CHANGED", "发布记录被改过", _ERROR, (measures(18), _KEPT), "从备份恢复，查明原因")
SITE_NOT_ONLINE = _live(
    "SITE_NOT_ONLINE",
    "还没有上线的网站要发布",
    _ERROR,
    (measures(7, "第四项"),),
    "办完上线手续，记下上线：invoke site.online",
)
