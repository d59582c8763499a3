"""The rules on what belongs to persons, in a document's text, its fields, and what it attaches.

Sources: 办法第二十一条 with the personal data that must not be public without consent (PII-01) and their masks (PII-02, PII-04). What is sure is
an error; where only the words around tell whose something is, a warning. Lists of punishments and of dishonest debtors, which the
law itself makes public (PII-03), need an exception with its reason.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.rules.personal.findings import findings
from pipeline.rules.personal.samples import MOBILE, card, identity, letter, notice, table
from pipeline.rules.rule import Example, Severity, document_rule
from pipeline.rules.sources import measures, other

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pipeline.rules.rule import Found
    from pipeline.rules.written import Written

_SOURCES = (measures(21), other("云南省2017年通知", "（未经本人同意不得公开的个人信息）"))
_MASKS = (measures(21), other("永安市2023年通报", "（公示中的个人信息怎样隐去）"))
_NOTICE, _LETTER = "portal/zwgk/tzgg/buzhu-gongshi.md", "portal/hdjl/ldxx/ludeng-buliang.md"
_EXEMPT = "；依法必须公开的（如处罚决定、失信名单），在exceptions.toml写明理由"


def _notice(*rows: Iterable[str]) -> tuple[Example, ...]:
    return (Example({_NOTICE: notice(f"现将补助对象予以公示。\n\n{table(*rows)}")}),)


@document_rule(
    "PERSONAL_ID",
    title="公开了身份证号、护照号",
    sources=_SOURCES,
    severity=Severity.ERROR,
    remedy="只留前2位和后3位，如14*************011，用--fix可以自动改；用不着的删去" + _EXEMPT,
    breaks=_notice(("姓名", "身份证号"), ("云某某", identity())),
    keeps=_notice(("姓名", "身份证号"), ("云某某", r"14\*\*\*\*\*\*\*\*\*\*\*\*\*011")),
)
def personal_id(written: Written) -> Iterable[Found]:
    """Identity numbers with their check digit, old ones and passports by their label; whole cells of such a column."""
    return written.shared(findings).get("PERSONAL_ID", ())


@document_rule(
    "PERSONAL_MOBILE",
    title="公开了个人的手机号码",
    sources=_SOURCES,
    severity=Severity.ERROR,
    remedy="写成138****1234的样子，用--fix可以自动改；用不着的删去" + _EXEMPT,
    breaks=(
        *_notice(("姓名", "联系电话"), ("云某某", MOBILE)),
        Example({_LETTER: letter(f"路灯不亮，请联系我，{MOBILE}。", "您好。路灯已经修复，谢谢您的反映。")}),
    ),
    keeps=(
        *_notice(("姓名", "联系电话"), ("云某某", r"154\*\*\*\*0012")),
        Example({_NOTICE: notice(f"对公示有异议的，请与市民政局联系。联系人：云某某，电话：{MOBILE}。")}),
    ),
)
def personal_mobile(written: Written) -> Iterable[Found]:
    """Mobile numbers of private persons; whose they are is decided in `owners`."""
    return written.shared(findings).get("PERSONAL_MOBILE", ())


@document_rule(
    "PERSONAL_PHONE",
    title="公开了个人的固定电话",
    sources=_SOURCES,
    severity=Severity.WARNING,
    remedy="确是个人家里的，删去；是单位的，在表头或者前面写明",
    breaks=_notice(("姓名", "家庭电话"), ("云某某", "0355-0120012")),
    keeps=_notice(("名称", "咨询电话"), ("东渡街助餐点", "0355-0120012")),
)
def personal_phone(written: Written) -> Iterable[Found]:
    """Fixed telephones called somebody's home, or in a list of persons."""
    return written.shared(findings).get("PERSONAL_PHONE", ())


@document_rule(
    "PERSONAL_BANK_CARD",
    title="公开了个人的银行卡号、账号",
    sources=_SOURCES,
    severity=Severity.ERROR,
    remedy="只留后4位，用--fix可以自动改；确是单位账户的，写明户名" + _EXEMPT,
    breaks=_notice(("姓名", "银行卡号"), ("云某某", card())),
    keeps=(Example({_NOTICE: notice(f"捐赠资金汇入以下账户。户名：云川市慈善总会，账号：{card()}。")}),),
)
def personal_bank_card(written: Written) -> Iterable[Found]:
    """Bank cards with their check digit that no unit's name stands beside; whole cells of such a column of persons."""
    return written.shared(findings).get("PERSONAL_BANK_CARD", ())


@document_rule(
    "PERSONAL_EMAIL",
    title="公开了个人的电子邮箱",
    sources=_SOURCES,
    severity=Severity.WARNING,
    remedy="删去，或者写成y***@example.com的样子",
    breaks=_notice(("姓名", "电子邮箱"), ("云某某", "yunmoumou@example.com")),
    keeps=(Example({_NOTICE: notice("对公示有异议的，发送电子邮件至yanglao@yunchuan.gov.cn。")}),),
)
def personal_email(written: Written) -> Iterable[Found]:
    """Private addresses of e-mail in lists of persons and in letters; one that a notice gives as a unit's channel is meant to be used."""
    return written.shared(findings).get("PERSONAL_EMAIL", ())


@document_rule(
    "PERSONAL_ADDRESS",
    title="公开了到门牌的家庭住址",
    sources=_SOURCES,
    severity=Severity.WARNING,
    remedy="只写到乡镇、街道",
    breaks=_notice(("姓名", "家庭住址"), ("云某某", "临水区东渡街道河滨小区3号楼2单元501室")),
    keeps=_notice(("姓名", "家庭住址"), ("云某某", "临水区东渡街道")),
)
def personal_address(written: Written) -> Iterable[Found]:
    """Where somebody lives, to the door; not where an office, a plot or a house for sale is."""
    return written.shared(findings).get("PERSONAL_ADDRESS", ())


@document_rule(
    "PERSONAL_BIRTH",
    title="名单里有出生年月日",
    sources=_SOURCES,
    severity=Severity.WARNING,
    remedy="删去，或者只写出生年月",
    breaks=_notice(("姓名", "出生日期"), ("云某某", "1971-02-03")),
    keeps=_notice(("姓名", "出生年月"), ("云某某", "1971年2月")),
)
def personal_birth(written: Written) -> Iterable[Found]:
    """Whole days of birth in lists of persons; year and month are what notices of appointments give."""
    return written.shared(findings).get("PERSONAL_BIRTH", ())


@document_rule(
    "PERSONAL_COLUMN",
    title="名单里有疾病、残疾、婚育等情况",
    sources=_SOURCES,
    severity=Severity.ERROR,
    remedy="整列删去；确需说明的，姓名只留姓氏" + _EXEMPT,
    breaks=_notice(("姓名", "残疾类别"), ("云望舒", "肢体")),
    keeps=_notice(("残疾类别", "人数"), ("肢体", "120")),
)
def personal_column(written: Written) -> Iterable[Found]:
    """Columns of illness, disability, marriage or pregnancy beside names in full."""
    return written.shared(findings).get("PERSONAL_COLUMN", ())


@document_rule(
    "MASK_BROKEN",
    title="个人信息没有真正隐去",
    sources=_MASKS,
    severity=Severity.WARNING,
    remedy="手机号码至少遮住中间4位（138****1234），身份证号只留前2位和后3位；遮得太少的用--fix可以自动改；同一个号码处处都遮",
    breaks=_notice(("姓名", "身份证号"), ("云某某", r"1404991901020\*\*011")),
    keeps=_notice(("姓名", "手机号码"), ("云某某", r"154\*\*\*\*0012")),
)
def mask_broken(written: Written) -> Iterable[Found]:
    """Masks that leave so many digits in sight that the rest can be guessed, and numbers masked here and plain there."""
    return written.shared(findings).get("MASK_BROKEN", ())
