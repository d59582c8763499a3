"""Texts that demand a given browser or office software of the reader."""

from __future__ import annotations

from typing import TYPE_CHECKING

from model.patterns import pattern
from pipeline.rules.rule import Severity, Standing, document_rule
from pipeline.rules.sources import application_security
from pipeline.rules.wording.examples import news
from pipeline.rules.wording.prose import finding, prose

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.rules.rule import Found
    from pipeline.rules.written import Written

_BROWSER = r"(?:IE|Internet Explorer|谷歌|Chrome|Google Chrome|Edge|火狐|Firefox|360|QQ|搜狗)"
_OFFICE = r"(?:WPS|Office|Microsoft Office|Word|Excel|Adobe Reader|Acrobat)"
_DEMANDS = pattern(
    rf"(?:建议|推荐|请|须|必须|最好|只能|仅支持|仅限|要求)[^。；，\n]{{0,12}}(?:使用|用|采用|通过|支持|安装|下载)[^。；，\n]{{0,8}}{_BROWSER}[^。；，\n]{{0,12}}(?:浏览器|以上|内核|模式|访问|浏览|打开|登录)"
    rf"|仅支持{_BROWSER}|(?:必须|须|需|只能|请先?)(?:使用|用|安装|下载)[^。；，\n]{{0,6}}{_OFFICE}[^。；，\n]{{0,10}}(?:打开|查看|填写|编辑|软件|浏览|后)"
)
_SUSPECT = ("浏览器", "仅支持", "WPS", "Office", "Word", "Excel", "Adobe", "Acrobat")
_SPEAKS_OF_IT = pattern(
    r"不得|不再|停止|无需|无须|不必|不用|不要求|取消|漏洞|卸载|停用|风险|攻击|木马|免装|任何浏览器|主流浏览器|等(?:主流)?浏览器"
)


@document_rule(
    "BROWSER_DEMANDED",
    title="要求读者使用某一种浏览器或者办公软件",
    sources=(application_security("：不得要求用户使用特定浏览器、办公软件", Standing.RECALLED),),
    severity=Severity.HINT,
    remedy="删去这一要求，网页在各种浏览器里都要能用；附件同时提供开放格式",
    breaks=(news("报名系统建议使用IE9以上版本浏览器登录。", "安全生产知识竞赛开始报名"),),
    keeps=(news("报名系统不再要求使用IE浏览器，各种浏览器都能登录。", "安全生产知识竞赛开始报名"),),
)
def browser_demanded(written: Written) -> Iterator[Found]:
    """Notes such as 建议使用IE浏览器."""
    read = written.shared(prose)
    if not read.has(_SUSPECT):
        return
    for found in _DEMANDS.finditer(read.text):
        if not _SPEAKS_OF_IT.search(read.line_around(*found.span())):
            yield finding(written, *found.span(), f"写了“{found[0]}”")
