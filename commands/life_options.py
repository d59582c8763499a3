"""The options of the commands for a site's life, and which of them each act takes."""

from __future__ import annotations

from commands.options import OPTIONS, OUTPUT, PRODUCTION

#: What they are called and mean.
LIFE_OPTIONS = {
    "site": "网站的文件夹名",
    "date": "办理的日子，如“2026-12-01”（默认今天）",
    "applicant": "提出书面申请的单位",
    "application": "书面申请的文号",
    "approval": "“层级 日期 文号”，如“省政府办公厅 2026-03-05 晋政办函〔2026〕12号”；一级一个",
    "filing": "“事项 编号 日期”，如“ICP备案 晋ICP备05000001号-4 2026-05-01”；一项一个",
    "test": "安全检测“日期 报告编号 结论”，如“2026-05-20 晋测〔2026〕88号 通过”",
    "begins": "从这一天起",
    "ends": "到这一天止",
    "reason": "为什么这样办，写进公告",
    "contact": "群众到哪里办事、打什么电话，写进公告",
    "column": "公告放在这个栏目（默认最后一个放通知公告的栏目）",
    "target": "内容迁到这个网站，写它的文件夹名",
    "map": "对照表的文件：一行一个旧网址和它的新网址，见docs/operators/migrate.md",
    "name": "网站名称，单位全称",
    "kind": "portal（门户网站）或者department（部门网站）",
    "level": "city（市级，默认）或者county（县级）",
    "domain": "英文域名",
    "chinese_domain": "中文域名，“□□□.政务”",
    "sponsor": "主办单位全称",
    "changed": "变更了什么，可以写几个",
    "content": OPTIONS["content"],
    "migrate.ends": "搬迁的日子：从这一天零点起内容在新的网站，旧网址自动转过去",
    "change.domain": "变更以后的英文域名；site.toml里的域名随着改，在本网站发布公告",
}


#: Where the hosts are that a site is switched on, each with its default.
PLACE = {"output": OUTPUT, "hosts": "", "environment": PRODUCTION}
_ASKED = "applicant application"
#: The acts of a site's life: what each command does, its options, and those that may be given several times.
ACTS = {
    "open": (
        "开设网站（办法第七条）：记下各级批准，写好网站的文件夹，在上级门户网站备好开通公告的草稿。",
        f"site name kind level domain chinese_domain sponsor date {_ASKED} begins",
        "approval",
    ),
    "online": (
        "上线（办法第七条第四项）：第一次要有五个编号和通过的安全检测，开通公告发布；下线以后恢复也用它。",
        "site date test begins",
        "filing",
    ),
    "offline": (
        "临时下线（办法第八条第二项）：在本网站和门户网站发布公告，到期用site.online恢复。",
        f"site date {_ASKED} begins ends reason contact",
        "approval",
    ),
    "emergency": (
        "紧急关停（办法第八条第二项）：断电、断网或者被责令关停，三天以内不计入下线次数。",
        f"site date {_ASKED} begins ends reason contact",
        "",
    ),
    "migrate": (
        "迁移（办法第八条第三项）：内容归档到另一个网站，旧网址自动转到新网址，搬迁以前首页挂迁移公告。",
        f"site target map begins ends date {_ASKED} reason contact",
        "approval",
    ),
    "close": (
        "关停（办法第八条第三项）：迁移完成以后，在门户网站公告内容去向，公告至少保留30天。",
        f"site date {_ASKED} begins ends contact",
        "approval filing",
    ),
    "change": (
        "变更备案（办法第八条第五项）：主办单位、负责人、联系方式、域名、栏目变更以后记下来，改域名的发布公告。",
        f"site domain date {_ASKED} begins ends reason contact",
        "changed filing",
    ),
}
