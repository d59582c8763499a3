"""The columns of a table: what the head calls them, and which row is the head."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from model.patterns import pattern
from pipeline.rules.personal import owners
from pipeline.rules.personal.numbers import Kind

if TYPE_CHECKING:
    from pipeline.rules.personal.seen import Cell, Table

#: What a head calls a column of each kind.
_COLUMNS: dict[Kind, re.Pattern[str]] = {
    Kind.ID: pattern(r"身[份分]证(?!明|复印)|证件编?号|公民身份|身份号码"),
    Kind.PASSPORT: pattern(r"护照"),
    Kind.MOBILE: pattern(r"手机|电话|联系方式|联系号码|^号码$"),
    Kind.BANK_CARD: pattern(r"银行卡|银行账|银行帐|卡号|账号|帐号|一卡通|存折|社保卡"),
    Kind.EMAIL: pattern(r"邮箱|电子邮件|e-?mail", re.IGNORECASE),
    Kind.ADDRESS: pattern(r"家庭[住地]址|^住址|户籍(?:地址|所在地|地)$|户口所在地|现住|居住地|居住地址|家庭详细地址"),
    Kind.BIRTH: pattern(r"出生(?:日期|年月日?|时间)|生日"),
}
#: What is nobody's business at all: 病种, 残疾类别, 婚姻 … of a person.
_SENSITIVE = pattern(
    r"^(?:所患|患|主要|诊断|临床|认定|申报|申请|鉴定|救助|大病|慢病|慢特病|门诊慢特病|患者)?(?:病种|疾病)(?:名称|种类|情况)?$|^患病(?:情况|名称|种类)?$|^病情$|^(?:临床)?诊断(?:结果|结论|名称)?$|^(?:既往)?病史$|残疾(?:人)?(?:类别|类型|等级|级别|种类|情况)|"
    r"^婚姻(?:状况|情况|状态)?$|^婚否$|^(?:生育|计划生育)(?:情况|状况|史)$|^(?:怀孕|孕|产|孕产)(?:次|周|期|情况|史)$|^(?:避孕|节育)|^末次月经|^(?:致贫|返贫|困难|致困)(?:主要)?原因$"
)
_CAUSE = pattern(r"原因")
#: Columns that mostly speak of other things: they are somebody's illness where a cell names one.
_OF_OTHER_THINGS = pattern(
    r"^(?:(?:临时)?救助|申请|申报)(?:原因|理由|事由)$|^(?:健康|身体)(?:状况|情况)$|^(?:家庭)?(?:主要)?困难(?:情况|事由|类型)$"
)
_NAMED_ILL = pattern(
    r"癌|瘤|尿毒|透析|白血|精神(?:残疾|分裂|障碍|病)|肝[炎硬]|结核|艾滋|残疾|瘫|痴呆|梗[死塞]|抑郁|糖尿|心脏病|慢性病|[肢智听视言].?残|失明|癫痫|贫血|骨折|出血"
)
_ILL = pattern(r"病|残|癌|瘤|透析|精神")
_EMPTY = pattern(r"(?:[\s/\\—－\-–*＊×.…]|无|否|正常|空|暂无|不详|略|见附件)*")
#: Headings of columns whose numbers are no telephone's, whatever they look like.
_OTHER_NUMBERS = pattern(
    r"编号|证号|考号|序号|代码|编码|学号|学籍|金额|数量?$|额$|资金|收入|支出|产值|单价|许可|备案|注册|文号|条码|执照|面积|元|票号|单号|档案|信用|标识|得票|投资|合计|总计"
)
_ADDRESS = pattern(r"^(?:详细|具体|通[讯信]|联系|常住|实际居住|现居)?地址$|^住所$")
_PROPERTY = pattern(r"坐落|面积|产权|房号|房源|宗地|征收|户型|楼栋|拍卖|评估")
#: Words of heads that say nothing of persons.
_HEADING = pattern(
    r"^(?:序号|编号|性别|年龄|备注|地址|名称|姓名|民族|金额|日期|时间|单位|类别|等级|结果|乡镇|村|区县|学历|专业|岗位|成绩)|"
    r"^(?:所在|所属|户籍)(?:村|社区|街道|乡镇|镇|县区|地区|单位|学校)|人口(?:数|数量)?$|金额$|补助标准$|发放标准$|得分$|总分$|备注$"
)
#: How far down the head of a table may stand, below its title.
_TITLES = 8


def head_of(table: Table) -> int:
    """Return which row is the head: the first, near the top, in which two cells or more are words of heads; -1 for none."""
    for number, row in enumerate(table.rows[:_TITLES]):
        if _is_head(row):
            return number
    return -1


def names_of(table: Table, head: int) -> tuple[tuple[str, ...], int]:
    """Return what the head calls the columns, and the last row of it: below merged cells stands what they have in common."""
    if head < 0:
        return (), head
    names = tuple(normal(cell.text) for cell in table.rows[head])
    below = table.rows[head + 1] if head + 1 < len(table.rows) else ()
    if not _is_head(below) or any(map(str.isdigit, "".join(cell.text for cell in below))):
        return names, head
    lower = [normal(cell.text) for cell in below]
    width = max(len(names), len(lower))
    pairs = zip((*names, *[""] * (width - len(names))), (*lower, *[""] * (width - len(lower))), strict=True)
    return tuple(under or above for above, under in pairs), head + 1


def _is_head(row: tuple[Cell, ...]) -> bool:
    return sum(is_heading(normal(cell.text)) for cell in row) >= 2


def normal(heading: str) -> str:
    """Return a heading without spaces and what stands in brackets."""
    return re.sub(r"[\s*]|[（(][^）)]*[）)]?", "", heading)[:30]


@lru_cache(4096)
def kind_of(heading: str) -> Kind | None:
    """Return what the cells below a heading hold, where that is personal when it is a person's."""
    return next((kind for kind, pattern in _COLUMNS.items() if pattern.search(heading)), None)


@lru_cache(4096)
def holds_other_numbers(heading: str) -> bool:
    """Say whether a heading is that of codes, amounts or counts."""
    return bool(_OTHER_NUMBERS.search(heading))


@lru_cache(4096)
def is_sensitive(heading: str) -> bool:
    """Say whether a heading is that of illness, disability, marriage or the like."""
    return bool(_SENSITIVE.search(heading))


@lru_cache(4096)
def is_address(heading: str) -> bool:
    """Say whether a heading is that of addresses of any kind."""
    return bool(_ADDRESS.search(heading))


@lru_cache(4096)
def is_of_property(heading: str) -> bool:
    """Say whether a heading is that of houses and land, whose place is no home."""
    return bool(_PROPERTY.search(heading))


@lru_cache(4096)
def holds_places(heading: str) -> bool:
    """Say whether a heading is that of homes, or of addresses of any kind."""
    return kind_of(heading) is Kind.ADDRESS or is_address(heading)


@lru_cache(4096)
def _may_tell(heading: str) -> bool:
    return is_sensitive(heading) or bool(_OF_OTHER_THINGS.search(heading))


def is_plain_secret(heading: str, text: str) -> bool:
    """Say whether a cell below a sensitive heading tells something: it is not empty, masked or a dash; a cause is an illness."""
    if not _may_tell(heading) or _EMPTY.fullmatch(text) or re.search(r"[*＊×]{2}|某", text):
        return False
    if _OF_OTHER_THINGS.search(heading):
        return bool(_NAMED_ILL.search(text))
    return not _CAUSE.search(heading) or bool(_ILL.search(text))


def is_heading(text: str) -> bool:
    """Say whether a text, without spaces and brackets, is a word of heads."""
    if not 1 <= len(text) <= 16 or any(sign.isdigit() for sign in text):
        return False
    known = kind_of(text) or is_sensitive(text) or owners.lists_persons((text,)) or owners.lists_units((text,))
    return bool(known or is_address(text) or _OF_OTHER_THINGS.search(text) or _HEADING.search(text))
