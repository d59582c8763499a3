"""The clauses that the rules on pages come from."""

from __future__ import annotations

from pipeline.rules.rule import Standing
from pipeline.rules.sources import application_security, guidelines, indicators, measures, other

_SAID, _RECALLED = Standing.SECONDARY, Standing.RECALLED

ZONES = guidelines("附件：头部标识区、中部内容区、底部功能区")
FOOT = guidelines("附件：底部功能区", Standing.CONFIRMED)
TAGS = guidelines("附件：网页标签")
PUBLISH_TIME = guidelines("附件：内容页面标注发布时间")
TEMPLATES = guidelines("附件：同类栏目、页面使用统一模板")
SPEED = guidelines("附件：页面打开时间")
FLOATS = guidelines("附件：不使用悬浮、弹出窗口", _RECALLED)
MAINSTREAM = guidelines("附件：兼容主流浏览器，不用插件", _RECALLED)
UNIFORM_CODING = guidelines("附件：统一编码", _RECALLED)
BREADCRUMB = guidelines("当前位置", _RECALLED)
SEARCH = guidelines("提供站内搜索")
SEARCH_EVERYWHERE = guidelines("附件：每个页面提供搜索", _RECALLED)
ATTACHMENTS = other("政府网站通行做法", "：附件的链接写明是什么文件")
LEAVING = guidelines("附件：链接到非政府网站的提示", _RECALLED)
LEAVING_IN_USE = other("政府网站通行做法", "：离开政府网站的提示")
FULL_NAME = measures(6, "第四项")
NO_ADVERTISING = measures(10)
IN_COUNTRY = measures(17)
PRIVACY = measures(21)
DATED = other("2015年全国政府网站普查评分表", "：没有日期的信息视为没有更新", Standing.CONFIRMED)
ICP = other("《非经营性互联网信息服务备案管理办法》", "第十三条", Standing.CONFIRMED)
POLICE = other("全国互联网安全管理服务平台", "：备案编号和查询链接")
REPORTING = other("“我为政府网站找错”平台", "：网站入口代码")
MARK = other("党政机关网站标识", "：加挂代码")
SELF_CHECK = other("政府网站自查常见问题", "：暗链")
BAD_CONTENT = indicators("单项否决一")
CONSULTATION = indicators("单项否决五")
SERVICES = indicators("单项否决六")
BARRIER_FREE = other("《无障碍环境建设法》", "第三十二条")
WCAG = other("GB/T 37668—2019", "", _RECALLED)
ELDERLY = other("工信厅信管函〔2021〕67号", "附件1")
NO_BINDING = application_security("：不限定浏览器和办公软件", _RECALLED)
SAFE_CONNECTION = application_security("：安全连接", _RECALLED)
DISCLOSURE = other("国办公开办函〔2019〕61号", "：政府信息公开专栏的固定内容", _RECALLED)
LINKS = other("政府网站绩效评估通行指标", "：不可用链接")
