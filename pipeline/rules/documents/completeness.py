"""What each kind of document has for people to use it, beyond the fields that must be there."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

from model.kinds import Guide, Interpretation, Leader, Policy
from model.language import MAIN_LANGUAGE
from model.patterns import pattern
from pipeline.rules.rule import Edited, Example, Found, Severity, Standing, document_rule
from pipeline.rules.sources import indicators, measures, other

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.rules.written import Written

_ALLOWANCE = "portal/bsfw/gaoling-jintie.md"
_LEADER = "portal/zwgk/ldxx/yun-zhixing.md"
_NOTICE = "portal/zwgk/tzgg/jianduyuan.md"
_POLICY = "portal/zwgk/zcwj/zxqy-2026.md"
_QUESTIONS = "portal/zwgk/zcjd/yanglao-wd.md"

_FORM = pattern(r"(?:申请|登记|申报|审批|备案|报名|申领|认定|变更|审核)(?:审批|登记|备案)?(?:表|书)(?!人)")
#: A form that nobody need bring: it is filled in at the counter or online, or printed there.
_GIVEN_THERE = pattern(
    r"窗口|现场|当场|大厅|自助|网上|在线|系统|平台|打印|领取|免填|无需|不用|不需要|自动生成|告知承诺|部门(?:内部|核验)"
)
_SAMPLE = pattern(r"样表|样本|样例|示范|示例|范本|范例|填写说明|填表说明|填报说明|参考文本|样式")
_LINKED_FORM = pattern(r'<a [^>]*href="[^"]+\.(?:docx?|xlsx?|pdf|wps|et|ofd)"', re.IGNORECASE)
_EMPTY = pattern(
    r"(?:无|暂无|略|待定|待补充?|待完善|空|同上|另行通知|见附件|[/\-—－.…]+|[Xx×]{2,})[。.]?|详见[^，。；]{0,12}[。.]?|请?咨询(?:窗口|相关部门|有关部门)[。.]?"
)
#: These may truly be none.
_MAY_BE_NONE = {"conditions": ("无",), "materials": ("无",)}
_ELEMENTS = {
    "legal_basis": "设定依据",
    "conditions": "申请条件",
    "materials": "办理材料",
    "location": "办理地点",
    "hours": "办理时间",
    "phone": "联系电话",
    "procedure": "办理流程",
}
_NAMELESS = pattern(
    r"(?:附件|附表|附录|附图|附|文档|文件|表格|扫描件?|图片|未命名|新建.{0,12}|副本|下载|正文|终稿|定稿|最终版|scan|img|doc|document|file|untitled)?"
    r"[\s_\-—.()（）0-9一二三四五六七八九十]*|[0-9a-f]{16,}|(?:img|dsc|scan|微信图片|mmexport|qq图片)[_\-]?\d+",
    re.IGNORECASE,
)
_MEDIA = pattern(r".*(?:日报|晚报|早报|晨报|时报|新闻网|电视台|广播电视台|融媒体中心|通讯社|记者|新华社|人民网|新华网)")


@document_rule(
    "GUIDE_FORM",
    title="办事指南缺表格或者样表",
    sources=(measures(12),),
    severity=Severity.WARNING,
    remedy="把空表和填写样表（或者填写说明）作为附件",
    breaks=(
        Example({_ALLOWANCE: Edited("  - files/高龄津贴申请表（填写样表）.docx\n", "")}),
        Example(
            {
                _ALLOWANCE: Edited(
                    "attachments:\n  - files/高龄津贴申请表.docx\n  - files/高龄津贴申请表（填写样表）.docx\n", ""
                )
            }
        ),
    ),
    keeps=(
        Example(
            {
                _ALLOWANCE: Edited(
                    "《高龄津贴申请表》1份（见附件），免申即享的无需填写", "《高龄津贴申请表》（窗口提供，现场填写）"
                )
            }
        ),
    ),
)
def guide_form(written: Written) -> Iterator[Found]:
    """A form that an applicant brings can be had with the guide, and a sample of it, too."""
    guide = written.document
    if not isinstance(guide, Guide) or guide.lang != MAIN_LANGUAGE or guide.online_level == "全程网办":
        return
    wanted = [
        (number, item)
        for number, item in enumerate(guide.materials)
        if _FORM.search(item) and not _GIVEN_THERE.search(item.replace("无需填写", ""))
    ]
    if not wanted:
        return
    number, item = wanted[0]
    line = written.lines.get(f"materials.{number}", written.line_of("materials"))
    names = [file.label for file in written.files if not file.width]
    if not names and not _LINKED_FORM.search(written.html):
        yield Found(line, f"材料要“{_shortened(item)}”，没有可下载的表格")
    elif not any(_SAMPLE.search(each) for each in [*names, written.html]):
        yield Found(line, f"材料要“{_shortened(item)}”，没有填写样表或者填写说明")


def _shortened(text: str) -> str:
    return text if len(text) <= 24 else f"{text[:23]}…"


@document_rule(
    "GUIDE_EMPTY",
    title="办事指南要素没有内容",
    sources=(indicators("单项否决六"), measures(12)),
    severity=Severity.WARNING,
    remedy="写出具体内容，群众看了就能办",
    breaks=(
        Example({_ALLOWANCE: Edited("location: 户籍所在地乡镇（街道）便民服务中心", "location: 详见办事大厅公告")}),
        Example({_ALLOWANCE: Edited("  - 具有本市户籍\n", "  - 待定\n")}),
    ),
    keeps=(
        Example({_ALLOWANCE: Edited("  - 具有本市户籍\n  - 年满80周岁\n  - 没有领取其他地区的高龄津贴\n", "  - 无\n")}),
        Example({_ALLOWANCE: Edited("  - 具有本市户籍\n", "  - 具有本市户籍，集体户口的详见说明第3条\n")}),
    ),
)
def guide_empty(written: Written) -> Iterator[Found]:
    """Each of the elements that a guide must have says something."""
    guide = written.document
    if not isinstance(guide, Guide):
        return
    for key, name in _ELEMENTS.items():
        value = getattr(guide, key)
        items = enumerate(value) if isinstance(value, tuple) else [(0, value)]
        for number, item in items:
            if _EMPTY.fullmatch(item) and item not in _MAY_BE_NONE.get(key, ()):
                yield Found(written.lines.get(f"{key}.{number}", written.line_of(key)), f"{name}写的是“{item}”")


@document_rule(
    "POLICY_TABLE",
    title="政策文件的信息表不全",
    sources=(other("中国政府网公文库和各地公文页面", "的信息表"), measures(10)),
    severity=Severity.WARNING,
    remedy="补上索引号（index_number）、主题分类（subject）",
    breaks=(
        Example({_POLICY: Edited("subject: 国民经济管理、国有资产监管\\宏观经济\n", "")}),
        Example({_POLICY: Edited("index_number: 11140400000000123Q/2026-00012\n", "")}),
    ),
    keeps=(Example({_POLICY: Edited("subject: 国民经济管理、国有资产监管\\宏观经济", "subject: 其他")}),),
)
def policy_table(written: Written) -> Iterator[Found]:
    """The table above a policy has its index number and its class."""
    policy = written.document
    if not isinstance(policy, Policy) or policy.lang != MAIN_LANGUAGE:
        return
    missing = [name for value, name in ((policy.index_number, "索引号"), (policy.subject, "主题分类")) if not value]
    if missing:
        yield Found(written.line_of("document_number"), f"没有{'、'.join(missing)}")


@document_rule(
    "ATTACHMENT_NAME",
    title="附件名称看不出内容",
    sources=(other("附件公开的通行做法", "：文件名写明内容"),),
    severity=Severity.HINT,
    remedy="文件名写明内容，如“高龄津贴申请表.docx”；或者在正文里用写明内容的文字链接",
    breaks=(
        Example(
            {
                _NOTICE: Edited("附件: [files/政府网站社会监督员报名表.docx]", "附件: [附件1.txt]"),
                "portal/zwgk/tzgg/附件1.txt": "姓名、职业、联系方式",
            }
        ),
    ),
    keeps=(
        Example(
            {
                _NOTICE: Edited("附件: [files/政府网站社会监督员报名表.docx]", "附件: [附件1报名表.txt]"),
                "portal/zwgk/tzgg/附件1报名表.txt": "姓名、职业、联系方式",
            }
        ),
    ),
)
def attachment_name(written: Written) -> Iterator[Found]:
    """What a listed attachment is called says what it is; a link in the text says it in its own words."""
    if written.document.lang != MAIN_LANGUAGE:
        return
    for file in written.files:
        stem = unescape(file.label).rpartition("/")[2].rpartition(".")[0] or file.label
        if file.attached and _NAMELESS.fullmatch(stem):
            yield Found(written.line_of("attachments"), f"附件叫“{file.label}”")


@document_rule(
    "LEADER_CV",
    title="领导信息没有简历",
    sources=(other("国办秘函〔2019〕19号", "第二部分（发布解读）", Standing.RECALLED),),
    severity=Severity.HINT,
    remedy="正文写简历",
    breaks=(
        Example(
            {
                "portal/zwgk/ldxx/example.md": "---\ntitle: 云示例\ndate: 2026-11-19 10:00\nsource: 云川市人民政府办公室\npost: 云川市人民政府秘书长\nduties:\n  - 协助市长处理日常工作\norder: 9\n---\n\n"
            }
        ),
    ),
    keeps=(Example({_LEADER: Edited("大学学历，工程硕士，高级工程师。", "大学学历，工程硕士。")}),),
)
def leader_cv(written: Written) -> Iterator[Found]:
    """The page of a leader has a CV."""
    if isinstance(written.document, Leader) and not written.document.draft and len(written.body.strip()) < 10:
        yield Found(written.body_line, "没有简历")


@document_rule(
    "INTERPRETATION_SOURCE",
    title="解读不是起草部门提供的",
    sources=(measures(11, "第一款"),),
    severity=Severity.HINT,
    remedy="用文件制发机关、牵头或者起草部门提供的解读材料，媒体的评论另外转载",
    breaks=(Example({_QUESTIONS: Edited("source: 云川市民政局", "source: 云川日报")}),),
    keeps=(Example({_QUESTIONS: Edited("source: 云川市民政局", "source: 云川市民政局、云川市财政局")}),),
)
def interpretation_source(written: Written) -> Iterator[Found]:
    """An interpretation of one of the city's own policies comes from an authority, not from the press."""
    document = written.document
    if not isinstance(document, Interpretation) or document.repost_url or all(each.url for each in document.interprets):
        return
    if _MEDIA.fullmatch(document.source):
        yield Found(written.line_of("source"), f"解读的来源是“{document.source}”")
